"""The blueprint on which the doors of assessment hang."""

from flask import Blueprint

blueprint = Blueprint("assessment", __name__)
