"""Programmes, staff and news."""

import itertools
from typing import Any

from lms.domain.catalogue.models import News, Programme, ProgrammeModule, Staff
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module

_number = itertools.count(1)


def make_programme(*modules: Any, **values: Any) -> Programme:
    """A programme of these compiled modules in this order; without any it gets one of its own."""
    number = next(_number)
    slug = values.pop("slug", f"programme-{number}")
    programme = Programme(
        **{
            "slug": slug,
            "title": {"lt": f"Programa {slug}", "en": f"Programme {slug}"},
            "summary": {"lt": "Santrauka", "en": "Summary"},
            "aim": {"lt": "Tikslas", "en": "Aim"},
            "place": number,
            **values,
        }
    )
    session.add(programme)
    session.flush()
    for place, module in enumerate(modules or (make_module(),)):
        session.add(ProgrammeModule(programme_id=programme.id, module_id=module.module_id, place=place))
    session.flush()
    return programme


def make_staff(user: Any, duty: str = "author", *, programme: Any = None, module: Any = None) -> Staff:
    """A duty of the person for a programme (its row) or a module (compiled)."""
    duty_row = Staff(
        user_id=user.id,
        duty=duty,
        programme_id=programme.id if programme else None,
        module_id=module.module_id if module else None,
    )
    session.add(duty_row)
    session.flush()
    return duty_row


def make_news(**values: Any) -> News:
    """A published piece of news; `published_at=None` leaves it on the desk."""
    news = News(
        **{
            "title": {"lt": "Naujiena", "en": "A piece of news"},
            "text": {"lt": "Naujienos tekstas.", "en": "The text of the news."},
            "published_at": clock.now(),
            "created_at": clock.now(),
            **values,
        }
    )
    if news.written_by_id is None:
        news.written_by_id = make_user().id
    session.add(news)
    session.flush()
    return news
