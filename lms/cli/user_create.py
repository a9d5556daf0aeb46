"""`lms user create`: open an account without the sign-up page, the first administrator's above all."""

import argparse
import getpass
import secrets
import sys

from lms.cli import WELL, environment
from lms.config import N_
from lms.foundation.i18n import LANGUAGES
from lms.foundation.i18n import gettext as _

NAME = "user create"
HELP = N_("open an account, for example the first administrator's")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms user create`."""
    parser.add_argument("email", metavar=_("EMAIL"), help=_("e-mail address"))
    parser.add_argument("--name", required=True, help=_("first and last name"))
    parser.add_argument(
        "--language",
        dest="account_language",
        choices=LANGUAGES,
        default="lt",
        help=_("language of mail and pages"),
    )
    parser.add_argument("--admin", action="store_true", help=_("let the person administer the platform"))
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("read the password from the input; otherwise it is asked for, or made up and printed"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Open a confirmed account; refusals say why."""
    settings = environment.settings()
    from lms import wiring
    from lms.domain.accounts import passwords, rules
    from lms.domain.accounts import service as accounts
    from lms.domain.catalogue import queries as catalogue
    from lms.foundation import db

    address = rules.read_address(arguments.email)
    name = rules.check_name(arguments.name.strip())
    password, is_made_up = _password(arguments)
    rules.check_password(password, email=address.email, name=name)
    db.connect(settings.database_url)
    wiring.connect()
    actor = f"command:{NAME}"
    with db.unit_of_work():
        user = accounts.create_user(
            actor,
            address,
            name,
            passwords.hash_password(password),
            language=arguments.account_language,
            privacy_version=catalogue.current_privacy_version(),
        )
        if arguments.admin:
            accounts.make_administrator(actor, user)
    print(_("The account %(email)s is open.", email=address.email))
    if is_made_up:
        print(_("Password: %(password)s", password=password))
    return WELL


def _password(arguments: argparse.Namespace) -> tuple[str, bool]:
    """Return the password and whether it was made up here."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if sys.stdin.isatty():
        return getpass.getpass(_("Password:") + " "), False
    return secrets.token_urlsafe(15), True
