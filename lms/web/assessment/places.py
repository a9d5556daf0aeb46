"""Where in which module the viewer stands, for the pages of its quizzes and assignments."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import service
from lms.domain.assessment.queries import VersionView
from lms.domain.content import queries as content
from lms.domain.content.compiled import Assignment, Module
from lms.domain.learning import queries as learning
from lms.domain.learning.standing import Standing
from lms.foundation.errors import NotFound
from lms.web.shell.session import member


@dataclass(frozen=True)
class Place:
    """The viewer, the module as it is now, and the viewer's standing in it."""

    actor: Actor
    module: Module
    standing: Standing

    @property
    def known_enrolment_id(self) -> int | None:
        """The viewer's enrolment where the standing names it, so that deeds need not look for it again."""
        return self.standing.enrolment_id if self.standing.is_enrolled else None


def get_place(module: str) -> Place:
    """Return the viewer's place in the module of that address; a withdrawn one is there for its learners."""
    actor = member()
    standing = learning.find_standing(actor.id, module)
    if standing is None or (standing.is_withdrawn and standing.enrolment_id is None):
        raise NotFound()
    return Place(actor, content.get_revision(standing.revision_id), standing)


def is_sent_by_script() -> bool:
    """Whether a script of our page saves in the background and wants no page for an answer."""
    return request.headers.get("X-Requested-With") == "fetch" or "X-Autosave" in request.headers


def assignments_of(slug: str, versions: Sequence[VersionView]) -> dict[int, Assignment]:
    """Return by version what was asked in the revision under which it was handed in."""
    return {
        version.id: service.get_assignment(content.get_revision(version.revision_id), slug)
        for version in versions
    }
