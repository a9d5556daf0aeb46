"""Deeds of consultation. Whatever was sent is kept."""

from lms.domain.messaging.service.conversing import Question, ask, close, reply

__all__ = ["Question", "ask", "close", "reply"]
