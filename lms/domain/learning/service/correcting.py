"""Many results at once in the register: raised by a rule, or lowered because a person decided so."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lms.domain.learning import queries, rules
from lms.domain.learning.models import Achievement
from lms.domain.learning.service import completing
from lms.foundation import clock
from lms.foundation.db import session

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Result:
    """What one enrolment has reached in one requirement, and by what."""

    enrolment_id: int
    score: int
    max_score: int
    is_passed: bool
    language: str
    revision_id: int
    source: str

    @property
    def standing(self) -> tuple[bool, int, int]:
        """What results are compared by."""
        return self.is_passed, self.score, self.max_score


def raise_results(module_id: int, requirement_key: str, results: Iterable[Result]) -> None:
    """Enter results as `record_achievement` does, for many learners of a module at once."""
    best: dict[int, Result] = {}
    for result in results:
        known = best.get(result.enrolment_id)
        if known is None or rules.is_better(result.standing, known.standing):
            best[result.enrolment_id] = result
    has_passed = False
    for batch in _batches(sorted(best)):
        queries.hold_enrolments(batch)
        entries = queries.list_achievements_of(batch, requirement_key)
        raised = [
            _entry(entries[each].id, best[each])
            for each in batch
            if each in entries and rules.is_better(best[each].standing, _standing(entries[each]))
        ]
        session.bulk_update_mappings(Achievement, raised)
        has_passed = has_passed or any(each["is_passed"] for each in raised)
    session.flush()
    session.expire_all()  # What was read before does not know of it.
    if has_passed:
        completing.settle_after_publishing(module_id)


def lower_results(requirement_key: str, results: Iterable[Result], fallen: Collection[str]) -> None:
    """Let entries that show a result which has fallen (its source) show these instead.

    Whoever has completed the module keeps what they have passed it by: only the points fall.
    """
    by_enrolment = {result.enrolment_id: result for result in results}
    for batch in _batches(sorted(by_enrolment)):
        completed = queries.hold_enrolments(batch)
        entries = queries.list_achievements_of(batch, requirement_key)
        lowered = [
            _entry(entry.id, by_enrolment[each], keeps_pass=each in completed and entry.is_passed)
            for each, entry in entries.items()
            if entry.source in fallen
        ]
        session.bulk_update_mappings(Achievement, lowered)
    session.flush()
    session.expire_all()


def _standing(entry: Achievement) -> tuple[bool, int | None, int | None]:
    return entry.is_passed, entry.score, entry.max_score


def _entry(entry_id: int, result: Result, *, keeps_pass: bool = False) -> dict[str, object]:
    return {
        "id": entry_id,
        "score": result.score,
        "max_score": result.max_score,
        "is_passed": result.is_passed or keeps_pass,
        "achieved_at": clock.now(),
        "revision_id": result.revision_id,
        "language": result.language,
        "source": result.source,
    }


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
