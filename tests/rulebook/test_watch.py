"""A newer copy of a page beside the sentences that were read, with invented pages: OCR's own are not in this repository."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import NamedTuple

import pytest

from ocr_sheets.errors import UserError
from ocr_sheets.rulebook import load_rulebook, load_sources
from ocr_sheets.rulebook.watch import (
    Comparison,
    compare,
    fingerprint,
    fingerprints_of,
    load_fingerprints,
    pieces_of,
    read_saved,
)
from ocr_sheets.rules import RULES
from ocr_sheets.writing.sources_text import comparison_text

OTTERS = """The otter's year
Otters sleep in holts beside the river. Each holt has two doors, i.e. one above the water and one below it.
Feed the otters at least four hours before a planned swim (including cubs). Do not feed them in Late October.
Write to Otter.House@example.org if a cub is lost – see the following page:
Remember to count the otters every spring
The keeper will then ask for: Fish, weed and gravel.
An otter may climb the bank, and must come down again before dusk.
No otter swims in the mill race."""
OTTER_LINES = {2: ["S1", "S2"], 3: ["S30", "S31"], 4: ["S4"], 5: ["S27"], 6: ["S53", "S53"], 7: ["S39+S40"], 8: ["S16"]}

BADGERS = """Badgers dig at night and rest by day.
Never block the way into a sett. Leave peanuts out in winter."""
BADGER_LINES = {1: ["S68"], 2: ["S69", "S70"]}

KNOWN = {"moderation": fingerprints_of(OTTERS, OTTER_LINES), "verified": fingerprints_of(BADGERS, BADGER_LINES)}
ALL = ("S1", "S2", "S30", "S31", "S4", "S27", "S53", "S39", "S40", "S16")


class ARule(NamedTuple):
    code: str
    source: tuple[str, ...]
    uses: tuple[str, ...]


SOME_RULES = (
    ARule("cites-it", ("S30",), ()),
    ARule("uses-its-figure", ("S29",), ("entry.days_before_visit",)),
    ARule("has-nothing-to-do-with-it", ("S31",), ("claim.days_before_visit",)),
)


def _compared(text: str, page: str = "moderation") -> Comparison:
    return compare(page, text, SOME_RULES, KNOWN)


def _with(old: str, new: str) -> str:
    assert OTTERS.count(old) == 1
    return OTTERS.replace(old, new)


# ------------------------------------------------------------------------------------------------------------ fingerprints


def test_a_fingerprint_does_not_mind_case_typography_or_spaces() -> None:
    one = fingerprint("It’s the otter’s – “last” swim, at 5 p.m.")
    assert one.digest == fingerprint("it's the\notter's - \"last\" \u00a0 swim, at 5 P.M").digest
    assert one.digest != fingerprint("It’s the otter’s – “last” swim, at 6 p.m.").digest


def test_a_wide_figure_is_the_figure_itself() -> None:
    assert fingerprint("At \uff15 p.m.") == fingerprint("At 5 p.m.")


def test_a_fingerprint_holds_sixteen_digits_and_one_for_each_word() -> None:
    digest, shape = fingerprint("Otters don’t re-use holts.")
    assert re.fullmatch("[0-9a-f]{16}", digest)
    assert re.fullmatch("[0-9a-f]{5}", shape)


def test_numbers_belong_to_the_sentences_of_their_line_in_order() -> None:
    known = KNOWN["moderation"]
    assert tuple(number for key in known.sentences for number in key.split("+")) == ALL
    assert known.sentences["S30"] == fingerprint(
        "Feed the otters at least four hours before a planned swim (including cubs)."
    )
    assert known.sentences["S53"] == fingerprint("The keeper will then ask for: Fish, weed and gravel.")
    assert known.headings == {fingerprint("The otter's year").digest}


def test_a_line_with_more_sentences_than_numbers_is_a_slip() -> None:
    with pytest.raises(ValueError, match="line 2 has 2 sentences for S1"):
        fingerprints_of(OTTERS, {**OTTER_LINES, 2: ["S1"]})


def test_the_tool_has_fingerprints_of_all_99_sentences_and_no_two_alike() -> None:
    pages = load_fingerprints()
    numbers = {page: [number for key in known.sentences for number in key.split("+")] for page, known in pages.items()}
    assert numbers["moderation"] == [f"S{number}" for number in range(1, 68)]
    assert numbers["verified"] == [f"S{number}" for number in range(68, 100)]
    for known in pages.values():
        digests = [each.digest for each in known.sentences.values()]
        assert len({*digests, *known.headings}) == len(digests) + len(known.headings)
        assert all(re.fullmatch("[0-9a-f]{16}", digest) for digest in (*digests, *known.headings))
        assert all(re.fullmatch("[0-9a-f]+", each.shape) for each in known.sentences.values())


# ------------------------------------------------------------------------------------------------------------ the same page


def _wrapped(width: int, parted: str = "\n") -> Callable[[str], str]:
    return lambda text: parted.join("\n".join(textwrap.wrap(line, width)) for line in text.splitlines())


COPIES: dict[str, Callable[[str], str]] = {
    "as it was": str,
    "wrapped": _wrapped(30),
    "wrapped to a word a line": _wrapped(1),
    "with blank lines": _wrapped(50, "\n\n"),
    "with bullets and Windows line ends": lambda text: "• " + text.replace("\n", "\r\n  • "),
    "with old Mac line ends": lambda text: text.replace("\n", "\r"),
    "with straight quotes and hyphens": lambda text: text.replace("’", "'").replace("–", "-"),
    "with spaces that do not break": lambda text: text.replace(" a ", "\u00a0a\u00a0"),
    "with soft hyphens": lambda text: text.replace("otters", "ot\u00adters"),
    "between menus": lambda text: f"Menu\nHome > Otters\nSkip to content\n\n{text}\n\nContact us\nJobs\n© The river",
    "twice": lambda text: f"{text}\n{text}",
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copy_that_only_looks_different_is_the_same(copy: Callable[[str], str]) -> None:
    found = _compared(copy(OTTERS))
    assert found.same
    assert found.unchanged == ALL
    assert (found.changed, found.gone, found.new, found.around) == ((), (), (), ())


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_copy_may_be_in_any_usual_coding(coding: str) -> None:
    assert _compared(read_saved(OTTERS.replace("'", "’").encode(coding))).same


# ------------------------------------------------------------------------------------------------------------ another page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("four hours", "five hours"),
        (" (including cubs)", ""),
        ("(including cubs).", "(including cubs), unless the keeper says otherwise."),
        ("(including cubs).", "(including cubs)\nunless the keeper says otherwise."),
        ("Feed the otters", "From next year, feed the otters"),
    ],
)
def test_an_edited_sentence_is_changed_and_not_gone_and_new(old: str, new: str) -> None:
    found = _compared(_with(old, new))
    assert [each.numbers for each in found.changed] == [("S30",)]
    assert (found.gone, found.new) == ((), ())
    assert found.changed[0].text in " ".join(_with(old, new).split())
    assert len(found.unchanged) == len(ALL) - 1


def test_a_touched_sentence_names_the_values_and_rules_that_rest_on_it() -> None:
    touched = _compared(_with("four hours", "five hours")).changed[0]
    assert touched.values == ("entry.days_before_visit",)
    assert touched.rules == ("cites-it", "uses-its-figure")


def test_a_sentence_that_we_count_as_two_is_touched_under_both_numbers() -> None:
    assert [each.numbers for each in _compared(_with("before dusk", "by noon")).changed] == [("S39", "S40")]


def test_a_sentence_that_is_not_there_is_gone() -> None:
    found = _compared(_with("No otter swims in the mill race.", ""))
    assert [(each.numbers, each.text) for each in found.gone] == [(("S16",), "")]
    assert (found.changed, found.new) == ((), ())


def test_a_sentence_put_in_among_the_others_is_new_and_stands_as_in_the_users_file() -> None:
    found = _compared(_with("\nNo otter", "\nBring  a “lamp” — and Ham\u00adpers.\nNo otter"))
    assert found.new == ("Bring a “lamp” — and Hampers.",)
    assert found.unchanged == ALL
    assert not found.same


def test_the_items_of_a_list_are_new_each_by_itself() -> None:
    found = _compared(_with("following page:\n", "following page:\n• the lost cub\n• its mother\n• 12\n\n"))
    assert found.new == ("• the lost cub", "• its mother")


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_a_list_without_bullets_does_not_hide_the_sentence_before_it(parted: str) -> None:
    found = _compared(_with("following page:\n", f"following page:{parted}the lost cub\n"))
    assert (found.unchanged, found.new) == (ALL, ("the lost cub",))


def test_a_blank_line_ends_a_sentence_that_has_no_full_stop() -> None:
    found = _compared(_with("every spring\n", "every spring\n\nand every autumn\n"))
    assert (found.unchanged, found.new) == (ALL, ("and every autumn",))


def test_a_new_sentence_is_put_together_over_its_line_ends() -> None:
    sentence = "Since last year the keepers of this river also answer letters that are sent to the\nOtter House."
    assert _compared(_with("\nNo otter", f"\n{sentence}\nNo otter")).new == (sentence.replace("\n", " "),)


def test_two_edited_sentences_side_by_side_are_each_told_from_the_other() -> None:
    found = _compared(_with("four hours", "five hours").replace("Late October", "Early October"))
    assert [(each.numbers, each.text[:4]) for each in found.changed] == [(("S30",), "Feed"), (("S31",), "Do n")]
    assert (found.gone, found.new) == ((), ())


def test_one_sentence_is_not_the_edited_form_of_two() -> None:
    # Both are gone but for one that is more like the second of them.
    text = _with("Feed the otters at least four hours before a planned swim (including cubs). ", "")
    found = _compared(text.replace("Do not feed them in Late October.", "Do not feed them in Early October."))
    assert [each.numbers for each in found.changed] == [("S31",)]
    assert [each.numbers for each in found.gone] == [("S30",)]


def test_of_two_sentences_much_alike_one_alone_is_the_one_that_was_edited() -> None:
    both = "Feed the brown otters at noon every day. Feed the brown otters at dusk every day. Sleep."
    known = {"verified": fingerprints_of(both, {1: ["S68", "S69", "S70"]})}
    found = compare("verified", "Feed the brown otters at dawn every day. Sleep.", (), known)
    assert [each.numbers for each in found.changed] == [("S68",)]
    assert [each.numbers for each in found.gone] == [("S69",)]


def test_a_sentence_that_was_edited_and_moved_is_still_changed() -> None:
    sentence = "No otter swims in the mill race."
    found = _compared(_with(sentence, "").replace("\nRemember", "\nNo otter swims in the old mill race.\nRemember"))
    assert [each.numbers for each in found.changed] == [("S16",)]
    assert (found.gone, found.new) == ((), ())


def test_what_stands_around_the_page_is_passed_over_unless_it_is_a_sentence() -> None:
    found = _compared(f"Skip this.\nAll about our otters and holts\n\n{OTTERS}\nSee all jobs now\nWrite soon.")
    assert found.around == ()


def test_a_new_sentence_at_the_end_is_shown_apart_for_it_may_be_the_sites_own() -> None:
    found = _compared(f"Otters\n{OTTERS}\nFrom May on, two otters may share one holt.\nJobs")
    assert found.same
    assert found.around == ("From May on, two otters may share one holt.",)


def test_a_moved_sentence_is_unchanged() -> None:
    first, *rest = OTTERS.splitlines()
    assert _compared("\n".join([first, *reversed(rest)])).same


def test_a_sentence_within_a_longer_one_is_not_taken_for_it() -> None:
    found = _compared(_with("in the mill race.", "in the mill race: at other places it may."))
    assert [each.numbers for each in found.changed] == [("S16",)]


def test_signs_that_a_terminal_obeys_are_not_passed_on() -> None:
    assert (
        _compared(_with("four hours", "\x1b[31mfive hours"))
        .changed[0]
        .text.startswith("Feed the otters at least [31mfive")
    )


# ------------------------------------------------------------------------------------------------------------ no such page


def test_a_text_of_something_else_does_not_look_like_the_page() -> None:
    with pytest.raises(
        UserError, match=r"^This does not look like the page “Cambridge Technicals: Visiting moderation”"
    ):
        _compared("Buy eggs. Buy milk, too.\nPay the baker.")


def test_the_other_page_is_named_where_the_text_is_of_that() -> None:
    with pytest.raises(UserError, match=r"It looks like “Verified .*give the page as verified\.$"):
        _compared(BADGERS)


def test_a_page_without_fingerprints_cannot_be_compared() -> None:
    with pytest.raises(UserError, match="The pages that can be compared are moderation and verified"):
        _compared(OTTERS, "fees")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "There are no words in this file"),
        (b" \r\n ... ", "There are no words in this file"),
        (b"PK\x03\x04otters", "This is not a text file"),
        (b"%PDF-1.7 otters", "This is not a text file"),
        (b"otters\0\x01\x02\x03 swim", "This is not a text file"),
        (b"<!DOCTYPE html>\n<html><p>Otters", "This is the page's code, not its text"),
        (b"From: otter\r\nMIME-Version: 1.0\r\n", "This is the page's code, not its text"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_one_sentence_on_why(body: bytes, message: str) -> None:
    with pytest.raises(UserError, match=f"^{message}"):
        read_saved(body)


def test_a_long_text_with_nothing_of_the_page_is_refused_before_long() -> None:
    text = "\n".join(f"Line {n} tells of fish number {n * 7} and Weed {n % 13}." for n in range(3000))
    with pytest.raises(UserError):
        compare("moderation", text)


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Bring food, e.g. Fish. Come early."
    assert [text[piece.start : piece.end] for piece in pieces_of(text)] == ["Bring food, e.g. Fish.", "Come early."]


# ------------------------------------------------------------------------------------------------------------ what is printed


def test_a_page_that_is_the_same_is_said_to_be_so() -> None:
    page = load_sources().pages["moderation"]
    assert list(comparison_text(_compared(OTTERS))) == [
        page.title,
        f"  {page.address} ({page.dated})",
        "",
        "Nothing changed: all 10 sentences are as we read them.",
    ]


def test_what_changed_is_printed_with_all_that_rests_on_it() -> None:
    text = _with("four hours", "five hours").replace("\nNo otter swims in the mill race.", "\nCount the fish.\nBye.")
    text = text.replace("Remember to", "Bring a lamp.\nRemember to")
    printed = "\n".join(comparison_text(_compared(text)))
    assert "8 of 10 sentences are as we read them." in printed
    assert "Changed (1)\n  S30   we read: Every entry" in printed
    assert "it reads now: Feed the otters at least five hours before a planned swim" in printed
    assert "→ rules: cites-it, uses-its-figure" in printed
    assert "(entry.days_before_visit)" in printed
    assert "→ deadlines: Make entries by" in printed
    assert "Gone (1)\n  S16   we read: There are no visits in the two weeks that end August." in printed
    assert "New on the page (1)\n  “Bring a lamp.”" in printed
    assert "Read these on the page before you rely on the rules and figures named." in printed


def test_of_what_stands_around_the_page_only_the_first_is_printed() -> None:
    more = "\n".join(
        f"Here {word} otters may swim." for word in ("one", "two", "three", "four", "five", "six", "seven")
    )
    printed = list(comparison_text(_compared(f"{OTTERS}\n{more}")))
    assert printed[4:6] == ["", "Before and after the sentences we know (7)"]
    assert printed[6:] == [*(f"  “{line}”" for line in more.splitlines()[:5]), "  and 2 more"]


def test_a_sentence_on_which_nothing_rests_is_said_to_have_nothing() -> None:
    printed = "\n".join(comparison_text(_compared(_with("the river.", "the wide river."))))
    assert "→ no rule or figure rests on it" in printed


def test_the_rules_of_the_tool_are_such_as_can_be_given() -> None:
    changed = OTTERS.replace("four hours", "five hours")
    touched = compare("moderation", changed, RULES.values(), KNOWN).changed[0]
    assert "entry-under-four-weeks" in touched.rules
    assert all(name in load_rulebook().values for name in touched.values)
