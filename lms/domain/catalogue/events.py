"""What has happened in the catalogue."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgrammeChanged(Event):
    """A programme is new, or other modules belong to it than before."""

    programme_id: int


@dataclass(frozen=True, kw_only=True)
class NewsPublished(Event):
    """A piece of news can be read by everyone."""

    news_id: int


@dataclass(frozen=True, kw_only=True)
class PageRemarked(Event):
    """Somebody has told what is wrong or missing on a page."""

    remark_id: int


@dataclass(frozen=True, kw_only=True)
class ProgrammeDescribed(Event):
    """A programme is new, or other words describe it than before."""

    programme_id: int


@dataclass(frozen=True, kw_only=True)
class NewsChanged(Event):
    """A published piece of news has other words than before."""

    news_id: int


@dataclass(frozen=True, kw_only=True)
class SiteTextWritten(Event):
    """One of the site's texts, or the institution's data in them, is another from now on."""

    key: str
