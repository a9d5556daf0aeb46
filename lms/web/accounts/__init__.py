"""Pages of accounts: signing up and in, one's own account, the administrator's people and lists."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
entrance = Blueprint("entrance", __name__)  # hangs at / and not under a language

from lms.web.accounts import (  # noqa: E402, F401 (their doors hang on the blueprints)
    admin_deeds,
    admin_home,
    admin_institutions,
    admin_lists,
    admin_people,
    appearance,
    continuing,
    devices,
    forgotten,
    own_account,
    root,
    signing_in,
    signing_up,
)
