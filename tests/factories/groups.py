"""People who do one work together."""

from dataclasses import dataclass
from typing import Any

from lms.domain.accounts.models import User
from lms.domain.assessment import queries, service
from lms.domain.assessment.models import Submission
from lms.domain.assessment.service import Draft
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation.db import session
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment

SLUG = "actor-map"


@dataclass
class Team:
    """A module with people in it, and beside them a stranger's work and group."""

    module: Any
    people: list[User]

    @classmethod
    def of(cls, count: int, most: int = 3) -> "Team":
        module = make_module(assignments=(make_assignment(group_most=most),))
        people = [make_user(name=f"Asmuo {n}") for n in range(count)]
        for person in people:
            make_enrolment(person, module)
        noise = cls(module, [make_user(name=f"Kitas {n}") for n in range(2)])
        for person in noise.people:
            make_enrolment(person, module)
        noise.save(0, "Svetimas darbas")
        noise.join(1, 0)
        return cls(module, people)

    def actor(self, n: int) -> Any:
        return actor_of(self.people[n])

    def save(self, n: int, text: str, serial: int = 0, tab: str = "", *uploads: Any) -> Submission:
        return service.save_draft(
            self.actor(n), self.module, SLUG, Draft(text, "lt", serial, tab or f"tab-{n}"), uploads
        )

    def invite(self, n: int, address: str) -> None:
        service.invite(self.actor(n), self.module, SLUG, address, "lt")

    def invitations(self, n: int) -> list[int]:
        found = queries.list_invitations_to(self.people[n].id, self.module.module_id, SLUG)
        return [each.id for each in found]

    def accept(self, n: int) -> None:
        service.accept_invitation(self.actor(n), self.module, SLUG, self.invitations(n)[-1])

    def join(self, n: int, inviter: int) -> None:
        self.invite(inviter, self.people[n].email)
        self.accept(n)

    def work(self, n: int) -> Any:
        return queries.find_own_work(self.people[n].id, self.module.slug, SLUG)

    def members(self, n: int) -> list[str]:
        people = queries.list_group_people(self.work(n).id)
        return [each.name for each in people if each.left_at is None]

    def hand_in(self, n: int) -> Any:
        work = self.work(n)
        draft = Draft(work.draft_text, "lt", work.draft_serial)
        return service.hand_in(self.actor(n), self.module, SLUG, draft)

    def achievement(self, n: int) -> Achievement | None:
        return (
            session.query(Achievement)
            .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
            .filter(Enrolment.learner_id == self.people[n].id)
            .one_or_none()
        )


def told_by_now(heard: list[Event]) -> list[Event]:
    """What the deeds since the last look have told when they were done."""
    session.commit()
    told = list(heard)
    heard.clear()
    return told
