"""Pictures and recordings as a page shows them: with their sizes, and nothing fetched before it is wanted."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass

from markdown.serializers import to_html_string

from lms.domain.content.compiled import Size
from lms.domain.content.insertions import Insertions
from lms.domain.content.media import MediaFacts
from lms.domain.content.media.recordings import captions_of, is_recording, is_video
from lms.foundation.i18n import OWN_NAMES, format_number, speaking
from lms.foundation.i18n import gettext as _

# As wide as a column of text is at most; on phones as wide as the screen.
SIZES = "(min-width: 48rem) 42rem, 100vw"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Shown:
    """A picture or recording of the module: its address, what it is, and the smaller pictures made of it."""

    path: str
    address: str
    facts: MediaFacts
    bytes: int
    sizes: tuple[Size, ...] = ()


def show_picture(
    root: etree.Element,
    picture: etree.Element,
    path: str,
    media: Mapping[str, Shown],
    language: str,
    insertions: Insertions,
) -> None:
    """Turn the image that an author wrote into what a browser shows of that file."""
    shown = media[path]
    if is_recording(path):
        _say_what_it_takes(root, picture, shown, language)
        insertions.put_instead(picture, to_html_string(_player(picture, shown, media)))
        return
    picture.set("src", shown.address)
    picture.attrib.pop("title", None)
    if shown.facts.width and shown.facts.height:
        picture.set("width", str(shown.facts.width))
        picture.set("height", str(shown.facts.height))
    picture.set("loading", "lazy")
    picture.set("decoding", "async")
    if shown.sizes:
        insertions.put_instead(picture, to_html_string(_in_sizes(picture, shown)))


def _in_sizes(picture: etree.Element, shown: Shown) -> etree.Element:
    """Return the picture in one with several sources; browsers that know none of them take the original."""
    outer = etree.Element("picture")
    source = etree.SubElement(outer, "source", {"type": "image/webp", "sizes": SIZES})
    source.set("srcset", ", ".join(f"{size.address} {size.width}w" for size in shown.sizes))
    etree.SubElement(outer, "img", dict(picture.attrib))
    return outer


def _player(picture: etree.Element, shown: Shown, media: Mapping[str, Shown]) -> etree.Element:
    """Return a player that fetches nothing before somebody presses its button."""
    player = etree.Element("video" if is_video(shown.path) else "audio", {"controls": "controls"})
    player.set("preload", "none")
    player.set("src", shown.address)
    player.set("aria-label", picture.get("alt", ""))
    if is_video(shown.path) and shown.facts.width:
        player.set("width", str(shown.facts.width))
        player.set("height", str(shown.facts.height))
    for language in ("lt", "en"):
        captions = media.get(captions_of(shown.path, language))
        if captions is not None:
            track = etree.SubElement(player, "track", {"kind": "captions", "src": captions.address})
            track.set("srclang", language)
            track.set("label", OWN_NAMES[language])
    return player


def _say_what_it_takes(root: etree.Element, element: etree.Element, shown: Shown, language: str) -> None:
    """Say under the recording how long and how large it is: nobody should find out by paying for it."""
    figure = next((each for each in root.iter("figure") if element in list(each)), None)
    if figure is None:
        return
    with speaking(language):
        size = format_number(max(round(shown.bytes / MEGABYTE, 1), 0.1))
        is_watched = is_video(shown.path)
        words = _("Video, %(size)s MB", size=size) if is_watched else _("Audio, %(size)s MB", size=size)
    if shown.facts.seconds:
        minutes, seconds = divmod(shown.facts.seconds, 60)
        words += f", {minutes}:{seconds:02}"
    caption = figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
    note = etree.SubElement(caption, "span", {"class": "recording-size"})
    note.text = words
    if caption.text or len(caption) > 1:
        note.text = f" ({words})"
