"""Where each rule comes from: the pages, and each of their sentences in our own words, by its number, with what becomes of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple


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
    body = tomllib.loads(files(__package__).joinpath("sources.toml").read_text(encoding="utf-8"))
    pages = {name: Page(name, **row) for name, row in body["pages"].items()}
    sentences = {
        number: Sentence(number, **row | {"page": pages[row["page"]], "fate": Fate(row["fate"])})
        for number, row in body["sentences"].items()
    }
    return Sources(pages, sentences)


def guidance_for(topic: str) -> tuple[Sentence, ...]:
    """The sentences with something to tell on a topic such as "virtual visit", in the pages' order.

    A topic on which there is nothing is our mistake: ``KeyError``.
    """
    found = tuple(each for each in load_sources().sentences.values() if topic and each.topic == topic)
    if not found:
        raise KeyError(topic)
    return found
