"""The sources: every sentence of the two pages is there, and what a value cites can be looked up."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files

import pytest

from ocr_sheets.rulebook import Sentence, load_rulebook, load_sources
from ocr_sheets.rulebook.sources import sections

SOURCES = load_sources()
LONGEST = 200
MISSING_LISTS = ("S10", "S18", "S38", "S53", "S54", "S55", "S58")


def test_the_file_says_the_same_to_tomllib() -> None:
    """Which refuses a name that stands twice, and would read a quotation mark or a list within a text otherwise."""
    text = files("ocr_sheets.rulebook").joinpath("sources.toml").read_text(encoding="utf-8")
    read = {
        (kind, name): {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in told.items()}
        for kind, of_kind in tomllib.loads(text).items()
        for name, told in of_kind.items()
    }
    assert {(kind, name): told for kind, name, told in sections(text)} == read


def test_the_sentences_of_the_two_pages_are_all_there_once_and_in_order() -> None:
    found = [number for number in SOURCES.sentences if number.startswith("S")]
    assert found == [f"S{number}" for number in range(1, 100)]


def test_each_of_the_two_pages_holds_its_own_sentences_and_no_others() -> None:
    on_page: dict[str, list[str]] = {}
    for sentence in SOURCES.sentences.values():
        on_page.setdefault(sentence.page.name, []).append(sentence.number)
    assert on_page["moderation"] == [f"S{number}" for number in range(1, 68)]
    assert on_page["verified"] == [f"S{number}" for number in range(68, 100)]


def test_every_other_number_is_a_b_number_of_the_122() -> None:
    others = {number for number in SOURCES.sentences if not number.startswith("S")}
    assert others <= {f"B{number}" for number in range(1, 123)}


def test_every_number_that_a_value_cites_is_there() -> None:
    cited = {(number, value.name) for value in load_rulebook() for number in value.source}
    assert [(number, name) for number, name in sorted(cited) if number not in SOURCES.sentences] == []


@pytest.mark.parametrize("sentence", list(SOURCES.sentences.values()), ids=list(SOURCES.sentences))
def test_what_a_sentence_says_is_one_short_line_that_ends(sentence: Sentence) -> None:
    assert sentence.says == sentence.says.strip()
    assert sentence.says.splitlines() == [sentence.says]
    assert len(sentence.says) <= LONGEST
    assert sentence.says.endswith(".")
    assert not sentence.says.endswith("..")
    assert "  " not in sentence.says


def test_no_two_sentences_say_the_same() -> None:
    said = [sentence.says for sentence in SOURCES.sentences.values()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("number", MISSING_LISTS)
def test_a_sentence_whose_list_was_not_obtained_says_so(number: str) -> None:
    assert "a list follows on the page that our copy does not have" in SOURCES.sentences[number].says


def test_each_page_is_used_and_has_a_title_of_its_own_and_a_word_on_its_date() -> None:
    assert {sentence.page for sentence in SOURCES.sentences.values()} == set(SOURCES.pages.values())
    titles = [page.title for page in SOURCES.pages.values()]
    assert len(titles) == len(set(titles))
    assert all(page.title and page.dated for page in SOURCES.pages.values())


def test_a_page_has_a_web_address_or_is_one_of_the_three_known_to_have_none() -> None:
    without = {page.name for page in SOURCES.pages.values() if not page.address}
    assert without == {"bank-holidays", "not-found", "uci-programs"}
    addresses = [page.address for page in SOURCES.pages.values() if page.address]
    assert all(address.startswith(("https://", "http://")) and " " not in address for address in addresses)
    assert len(addresses) == len(set(addresses))


def test_a_citation_names_each_page_once_with_its_numbers() -> None:
    assert SOURCES.cite(["S30", "B52", "S31"]) == (
        "Cambridge Technicals: Visiting moderation (S30, S31); Cambridge Technicals: Results eligibility (B52)"
    )
    assert SOURCES.cite([]) == ""


def test_a_source_that_is_no_number_of_ours_is_cited_in_its_own_words() -> None:
    words = "OCR's page of 1 May 2027"
    assert load_sources().cite([words]) == words


def test_the_bank_holidays_are_borne_out_and_no_funding_that_has_passed_is_told_as_of_today() -> None:
    # B118 and B119: the government's own list agrees; what a list of February 2025 says of funding to July 2026 has passed.
    assert {"B118", "B119"} <= set(SOURCES.sentences)
    funding = [one for one in SOURCES.sentences.values() if "31 July 2026" in one.says]
    assert [one.number for one in funding] == ["B119"]
    assert "has passed" in funding[0].says
