"""Drafts are never overwritten silently; files are kept once."""

import pytest
from rq import Queue
from sqlalchemy import func, select

from lms.domain.assessment import jobs, queries, rules, service
from lms.domain.assessment.models import Submission, SubmissionFile
from lms.domain.assessment.service import Draft
from lms.foundation import storage
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_file, make_submission, make_upload, make_version
from tests.factories.content import make_assignment, make_module, make_revision
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")


class Story:
    """A learner at work on an assignment; somebody else has a draft of the same one."""

    def __init__(self, **module: object) -> None:
        self.module = make_module(**module)
        self.learner = make_user()
        self.actor = actor_of(self.learner)
        self.enrolment = make_enrolment(self.learner, self.module)
        other = make_enrolment(make_user(), self.module)
        self.others = make_submission(other, self.module, draft_text="Kito žmogaus darbas")
        self.others_file = make_file(self.others, name="kito.txt")

    def save(self, text: str, serial: int = 0, tab: str = "", *uploads: object) -> Submission:
        draft = Draft(text, "lt", serial, tab)
        return service.save_draft(self.actor, self.module, "actor-map", draft, uploads)  # type: ignore[arg-type]

    def keep(self, text: str) -> None:
        service.keep_beside(self.actor, self.module, "actor-map", Draft(text, "lt"))

    @property
    def submission(self) -> Submission:
        return session.scalars(select(Submission).filter_by(learner_id=self.learner.id)).one()

    def names(self) -> list[str]:
        session.flush()
        return [file.name for file in queries.list_draft_files(self.submission.id)]


def test_a_draft_is_begun_and_grows() -> None:
    story = Story()
    story.save("Pirmas", 0)
    submission = story.save("Pirmas ir antras", 1)
    assert (submission.draft_text, submission.draft_serial, submission.state) == (
        "Pirmas ir antras",
        2,
        "draft",
    )
    assert submission.draft_saved_at is not None
    assert session.scalar(select(func.count()).select_from(Submission)) == 2
    assert story.others.draft_text == "Kito žmogaus darbas"


def test_an_older_tab_is_told_and_overwrites_nothing() -> None:
    story = Story()
    story.save("Iš telefono", 0, "phone")
    with pytest.raises(service.NewerElsewhere):
        story.save("Iš senos kortelės", 0, "laptop")
    assert story.submission.draft_text == "Iš telefono"


def test_the_same_tab_goes_on_though_its_page_names_an_older_serial() -> None:
    story = Story()
    for text in ("A", "AB", "ABC"):
        story.save(text, 0, "phone")
    assert story.submission.draft_text == "ABC"
    story.save("Iš kito lango", 3, "laptop")
    with pytest.raises(service.NewerElsewhere):
        story.save("ABCD", 0, "phone")


def test_saying_the_same_again_is_no_conflict() -> None:
    story = Story()
    story.save("Tas pats", 0, "phone")
    assert story.save("Tas pats", 0, "laptop").draft_text == "Tas pats"


def test_both_texts_are_kept_once_and_can_be_swapped() -> None:
    story = Story()
    story.save("Naujesnis")
    story.keep("Senesnis")
    story.keep("Senesnis")
    story.keep("Naujesnis")
    story.keep("   ")
    (kept,) = queries.list_kept_texts(story.submission.id)
    service.swap_kept_text(story.actor, story.submission.id, kept.id)
    session.flush()
    assert story.submission.draft_text == "Senesnis"
    (kept,) = queries.list_kept_texts(story.submission.id)
    assert kept.text == "Naujesnis"
    service.drop_kept_text(story.actor, story.submission.id, kept.id)
    session.flush()
    assert queries.list_kept_texts(story.submission.id) == []
    assert story.submission.draft_text == "Senesnis"


def test_a_swap_makes_older_tabs_older() -> None:
    story = Story()
    story.save("Naujesnis", 0, "phone")
    story.keep("Senesnis")
    (kept,) = queries.list_kept_texts(story.submission.id)
    service.swap_kept_text(story.actor, story.submission.id, kept.id)
    with pytest.raises(service.NewerElsewhere):
        story.save("Naujesnis ir dar", 0, "phone")


def test_kept_texts_and_files_of_others_are_out_of_reach() -> None:
    story = Story()
    story.save("Mano")
    with pytest.raises(NotFound):
        service.swap_kept_text(story.actor, story.others.id, 1)
    with pytest.raises(NotFound):
        service.drop_kept_text(story.actor, story.others.id, 1)
    with pytest.raises(NotFound):
        service.drop_kept_text(story.actor, story.submission.id, 999)
    with pytest.raises(NotFound):
        service.remove_file(story.actor, story.others.id, story.others_file.id)
    service.remove_file(story.actor, story.submission.id, story.others_file.id)
    session.flush()
    assert session.get(SubmissionFile, story.others_file.id) is not None


def test_files_are_kept_once_however_often_they_come() -> None:
    story = Story()
    story.save("Tekstas", 0, "", make_upload("mano.txt", b"vienas"), make_upload("mano.txt", b"vienas"))
    story.save("Tekstas", 1, "", make_upload("mano.txt", b"vienas"), make_upload("b.txt", b"du"))
    assert story.names() == ["mano.txt", "b.txt"]
    file = queries.list_draft_files(story.submission.id)[0]
    with storage.current().open(file.storage_key) as content:
        assert content.read() == b"vienas"
    assert "mano" not in file.storage_key


def test_a_removed_file_leaves_the_storage_after_the_commit(fresh_queue: Queue) -> None:
    story = Story()
    story.save("Tekstas", 0, "", make_upload("a.txt", b"vienas"))
    session.flush()
    (file,) = queries.list_draft_files(story.submission.id)
    key = file.storage_key
    service.remove_file(story.actor, story.submission.id, file.id)
    assert storage.current().exists(key)
    session.commit()
    assert story.names() == []
    (job,) = fresh_queue.jobs
    assert (job.func_name, job.args) == ("lms.domain.assessment.jobs.discard_file", (key,))
    jobs.discard_file(key)
    jobs.discard_file(key)
    assert not storage.current().exists(key)


def test_a_file_that_a_version_still_has_is_not_discarded() -> None:
    story = Story()
    file = make_file(story.others)
    session.commit()
    jobs.discard_file(file.storage_key)
    assert storage.current().exists(file.storage_key)


def test_too_many_files_and_files_where_none_are_taken_are_refused() -> None:
    story = Story()
    many = [make_upload(f"{number}.txt", b"x%d" % number) for number in range(rules.MOST_FILES + 1)]
    with pytest.raises(Invalid) as refusal:
        story.save("Tekstas", 0, "", *many)
    assert refusal.value.field == "files"
    text_only = Story(assignments=(make_assignment(accepts=("text",)),))
    with pytest.raises(Invalid):
        text_only.save("Tekstas", 0, "", many[0])


def test_a_text_beyond_all_measure_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        Story().save("a" * (rules.LONGEST_TEXT + 1))
    assert refusal.value.field == "text"


def test_nothing_changes_while_the_work_is_being_graded() -> None:
    story = Story()
    submission = story.save("Pateiktas")
    make_version(submission, story.module)
    assert story.save("Pateiktas").draft_serial == 1
    with pytest.raises(service.NewerElsewhere):
        story.save("Vėlesnis")
    with pytest.raises(Conflict):
        story.save("Pateiktas", 0, "", make_upload("late.txt"))
    with pytest.raises(Conflict):
        service.remove_file(story.actor, submission.id, 1)
    story.keep("Vėlesnis")
    assert [kept.text for kept in queries.list_kept_texts(submission.id)] == ["Vėlesnis"]
    assert submission.draft_text == "Pateiktas"


def test_who_is_not_in_the_module_has_no_draft() -> None:
    story = Story()
    with pytest.raises(Conflict):
        service.save_draft(actor_of(make_user()), story.module, "actor-map", Draft("x", "lt"))
    with pytest.raises(NotFound):
        service.save_draft(story.actor, story.module, "nothing", Draft("x", "lt"))


def test_a_draft_remembers_the_revision_it_was_worked_on() -> None:
    story = Story()
    story.save("Vienas")
    newer = make_revision(story.module, summary={"lt": "Kita", "en": "Other"})
    service.save_draft(story.actor, newer, "actor-map", Draft("Du", "en", 1))
    assert (story.submission.revision_id, story.submission.draft_language) == (newer.revision_id, "en")
