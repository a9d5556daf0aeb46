"""Whatever people do, in whatever order: the count in the header is the number of lines in the list."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from lms import wiring
from lms.domain.accounts.actor import Actor
from lms.domain.assessment import policy as assessment_policy
from lms.domain.assessment import queries as assessment
from lms.domain.assessment import service as work
from lms.domain.assessment.models import Appeal, Attempt, Submission
from lms.domain.content import queries as content
from lms.domain.content import service as publishing
from lms.domain.content.compiled import Module
from lms.domain.coordination import policy, queries, service
from lms.domain.messaging import policy as messaging_policy
from lms.domain.messaging import queries as messaging
from lms.domain.messaging import service as talking
from lms.domain.messaging.models import Conversation
from lms.foundation import clock, db
from lms.foundation.db import session
from lms.foundation.errors import Refusal
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import (
    make_assignment,
    make_block,
    make_lesson,
    make_module,
    make_open,
    make_quiz,
    make_revision,
)
from tests.factories.learning import make_enrolment

CRITERIA = ("problem", "sectors", "ties", "conclusion")


class World:
    """Two modules with three authors, one of them a learner too, and what they may happen to do."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)
        quizzes = (make_quiz(), make_quiz("thoughts", make_open()))
        assignments = (make_assignment(), make_assignment("essay", graders=2))
        modules = [make_module(quizzes=quizzes, assignments=assignments) for _ in range(2)]
        self.slugs = [module.slug for module in modules]
        programme = make_programme(modules[0])
        people = [make_user() for _ in range(3)]
        make_staff(people[0], module=modules[0])
        make_staff(people[1], programme=programme)
        make_staff(people[2], module=modules[1])
        make_staff(people[0], module=modules[1])
        ids = [module.module_id for module in modules]
        self.authors = [
            actor_of(people[0], authored_modules=frozenset(ids)),
            actor_of(people[1], authored_programmes=frozenset({programme.id})),
            actor_of(people[2], authored_modules=frozenset({ids[1]})),
        ]
        learners = [make_user() for _ in range(3)]
        self.learners = [*map(actor_of, learners), *self.authors[:2]]
        for learner in [*learners, *people[:2]]:
            for module in modules:
                make_enrolment(learner, module)
        for module in modules:
            service.look_over(module)
        session.commit()

    def deeds(self) -> list[Callable[[], None]]:
        """What may happen next; what is more than one learner's weighs more."""
        return [
            *[self.hand_in] * 3, *[self.judge] * 3, self.keep, self.release, self.annul, self.settle,
            *[self.appeal] * 2, self.decide, self.withdraw_appeal,
            *[self.ask] * 2, self.answer, self.close, self.reopen,
            *[self.answer_quiz] * 2, self.mark,
            self.publish, self.confirm, self.withdraw, self.review_is_due,
        ]  # fmt: skip

    def do_something(self) -> str:
        """Do one of them as a deed of its own; who is refused leaves no trace."""
        is_somewhere_withdrawn = len(content.list_current_modules()) < len(self.slugs)
        deed = (
            self.offer_again
            if is_somewhere_withdrawn and self.luck.random() < 0.2
            else self.luck.choice(self.deeds())
        )
        try:
            with db.unit_of_work():
                deed()
        except Refusal:
            session.rollback()
        return deed.__name__

    def any(self, table: Any) -> Any:
        found = session.query(table).order_by(table.id).all()
        if not found:
            raise Refusal
        return self.luck.choice(found)

    def module(self) -> Module:
        """Some module, also one that was withdrawn: its learners go on."""
        standing = content.find_standing(self.luck.choice(self.slugs))
        assert standing is not None
        return content.get_revision(standing.revision_id)

    def author(self) -> Actor:
        return self.luck.choice(self.authors)

    def judgement(self, submission: Submission) -> work.Judgement:
        version = assessment.find_last_version(submission.id)
        if version is None:
            raise Refusal
        points = dict.fromkeys(CRITERIA, self.luck.choice((1, 3)))
        return work.Judgement(version.id, "lt", points, {}, "Gerai.", is_deciding=self.luck.random() < 0.5)

    def hand_in(self) -> None:
        text = f"Darbas {self.luck.random()}"
        work.hand_in(
            self.luck.choice(self.learners),
            self.module(),
            self.luck.choice(("actor-map", "essay")),
            work.Draft(text, "lt", serial=1_000),
        )

    def judge(self) -> None:
        submission = self.any(Submission)
        judge = self.luck.choice((work.grade, work.grade, work.return_for_improvement))
        judge(self.author(), submission.id, self.judgement(submission))

    def keep(self) -> None:
        submission = self.any(Submission)
        work.keep_draft(self.author(), submission.id, self.judgement(submission))

    def release(self) -> None:
        work.release_drafts(self.author())

    def settle(self) -> None:
        submission = self.any(Submission)
        do = self.luck.choice((work.join_other, work.stand_by_own))
        do(self.author(), submission.id, self.judgement(submission).version_id)

    def annul(self) -> None:
        submission = self.any(Submission)
        grading = assessment.find_grading(self.judgement(submission).version_id)
        if grading is not None:
            work.annul(self.author(), submission.id, grading.id, "Klaida", "lt")

    def appeal(self) -> None:
        submission = self.any(Submission)
        grading = assessment.find_grading(self.judgement(submission).version_id)
        learner = next(each for each in self.learners if each.id == submission.learner_id)
        if grading is not None:
            work.make_appeal(learner, submission.id, grading.id, "Nesutinku", "lt")

    def withdraw_appeal(self) -> None:
        appeal = self.any(Appeal)
        learner = next(each for each in self.learners if each.id == appeal.learner_id)
        work.withdraw_appeal(learner, appeal.submission_id)

    def decide(self) -> None:
        appeal = self.any(Appeal)
        submission = session.get_one(Submission, appeal.submission_id)
        if self.luck.random() < 0.5:
            work.uphold(self.author(), appeal.id, "Įvertinimas lieka.", "lt")
        else:
            work.grant(self.author(), appeal.id, "Tiesa.", self.judgement(submission))

    def ask(self) -> None:
        module = self.module()
        text = f"Klausimas {self.luck.random()}"
        question = talking.Question(module=module, lesson=module.lessons[0], block=None, text=text)
        talking.ask(self.luck.choice(self.learners), question)

    def answer(self) -> None:
        talk = messaging.get_conversation(self.any(Conversation).id)
        author = self.author()
        if messaging_policy.may_answer(author, talk):
            talking.reply(author, talk, f"Atsakymas {self.luck.random()}")

    def close(self) -> None:
        talking.close(self.author(), messaging.get_conversation(self.any(Conversation).id))

    def reopen(self) -> None:
        talk = messaging.get_conversation(self.any(Conversation).id)
        learner = next(each for each in self.learners if each.id == talk.learner_id)
        talking.reply(learner, talk, f"O dar {self.luck.random()}")

    def answer_quiz(self) -> None:
        learner, module = self.luck.choice(self.learners), self.module()
        work.start_attempt(learner, module, "thoughts")
        work.save_answer(learner, module.slug, "thoughts", "why", ["Todėl."], language="lt")
        work.submit_attempt(learner, module.slug, "thoughts", language="lt")

    def mark(self) -> None:
        attempt, author = self.any(Attempt), self.author()
        if not assessment_policy.may_mark(author, assessment.get_attempt_to_mark(attempt.id)):
            raise Refusal
        work.mark_answers(author, attempt.id, {"why": work.Mark(2, "")}, "lt")

    def publish(self) -> None:
        """A revision with some translations left behind, and a link that may lead nowhere."""
        module = self.module()
        count = self.luck.randrange(3)
        blocks = [make_block(f"b{n}", f"Naujas {n}", "Text", is_stale=n < count) for n in range(3)]
        lessons = (make_lesson("first", *blocks, title={"lt": f"Pamoka {self.luck.random()}"}),)
        prerequisites = self.luck.choice(((), ("nowhere",), (self.luck.choice(self.slugs),)))
        self.republish(module, lessons=lessons, prerequisites=prerequisites)

    def republish(self, module: Module, **changes: Any) -> None:
        service.look_over(make_revision(module, **changes))

    def confirm(self) -> None:
        publishing.confirm(self.luck.choice(self.slugs), "test")

    def withdraw(self) -> None:
        publishing.withdraw(self.luck.choice(self.slugs), "test")

    def offer_again(self) -> None:
        for slug in self.slugs:
            row, standing = content.find_module(slug), content.find_standing(slug)
            assert row is not None and standing is not None
            row.withdrawn_at = None
            session.flush()
            service.look_over(content.get_revision(standing.revision_id))

    def review_is_due(self) -> None:
        module = self.module()
        reviewed_on = (clock.now() - timedelta(days=self.luck.choice((10, 340, 400)))).date()
        self.republish(module, reviewed_on=reviewed_on)


def check(world: World, deed: str, *, is_thorough: bool = True) -> int:
    """The list, the count and the choices agree for every author; and with what policies say."""
    total = 0
    for author in world.authors:
        items = queries.list_waiting(author, limit=500)
        counts = queries.list_waiting_counts(author)
        assert queries.count_waiting(author) == len(items) == sum(each.count for each in counts), deed
        assert len({(item.kind, item.id) for item in items}) == len(items), deed
        assert items == sorted(items, key=lambda item: item.promised_on), deed
        total += len(items)
        assert {(i.kind, i.id) for i in items if i.kind in EXPECTED} == expected(author), deed
        if not is_thorough:
            continue
        pages = [queries.list_waiting(author, limit=3, offset=start) for start in range(0, len(items), 3)]
        assert [item for page in pages for item in page] == items, deed
        for each in counts:
            shown = queries.list_waiting(author, kind=each.kind, module=each.module, limit=500)
            assert len(shown) == each.count, deed
        offered = queries.find_next_waiting(author)
        assert offered is None or offered in items, deed
    return total


EXPECTED = {"question", "marking", "translation"}


def expected(author: Actor) -> set[tuple[str, int]]:
    """What waits by the plain words of the policies, looked up one by one."""
    found = set()
    for talk in (messaging.get_conversation(each.id) for each in session.query(Conversation)):
        if talk.state == "waiting" and messaging_policy.may_answer(author, talk):
            found.add(("question", talk.id))
    for attempt in session.query(Attempt).filter_by(is_waiting=True):
        if assessment_policy.may_mark(author, assessment.get_attempt_to_mark(attempt.id)):
            found.add(("marking", attempt.id))
    for module in content.list_current_modules():
        course = queries.get_course(module.slug)
        if course.stale_count and policy.may_look_after(author, course):
            found.add(("translation", course.module_id))
    return found


def play(seed: int, steps: int) -> int:
    wiring.connect()
    world = World(seed)
    most = check(world, "the beginning")
    done: list[str] = []
    start = clock.now()
    for step in range(steps):
        with time_machine.travel(start + timedelta(hours=step)):
            done.append(world.do_something())
            story = f"seed {seed}: {' '.join(done)}"
            most = max(most, check(world, story, is_thorough=step % 8 == 0))
    return most


@pytest.mark.parametrize("seed", range(3))
def test_the_badge_equals_the_list_in_every_state(sqlite: Any, seed: int) -> None:
    assert play(seed, 50) > 5


def test_the_badge_equals_the_list_on_both_databases(database: Any) -> None:
    assert play(99, 25) > 3
