"""Whether a page still says what we read: a newer copy of it beside the fingerprints of the sentences we rely on.

A fingerprint holds no wording. Its digest is the same for the same letters and digits, whatever the typography, spaces and line
ends; its shape has one of sixteen signs for each word, enough to tell that a sentence is an edited form of one we read.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Protocol

from ocr_sheets.errors import UserError
from ocr_sheets.rulebook.sources import Page, load_sources
from ocr_sheets.rulebook.values import load_rulebook

DIGITS_KEPT = 16
MOST_PIECES = 12
"""Over how many lines one sentence can run, with a capital at the start of each, and still be known."""
MOST_LETTERS = 2000
ALIKE = 0.6
"""From which ratio a sentence counts as an edited form of another. Of two sentences of the pages hardly any are so much alike."""
ALIKE_IN_PLACE = 0.45
"""The same where it stands between the very sentences that the other stood between."""
FEWEST = 0.1
"""Which part of a page's sentences a text must have as they were to be taken for that page."""
LINE_IS_LONG = 60
WORDS_IN_A_SENTENCE = 5

_BREAK = re.compile(r"[.:!?…][\"'”’»)\]]*\s+|\s*\n\s*")
_ENDS = (".", ":", "!", "?", "…")
_ABBREVIATED = ("e.g.", "i.e.", "etc.")


class Fingerprint(NamedTuple):
    """What is kept of one sentence."""

    digest: str
    shape: str


class Known(NamedTuple):
    """The fingerprints of one page: of its numbered sentences, and the digests of its headings, which carry no number.

    One sentence of the page that we count as two has both numbers: S39+S40.
    """

    sentences: Mapping[str, Fingerprint]
    headings: frozenset[str]


class Citing(Protocol):
    """What is asked of a rule here. A rule of `ocr_sheets.rules` is one; this module knows nothing of those."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def source(self) -> tuple[str, ...]:
        """The numbers of its sentences."""

    @property
    def uses(self) -> tuple[str, ...]:
        """The names of its values."""


class Touched(NamedTuple):
    """A sentence that is no longer there as we read it, and what rests on it.

    ``text`` is how it reads now in the user's copy, blank where nothing like it was found. ``rules`` cite the sentence or use one of
    ``values``, which rest on it. It has two numbers where we count one sentence of the page as two.
    """

    numbers: tuple[str, ...]
    text: str
    rules: tuple[str, ...]
    values: tuple[str, ...]


class Comparison(NamedTuple):
    """A newer copy of a page beside the one we read. ``around`` are sentences before and after all that we know."""

    page: Page
    unchanged: tuple[str, ...]
    changed: tuple[Touched, ...]
    gone: tuple[Touched, ...]
    new: tuple[str, ...]
    around: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every sentence is as we read it, and none is new among them."""
        return not (self.changed or self.gone or self.new)


class Piece(NamedTuple):
    """A stretch of text between two places where a sentence may begin or end. ``wraps``: the next one may be the same sentence."""

    start: int
    end: int
    letters: str
    wraps: bool


class _Stretch(NamedTuple):
    """Pieces in a row that are not known, from ``first`` up to ``last`` exclusive, and the known sentences on each side."""

    first: int
    last: int
    before: str
    after: str


# ------------------------------------------------------------------------------------------------------------ fingerprints


def letters_of(text: str) -> str:
    """A text as its letters and digits only, without case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _digest(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGITS_KEPT]


def _shape(text: str) -> str:
    words = [letters_of(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]
    return "".join(hashlib.sha256(word.encode()).hexdigest()[0] for word in words)


def fingerprint(sentence: str) -> Fingerprint:
    """The fingerprint of one sentence."""
    return Fingerprint(_digest(letters_of(sentence)), _shape(sentence))


def fingerprints_of(text: str, lines: Mapping[int, Sequence[str]]) -> Known:
    """The fingerprints of a saved page. ``lines`` says which numbers stand on which of its lines, counted from 1, in order.

    A number that stands twice in a row is one that we gave to two sentences; S39+S40 are two that we gave to one. A line without
    numbers is a heading. A line with more or fewer sentences than numbers is a slip in ``lines``: ``ValueError``.
    """
    texts: dict[str, str] = {}
    headings: set[str] = set()
    for place, line in enumerate(text.splitlines(), start=1):
        found = [line[piece.start : piece.end] for piece in pieces_of(line)]
        numbers = lines.get(place, ())
        if not numbers:
            headings.update(_digest(letters_of(sentence)) for sentence in found)
        elif len(found) != len(numbers):
            raise ValueError(f"line {place} has {len(found)} sentences for {', '.join(numbers)}")
        else:
            for number, sentence in zip(numbers, found, strict=True):
                texts[number] = f"{texts.get(number, '')} {sentence}".strip()
    return Known({number: fingerprint(sentence) for number, sentence in texts.items()}, frozenset(headings))


@cache
def load_fingerprints() -> Mapping[str, Known]:
    """The fingerprints that come with the tool, by the name of the page."""
    body = tomllib.loads(files(__package__).joinpath("fingerprints.toml").read_text(encoding="utf-8"))
    return {
        name: Known(
            {number: Fingerprint(*pair) for number, pair in page["sentences"].items()}, frozenset(page["headings"])
        )
        for name, page in body.items()
    }


# ------------------------------------------------------------------------------------------------------------ reading a copy


def read_saved(body: bytes) -> str:
    """The text of a saved file: UTF-8 or UTF-16, with its mark or without, or else Windows' own (cp1252)."""
    if body.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise UserError("This is not a text file. Copy the page's text into a text editor and save it as .txt.")
    text = _decoded(body)
    if re.search(r"<(!doctype html|html|body)\b|^MIME-Version:", text[:5000], re.IGNORECASE | re.MULTILINE):
        raise UserError(
            "This is the page's code, not its text. Open the page in a browser, select all, copy, paste it into a text "
            "editor and save it as .txt."
        )
    if not letters_of(text):
        raise UserError("There are no words in this file.")
    if "\0" in text:
        raise UserError("This is not a text file. Copy the page's text into a text editor and save it as .txt.")
    return text


def _decoded(body: bytes) -> str:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    start = body[:2000]
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        # In English text each second byte of UTF-16 is zero.
        if start[place::2] and start[place::2].count(0) > len(start[place::2]) * 0.8:
            return body.decode(name, errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def pieces_of(text: str) -> list[Piece]:
    """A text cut wherever a sentence may begin or end. A line end in the middle of a sentence may be one such place."""
    pieces: list[Piece] = []
    start = 0

    def cut(end: int, wraps: bool) -> None:
        letters = letters_of(text[start:end])
        if letters:
            pieces.append(Piece(start, end, letters, wraps))

    for found in _BREAK.finditer(text):
        space = found.group().lstrip("".join(_ENDS) + "\"'”’»)]")
        mark = found.group()[: len(found.group()) - len(space)]
        follows = text[found.end() : found.end() + 1]
        goes_on = follows.islower()
        if mark:
            whole = text[max(start, found.start() - 5) : found.start() + 1]
            is_cut = not whole.casefold().endswith(_ABBREVIATED) and ("\n" in space or not goes_on)
        else:
            is_cut = not goes_on or space.count("\n") > 1
        if is_cut:
            wraps = not mark and space.count("\n") == 1 and found.start() - start >= LINE_IS_LONG
            cut(found.start() + len(mark), wraps)
            start = found.end()
    cut(len(text), False)
    return pieces


def _as_it_stands(text: str, pieces: Sequence[Piece]) -> str:
    """The words of pieces on one line, without signs that a terminal would obey or that show nothing."""
    shown = "".join(sign for sign in text[pieces[0].start : pieces[-1].end] if unicodedata.category(sign) != "Cf")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in shown).split())


# ------------------------------------------------------------------------------------------------------------ comparing


def compare(page: str, text: str, rules: Iterable[Citing] = (), known: Mapping[str, Known] | None = None) -> Comparison:
    """Compare a newer copy of a page, ``moderation`` or ``verified``, with the one we read.

    ``rules`` are those whose sentences and values are looked up; ``known`` are other fingerprints than the tool's own. A page we have no
    fingerprints of, and a text that does not look like the page, raise `UserError`.
    """
    all_known = load_fingerprints() if known is None else known
    if page not in all_known:
        names = " and ".join(all_known)
        raise UserError(f"There are no fingerprints of a page “{page}”. The pages that can be compared are {names}.")
    sentences = all_known[page].sentences
    text = re.sub(r"[^\S\n]+", " ", "\n".join(text.splitlines()))
    pieces = pieces_of(text)
    taken = _known_places(pieces, all_known[page])
    unchanged = {number for number in taken if number}
    lost = [number for number in sentences if number not in unchanged]
    if len(unchanged) < len(sentences) * FEWEST:
        raise UserError(_not_the_page(page, pieces, all_known))
    edited = _edited(text, pieces, taken, lost, sentences)
    for number, (first, last) in edited.items():
        taken[first:last] = [number] * (last - first)
    new, around = _left_over(text, pieces, taken)
    rests = list(rules)
    touched = {
        number: _touched(number, _as_it_stands(text, pieces[slice(*edited[number])]) if number in edited else "", rests)
        for number in lost
    }
    return Comparison(
        load_sources().pages[page],
        tuple(number for key in sentences if key in unchanged for number in key.split("+")),
        tuple(touched[number] for number in lost if number in edited),
        tuple(touched[number] for number in lost if number not in edited),
        tuple(new),
        tuple(around),
    )


def _known_places(pieces: Sequence[Piece], known: Known) -> list[str | None]:
    """For each piece the number of the sentence it belongs to, "" in a heading, ``None`` where it is of neither."""
    numbers = {each.digest: number for number, each in known.sentences.items()}
    numbers |= dict.fromkeys(known.headings, "")
    taken: list[str | None] = [None] * len(pieces)
    first = 0
    while first < len(pieces):
        letters = ""
        last = first
        number = None
        while number is None and last < min(first + MOST_PIECES, len(pieces)) and len(letters) < MOST_LETTERS:
            letters += pieces[last].letters
            last += 1
            number = numbers.get(_digest(letters))
        if number is None:
            last = first + 1
        taken[first:last] = [number] * (last - first)
        first = last
    return taken


def _stretches(taken: Sequence[str | None]) -> Iterator[_Stretch]:
    before, first = "", None
    for place, number in enumerate([*taken, ""]):
        if number is None:
            first = place if first is None else first
            continue
        if first is not None:
            after = next((other for other in taken[place:] if other), "")
            yield _Stretch(first, place, before, after)
            first = None
        before = number or before


def _edited(
    text: str,
    pieces: Sequence[Piece],
    taken: Sequence[str | None],
    lost: Sequence[str],
    sentences: Mapping[str, Fingerprint],
) -> dict[str, tuple[int, int]]:
    """For sentences that are not there as they were, the pieces that are each one's edited form: the most alike first."""
    order = list(sentences)
    shapes = [_shape(text[piece.start : piece.end]) for piece in pieces]
    found: list[tuple[float, str, int, int]] = []
    for stretch in _stretches(taken):
        low = order.index(stretch.before) if stretch.before else -1
        high = order.index(stretch.after) if stretch.after else len(order)
        for first in range(stretch.first, stretch.last):
            for last in range(first + 1, min(first + MOST_PIECES, stretch.last) + 1):
                shape = "".join(shapes[first:last])
                matcher = SequenceMatcher(None, "", shape, autojunk=False)
                for number in lost:
                    in_place = low < order.index(number) < high and bool(stretch.before or stretch.after)
                    least = ALIKE_IN_PLACE if in_place else ALIKE
                    matcher.set_seq1(sentences[number].shape)
                    if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                        ratio = matcher.ratio()
                        if ratio >= least:
                            found.append((ratio, number, first, last))
    edited: dict[str, tuple[int, int]] = {}
    used: set[int] = set()
    for _, number, first, last in sorted(found, key=lambda each: (-each[0], each[2], each[3], order.index(each[1]))):
        if number not in edited and used.isdisjoint(range(first, last)):
            edited[number] = first, last
            used.update(range(first, last))
    return edited


def _left_over(text: str, pieces: Sequence[Piece], taken: Sequence[str | None]) -> tuple[list[str], list[str]]:
    """What is not of any sentence we know: between those, and before the first and after the last of them."""
    of_the_page = [place for place, number in enumerate(taken) if number]
    new: list[str] = []
    around: list[str] = []
    for stretch in _stretches(taken):
        for sentence in _sentences(pieces[stretch.first : stretch.last]):
            shown = _as_it_stands(text, sentence)
            if of_the_page[0] < stretch.first < of_the_page[-1]:
                if any(letter.isalpha() for letter in shown):
                    new.append(shown)
            elif len(shown.split()) >= WORDS_IN_A_SENTENCE and shown.rstrip("\"'”’»)]").endswith(_ENDS):
                around.append(shown)
    return new, around


def _sentences(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces put together again where only a line end parts them."""
    run: list[Piece] = []
    for piece in pieces:
        run.append(piece)
        if not piece.wraps:
            yield run
            run = []
    if run:
        yield run


def _touched(key: str, text: str, rules: Sequence[Citing]) -> Touched:
    numbers = tuple(key.split("+"))
    values = tuple(value.name for value in load_rulebook() if not set(numbers).isdisjoint(value.source))
    resting = tuple(
        rule.code for rule in rules if not set(numbers).isdisjoint(rule.source) or not set(values).isdisjoint(rule.uses)
    )
    return Touched(numbers, text, resting, values)


def _not_the_page(page: str, pieces: Sequence[Piece], known: Mapping[str, Known]) -> str:
    pages = load_sources().pages
    sentence = f"This does not look like the page “{pages[page].title}” ({pages[page].address})."
    for other in known:
        found = {number for number in _known_places(pieces, known[other]) if number}
        if other != page and len(found) >= len(known[other].sentences) * FEWEST:
            return f"{sentence} It looks like “{pages[other].title}”: give the page as {other}."
    return sentence
