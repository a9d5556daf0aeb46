"""Deeds of the catalogue: programmes from files, staff, news, the site's own texts, remarks about pages."""

from lms.domain.catalogue.service.news import change_news, publish_news, unpublish_news, write_news
from lms.domain.catalogue.service.programmes import save_programme, withdraw_programme
from lms.domain.catalogue.service.remarks import remark_on_page, reopen_remark, settle_remark
from lms.domain.catalogue.service.staff import assign_staff, remove_staff
from lms.domain.catalogue.service.texts import describe_institution, name_supporters, write_text

__all__ = [
    "assign_staff",
    "change_news",
    "describe_institution",
    "name_supporters",
    "publish_news",
    "remark_on_page",
    "remove_staff",
    "reopen_remark",
    "save_programme",
    "settle_remark",
    "unpublish_news",
    "withdraw_programme",
    "write_news",
    "write_text",
]
