"""Reading programmes, their modules and staff, news, the operator's texts, and who stands at the door."""

from lms.domain.catalogue.queries.actors import find_actor
from lms.domain.catalogue.queries.news import (
    count_news,
    get_news,
    get_published_news,
    list_all_news,
    list_news,
)
from lms.domain.catalogue.queries.staff import (
    StaffLine,
    answers_for,
    authored_module_ids,
    coordinated_module_ids,
    find_duty,
    get_duty,
    list_author_ids,
    list_staff,
)
from lms.domain.catalogue.queries.texts import (
    current_privacy_version,
    find_institution,
    find_text,
    get_text,
    last_version,
    list_texts,
    list_versions,
)

__all__ = [
    "StaffLine",
    "answers_for",
    "authored_module_ids",
    "coordinated_module_ids",
    "count_news",
    "current_privacy_version",
    "find_actor",
    "find_duty",
    "find_institution",
    "find_text",
    "get_duty",
    "get_news",
    "get_published_news",
    "get_text",
    "last_version",
    "list_all_news",
    "list_author_ids",
    "list_news",
    "list_staff",
    "list_texts",
    "list_versions",
]
