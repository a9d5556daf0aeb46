"""The blueprint on which the files of this folder hang their doors."""

from flask import Blueprint

blueprint = Blueprint("catalogue", __name__)
