"""Where each rule comes from: the pages, and each of their sentences in our own words, by its number."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Page(NamedTuple):
    """One page that was read: its title, its address and what is known of its date."""

    name: str
    title: str
    address: str
    dated: str


class Sentence(NamedTuple):
    """One sentence (S1 to S99) or further sourced fact (B…) in our own words."""

    number: str
    page: Page
    says: str


class Sources(NamedTuple):
    """All pages and sentences."""

    pages: Mapping[str, Page]
    sentences: Mapping[str, Sentence]

    def cite(self, numbers: Iterable[str]) -> str:
        """A short citation for people: the pages' titles, each with its sentence numbers."""
        by_page: dict[str, list[str]] = {}
        for number in numbers:
            by_page.setdefault(self.sentences[number].page.title, []).append(number)
        return "; ".join(f"{title} ({', '.join(found)})" for title, found in by_page.items())


@cache
def load_sources() -> Sources:
    """The sources that come with the tool."""
    body = tomllib.loads(files(__package__).joinpath("sources.toml").read_text(encoding="utf-8"))
    pages = {name: Page(name, row["title"], row["address"], row["dated"]) for name, row in body["pages"].items()}
    sentences = {number: Sentence(number, pages[row["page"]], row["says"]) for number, row in body["sentences"].items()}
    return Sources(pages, sentences)
