"""The blueprint on which the files of this folder hang their doors."""

from flask import Blueprint

blueprint = Blueprint("messaging", __name__)
