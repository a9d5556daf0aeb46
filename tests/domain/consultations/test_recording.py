"""What becomes of a consultation: recorded by its author once it has begun, mended for seven days."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from lms import wiring
from lms.domain.consultations import queries, rules, service
from lms.domain.consultations.events import ConsultationRecorded
from lms.domain.consultations.models import ConsultationBooking
from lms.domain.consultations.rules import Outcome
from lms.domain.coordination import queries as coordination
from lms.domain.notifications.models import Notice
from lms.foundation import audit, clock, events, i18n
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


class Scene:
    """An author with a learner, a colleague with another, each with an hour that began yesterday."""

    def __init__(self) -> None:
        self.module = make_module()
        self.author, self.learner = make_user(name="Rasa Rasaitė"), make_user(name="Ona Onaitė")
        self.colleague = make_user()
        for person in (self.author, self.colleague):
            make_staff(person, "author", module=self.module)
        self.noise = self.booking(days=-1, author=self.colleague, learner=make_user())

    def booking(self, *, author: Any = None, learner: Any = None, **slot: Any) -> queries.Booking:
        made = make_slot(author or self.author, self.module, **slot)
        return queries.get_booking(make_booking(made, learner or self.learner).id)

    def record(self, booking: queries.Booking, kind: str = "held", note: str = "") -> queries.Booking:
        service.record_outcome(self.as_author, queries.get_booking(booking.id), kind, note)
        session.flush()
        return queries.get_booking(booking.id)

    @property
    def as_author(self) -> Any:
        return actor_of(self.author, authored_modules=frozenset({self.module.module_id}))

    @property
    def as_colleague(self) -> Any:
        return actor_of(self.colleague, authored_modules=frozenset({self.module.module_id}))


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def told() -> Iterator[list[Any]]:
    heard: list[Any] = []
    events.connect([(ConsultationRecorded, heard.append)])
    yield heard
    events.connect([])


def test_the_author_says_what_became_of_it_and_in_which_language(scene: Scene, told: list[Any]) -> None:
    booking = scene.booking(days=-1)
    with i18n.speaking("en"):
        found = scene.record(booking, "held", "  We agreed on three sectors.\n\nNext: ties.  ")
    assert (found.outcome, found.outcome_language) == ("held", "en")
    assert found.outcome_note == "We agreed on three sectors.\n\nNext: ties."
    assert found.recorded_at is not None
    assert queries.get_booking(scene.noise.id).outcome is None
    session.commit()
    assert [(each.booking_id, each.learner_id, each.version) for each in told] == [
        (booking.id, scene.learner.id, 1)
    ]


def test_the_same_form_twice_is_one_record(scene: Scene, told: list[Any]) -> None:
    booking = scene.booking(days=-1)
    first = scene.record(booking, "held", "Sutarėme.")
    with time_machine.travel(clock.now() + 30 * DAY, tick=False):
        assert scene.record(booking, "held", "Sutarėme.") == first
    session.commit()
    assert queries.list_earlier_outcomes(booking.id) == []
    assert len(told) == 1


def test_what_is_mended_keeps_what_it_said(scene: Scene, told: list[Any]) -> None:
    booking = scene.booking(days=-1)
    first = scene.record(booking, "learner-absent")
    scene.record(booking, "held", "Sutarėme.")
    last = scene.record(booking, "held", "Sutarėme dėl ryšių.")
    assert (last.outcome_note, last.recorded_at) == ("Sutarėme dėl ryšių.", first.recorded_at)
    earlier = queries.list_earlier_outcomes(booking.id)
    assert [(each.outcome, each.note) for each in earlier] == [("learner-absent", ""), ("held", "Sutarėme.")]
    assert queries.list_earlier_outcomes(scene.noise.id) == []
    session.commit()
    assert [each.version for each in told] == [1, 2]  # a mended word alone is no news


def test_it_can_be_mended_for_seven_days_and_recorded_at_any_time(scene: Scene) -> None:
    booking, late = scene.booking(days=-1), scene.booking(days=-90)
    assert scene.record(late, "not-held").outcome == "not-held"
    scene.record(booking, "held")
    with time_machine.travel(clock.now() + rules.MENDED_WITHIN - timedelta(minutes=1), tick=False):
        scene.record(booking, "held", "Dar spėjau.")
    too_late = time_machine.travel(clock.now() + rules.MENDED_WITHIN + timedelta(minutes=1), tick=False)
    with too_late, pytest.raises(Conflict):
        scene.record(booking, "held", "Per vėlu.")
    assert queries.get_booking(booking.id).outcome_note == "Dar spėjau."


def test_nobody_records_what_has_not_begun_or_was_cancelled(scene: Scene) -> None:
    ahead, gone = scene.booking(days=1), scene.booking(days=2)
    service.cancel(scene.as_author, gone, "Posėdis")
    with pytest.raises(Conflict):
        scene.record(ahead)
    with time_machine.travel(clock.now() + 3 * DAY, tick=False):
        with pytest.raises(Conflict):
            scene.record(gone)
        assert scene.record(ahead, "held").outcome == "held"


def test_only_the_author_of_the_hour_records_and_only_what_can_be_said(scene: Scene) -> None:
    booking = scene.booking(days=-1)
    for stranger in (scene.as_colleague, actor_of(scene.learner)):
        with pytest.raises(NotAllowed):
            service.record_outcome(stranger, booking, "held", "")
    for kind, note in (("", ""), ("cancelled", ""), ("held", "a" * (rules.LONGEST_NOTE + 1))):
        with pytest.raises(Invalid):
            scene.record(booking, kind, note)
    assert queries.get_booking(booking.id).outcome is None


def test_what_stands_in_the_record_of_deeds_has_no_words(scene: Scene) -> None:
    booking = scene.booking(days=-1)
    scene.record(booking, "held", "Slapta santrauka")
    scene.record(booking, "not-held", "Slapta santrauka")
    found = session.scalars(audit.entries(subject=f"booking:{booking.id}")).all()
    assert [(each.deed, each.details) for each in found] == [
        ("consultation-mended", {"outcome": "not-held"}),
        ("consultation-recorded", {"outcome": "held"}),
    ]


def test_the_learner_is_told_and_nobody_else(scene: Scene) -> None:
    wiring.connect()
    booking = scene.booking(days=-1)
    scene.record(booking, "held", "Sutarėme.")
    session.commit()
    (notice,) = session.scalars(select(Notice).where(Notice.kind == "consultation-recorded")).all()
    assert (notice.recipient_id, notice.subject) == (scene.learner.id, f"consultation:{booking.id}")
    assert notice.about["note"] == "Sutarėme."
    assert not {"place", "subject"} & set(notice.about)


def test_earlier_consultations_are_both_sides_own(scene: Scene) -> None:
    held, running = scene.booking(days=-1), scene.booking(starts_at=clock.now() - timedelta(minutes=5))
    gone = scene.booking(days=4)
    service.cancel(scene.as_author, gone, "Posėdis")
    session.flush()
    for person in (scene.author, scene.learner):
        assert [each.id for each in queries.list_past(person.id, clock.now(), 10)] == [gone.id, held.id]
        assert queries.count_past(person.id, clock.now()) == 2
    assert running.id not in [each.id for each in queries.list_unrecorded(scene.author.id, clock.now(), 10)]
    assert [each.id for each in queries.list_unrecorded(scene.author.id, clock.now(), 10)] == [held.id]


def test_what_nobody_recorded_waits_for_its_author_after_a_week(scene: Scene) -> None:
    booking, cancelled = scene.booking(days=-8), scene.booking(days=-9)
    scene.booking(days=-6)
    session.get_one(ConsultationBooking, cancelled.id).cancelled_at = clock.now()
    session.flush()
    found = coordination.list_waiting(scene.as_author, limit=10)
    assert [(each.kind, each.id, each.who) for each in found] == [("outcome", booking.id, "Ona Onaitė")]
    assert coordination.count_waiting(scene.as_author) == 1
    assert coordination.list_waiting(scene.as_colleague, limit=10) == []
    scene.record(booking, "held")
    assert coordination.count_waiting(scene.as_author) == 0


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        (None, Outcome("held", "", "lt"), True),
        (Outcome("held", "", "lt"), Outcome("held", "Sutarėme.", "lt"), True),
        (Outcome("held", "Sutarėme.", "lt"), Outcome("held", "Sutarėme dėl ryšių.", "lt"), False),
        (Outcome("held", "Sutarėme.", "lt"), Outcome("held", "", "lt"), False),
        (Outcome("learner-absent", "", "lt"), Outcome("held", "", "lt"), True),
    ],
)
def test_news_is_another_outcome_or_a_first_note(before: Any, after: Outcome, is_told: bool) -> None:
    assert rules.is_news(before, after) is is_told
