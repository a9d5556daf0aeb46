"""People and institutions."""

import itertools
from typing import Any

from lms.domain.accounts import passwords, queries
from lms.domain.accounts.actor import Actor, UserId
from lms.domain.accounts.models import AccountToken, Institution, ListEntry, User
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.sorting import person_sort_key, sort_key

PASSWORD = "trys žali obuoliai"
_number = itertools.count(1)


def make_user(**values: Any) -> User:
    """A confirmed person with an account, unless said otherwise; `password` is hashed for them."""
    if "password" in values:
        values["password_hash"] = passwords.hash_password(values.pop("password"))
    number = next(_number)
    email = values.pop("email", f"person{number}@example.lt")
    name = values.pop("name", f"Asmuo Numeris{number}")
    user = User(
        **{
            "email": email,
            "email_key": email.casefold(),
            "name": name,
            "sort_key": person_sort_key(name),
            "standing": "active",
            "created_at": clock.now(),
            "confirmed_at": clock.now(),
            "mail_from_hour": 0,
            "mail_to_hour": 24,
            **values,
        }
    )
    session.add(user)
    session.flush()
    return user


def make_institution(**values: Any) -> Institution:
    """A municipality's administration, unless said otherwise."""
    name = values.pop("name", {"lt": f"Pavyzdžio {next(_number)} savivaldybė", "en": "Sample municipality"})
    institution = Institution(
        **{"name": name, "kind": "municipality", "sort_key": sort_key(name["lt"]), "country": "LT", **values}
    )
    session.add(institution)
    session.flush()
    return institution


def make_entry(**values: Any) -> ListEntry:
    """A category of learners, unless said otherwise."""
    number = next(_number)
    entry = ListEntry(
        **{
            "list": "category",
            "key": f"entry-{number}",
            "label": {"lt": f"Įrašas {number}", "en": f"Entry {number}"},
            "place": number,
            **values,
        }
    )
    session.add(entry)
    session.flush()
    return entry


def last_letter_key(purpose: str) -> str:
    """The secret in the link of the last account letter for this purpose, as its reader gets it."""
    rows = session.query(AccountToken).filter_by(purpose=purpose).order_by(AccountToken.id)
    secret = queries.get_letter_key(rows.all()[-1].id)
    assert secret is not None
    return secret


def actor_of(user: User, **values: Any) -> Actor:
    """The person as they stand at the door."""
    return Actor(
        **{"id": UserId(user.id), "name": user.name, "email": user.email, "is_admin": user.is_admin, **values}
    )
