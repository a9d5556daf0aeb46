"""What the worker runs for the courses. A job may run twice, and two may run at once."""

from lms.domain.coordination import service
from lms.foundation import db


def check_links() -> int:
    """Look at a few addresses outside, where the operator has asked for it; return how many."""
    return service.check_some_links()


def look_over_courses() -> int:
    """Look over the courses that were published unnoticed; return how many there were."""
    with db.unit_of_work():
        return service.look_over_courses()
