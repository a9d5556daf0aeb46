"""Pages of assessment: quizzes, assignments, files handed in, and the graders' desk."""

from lms.web.assessment import (
    assignments,
    desk,
    files,
    grading,
    incoming,
    open_answers,
    quizzes,
    timed,
    uploads,
    waiting,
)
from lms.web.assessment.blueprint import blueprint

__all__ = [
    "assignments",
    "blueprint",
    "desk",
    "files",
    "grading",
    "incoming",
    "open_answers",
    "quizzes",
    "timed",
    "uploads",
    "waiting",
]
