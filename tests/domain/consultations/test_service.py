"""Offering, booking, moving and cancelling consultations; both databases, others' hours beside."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from lms.domain.accounts.events import UserDeactivated
from lms.domain.catalogue.models import Staff
from lms.domain.consultations import handlers, jobs, queries, service
from lms.domain.consultations.events import (
    ConsultationBooked,
    ConsultationCancelled,
    ConsultationChanged,
    ConsultationNear,
)
from lms.domain.consultations.rules import Offer, Span
from lms.domain.consultations.service import Meeting
from lms.domain.content import service as content
from lms.foundation import clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")
MEETING = Meeting(place="312 kabinetas", spoken="lt")
HALF_HOUR = timedelta(minutes=30)


class Scene:
    """An author, a learner of the module, and another author with hours and a learner of their own."""

    def __init__(self) -> None:
        self.module, self.foreign = make_module(), make_module()
        self.author, self.learner = make_user(name="Rasa Rasaitė"), make_user(name="Ona Onaitė")
        self.colleague = make_user()
        make_staff(self.author, "author", module=self.module)
        make_staff(self.colleague, "author", module=self.module)
        make_enrolment(self.learner, self.module)
        self.other = make_user()
        make_enrolment(self.other, self.module)
        self.noise = make_booking(make_slot(self.colleague, self.module, days=5), self.other)

    @property
    def as_author(self) -> Any:
        return actor_of(self.author, authored_modules=frozenset({self.module.module_id}))

    @property
    def as_learner(self) -> Any:
        return actor_of(self.learner)

    def slot(self, **values: Any) -> queries.Slot:
        return queries.get_slot(make_slot(self.author, self.module, **values).id)

    def booked(self, **values: Any) -> queries.Booking:
        return queries.get_booking(service.book(self.as_learner, self.slot(**values), "Apie žemėlapį"))


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def told() -> Iterator[list[Any]]:
    heard: list[Any] = []
    kinds = (ConsultationBooked, ConsultationChanged, ConsultationCancelled, ConsultationNear)
    events.connect([(kind, heard.append) for kind in kinds])
    yield heard
    events.connect([])


def free(scene: Scene) -> list[int]:
    return [each.id for each in queries.list_free_slots(scene.module.module_id, clock.now(), 50)]


def next_week(at: int) -> Offer:
    day = (clock.now() + timedelta(days=7)).date()
    return Offer(day, time(at), time(at + 1), 30, weeks=2)


def test_an_offer_makes_times_that_learners_find(scene: Scene) -> None:
    assert service.offer(scene.as_author, scene.module.module_id, next_week(10), MEETING, "Europe/Oslo") == 4
    offered = queries.list_offered(scene.author.id, clock.now(), 10)
    assert [each.id for each in offered] == free(scene)
    assert {each.place for each in offered} == {"312 kabinetas"}
    hours = queries.list_open_hours(clock.now())
    assert {key: each.count for key, each in hours.items()} == {(scene.module.module_id, scene.author.id): 4}


def test_nobody_offers_for_others_modules_or_twice_at_once(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        service.offer(scene.as_author, scene.foreign.module_id, next_week(10), MEETING, "Europe/Vilnius")
    service.offer(scene.as_author, scene.module.module_id, next_week(10), MEETING, "Europe/Vilnius")
    with pytest.raises(Invalid):
        service.offer(scene.as_author, scene.module.module_id, next_week(10), MEETING, "Europe/Vilnius")
    with pytest.raises(Invalid):
        service.offer(scene.as_author, scene.module.module_id, next_week(12), Meeting(place=" "), "UTC")


def test_a_booking_takes_the_time_and_tells(scene: Scene, told: list[Any]) -> None:
    booking = scene.booked()
    assert booking.slot_id not in free(scene)
    assert (booking.learner, booking.author, booking.sequence) == ("Ona Onaitė", "Rasa Rasaitė", 0)
    session.commit()
    assert [type(each) for each in told] == [ConsultationBooked]
    now = clock.now()
    own = queries.list_own_bookings(scene.learner.id, now, scene.module.module_id)
    assert [each.id for each in own] == [booking.id]
    for person in (scene.learner, scene.author):
        assert [each.id for each in queries.list_coming(person.id, now)] == [booking.id]
    assert queries.list_coming(scene.learner.id, now + timedelta(days=30)) == []


@pytest.mark.parametrize(
    "values", [{"days": 0}, {"days": -2}, {"withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC)}]
)
def test_what_is_over_or_taken_back_cannot_be_booked(scene: Scene, values: Any) -> None:
    slot = scene.slot(**values)
    assert slot.id not in [
        each.id for each in queries.list_free_slots(scene.module.module_id, clock.now(), 50)
    ]
    with pytest.raises(Conflict):
        service.book(scene.as_learner, slot, "Klausimas")


def test_nothing_is_booked_in_a_withdrawn_module_or_with_who_answers_no_more(scene: Scene) -> None:
    booking, other = scene.booked(), queries.get_slot(make_slot(scene.colleague, scene.module, days=4).id)
    free_slot = scene.slot(days=6)
    session.query(Staff).filter_by(user_id=scene.colleague.id).delete()
    session.expire_all()
    with pytest.raises(Conflict):
        service.book(scene.as_learner, other, "Klausimas")
    content.withdraw(scene.module.slug, "test")
    session.flush()
    assert free(scene) == []
    assert queries.list_open_hours(clock.now()) == {}
    with pytest.raises(Conflict):
        service.book(scene.as_learner, free_slot, "Klausimas")
    with pytest.raises(Conflict):
        service.move_booking(scene.as_learner, booking, free_slot, "Negaliu")
    kept = queries.get_booking(booking.id)
    assert (kept.cancelled_at, kept.is_module_withdrawn) == (None, True)
    service.cancel(scene.as_learner, kept, "Modulio nebėra")
    assert queries.get_booking(booking.id).cancelled_at is not None


def test_only_learners_of_the_module_book_and_nobody_their_own(scene: Scene) -> None:
    slot = scene.slot()
    with pytest.raises(Conflict):
        service.book(actor_of(make_user()), slot, "Klausimas")
    with pytest.raises(NotAllowed):
        service.book(scene.as_author, slot, "Klausimas")
    with pytest.raises(Invalid):
        service.book(scene.as_learner, slot, "  ")
    assert slot.id in free(scene)


def test_a_learner_holds_three_and_never_two_at_one_time(scene: Scene) -> None:
    first = scene.booked(days=2)
    with pytest.raises(Conflict):
        service.book(
            scene.as_learner,
            queries.get_slot(make_slot(scene.colleague, scene.module, starts_at=first.starts_at).id),
            "Klausimas",
        )
    scene.booked(days=3)
    scene.booked(days=4)
    with pytest.raises(Conflict):
        scene.booked(days=6)


def test_moving_frees_the_old_time_and_counts_up(scene: Scene, told: list[Any]) -> None:
    booking, later = scene.booked(), scene.slot(days=4)
    with pytest.raises(Invalid):
        service.move_booking(scene.as_learner, booking, later, " ")
    service.move_booking(scene.as_learner, booking, later, "Susirgau")
    moved = queries.get_booking(booking.id)
    assert (moved.slot_id, moved.sequence, moved.uid) == (later.id, 1, booking.uid)
    assert free(scene) == [booking.slot_id]
    session.commit()
    assert [type(each) for each in told] == [ConsultationBooked, ConsultationChanged]
    taken = queries.get_slot(scene.noise.slot_id)
    with pytest.raises(NotAllowed):
        service.move_booking(scene.as_learner, moved, taken, "Pas kitą")


def test_an_author_moves_what_is_booked_and_says_why(scene: Scene, told: list[Any]) -> None:
    booking = scene.booked()
    slot = queries.get_slot(booking.slot_id)
    later = Span(slot.starts_at + timedelta(days=1), slot.ends_at + timedelta(days=1))
    with pytest.raises(Invalid):
        service.change_slot(scene.as_author, slot, later, MEETING, "")
    with pytest.raises(NotAllowed):
        service.change_slot(actor_of(scene.colleague), slot, later, MEETING, "Posėdis")
    service.change_slot(scene.as_author, slot, later, MEETING, "Posėdis")
    moved = queries.get_booking(booking.id)
    assert (moved.starts_at, moved.place, moved.sequence) == (later.starts_at, MEETING.place, 1)
    session.commit()
    assert told[-1].changed_by_id == scene.author.id


def test_an_author_does_not_move_it_onto_another_consultation_of_the_learner(scene: Scene) -> None:
    booking = scene.booked()
    slot = queries.get_slot(booking.slot_id)
    other = make_slot(scene.colleague, scene.module, days=4)
    service.book(scene.as_learner, queries.get_slot(other.id), "Klausimas")
    taken, free_after = Span(other.starts_at, other.ends_at), Span(other.ends_at, other.ends_at + HALF_HOUR)
    with pytest.raises(Invalid) as refusal:
        service.change_slot(scene.as_author, slot, taken, MEETING, "Posėdis")
    assert refusal.value.field == "from_time"
    service.change_slot(scene.as_author, slot, free_after, MEETING, "Posėdis")
    assert queries.get_booking(booking.id).starts_at == other.ends_at


def test_cancelling_frees_a_learners_time_and_takes_back_an_authors(scene: Scene) -> None:
    first, second = scene.booked(days=2), scene.booked(days=3)
    with pytest.raises(NotAllowed):
        service.cancel(actor_of(scene.other), first, "Ne mano")
    service.cancel(scene.as_learner, first, "Nebereikia")
    assert free(scene) == [first.slot_id]
    service.cancel(scene.as_author, second, "Liga")
    assert free(scene) == [first.slot_id]
    gone = queries.get_booking(second.id)
    assert (gone.reason, gone.changed_by_id, gone.is_withdrawn) == ("Liga", scene.author.id, True)
    with pytest.raises(Conflict):
        service.cancel(scene.as_learner, gone, "Dar kartą")
    assert scene.booked(days=6).sequence == 0


def test_a_free_time_is_taken_back_a_booked_one_is_not(scene: Scene) -> None:
    booking, slot = scene.booked(), scene.slot(days=4)
    service.withdraw_slot(scene.as_author, slot)
    assert free(scene) == []
    with pytest.raises(Conflict):
        service.withdraw_slot(scene.as_author, queries.get_slot(booking.slot_id))


def test_both_are_reminded_once_on_the_morning_before(
    scene: Scene, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    starts_at = datetime(2036, 1, 29, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: datetime(2036, 1, 22, 8, 0, tzinfo=UTC))
    booking = scene.booked(starts_at=starts_at)
    session.commit()
    told.clear()
    monkeypatch.setattr(clock, "now", lambda: datetime(2036, 1, 28, 6, 59, tzinfo=UTC))
    assert jobs.remind_of_consultations() == 0
    monkeypatch.setattr(clock, "now", lambda: datetime(2036, 1, 28, 7, 0, tzinfo=UTC))
    assert jobs.remind_of_consultations() == 1
    assert jobs.remind_of_consultations() == 0
    assert [each.booking_id for each in told] == [booking.id]


def test_a_closed_account_frees_what_it_held(scene: Scene) -> None:
    booking, open_slot = scene.booked(), scene.slot(days=4)
    handlers.release_hours(UserDeactivated(user_id=scene.learner.id))
    session.flush()
    assert queries.get_booking(booking.id).cancelled_at is not None
    assert set(free(scene)) == {booking.slot_id, open_slot.id}
    again = service.book(actor_of(scene.other), queries.get_slot(booking.slot_id), "Klausimas")
    handlers.release_hours(UserDeactivated(user_id=scene.author.id))
    session.flush()
    assert queries.get_booking(again).cancelled_at is not None
    assert free(scene) == []
    assert queries.get_booking(scene.noise.id).cancelled_at is None
