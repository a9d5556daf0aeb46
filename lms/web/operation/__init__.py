"""What machines ask: whether the process lives, whether it can answer, and the figures of monitoring."""

from lms.web.operation.doors import blueprint

__all__ = ["blueprint"]
