"""Deeds of the catalogue: programmes from files, staff, news, the site's own texts."""

from lms.domain.catalogue.service.news import change_news, publish_news, unpublish_news, write_news
from lms.domain.catalogue.service.programmes import save_programme, withdraw_programme
from lms.domain.catalogue.service.staff import assign_staff, remove_staff
from lms.domain.catalogue.service.texts import describe_institution, write_text

__all__ = [
    "assign_staff",
    "change_news",
    "describe_institution",
    "publish_news",
    "remove_staff",
    "save_programme",
    "unpublish_news",
    "withdraw_programme",
    "write_news",
    "write_text",
]
