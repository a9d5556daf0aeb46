"""The institution that runs the demo: invented, so that help, contact and privacy read as they will."""

from lms.cli.demo_accounts import ACTOR
from lms.domain.catalogue import queries, service

CONTACTS = {
    "name": {"lt": "Pavyzdžio mokymų centras", "en": "Example Training Centre"},
    "address": {
        "lt": "Pavyzdžio g. 1, LT-00000 Pavyzdžiai",
        "en": "Pavyzdžio g. 1, LT-00000 Pavyzdžiai, Lithuania",
    },
    "hours": {"lt": "darbo dienomis 8.00–17.00", "en": "on working days, 8:00–17:00"},
    "email": "pagalba@demo.example",
    "phone": "",
    "code": "",
    "data_protection": "duomenys@demo.example",
}


def ensure_contacts() -> None:
    """Give the site of the demo its contacts, unless somebody has given others."""
    if not queries.find_institution():
        service.describe_institution(ACTOR, CONTACTS)
