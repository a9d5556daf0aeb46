"""Several people join and leave groups at the same moment; both databases."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import queries, service
from lms.domain.assessment.service import Draft
from lms.foundation import db
from lms.foundation.errors import Conflict
from tests.at_once import at_once, shared_database  # noqa: F401 (the fixture)
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("shared_database")
SLUG = "actor-map"


class Story:
    """A module with several learners, the first of whom has begun to write."""

    def __init__(self, count: int) -> None:
        with db.unit_of_work():
            self.module = make_module(assignments=(make_assignment(group_most=3),))
            people = [make_user(name=f"Asmuo {n}") for n in range(count)]
            for person in people:
                make_enrolment(person, self.module)
            self.actors = [actor_of(person) for person in people]
            service.save_draft(self.actors[0], self.module, SLUG, Draft("Bendras", "lt"))

    def invite(self, inviter: int, *invited: int) -> None:
        with db.unit_of_work():
            for n in invited:
                service.invite(self.actors[inviter], self.module, SLUG, self.actors[n].email, "lt")

    def accept(self, n: int, number: int = 0) -> Any:
        actor = self.actors[n]
        with db.unit_of_work():
            found = queries.list_invitations_to(actor.id, self.module.module_id, SLUG)
        invitation_id = found[number].id
        return lambda: service.accept_invitation(actor, self.module, SLUG, invitation_id)

    def do(self, deed: Callable[[], Any]) -> None:
        with db.unit_of_work():
            deed()

    def members(self, n: int) -> set[str]:
        with db.reading():
            work = queries.find_own_work(self.actors[n].id, self.module.slug, SLUG)
            assert work is not None
            return {each.name for each in queries.list_group_people(work.id) if each.left_at is None}


def refusals(outcomes: list[Any]) -> list[Exception]:
    found = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, Conflict) for each in found), found
    return found


def test_two_who_want_the_last_place_at_once_get_one_place_and_one_reason() -> None:
    story = Story(4)
    story.invite(0, 1, 2, 3)
    story.do(story.accept(1))
    (refusal,) = refusals(at_once(story.accept(2), story.accept(3)))
    assert str(refusal)
    assert len(story.members(0)) == 3


def test_who_joins_two_groups_at_once_is_in_one() -> None:
    story = Story(3)
    story.invite(0, 1)
    story.invite(2, 1)
    assert len(refusals(at_once(story.accept(1, 0), story.accept(1, 1)))) == 1
    assert len(story.members(1)) == 2


def test_two_who_accept_each_others_invitations_at_once_come_together() -> None:
    story = Story(2)
    story.invite(0, 1)
    story.invite(1, 0)
    refusals(at_once(story.accept(0), story.accept(1)))
    assert story.members(0) == story.members(1) == {"Asmuo 0", "Asmuo 1"}


def test_a_draft_saved_while_its_writer_leaves_is_in_one_of_the_works() -> None:
    story = Story(2)
    story.invite(0, 1)
    story.do(story.accept(1))
    with db.reading():
        work = queries.find_own_work(story.actors[1].id, story.module.slug, SLUG)
    assert work is not None
    words = Draft("Bendras ir mano", "lt", work.draft_serial, "a")
    outcomes = at_once(
        lambda: service.leave_group(story.actors[1], work.id),
        lambda: service.save_draft(story.actors[1], story.module, SLUG, words),
    )
    for refusal in refusals(outcomes):  # Then both texts are kept, as always.
        assert isinstance(refusal, service.NewerElsewhere)
    with db.reading():
        own = queries.find_own_work(story.actors[1].id, story.module.slug, SLUG)
    assert own is not None
    assert own.id != work.id
    assert own.draft_text in ("Bendras", "Bendras ir mano")


def test_a_first_draft_begun_while_its_writer_joins_is_in_one_of_the_works() -> None:
    story = Story(2)
    story.invite(0, 1)
    words = Draft("Mano", "lt", 0, "a")
    joined, saved_id = at_once(
        story.accept(1),
        lambda: service.save_draft(story.actors[1], story.module, SLUG, words).id,
    )
    for refusal in refusals([saved_id]):  # Then both texts are kept, as always.
        assert isinstance(refusal, service.NewerElsewhere)
    with db.reading():
        work = queries.find_own_work(story.actors[1].id, story.module.slug, SLUG)
        saved = None if isinstance(saved_id, Exception) else queries.get_submission(saved_id)
    assert work is not None
    assert saved is None or saved.draft_text == "Mano"
    if refusals([joined]):  # The page is looked at again; the own draft stands as it was begun.
        assert (work.id, work.is_shared) == (saved_id, False)
    else:
        assert work.is_shared
        assert story.members(0) == {"Asmuo 0", "Asmuo 1"}
