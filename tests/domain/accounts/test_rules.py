"""Addresses, names, passwords and paths, decided without a database."""

import pytest

from lms.domain.accounts import passwords, rules
from lms.foundation import i18n
from lms.foundation.errors import Invalid


@pytest.fixture(autouse=True)
def in_english() -> None:
    i18n.speak("en")


@pytest.mark.parametrize(
    ("typed", "email", "key"),
    [
        ("Ona@Example.LT", "Ona@example.lt", "ona@example.lt"),
        ("  jonas.petraitis+kursai@mail.example.lt ", "jonas.petraitis+kursai@mail.example.lt", None),
        ("info@žvirblis.lt", "info@žvirblis.lt", "info@xn--virblis-cxb.lt"),
        ("info@XN--VIRBLIS-CXB.lt", "info@xn--virblis-cxb.lt", "info@xn--virblis-cxb.lt"),
        ("post@ørsta.kommune.no", "post@ørsta.kommune.no", None),
    ],
)
def test_addresses_are_read(typed: str, email: str, key: str | None) -> None:
    address = rules.read_address(typed)
    assert address.email == email
    if key:
        assert address.key == key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ona",
        "ona@",
        "@example.lt",
        "ona@localhost",
        "ona@example..lt",
        "ona@-example.lt",
        "o na@example.lt",
        "ona@example.lt, jonas@example.lt",
        "ona@[127.0.0.1]",
        "ona@127.0.0.1",
        ".ona@example.lt",
        "o..na@example.lt",
        "<ona@example.lt>",
        "ona@exam\nple.lt",
        "ąžuolas@example.lt",
        "a" * 65 + "@example.lt",
        "ona@" + "a" * 64 + ".lt",
        "ona@" + "abc." * 80 + "lt",
        "ona@xn--a.lt\x00",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert rules.find_address(typed) is None
    with pytest.raises(Invalid) as refusal:
        rules.read_address(typed)
    assert refusal.value.field == "email"


def test_the_same_mailbox_written_in_two_ways_is_one_account() -> None:
    assert rules.read_address("Ona@ŽVIRBLIS.lt").key == rules.read_address("ona@xn--virblis-cxb.lt").key


@pytest.mark.parametrize(
    "name",
    ["Ona Kymantaitė-Čiurlionienė", "Åse Ørstavik", "Li", "O'Neil", "Łukasz Żak", "陳大文", "А. Иванов"],
)
def test_names_of_all_nations_are_taken(name: str) -> None:
    assert rules.check_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "123",
        "...",
        "Ž" * 121,
        "a" * 10_000,
        "see https://spam.example",
        "www.spam.example",
        "a@b.lt",
        "<b>Ona</b>",
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.check_name(name)


@pytest.mark.parametrize(
    "password", ["savimoka-demo", "trys žali obuoliai", "x7#Kq2!vTz9w", "a" * 3 + "b c d e f g"]
)
def test_good_passwords_are_taken(password: str) -> None:
    assert rules.check_password(password, email="ona@example.lt", name="Ona Onaitė") == password


@pytest.mark.parametrize(
    "password",
    [
        "trumpas",
        "123456789012",
        "password123",
        "Slaptažodis2026",
        "SLAPTAZODIS!!!",
        "lietuva1990",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "ababababababab",
        "ona.onaite@example.lt",
        "ona.onaite2026",
        "OnaOnaitė1",
        "mylimiausia1!",
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_password(password, email="ona.onaite@example.lt", name="Ona Onaitė")
    assert refusal.value.field == "password"


def test_a_password_may_be_long_but_not_endless() -> None:
    sentence = "žirafa geria arbatą " * 10
    assert rules.check_password(sentence[:200])
    with pytest.raises(Invalid):
        rules.check_password(sentence + "!")


def test_passwords_are_kept_as_argon2id_and_compared_in_any_composition() -> None:
    kept = passwords.hash_password("trys žali obuoliai")
    assert kept.startswith("$argon2id$")
    assert passwords.is_right(kept, "trys z\u030cali obuoliai")
    assert not passwords.is_right(kept, "trys zali obuoliai")
    assert not passwords.is_right(None, "a password that nobody has")
    assert not passwords.is_right("not a hash", "trys žali obuoliai")


def test_a_hash_made_at_another_cost_is_outdated() -> None:
    passwords.use_cost(for_tests=True)
    cheap = passwords.hash_password("trys žali obuoliai")
    assert not passwords.is_outdated(cheap)
    passwords.use_cost(for_tests=False)
    try:
        assert passwords.is_outdated(cheap)
        assert passwords.is_right(cheap, "trys žali obuoliai")
        assert "m=19456,t=2,p=1" in passwords.hash_password("trys žali obuoliai")
    finally:
        passwords.use_cost(for_tests=True)


def test_the_list_of_common_passwords_is_long_and_has_lithuanian_ones() -> None:
    assert len(passwords._common()) > 3000
    assert all(
        map(passwords.is_common, ["slaptažodis", "Žalgiris1", "baskėtball", "passord123", "1234567890"])
    )
    assert not passwords.is_common("savimoka-demo")


@pytest.mark.parametrize("path", ["/lt/my", "/en/modules/social-clustering-concepts?x=1#block-3", "/"])
def test_paths_of_ours_are_followed(path: str) -> None:
    assert rules.local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "/lt/my\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        " /lt/my",
        "/" + "a" * 2001,
    ],
)
def test_other_paths_are_not_followed(path: str | None) -> None:
    assert rules.local_path(path) is None
