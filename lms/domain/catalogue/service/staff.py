"""Who answers for what: duties given and taken, each in the audit record."""

from lms.domain.accounts import queries as people
from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries
from lms.domain.catalogue.models import Staff
from lms.foundation import audit
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _

DUTIES = ("author", "coordinator")


def assign_staff(
    actor: Actor, user_id: int, duty: str, *, programme_id: int | None = None, module_id: int | None = None
) -> Staff:
    """Let a person answer for a programme or a single module; giving the same duty twice changes nothing."""
    if duty not in DUTIES or (programme_id is None) == (module_id is None):
        raise Invalid(_("Choose one programme or one module."), "thing")
    if duty == "coordinator" and module_id is not None:
        raise Invalid(_("Coordinators answer for programmes, not for single modules."), "thing")
    people.take_turn(actor.id)
    standing = queries.find_duty(user_id, duty, programme_id=programme_id, module_id=module_id)
    if standing:
        return standing
    given = Staff(user_id=user_id, duty=duty, programme_id=programme_id, module_id=module_id)
    session.add(given)
    session.flush()
    audit.record(actor.label, "staff-assigned", f"user:{user_id}", **_what(given))
    return given


def remove_staff(actor: Actor, staff_id: int) -> None:
    """Take a duty from a person; what they did in it stays theirs."""
    duty = queries.get_duty(staff_id)
    audit.record(actor.label, "staff-removed", f"user:{duty.user_id}", **_what(duty))
    session.delete(duty)


def _what(duty: Staff) -> dict[str, int | str | None]:
    return {"duty": duty.duty, "programme_id": duty.programme_id, "module_id": duty.module_id}
