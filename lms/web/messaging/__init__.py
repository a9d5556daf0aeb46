"""Pages of consultation: asking, the conversation, the learner's list, the authors' inbox."""

from lms.web.messaging import asking, conversations, inbox
from lms.web.messaging.blueprint import blueprint

__all__ = ["asking", "blueprint", "conversations", "inbox"]
