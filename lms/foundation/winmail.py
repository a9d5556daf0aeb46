"""Files that Outlook has packed into a winmail.dat (TNEF, MS-OXTNEF), which no other program opens."""

import struct

_SIGNATURE = 0x223E9F78
_OF_ATTACHMENT = 2
_BEGINS, _TITLE, _DATA = 0x9002, 0x8010, 0x800F
MOST_FILES = 100


def is_package(media_type: str, file_name: str) -> bool:
    """Whether a part of a mail is such a package; many mail servers forget its type."""
    return media_type == "application/ms-tnef" or file_name.lower() in ("winmail.dat", "win.dat")


def unpack(content: bytes) -> list[tuple[bytes, bytes]]:
    """Return name and content of the files in it, as far as they can be found."""
    found: list[dict[int, bytes]] = []
    place = 6  # after the signature and a key that nobody needs
    if len(content) < place or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        return []
    while place + 9 <= len(content) and len(found) <= MOST_FILES:
        level, number, _kind, length = struct.unpack_from("<BHHI", content, place)
        place += 9
        if place + length > len(content):
            break
        if level == _OF_ATTACHMENT and number == _BEGINS:
            found.append({})
        elif level == _OF_ATTACHMENT and found and number in (_TITLE, _DATA):
            found[-1][number] = content[place : place + length]
        place += length + 2  # and a sum for checking
    return [(each.get(_TITLE, b"").partition(b"\0")[0], each[_DATA]) for each in found if each.get(_DATA)]
