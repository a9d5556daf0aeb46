"""An attempt that was marked again after a key was corrected, as its learner reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.domain.assessment import queries
from lms.domain.assessment.queries import AttemptLine, OwnRemarking
from lms.domain.content import queries as content
from lms.domain.content.compiled_questions import Question


@dataclass(frozen=True)
class Remarked:
    """What was made of an attempt, oldest first, and the keys by which its questions are marked now."""

    made: Sequence[OwnRemarking]
    keys: Mapping[str, Question]


def find_remarked(attempt: AttemptLine, slug: str) -> Remarked:
    """Return what corrected keys have made of the attempt; nothing for nearly all of them."""
    made = [] if attempt.is_open or attempt.is_waiting else queries.list_own_remarkings(attempt.id)
    revisions = content.get_revisions(each.to_revision_id for each in made)
    keys = {}
    for each in made:
        quiz = revisions[each.to_revision_id].quiz(slug)
        for key in each.points:
            question = quiz.question(key) if quiz else None
            if question is not None:
                keys[key] = question
    return Remarked(made, keys)
