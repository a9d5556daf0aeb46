"""Whoever follows all links in either language finds a page behind each, under a title of its own."""

import re
from collections import Counter

import pytest

from tests.journeys.crawl import Crawl
from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER, COORDINATOR, FINISHER, Person
from tests.live import course
from tests.live.house import House

LETTERS = re.compile("/admin/mailbox/.")  # titled as they are, perhaps several alike
PEOPLE = {
    "visitor": "",
    "beginner": BEGINNER,
    "finisher": FINISHER,
    "author": AUTHOR,
    "coordinator": COORDINATOR,
    "administrator": ADMIN,
}
FOLLOW_ALL = {"visitor", "beginner"}  # the lessons of most modules are the same to the others


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_leads_to_a_page_with_a_title_of_its_own(
    furnished_house: House, who: str, language: str
) -> None:
    person = Person(furnished_house, PEOPLE[who], language)
    only_module = None if who in FOLLOW_ALL else course.MODULE.rpartition("/")[2]
    crawl = Crawl(person, language, only_module).follow_all(["/", "/my"] if PEOPLE[who] else ["/"])
    assert not crawl.troubles, "\n" + "\n".join(crawl.troubles)
    pages = crawl.pages()
    assert len(pages) > 15
    assert [page.path for page in pages if page.language != language] == []
    assert [page.path for page in pages if page.headings != 1] == []
    pages = [page for page in pages if not LETTERS.search(page.path)]
    titles = Counter(page.title for page in pages)
    shared = [(page.title, page.path) for page in pages if titles[page.title] > 1]
    assert not shared, "\n" + "\n".join(map(str, sorted(shared)))
