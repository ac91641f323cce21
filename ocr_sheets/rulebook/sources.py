"""Where each rule comes from: the pages, and each of their sentences in our own words, by its number, with what becomes of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ocr_sheets.patterns import regex

_FIELD = regex(r'^(\w+) = "?([^"\n]*)"?$', re.MULTILINE)


class Fate(StrEnum):
    """What becomes of a sentence."""

    RULE = "rule"
    DEADLINE = "deadline"
    GUIDANCE = "guidance"
    REASON = "reason"


class Page(NamedTuple):
    """One page that was read: its title, its address, what is known of its date, and the family it concerns if it is not both."""

    name: str
    title: str
    address: str
    dated: str
    read_by: dt.date
    """The day on which it was written down here: it was read on that day or before."""
    family: str = ""


class Sentence(NamedTuple):
    """One sentence (S1 to S99) or further sourced fact (B…) in our own words, and its fate.

    ``tell`` is what a person is told, at the place ``where``, when ``topic`` comes up; every guidance has these, and a rule's or
    deadline's sentence may. ``because`` says of the others why a workbook cannot show them. ``verb`` is OCR's word by
    which a rule's severity is decided; a sentence without one states a fact.
    """

    number: str
    page: Page
    says: str
    fate: Fate
    topic: str = ""
    where: str = ""
    tell: str = ""
    because: str = ""
    verb: str = ""
    rows: str = ""
    """Of a rule or deadline on the two pages: by which rows of a workbook it could be broken, or that none could."""


class Sources(NamedTuple):
    """All pages and sentences."""

    pages: Mapping[str, Page]
    sentences: Mapping[str, Sentence]

    @property
    def topics(self) -> tuple[str, ...]:
        """What there is guidance on."""
        return tuple(dict.fromkeys(each.topic for each in self.sentences.values() if each.topic))

    def cite(self, numbers: Iterable[str]) -> str:
        """A short citation for people: the pages' titles, each with its sentence numbers.

        What is no number of ours is the centre's own words for a value it laid over ours, and stands as it is.
        """
        by_page: dict[str, list[str]] = {}
        for number in numbers:
            if number in self.sentences:
                by_page.setdefault(self.sentences[number].page.title, []).append(number)
            else:
                by_page.setdefault(number, [])
        return "; ".join(f"{title} ({', '.join(found)})" if found else title for title, found in by_page.items())


@cache
def load_sources() -> Sources:
    """The sources that come with the tool."""
    pages: dict[str, Page] = {}
    sentences: dict[str, Sentence] = {}
    for kind, name, told in sections(files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")):
        if kind == "pages":
            pages[name] = Page(name, **told | {"read_by": dt.date.fromisoformat(told["read_by"])})
        else:
            sentences[name] = Sentence(name, **told | {"page": pages[told["page"]], "fate": Fate(told["fate"])})
    return Sources(pages, sentences)


def sections(text: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each section of our own file, such as pages and fees, with what stands there under each name.

    The file keeps to the plainest form of TOML, a line for each name and its text or day. A test holds this to what `tomllib` reads
    there, which takes thirty times as long: too long for every start.
    """
    for section in text.split("\n[")[1:]:
        heading, _, body = section.partition("]\n")
        kind, _, name = heading.partition(".")
        yield kind, name, dict(_FIELD.findall(body))


def guidance_for(topic: str) -> tuple[Sentence, ...]:
    """The sentences with something to tell on a topic such as "virtual visit", in the pages' order.

    A topic on which there is nothing is our mistake: ``KeyError``.
    """
    found = tuple(each for each in load_sources().sentences.values() if topic and each.topic == topic)
    if not found:
        raise KeyError(topic)
    return found
