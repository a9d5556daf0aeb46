"""Reading and writing without a connection: the app, what a device keeps, who is here."""

from flask import Blueprint

blueprint = Blueprint("offline", __name__)
entrance = Blueprint("app", __name__)  # hangs at / and not under a language

from lms.web.offline import app_files, device, presence  # noqa: E402, F401 (their doors hang on the blueprints)
