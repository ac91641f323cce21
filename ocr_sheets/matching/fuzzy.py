"""Near misses: which of the words that are known a word most likely means, where it is none of them.

A word is compared without accents, case, spaces and punctuation, then in any order of its words, then letter by letter with
`difflib`. Numbers are never near: IT 1 is not a slip for IT 2, though Unit 08 is Unit 8. Nor are words of one to three letters,
where another letter makes other initials, and those that begin otherwise: unconfirmed is no slip for confirmed.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ocr_sheets.patterns import regex

ALIKE = 0.8
"""How alike two words must be, of 1, as `difflib` reckons: one slip in a word of five letters."""
ALIKE_RUN_TOGETHER = 0.85
"""The same where one of them has more words than the other."""
WORDS_ALIKE = 0.7
"""How alike each word of several must be to its fellow: Candidate name is no slip for Candidate number."""
AS_GOOD = 0.1
"""How much less alike than the best another may be, and still be as likely meant."""
SHORTEST = 4
"""Letters and digits from which a word may have a slip in it."""
_BEGINNING = 3
"""Letters from which the beginning of a word stands for it, as in Cand number."""

_NOT_DECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_WORD = regex(r"[^\W\d_]+|\d+")
_BETWEEN_LETTERS = regex(r"(?<=[^\W\d_])['’‘ʼ`´](?=[^\W\d_])")


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text: small letters without accents, no apostrophes, numbers without zeros in front."""
    plain = unicodedata.normalize("NFKD", _BETWEEN_LETTERS.sub("", text).casefold()).translate(_NOT_DECOMPOSED)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(word.lstrip("0") or "0" if word.isdecimal() else word for word in _WORD.findall(plain))


def close_matches(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words that a text most likely means, best first; one where there is no other as likely, none where it is not near.

    Of known words that are equally near, all are given, in their own order: which is meant cannot be told.
    """
    said = words_of(text)
    if not said:
        return ()
    words = {word: words_of(word) for word in known}
    joined = "".join(said)
    for same in (
        [word for word, parts in words.items() if "".join(parts) == joined],
        [word for word, parts in words.items() if sorted(parts) == sorted(said)],
    ):
        if same:
            return tuple(same)
    if len(joined) < SHORTEST:
        return ()
    alike = {word: _alike(said, parts) for word, parts in words.items()}
    best = max(alike.values(), default=0.0)
    near = [word for word in alike if alike[word] and alike[word] >= best - AS_GOOD]
    return tuple(sorted(near, key=lambda word: -alike[word]))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two texts are, of 1; 0 where that is too little for the one to be a slip for the other."""
    if not other or one[0][0] != other[0][0] or _numbers(one) != _numbers(other) or len("".join(other)) < SHORTEST:
        return 0.0
    whole = _ratio("".join(one), "".join(other))
    if len(one) != len(other):
        return whole if whole >= ALIKE_RUN_TOGETHER else 0.0
    is_each = all(_is_beginning(a, b) or _ratio(a, b) >= WORDS_ALIKE for a, b in zip(one, other, strict=True))
    return whole if whole >= ALIKE and is_each else 0.0


def is_slip(one: str, other: str) -> bool:
    """Whether one word, of small letters, may be a slip for another: Smyth for Smith."""
    return (
        min(len(one), len(other)) >= SHORTEST
        and one[0] == other[0]
        and not (one.isdecimal() or other.isdecimal())
        and _ratio(one, other) >= ALIKE
    )


def _numbers(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word.isdecimal()]


def _ratio(one: str, other: str) -> float:
    """The same whichever is asked about, which `difflib` alone does not promise."""
    first, second = sorted((one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _is_beginning(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _BEGINNING and longer.startswith(shorter)
