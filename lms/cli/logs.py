"""What the program writes about itself: readable on a terminal, one JSON object a line in production."""

import json
import logging
import sys
from datetime import UTC, datetime

from lms.config import Settings

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object a line, with whatever was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _USUAL},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def install(settings: Settings) -> None:
    """Write warnings of everybody, and what we ourselves say, to the standard error."""
    handler = logging.StreamHandler(sys.stderr)
    readable = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")
    handler.setFormatter(JsonLines() if settings.is_production else readable)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("lms").setLevel(logging.INFO)
