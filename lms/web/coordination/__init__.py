"""Coordinators' pages: figures, people, export, invitations; and what courses ask of their authors."""

from flask import Blueprint

blueprint = Blueprint("coordination", __name__)

# Their doors hang on the blueprint.
from lms.web.coordination import (  # noqa: E402
    answer_times,  # noqa: F401
    consultations,  # noqa: F401
    courses,  # noqa: F401
    figures,  # noqa: F401
    invitations,  # noqa: F401
    people,  # noqa: F401
    reminders,  # noqa: F401
    self_assessment,  # noqa: F401
)
