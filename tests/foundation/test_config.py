"""Settings are read whole or refused by name, all wrong ones at once."""

import pytest

from lms.config import ROOT, SETTINGS, Settings, SettingsError

KEY = "k9Xq2-mZ7vRt4Lp8wYc3Nd6fGh1Js5BaQeUiOo0"
PRODUCTION = {
    "LMS_DATABASE_URL": "postgresql://savimoka:secret@db.example/savimoka",
    "LMS_REDIS_URL": "redis://broker.example:6379/0",
    "LMS_SECRET_KEY": KEY,
    "LMS_BASE_URL": "https://learn.example/",
    "LMS_MAIL_URL": "smtp://user:pass@mail.example:587",
    "LMS_MAIL_FROM": "Savimoka <no-reply@learn.example>",
    "LMS_STORAGE_URL": "s3://files/uploads?endpoint=https://s3.example",
}


def problems(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ)
    return {problem.setting: str(problem) for problem in caught.value.problems}


def test_production_is_the_default_and_takes_what_is_right() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert settings.is_production
    assert settings.base_url == "https://learn.example"
    assert settings.trusted_proxies == 0
    assert settings.is_https
    assert not settings.is_sqlite


def test_secrets_do_not_show() -> None:
    shown = repr(Settings.from_environment(PRODUCTION))
    assert KEY not in shown
    assert "pass@" not in shown


def test_all_that_is_missing_is_told_at_once() -> None:
    assert set(problems({})) == set(PRODUCTION)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_ENV", "staging"),
        ("LMS_DATABASE_URL", "mysql://x/y"),
        ("LMS_DATABASE_URL", "sqlite://"),
        ("LMS_REDIS_URL", "amqp://x"),
        ("LMS_REDIS_URL", "redis://host:port/0"),
        ("LMS_BASE_URL", "learn.example"),
        ("LMS_BASE_URL", "https://learn.example?x=1"),
        ("LMS_MAIL_URL", "smtp://"),
        ("LMS_MAIL_URL", "smtp://mail.example:99999"),
        ("LMS_MAIL_URL", "mail"),
        ("LMS_MAIL_FROM", "Savimoka"),
        ("LMS_MAIL_FROM", "a@b.lt\nBcc: c@d.lt"),
        ("LMS_STORAGE_URL", "s3://"),
        ("LMS_STORAGE_URL", "files"),
        ("LMS_TRUSTED_PROXIES", "10.0.0.1"),
        ("LMS_TRUSTED_PROXIES", "-1"),
        ("LMS_SECRET_KEY", "short"),
        ("LMS_SECRET_KEY", "a" * 60),
        ("LMS_SECRET_KEY", "only-for-tests-and-never-for-people"),
        ("LMS_DATABSE_URL", "sqlite:////x/y.db"),
        ("FLASK_DEBUG", "1"),
    ],
)
def test_each_wrong_one_is_refused_by_name(name: str, value: str) -> None:
    assert set(problems({**PRODUCTION, name: value})) == {name}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@h/d", "postgresql://u:p@h/d"),
        ("sqlite:////srv/with space/x.db", "sqlite:////srv/with space/x.db"),
    ],
)
def test_addresses_of_databases_are_taken(given: str, kept: str) -> None:
    assert Settings.from_environment({**PRODUCTION, "LMS_DATABASE_URL": given}).database_url == kept


@pytest.mark.parametrize("given", ["/srv/su tarpu", "file:///srv/su%20tarpu", "maildir:///srv/su%20tarpu"])
def test_a_mailbox_folder_can_be_written_in_several_ways(given: str) -> None:
    settings = Settings.from_environment({**PRODUCTION, "LMS_MAIL_URL": given})
    assert settings.mail_url == "/srv/su tarpu"
    assert settings.has_local_mailbox
    assert not settings.shows_mailbox  # keys for a new password lie in it
    assert Settings.from_environment({"LMS_ENV": "demo", "LMS_MAIL_URL": given}).shows_mailbox


@pytest.mark.parametrize("env", ["demo", "test"])
def test_demo_and_test_fill_in_what_is_not_given(env: str) -> None:
    settings = Settings.from_environment({"LMS_ENV": env})
    assert settings.env == env
    assert settings.is_sqlite


def test_every_field_has_its_row_in_the_table_that_operators_read() -> None:
    assert {f"LMS_{name.upper()}" for name in Settings.__dataclass_fields__} == {row.name for row in SETTINGS}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [row.name for row in SETTINGS if f"`{row.name}`" not in readme] == []


def test_the_domain_for_answers_is_a_domain() -> None:
    test = {"LMS_ENV": "test"}
    assert Settings.from_environment(test).reply_domain == ""
    assert (
        Settings.from_environment({**test, "LMS_REPLY_DOMAIN": "Reply.Example.LT"}).reply_domain
        == "reply.example.lt"
    )
    for wrong in ("me@example.lt", "localhost", "a b.lt", "ąžuolas.lt", "x" * 190 + ".lt"):
        with pytest.raises(SettingsError, match="LMS_REPLY_DOMAIN"):
            Settings.from_environment({**test, "LMS_REPLY_DOMAIN": wrong})
