"""Settings, read once from the environment; wrong ones are refused at once, by name and with the reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from re import fullmatch
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
ENVIRONMENTS = ("production", "demo", "test")
SHORTEST_KEY = 32
FEWEST_LETTERS_IN_A_KEY = 10
TEST_KEY = "only-for-tests-and-never-for-people"


def N_(text: str) -> str:
    """Mark a text for the catalogues; whoever shows it translates it (this floor knows no language)."""
    return text


@dataclass(frozen=True)
class Problem:
    """One setting that cannot be used, and why."""

    setting: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.setting}: {self.reason % self.values if self.values else self.reason}"


class SettingsError(Exception):
    """Carries every problem at once, so that nobody mends them one start at a time."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class _Wrong(ValueError):
    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.values = values


def _host(url: SplitResult) -> str | None:
    """Return the host; a senseless port fails here and not at the first mail."""
    _ = url.port
    return url.hostname


def _database(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme.partition("+")[0] not in ("sqlite", "postgresql", "postgres") or not rest.strip("/"):
        raise _Wrong(N_("must be sqlite:////folder/file.db or postgresql://user:password@host/database"))
    # SQLAlchemy only knows the long name; hosting services hand out the short one.
    return "postgresql://" + rest if scheme == "postgres" else value


def _broker(value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in ("redis", "rediss", "unix") or not (_host(url) or url.path.strip("/")):
        raise _Wrong(N_("must be redis://host:6379/0, rediss://… or unix:///path/to/socket"))
    return value


def _base(value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not _host(url) or url.query or url.fragment:
        raise _Wrong(N_("must be the address people type, such as https://learn.example.lt"))
    return value.rstrip("/")


def _mail(value: str) -> str:
    url = urlsplit(value)
    if url.scheme in ("smtp", "smtps"):
        if not _host(url):
            raise _Wrong(N_("names no host; write smtp://user:password@host:587"))
        return value
    return _folder(value, N_("must be smtp://…, smtps://… or the full path of a Maildir folder"))


def _storage(value: str) -> str:
    url = urlsplit(value)
    if url.scheme == "s3":
        if not _host(url):
            raise _Wrong(N_("names no bucket; write s3://bucket/prefix"))
        return value
    return _folder(value, N_("must be s3://bucket/prefix or the full path of a folder"))


def _folder(value: str, otherwise: str) -> str:
    scheme, has_scheme, rest = value.partition("://")
    path = unquote(rest) if has_scheme and scheme in ("file", "maildir") else value
    # A relative folder would be another one for web and worker started from elsewhere.
    if not Path(path).is_absolute():
        raise _Wrong(otherwise)
    return path


def _address(value: str) -> str:
    _name, address = parseaddr(value)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(sign in value for sign in "\r\n"):
        raise _Wrong(N_("must be an e-mail address, such as Savimoka <no-reply@learn.example.lt>"))
    return value


def _domain(value: str) -> str:
    # Mail servers compare domains without regard to capitals, and know them by their ASCII names only.
    if not fullmatch(r"(?=.{3,180}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", value.lower()):
        raise _Wrong(N_("must be a domain without @, such as reply.learn.example.lt"))
    return value.lower()


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) > 10:
        raise _Wrong(N_("must be the number of reverse proxies before this server, 0 to 10"))
    return int(value)


def _yes_or_no(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise _Wrong(N_("must be yes or no"))
    return value.lower() == "yes"


def _environment(value: str) -> str:
    if value not in ENVIRONMENTS:
        raise _Wrong(N_("must be one of: %(choices)s"), choices=", ".join(ENVIRONMENTS))
    return value


@dataclass(frozen=True)
class Setting:
    """One row of the table of settings: what README prints, doctor explains and the start checks."""

    name: str
    meaning: str
    example: str
    read: Callable[[str], Any] = str
    default: Any = None  # outside production; in production everything without `always` must be given
    always: bool = False  # the default holds in production too


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "LMS_ENV",
        N_("production refuses demo data, weak keys and debugging; demo and test fill in what is not given"),
        "production",
        _environment,
        "production",
        always=True,
    ),
    Setting(
        "LMS_DATABASE_URL",
        N_("where everything is kept: SQLite or PostgreSQL"),
        "postgresql://savimoka:secret@db.example.lt/savimoka",
        _database,
        f"sqlite:///{VAR}/savimoka.db",
    ),
    Setting(
        "LMS_REDIS_URL",
        N_("the broker between web and worker: Redis or Valkey"),
        "redis://broker.example.lt:6379/0",
        _broker,
        "redis://127.0.0.1:6379/0",
    ),
    Setting(
        "LMS_SECRET_KEY",
        N_("signs cookies and links in mail; at least 32 random characters, the same on every machine"),
        "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
        str,
        TEST_KEY,
    ),
    Setting(
        "LMS_BASE_URL",
        N_("the address people type; links in mail begin with it"),
        "https://learn.example.lt",
        _base,
        "http://127.0.0.1:8000",
    ),
    Setting(
        "LMS_MAIL_URL",
        N_("the mail server (smtp:// with STARTTLS where offered, or smtps://) or a Maildir folder"),
        "smtp://user:password@mail.example.lt:587",
        _mail,
        f"{VAR}/mail",
    ),
    Setting(
        "LMS_MAIL_FROM",
        N_("the sender of all mail"),
        "Savimoka <no-reply@learn.example.lt>",
        _address,
        "Savimoka <no-reply@demo.example>",
    ),
    Setting(
        "LMS_REPLY_DOMAIN",
        N_("the domain of addresses for answers and bounces (`lms mail-in`); empty: letters take no answer"),
        "reply.learn.example.lt",
        _domain,
        "",
        always=True,
    ),
    Setting(
        "LMS_STORAGE_URL",
        N_("where uploaded files are kept: a folder that all web servers share, or an S3-compatible bucket"),
        "s3://savimoka-files/uploads?endpoint=https://s3.example.lt",
        _storage,
        f"{VAR}/files",
    ),
    Setting(
        "LMS_TRUSTED_PROXIES",
        N_("how many reverse proxies stand before the web server; 0 trusts no forwarded address"),
        "1",
        _count,
        0,
        always=True,
    ),
    Setting(
        "LMS_METRICS_TOKEN",
        N_("lets a monitoring server read /metrics from another machine; empty: only from this one"),
        "a random text of 20 characters or more",
        str,
        "",
        always=True,
    ),
    Setting(
        "LMS_CHECK_LINKS",
        N_("yes: the worker asks other servers from time to time whether pages that courses link to exist"),
        "yes",
        _yes_or_no,
        False,
        always=True,
    ),
)


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to another."""

    env: str
    database_url: str
    redis_url: str
    secret_key: str = field(repr=False)
    base_url: str
    mail_url: str = field(repr=False)
    mail_from: str
    storage_url: str
    trusted_proxies: int = 0
    metrics_token: str = field(default="", repr=False)
    check_links: bool = False
    reply_domain: str = ""

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path | None:
        """The file of an SQLite database, which may not exist yet; None for any other kind."""
        return Path(self.database_url.partition("///")[2].partition("?")[0]) if self.is_sqlite else None

    @property
    def has_local_mailbox(self) -> bool:
        """Whether mail is kept in a folder here instead of being sent."""
        return not self.mail_url.startswith(("smtp://", "smtps://"))

    @property
    def shows_mailbox(self) -> bool:
        """Whether administrators read that mail in the browser; real people's letters are for nobody else."""
        return self.has_local_mailbox and not self.is_production

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read all settings, or raise `SettingsError` with everything that is wrong with them."""
        problems: list[Problem] = []
        env = environ.get("LMS_ENV", "").strip() or "production"
        values = {}
        for setting in SETTINGS:
            try:
                values[setting.name] = _read(setting, environ, strict=env == "production")
            except _Wrong as wrong:
                problems.append(Problem(setting.name, str(wrong), wrong.values))
        problems += _unsafe(env, values, environ)
        if problems:
            raise SettingsError(problems)
        return cls(**{each.name: values[f"LMS_{each.name.upper()}"] for each in fields(cls)})


def _read(setting: Setting, environ: Mapping[str, str], strict: bool) -> Any:
    given = environ.get(setting.name, "").strip()
    if given:
        try:
            return setting.read(given)
        except _Wrong:
            raise
        except ValueError as problem:  # urlsplit refuses some hosts and ports by itself
            raise _Wrong(N_("cannot be read: %(problem)s"), problem=str(problem)) from problem
    if strict and not setting.always:
        raise _Wrong(N_("is missing; for example: %(example)s"), example=setting.example)
    return setting.default


def _unsafe(env: str, values: Mapping[str, Any], environ: Mapping[str, str]) -> list[Problem]:
    if env != "production":
        return []
    problems = []
    key = values.get("LMS_SECRET_KEY")
    if key is not None and (
        len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS_IN_A_KEY or key == TEST_KEY
    ):
        problems.append(Problem("LMS_SECRET_KEY", N_("is too weak; give at least 32 random characters")))
    if environ.get("FLASK_DEBUG", "").strip().lower() not in ("", "0", "false", "no"):
        problems.append(Problem("FLASK_DEBUG", N_("must not be set in production")))
    # A mistyped name must not silently mean the default.
    known = {setting.name for setting in SETTINGS}
    strange = sorted(name for name in environ if name.startswith("LMS_") and name not in known)
    return problems + [Problem(name, N_("is not a setting of this program")) for name in strange]
