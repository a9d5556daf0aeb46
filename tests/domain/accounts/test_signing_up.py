"""Signing up, confirming, resetting: what is written and what is told."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine

from lms import wiring
from lms.config import TEST_KEY
from lms.domain.accounts import passwords, queries, rules, service
from lms.domain.accounts.events import AccountConfirmed, AddressChanged, LetterRequested, UserDeactivated
from lms.domain.accounts.models import AccountToken, User
from lms.foundation import clock, db, events, signing
from lms.foundation.events import Event
from tests.factories.accounts import PASSWORD, last_letter_key, make_user

Told = list[Event]


@pytest.fixture
def told(database: Engine) -> Iterator[Told]:
    """Everything that the rooms above hear in this test."""
    heard: Told = []
    signing.use(TEST_KEY)
    passwords.use_cost(for_tests=True)
    kinds = (LetterRequested, AccountConfirmed, AddressChanged, UserDeactivated)
    events.connect([(kind, heard.append) for kind in kinds])
    make_user(email="kita@example.lt", password=PASSWORD)
    db.session.commit()
    yield heard
    signing.use(TEST_KEY)
    wiring.connect()


def newcomer(**values: Any) -> service.NewAccount:
    return service.NewAccount(
        **{
            "name": "Ona Onaitė",
            "address": rules.read_address("Ona@example.lt"),
            "password_hash": passwords.hash_password(PASSWORD),
            "language": "lt",
            "privacy_version": "3",
            **values,
        }
    )


def letters(told: Told) -> list[tuple[str, str]]:
    return [(each.kind, each.address) for each in told if isinstance(each, LetterRequested)]


def done(deed: Callable[..., Any], *values: Any, **named: Any) -> Any:
    outcome = deed(*values, **named)
    db.session.commit()
    return outcome


def the_user() -> User:
    user = queries.find_user_by_key("ona@example.lt")
    assert user
    return user


def test_a_newcomer_is_written_down_and_gets_one_letter(told: Told) -> None:
    done(service.sign_up, newcomer())
    user = the_user()
    assert (user.standing, user.email, user.privacy_version) == ("unconfirmed", "Ona@example.lt", "3")
    assert user.search_key == "ona onaite ona@example.lt"
    assert not user.is_admin and user.time_zone == "Europe/Vilnius"
    assert letters(told) == [("confirm-address", "Ona@example.lt")]
    letter = told[0]
    assert isinstance(letter, LetterRequested) and letter.token_id and letter.user_id == user.id
    assert PASSWORD not in repr(letter)
    kept = db.session.get(AccountToken, letter.token_id)
    assert kept and queries.get_letter_key(letter.token_id) not in (kept.token_hash, None)


def test_the_owner_of_an_address_is_told_and_nothing_else_changes(told: Told) -> None:
    make_user(email="ona@example.lt", name="Ona Senoji", language="en")
    done(service.sign_up, newcomer())
    assert letters(told) == [("address-taken", "ona@example.lt")]
    assert the_user().name == "Ona Senoji" and db.session.query(AccountToken).count() == 0


def test_confirming_opens_the_account_once(told: Told) -> None:
    done(service.sign_up, newcomer(destination="/lt/modules/x"))
    key = last_letter_key("confirm")
    confirmed = done(service.confirm_account, key)
    assert (confirmed.user_id, confirmed.destination) == (the_user().id, "/lt/modules/x")
    assert told[-1] == AccountConfirmed(user_id=the_user().id, email_key="ona@example.lt")
    assert the_user().confirmed_at
    assert done(service.confirm_account, key) is None
    assert [type(each) for each in told].count(AccountConfirmed) == 1


def test_each_letter_confirms_what_was_typed_with_it(told: Told) -> None:
    done(service.sign_up, newcomer())
    owners = last_letter_key("confirm")
    stranger = passwords.hash_password("svetimas slaptas žodis")
    done(service.sign_up, newcomer(name="Kas Kitas", password_hash=stranger))
    done(service.confirm_account, owners)
    user = the_user()
    assert user.name == "Ona Onaitė" and passwords.is_right(user.password_hash, PASSWORD)
    assert user.search_key.startswith("ona onaite")
    assert list(queries.list_open_keys(user.id, ["confirm"])) == []


def test_the_letter_is_sent_again_only_to_who_waits_for_it(told: Told) -> None:
    done(service.sign_up, newcomer(destination="/lt/modules/x"))
    for email_key in ("ona@example.lt", "kita@example.lt", "nera@example.lt"):
        done(service.send_confirmation_again, email_key)
    assert letters(told) == [("confirm-address", "Ona@example.lt")] * 2
    assert done(service.confirm_account, last_letter_key("confirm")).destination == "/lt/modules/x"


def test_a_key_serves_one_purpose_only(told: Told) -> None:
    done(service.sign_up, newcomer())
    key = last_letter_key("confirm")
    assert done(service.reset_password, key, passwords.hash_password("kitas")) is None
    assert done(service.confirm_new_address, key) is None
    assert done(service.confirm_account, key)


def test_a_used_or_old_key_is_no_longer_told_to_the_letter_writer(told: Told) -> None:
    done(service.sign_up, newcomer())
    letter = told[0]
    assert isinstance(letter, LetterRequested) and letter.token_id
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert queries.get_letter_key(letter.token_id) is None
    done(service.confirm_account, last_letter_key("confirm"))
    assert queries.get_letter_key(letter.token_id) is None
    assert queries.get_letter_key(99_999) is None


def test_another_installations_keys_are_others(told: Told) -> None:
    done(service.sign_up, newcomer())
    mine = last_letter_key("confirm")
    signing.use("another installation with another key")
    assert last_letter_key("confirm") != mine


def test_a_reset_password_is_told_to_its_owner(told: Told) -> None:
    user_id = make_user(email="ona@example.lt", password=PASSWORD).id
    service.open_session(user_id, browser="test", address="127.0.0.1")
    done(service.request_password, "ona@example.lt", "en")
    done(service.request_password, "nera@example.lt", "en")
    assert letters(told) == [("reset-password", "ona@example.lt")]
    assert isinstance(told[0], LetterRequested) and told[0].language == "en"
    done(service.reset_password, last_letter_key("password"), passwords.hash_password("visai naujas žodis"))
    assert letters(told)[-1] == ("password-changed", "ona@example.lt")
    assert not queries.list_sessions(user_id)
    assert passwords.is_right(the_user().password_hash, "visai naujas žodis")


def test_a_changed_address_is_told_to_the_former_one(told: Told) -> None:
    user_id = make_user(email="ona@example.lt").id
    done(service.request_new_address, user_id, rules.read_address("Nauja@example.lt"))
    first = last_letter_key("email")
    done(service.request_new_address, user_id, rules.read_address("dar.naujesne@example.lt"))
    assert done(service.confirm_new_address, first) is None  # A newer wish has replaced it.
    done(service.confirm_new_address, last_letter_key("email"))
    assert letters(told) == [
        ("confirm-new-address", "Nauja@example.lt"),
        ("confirm-new-address", "dar.naujesne@example.lt"),
        ("changed-address", "ona@example.lt"),
    ]
    assert told[-1] == AddressChanged(user_id=user_id, email_key="dar.naujesne@example.lt")


def test_nothing_is_told_when_the_deed_fails(told: Told) -> None:
    with pytest.raises(RuntimeError), db.unit_of_work():
        service.sign_up(newcomer())
        raise RuntimeError
    assert told == [] and queries.find_user_by_key("ona@example.lt") is None
