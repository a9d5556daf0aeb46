"""The blueprint on which the files of this folder hang their doors."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
