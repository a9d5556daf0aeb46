"""Files that are shown and played: what they are, and what of them is kept."""

from lms.domain.content.media.files import TYPES, MediaFacts, examine_media

__all__ = ["TYPES", "MediaFacts", "examine_media"]
