"""Small pieces of text: how words are compared, and how counts and lists are said."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """A heading, name or subject reduced to its letters and digits, so that case, spaces and punctuation do not matter."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text.casefold() if character.isalnum())
