"""People and institutions."""

import itertools
from typing import Any

from lms.domain.accounts.models import Institution, User
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.sorting import person_sort_key, sort_key

_number = itertools.count(1)


def make_user(**values: Any) -> User:
    """A confirmed person with an account, unless said otherwise."""
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
