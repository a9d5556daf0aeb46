"""Coordinators' pages: figures, people, export, invitations."""

from flask import Blueprint

blueprint = Blueprint("coordination", __name__)

from lms.web.coordination import figures, invitations, people  # noqa: E402, F401 (their doors hang on the blueprint)
