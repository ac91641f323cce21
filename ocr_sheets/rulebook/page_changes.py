"""Two copies of one page, sentence by sentence: what was changed, taken away and added. `watch` is for a page beside what we read of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple

from ocr_sheets.rulebook.watch import ALIKE, letters_of, pieces_of

_ASIDE = frozenset(
    {"script", "style", "nav", "header", "footer", "form", "noscript", "template", "svg", "button", "select"}
)
"""What is on every page of a site, or no text."""
_IN_A_LINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"})  # fmt: skip
"""What does not end a line."""


class Changes(NamedTuple):
    """What differs between two copies: pairs of an earlier and a later form, and sentences that are only in one."""

    changed: Sequence[tuple[str, str]]
    gone: Sequence[str]
    new: Sequence[str]

    @property
    def none(self) -> bool:
        """Whether the copies say the same."""
        return not (self.changed or self.gone or self.new)


class _Text(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ASIDE:
            self._aside += 1
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _ASIDE:
            self._aside = max(self._aside - 1, 0)
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        if not self._aside:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _end_line(self, tag: str) -> None:
        if tag not in _IN_A_LINE:
            self.parts.append("\n")


def text_of_page(html: str) -> str:
    """The words of a page's own part, a line for each block: no menus, scripts or forms."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each once and in order."""
    found = {
        letters_of(line[piece.start : piece.end]): line[piece.start : piece.end]
        for line in text.splitlines()
        for piece in pieces_of(line)
    }
    return [" ".join(sentence.split()) for sentence in found.values()]


def changes(earlier: str, later: str) -> Changes:
    """What differs between the texts of two copies. Typography, spaces and order are no difference."""
    before = {letters_of(each): each for each in sentences_of(earlier)}
    after = {letters_of(each): each for each in sentences_of(later)}
    gone = [sentence for letters, sentence in before.items() if letters not in after]
    new = [sentence for letters, sentence in after.items() if letters not in before]
    pairs = list(_pairs(gone, new))
    was, now = {first for first, _ in pairs}, {second for _, second in pairs}
    return Changes(pairs, [each for each in gone if each not in was], [each for each in new if each not in now])


def _pairs(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that are each other's edited form, the most alike first; each is in one pair."""
    ratios = [
        (SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio(), first, second)
        for first in gone
        for second in new
    ]
    used: Counter[str] = Counter()
    for ratio, first, second in sorted(ratios, key=lambda each: -each[0]):
        if ratio >= ALIKE and not used[first] and not used[second]:
            used[first] = used[second] = 1
            yield first, second
