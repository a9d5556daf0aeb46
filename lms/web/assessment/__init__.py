"""Pages of assessment: quizzes, assignments, files handed in, and the graders' desk."""

from lms.web.assessment import assignments, files, grading, incoming, quizzes
from lms.web.assessment.blueprint import blueprint

__all__ = ["assignments", "blueprint", "files", "grading", "incoming", "quizzes"]
