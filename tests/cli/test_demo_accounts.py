"""The people of the demo answer for programmes, and for modules that stand outside of them."""

from lms.cli.demo_accounts import ensure_people
from lms.domain.accounts import queries as people
from lms.domain.catalogue import queries as catalogue
from lms.foundation import db
from tests.factories.content import make_module


def test_somebody_answers_for_a_module_outside_the_programmes(sqlite: object) -> None:
    with db.unit_of_work():
        guide = make_module(slug="authors-guide")
        other = make_module(slug="other")
    for _ in range(2):  # A demo that is started again changes nothing.
        with db.unit_of_work():
            ensure_people()
    author = people.find_user_by_key("author@demo.example")
    assert author is not None
    assert catalogue.list_author_ids(guide.module_id) == [author.id]
    assert catalogue.list_author_ids(other.module_id) == []
