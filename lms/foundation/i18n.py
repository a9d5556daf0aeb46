"""Languages: the catalogue, dates, numbers and lists as Lithuanian and English write them.

The language and the time zone of the reader stand in a context variable, so the
same functions serve a page, a mail made by the worker and a command.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES = ("lt", "en")
DEFAULT_LANGUAGE = "lt"
OWN_NAMES = {"lt": "Lietuvių", "en": "English"}
DEFAULT_ZONE = "Europe/Vilnius"
NBSP = "\u00a0"
_FOLDER = Path(__file__).parents[2] / "translations"


class _Reader(NamedTuple):
    language: str
    zone: str


_NOBODY = _Reader(DEFAULT_LANGUAGE, DEFAULT_ZONE)
_reader: ContextVar[_Reader] = ContextVar("reader", default=_NOBODY)


def speak(language: str, zone: str = DEFAULT_ZONE) -> None:
    """Set the language and zone of the reader from here on (a request sets it at its start)."""
    _reader.set(_Reader(language, zone))


@contextmanager
def speaking(language: str, zone: str | None = None) -> Iterator[None]:
    """Speak another language for a while, for a mail or a message to somebody else."""
    token = _reader.set(_Reader(language, zone or _reader.get().zone))
    try:
        yield
    finally:
        _reader.reset(token)


def current_language() -> str:
    """Return `lt` or `en`, the language of the page or mail being made."""
    return _reader.get().language


def other_language() -> str:
    """Return the language that the page or mail being made is not in."""
    return "en" if current_language() == "lt" else "lt"


def current_zone() -> str:
    """Return the name of the reader's time zone."""
    return _reader.get().zone


@cache
def translations(language: str) -> NullTranslations:
    """Return the catalogue of that language; the msgids themselves are English."""
    if language == "en":
        return NullTranslations()
    return Translations.load(str(_FOLDER), [language], domain="messages")


def gettext(message: str, **holes: Any) -> str:
    """Return the sentence in the reader's language with its named holes filled."""
    sentence = translations(_reader.get().language).gettext(message)
    return sentence % holes if holes else sentence


def ngettext(one: str, many: str, num: int, **holes: Any) -> str:
    """Return the sentence in the right plural form; `%(num)s` is the number itself."""
    return plural_form(one, many, num) % {"num": num, **holes}


def plural_form(one: str, many: str, num: int) -> str:
    """Return the sentence in the right plural form with its holes open; the templates fill them."""
    return translations(_reader.get().language).ngettext(one, many, num)


def pgettext(context: str, message: str, **holes: Any) -> str:
    """Return a sentence whose English words mean two things in Lithuanian."""
    sentence = str(translations(_reader.get().language).pgettext(context, message))
    return sentence % holes if holes else sentence


def lazy_gettext(message: str, **holes: Any) -> Any:
    """Return a sentence that is translated when it is shown, for tables made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **holes)


def language_name(language: str) -> str:
    """Return what the reader's language calls a language, for a sentence about it."""
    return {"lt": gettext("Lithuanian"), "en": gettext("English")}.get(language, language)


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    """Return the text in that language, else in whichever it exists."""
    return texts.get(language or current_language()) or next((text for text in texts.values() if text), "")


def format_date(day: date, style: str = "long") -> str:
    """Return `2026 m. lapkričio 20 d.` or `20 November 2026`; style `short` is 2026-11-20.

    Of a moment it is the day in the reader's zone.
    """
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(current_zone())).date()
    if style == "short":
        return day.isoformat()
    return _long_date(current_language(), day)


@lru_cache(maxsize=2000)
def _long_date(language: str, day: date) -> str:
    if language == "lt":
        said = babel_date(day, "y 'm'. MMMM d 'd'.", locale="lt").replace(" ", NBSP)
        return said.replace(f"m.{NBSP}", "m. ", 1)  # where a narrow line may be divided
    return babel_date(day, "d MMMM y", locale="en_GB")


def format_moment(moment: datetime, style: str = "long", zone: str | None = None) -> str:
    """Return date and time in the reader's zone; style `short` is 2026-11-20 23:05."""
    local = moment.astimezone(ZoneInfo(zone or current_zone()))
    if style == "short":
        return f"{local:%Y-%m-%d %H:%M}"
    if current_language() == "lt":
        return f"{format_date(local.date())} {local:%H.%M}{NBSP}val.{_which_of_two(local)}"
    return babel_datetime(local, "d MMMM y, HH:mm", locale="en_GB") + _which_of_two(local)


def format_time(moment: datetime, style: str = "long") -> str:
    """Return the hour and minute in the reader's zone, `23.05 val.` or `23:05`; style `short` is 23:05."""
    local = moment.astimezone(ZoneInfo(current_zone()))
    return f"{local:%H.%M}{NBSP}val." if style == "long" and current_language() == "lt" else f"{local:%H:%M}"


def format_span(starts_at: datetime | str, ends_at: datetime | str) -> str:
    """Return from when to when something lasts, as the reader's clock shows it: one day and two times."""
    start, end = _local(starts_at), _local(ends_at)
    if start.date() != end.date():
        return f"{format_moment(start)}\N{EN DASH}{format_moment(end)}"
    joint = " " if current_language() == "lt" else ", "
    return f"{format_date(start.date())}{joint}{format_times(start, end)}"


def format_times(starts_at: datetime | str, ends_at: datetime | str) -> str:
    """Return the two times between which something lasts, where the day has been named already."""
    start, end = _local(starts_at), _local(ends_at)
    which_start, which_end = _which_of_two(start), _which_of_two(end)
    if which_start == which_end:
        which_start = ""
    if current_language() == "lt":
        return f"{start:%H.%M}{which_start}\N{EN DASH}{end:%H.%M}{NBSP}val.{which_end}"
    return f"{start:%H:%M}{which_start}\N{EN DASH}{end:%H:%M}{which_end}"


def _which_of_two(local: datetime) -> str:
    """Tell the two hours apart that a clock shows in the night in which it is put back; else say nothing."""
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return ""
    which = gettext("winter time") if local.fold else gettext("summer time")
    return f" ({which})"


def _local(moment: datetime | str) -> datetime:
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return known.astimezone(ZoneInfo(current_zone()))


def format_number(number: int | float | Decimal) -> str:
    """Return the number with the language's own separators."""
    if isinstance(number, int) and 0 <= number < 1000:
        return str(number)
    return format_decimal(number, locale=_locale())


def format_percent(part: float, whole: float) -> str:
    """Return a share as `75 %` or `75%`; a share of nothing is a dash, never NaN."""
    if not whole:
        return "–"
    share = min(round(100 * part / whole), 100)
    return f"{share}{NBSP}%" if current_language() == "lt" else f"{share}%"


def format_list(items: list[str]) -> str:
    """Return `a, b ir c` or `a, b and c`."""
    return babel_list(items, locale=_locale())


def format_minutes(minutes: int) -> str:
    """Return a duration in hours and minutes, with abbreviations that need no plural."""
    hours, rest = divmod(minutes, 60)
    hour, minute = gettext("h"), gettext("min")  # outside the braces, where the catalogue's reader finds them
    parts = []
    if hours:
        parts.append(f"{hours}{NBSP}{hour}")
    if rest or not hours:
        parts.append(f"{rest}{NBSP}{minute}")
    return " ".join(parts)


def academic_hours(minutes: int) -> str:
    """Return minutes as academic hours of 45 minutes with the clock hours beside them."""
    return _academic_hours(current_language(), minutes)


@lru_cache(maxsize=1000)
def _academic_hours(_language: str, minutes: int) -> str:
    return gettext(
        "%(academic)s acad. h (%(clock)s h)",
        academic=format_number(round(Decimal(minutes) / 45, 1).normalize()),
        clock=format_number(round(Decimal(minutes) / 60, 1).normalize()),
    )


def parse_number(text: str) -> Decimal:
    """Read a number typed with a decimal comma or point; raise ValueError if it is none."""
    cleaned = text.strip().replace(NBSP, "").replace(" ", "").replace("\u2212", "-").replace(",", ".")
    try:
        number = Decimal(cleaned)
    except ArithmeticError as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


@cache
def _parsed(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)


def _locale() -> Locale:
    return _parsed(current_language())
