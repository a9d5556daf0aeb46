"""Markdown as authors and learners write it: from lines to blocks to checked HTML."""

from lms.domain.content.markdown.rendering import Page, Piece, Renderer

__all__ = ["Page", "Piece", "Renderer"]
