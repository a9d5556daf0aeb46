"""Coordinators' pages: figures, people, export, invitations; and what courses ask of their authors."""

from flask import Blueprint

blueprint = Blueprint("coordination", __name__)

# Their doors hang on the blueprint.
from lms.web.coordination import courses, figures, invitations, people, self_assessment  # noqa: E402, F401
