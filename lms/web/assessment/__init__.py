"""Pages of assessment: quizzes, assignments, files handed in, and the graders' desk."""

from lms.web.assessment import (
    appeals,
    assignments,
    corrections,
    dates,
    desk,
    files,
    grading,
    groups,
    incoming,
    items,
    open_answers,
    question_files,
    quizzes,
    settling,
    timed,
    uploads,
    waiting,
)
from lms.web.assessment.blueprint import blueprint

__all__ = [
    "appeals",
    "assignments",
    "blueprint",
    "corrections",
    "dates",
    "desk",
    "files",
    "grading",
    "groups",
    "incoming",
    "items",
    "open_answers",
    "question_files",
    "quizzes",
    "settling",
    "timed",
    "uploads",
    "waiting",
]
