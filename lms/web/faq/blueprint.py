"""The blueprint on which the files of this folder hang their doors."""

from flask import Blueprint

blueprint = Blueprint("faq", __name__)
