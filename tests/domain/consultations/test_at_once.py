"""Very many learners want the same hours at the same moment; both databases."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.domain.consultations import queries, service
from lms.domain.consultations.models import ConsultationBooking
from lms.foundation import db
from lms.foundation.errors import Conflict
from tests.at_once import at_once, shared_database  # noqa: F401 (the fixture)
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("shared_database")


def a_module_with(learners: int, slots: int) -> tuple[list[Any], list[queries.Slot]]:
    with db.unit_of_work():
        module, author = make_module(), make_user()
        make_staff(author, "author", module=module)
        people = [make_user() for _ in range(learners)]
        for person in people:
            make_enrolment(person, module)
        made = [make_slot(author, module, days=day + 2).id for day in range(slots)]
    with db.reading():
        return [actor_of(person) for person in people], [queries.get_slot(each) for each in made]


def bookings_by_slot() -> Counter[int]:
    with db.reading():
        rows = db.session.execute(
            select(ConsultationBooking.slot_id, func.count()).group_by(ConsultationBooking.slot_id)
        )
        return Counter({row[0]: row[1] for row in rows})


def test_two_hundred_bookings_of_ten_slots() -> None:
    learners, slots = a_module_with(200, 10)
    deeds = [
        partial(service.book, learner, slots[number % 10], f"Klausimas {number}")
        for number, learner in enumerate(learners)
    ]
    outcomes = at_once(*deeds)
    assert sum(isinstance(each, int) for each in outcomes) == 10
    refusals = [each for each in outcomes if not isinstance(each, int)]
    assert len(refusals) == 190
    assert {type(each) for each in refusals} == {Conflict}
    assert len({str(each) for each in refusals}) == 1
    assert bookings_by_slot() == {slot.id: 1 for slot in slots}


def test_one_learner_cannot_take_more_than_their_share() -> None:
    (learner,), slots = a_module_with(1, 8)
    outcomes = at_once(*(partial(service.book, learner, slot, "Klausimas") for slot in slots))
    assert sum(isinstance(each, int) for each in outcomes) == 3
    assert sum(isinstance(each, Conflict) for each in outcomes) == 5


def test_the_same_form_twice_is_one_booking() -> None:
    (learner,), (slot,) = a_module_with(1, 1)
    outcomes = at_once(*[partial(service.book, learner, slot, "Klausimas")] * 4)
    assert len(set(outcomes)) == 1
    assert bookings_by_slot() == {slot.id: 1}


def test_moving_and_cancelling_at_the_same_moment_leave_one_truth() -> None:
    (learner, other), (first, second) = a_module_with(2, 2)
    with db.unit_of_work():
        booking_id = service.book(learner, first, "Klausimas")
    with db.reading():
        booking = queries.get_booking(booking_id)
    outcomes = at_once(
        partial(service.move_booking, learner, booking, second, "Susirgau"),
        partial(service.cancel, learner, booking, "Nebereikia"),
        partial(service.book, other, second, "Kitas klausimas"),
    )
    assert all(each is None or isinstance(each, int | Conflict) for each in outcomes), outcomes
    with db.reading():
        held = db.session.scalars(select(ConsultationBooking.slot_id).filter_by(cancelled_at=None)).all()
    assert len(held) == len(set(held))
