"""Pages of the catalogue: programmes, modules, news, the site's own texts, and their administration."""

from lms.web.catalogue import (
    admin_news,
    admin_staff,
    admin_texts,
    glossary,
    news,
    programmes,
    remarks,
    site_map,
    supporters,
    texts,
)
from lms.web.catalogue.blueprint import blueprint

__all__ = [
    "admin_news",
    "admin_staff",
    "admin_texts",
    "blueprint",
    "glossary",
    "news",
    "programmes",
    "remarks",
    "site_map",
    "supporters",
    "texts",
]
