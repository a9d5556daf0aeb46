"""Questions and answers for all."""

from typing import Any

from lms.domain.faq.models import FaqEntry
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module


def make_entry(module: Any = None, author: Any = None, **values: Any) -> FaqEntry:
    """An entry beside the first block of the first lesson that learners see, unless said otherwise."""
    module = module or make_module()
    lesson = module.lesson(values.pop("lesson", "first"))
    state = values.setdefault("state", "published")
    entry = FaqEntry(
        **{
            "module_id": module.module_id,
            "lesson": lesson.slug,
            "block": lesson.blocks[0].id,
            "source": "",
            "question": {"lt": "Kuo klasteris skiriasi nuo tinklo?", "en": "How does a cluster differ?"},
            "answer": {"lt": "Klasteris turi bendrą tikslą.", "en": "A cluster has a common aim."},
            "version": 1 if state == "published" else 0,
            "made_by_id": (author or make_user()).id,
            "made_at": clock.now(),
            "changed_at": clock.now(),
            **values,
        }
    )
    session.add(entry)
    session.flush()
    return entry
