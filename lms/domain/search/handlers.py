"""What the index does when something is published or written in the rooms below."""

from lms.domain.catalogue.events import NewsChanged, NewsPublished, ProgrammeDescribed, SiteTextWritten
from lms.domain.content.events import ModulePublished
from lms.domain.faq.events import FaqChanged
from lms.domain.search import service
from lms.foundation.events import Event, Handler


def index_module(event: ModulePublished) -> None:
    """Learners find what they can read from now on; whether they may see it is asked with each search."""
    service.index_module(event.revision_id)


def index_answers(event: FaqChanged) -> None:
    """A question is found with its lesson while it is answered for all."""
    service.index_module_again(event.module_id)


def index_programme(event: ProgrammeDescribed) -> None:
    """A programme is found by the words that its page says now."""
    service.index_programme(event.programme_id)


def index_published_news(event: NewsPublished) -> None:
    """News can be found as soon as they can be read."""
    service.index_news(event.news_id)


def index_changed_news(event: NewsChanged) -> None:
    """News are found by the words that they have now."""
    service.index_news(event.news_id)


def index_site_texts(_event: SiteTextWritten) -> None:
    """The help is found by the words that the operator gave it."""
    service.index_site_texts()


HANDLERS: list[tuple[type[Event], Handler]] = [
    (ModulePublished, index_module),
    (FaqChanged, index_answers),
    (ProgrammeDescribed, index_programme),
    (NewsPublished, index_published_news),
    (NewsChanged, index_changed_news),
    (SiteTextWritten, index_site_texts),
]
