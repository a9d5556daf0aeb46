"""Pages of answers for all: writing, checking, publishing; and which paragraphs raise questions."""

from lms.web.faq import blocks, entries, moving, writing
from lms.web.faq.blueprint import blueprint

__all__ = ["blocks", "blueprint", "entries", "moving", "writing"]
