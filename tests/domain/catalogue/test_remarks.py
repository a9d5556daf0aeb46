"""Remarks about pages: kept once, told to administrators who can sign in, settled and taken up again."""

from datetime import timedelta

import pytest
import time_machine

from lms import wiring
from lms.domain.catalogue import queries, service
from lms.domain.notifications.models import Notice
from lms.foundation import clock
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from tests.factories.accounts import actor_of, make_user

pytestmark = pytest.mark.usefixtures("database")


def test_a_remark_is_kept_once_but_may_be_made_again_later() -> None:
    reader = make_user()
    first = service.remark_on_page(reader.id, "/lt/help", "lt", "Klaida.")
    assert service.remark_on_page(reader.id, "/lt/help", "lt", "Klaida.").id == first.id
    assert service.remark_on_page(None, "/lt/help", "lt", "Klaida.").id != first.id
    assert service.remark_on_page(reader.id, "/en/help", "en", "Klaida.").id != first.id
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert service.remark_on_page(reader.id, "/lt/help", "lt", "Klaida.").id != first.id
    assert queries.count_remarks() == (4, 0)


def test_administrators_who_can_sign_in_are_told_but_not_of_their_own() -> None:
    wiring.connect()
    admin, writer = make_user(is_admin=True), make_user(is_admin=True)
    make_user(is_admin=True, standing="deactivated")
    make_user()
    session.commit()
    service.remark_on_page(writer.id, "/lt/help", "lt", "Klaida.")
    session.commit()
    told = [notice.recipient_id for notice in session.query(Notice).filter_by(kind="page-remarked")]
    assert told == [admin.id]


def test_what_waits_longest_comes_first_and_what_was_settled_last() -> None:
    admin = actor_of(make_user(is_admin=True))
    remarks = [service.remark_on_page(None, "/lt/help", "lt", f"Klaida {number}") for number in range(4)]
    for minutes, remark in ((1, remarks[2]), (2, remarks[0])):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            service.settle_remark(admin, remark)
            service.settle_remark(admin, remark)
    session.flush()

    def shown(*, settled: bool) -> list[str]:
        return [line.remark.text for line in queries.list_remarks(settled=settled, limit=10)]

    assert shown(settled=False) == ["Klaida 1", "Klaida 3"]
    assert shown(settled=True) == ["Klaida 0", "Klaida 2"]
    service.reopen_remark(admin, remarks[0])
    session.flush()
    assert queries.count_remarks() == (3, 1)
    deeds = [entry.deed for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert deeds == ["remark-settled", "remark-settled", "remark-reopened"]


def test_a_remark_that_never_was_is_refused() -> None:
    with pytest.raises(NotFound):
        queries.get_remark(2_000_000_000)
