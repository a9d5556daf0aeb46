"""Handing in: once, with a receipt, and told to whoever grades."""

import pytest

from lms.domain.assessment import queries, service
from lms.domain.assessment.events import SubmissionReceived
from lms.domain.assessment.models import SubmissionVersion
from lms.domain.assessment.service import Draft
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_grading, make_upload, make_version
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")


class Story:
    """A learner about to hand in; somebody else's work waits already."""

    def __init__(self, **module: object) -> None:
        self.module = make_module(**module)
        self.learner = make_user()
        self.actor = actor_of(self.learner)
        make_enrolment(self.learner, self.module)
        self.others = make_version(module=self.module)

    def hand_in(self, text: str, serial: int = 0, tab: str = "", *uploads: object) -> SubmissionVersion:
        draft = Draft(text, "lt", serial, tab)
        return service.hand_in(self.actor, self.module, "actor-map", draft, uploads)  # type: ignore[arg-type]


def test_the_work_becomes_a_version_with_a_receipt_and_is_told_once(told: list[Event]) -> None:
    story = Story()
    version = story.hand_in("Mano žemėlapis", 0, "", make_upload("planas.txt"))
    session.commit()
    submission = queries.get_submission(version.submission_id)
    assert (version.number, version.text, version.language) == (1, "Mano žemėlapis", "lt")
    assert version.revision_id == story.module.revision_id
    assert version.receipt
    assert (submission.state, submission.handed_in_at) == ("handed-in", version.handed_in_at)
    assert [file.name for file in queries.list_version_files(version.id)] == ["planas.txt"]
    assert queries.list_draft_files(submission.id) == []
    assert told == [
        SubmissionReceived(
            submission_id=submission.id,
            version_id=version.id,
            number=version.number,
            revision_id=version.revision_id,
            assignment=submission.assignment,
            learner_id=story.learner.id,
            learner_ids=frozenset({story.learner.id}),
            module_id=story.module.module_id,
        )
    ]


def test_the_same_work_sent_twice_is_handed_in_once(told: list[Event]) -> None:
    story = Story()
    first = story.hand_in("Darbas", 0, "a", make_upload("planas.txt"))
    again = story.hand_in("Darbas", 0, "a", make_upload("planas.txt"))
    session.commit()
    assert (again.id, again.receipt) == (first.id, first.receipt)
    assert len(queries.list_versions(first.submission_id)) == 1
    assert len(told) == 1


def test_other_words_from_another_window_are_not_lost() -> None:
    story = Story()
    first = story.hand_in("Darbas", 0, "a")
    with pytest.raises(service.NewerElsewhere):
        story.hand_in("Kitas darbas", 0, "b")
    with pytest.raises(Conflict):
        story.hand_in("Darbas", 0, "a", make_upload("dar.txt"))
    assert queries.list_versions(first.submission_id)[0].text == "Darbas"


def test_an_older_tab_hands_in_nothing() -> None:
    story = Story()
    service.save_draft(story.actor, story.module, "actor-map", Draft("Naujesnis", "lt", 0, "phone"))
    with pytest.raises(service.NewerElsewhere):
        story.hand_in("Senesnis", 0, "laptop")


@pytest.mark.parametrize(
    ("accepts", "text", "files", "field"),
    [
        (("text", "files"), "  \n", 0, "text"),
        (("text",), "", 0, "text"),
        (("files",), "Tekstas", 0, "files"),
    ],
)
def test_nothing_cannot_be_handed_in(accepts: tuple[str, ...], text: str, files: int, field: str) -> None:
    story = Story(assignments=(make_assignment(accepts=accepts),))
    with pytest.raises(Invalid) as refusal:
        story.hand_in(text)
    assert refusal.value.field == field


def test_a_file_alone_is_enough_where_files_are_taken() -> None:
    assert Story().hand_in("", 0, "", make_upload("planas.txt")).text == ""


def test_improved_work_is_a_further_version_and_the_earlier_one_stays(told: list[Event]) -> None:
    story = Story()
    first = story.hand_in("Pirmas", 0, "a")
    make_grading(first, outcome="returned", is_passed=False, total=5)
    second = story.hand_in("Antras", 1, "a")
    session.commit()
    versions = queries.list_versions(first.submission_id)
    assert [(version.number, version.text) for version in versions] == [(2, "Antras"), (1, "Pirmas")]
    assert second.receipt != first.receipt
    assert versions[0].grading is None
    assert versions[1].grading is not None
    assert len(told) == 2


def test_graded_work_cannot_be_handed_in_again() -> None:
    story = Story()
    first = story.hand_in("Darbas", 0, "a")
    make_grading(first)
    assert story.hand_in("Darbas", 0, "a").id == first.id
    with pytest.raises(service.NewerElsewhere):
        story.hand_in("Geresnis", 1, "a")
