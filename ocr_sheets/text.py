"""Small pieces of text: how words are compared, and how counts and lists are said."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """A heading, name or subject reduced to its letters and digits, so that case, spaces and punctuation do not matter."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text.casefold() if character.isalnum())


_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """A name reduced to its plain letters and digits: without case, accents, apostrophes, hyphens and spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN_LETTERS)
    return "".join(character for character in plain if character.isalnum())


def folded_words(text: str) -> list[str]:
    """The words of a name, each `folded`; the parts of a double name are words of their own."""
    return [word for part in re.split(r"[\s\-‐‑‒–,]+", text) if (word := folded(part))]
