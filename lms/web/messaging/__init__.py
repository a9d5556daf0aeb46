"""Pages of consultation: asking, the conversation, the learner's list, the authors' inbox."""

from lms.web.messaging import absences, asking, attaching, conversations, editing, files, inbox, owning
from lms.web.messaging.blueprint import blueprint

__all__ = [
    "absences",
    "asking",
    "attaching",
    "blueprint",
    "conversations",
    "editing",
    "files",
    "inbox",
    "owning",
]
