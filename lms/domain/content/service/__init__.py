"""Deeds of the content room: check, publish, confirm, export, withdraw."""

from lms.domain.content.service.checking import check, known_modules
from lms.domain.content.service.confirming import confirm
from lms.domain.content.service.exporting import export_files, export_questions
from lms.domain.content.service.publishing import (
    Prepared,
    Published,
    PublishingRefused,
    prepare,
    publish,
    withdraw,
)

__all__ = [
    "Prepared",
    "Published",
    "PublishingRefused",
    "check",
    "confirm",
    "export_files",
    "export_questions",
    "known_modules",
    "prepare",
    "publish",
    "withdraw",
]
