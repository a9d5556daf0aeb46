"""Pages of the learner: lessons, enrolling, My learning, My record."""

from lms.web.learning import enrolling, lessons, my, reading, record
from lms.web.learning.blueprint import blueprint

__all__ = ["blueprint", "enrolling", "lessons", "my", "reading", "record"]
