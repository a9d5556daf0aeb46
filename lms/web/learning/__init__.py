"""Pages of the learner: lessons, enrolling, My learning, My notes, My plan, My record."""

from lms.web.learning import booklets, enrolling, lessons, my, notes, plan, reading, record, self_assessment
from lms.web.learning.blueprint import blueprint

__all__ = [
    "blueprint",
    "booklets",
    "enrolling",
    "lessons",
    "my",
    "notes",
    "plan",
    "reading",
    "record",
    "self_assessment",
]
