"""What people typed, cleaned the same way everywhere."""

import unicodedata

# Characters that show nothing and change how a line is read: kept out of names and titles.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
        0x00AD,
    ]
)


def one_line(text: str | None) -> str:
    """Return a name or title as typed, in NFC, without invisible characters and doubled spaces."""
    cleaned = unicodedata.normalize("NFC", text or "").translate(_INVISIBLE)
    cleaned = "".join(letter for letter in cleaned if letter.isprintable() or letter.isspace())
    return " ".join(cleaned.split())


def long_text(text: str | None) -> str:
    """Return a longer text as typed, in NFC, with plain line ends and without NUL.

    What has nothing but signs that show nothing is no text.
    """
    typed = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\x00", ""))
    return typed if typed.translate(_INVISIBLE).strip() or not typed.strip() else ""
