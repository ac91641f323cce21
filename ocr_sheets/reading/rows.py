"""Which rows below the headings are records, and which are totals, notes, banners or the headings once more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.model.other_awards import award_named
from ocr_sheets.model.reading_facts import Remark, RemarkKind
from ocr_sheets.model.records import Column, Kind, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.headings import required_of, spellings
from ocr_sheets.reading.raw import Raw, as_text, is_blank
from ocr_sheets.reading.tables import Found
from ocr_sheets.text import key

TOTALS = regex(
    r"(?:grand\s+|sub[\s-]?)?totals?\b.*|(?:sum|average|mean|median|count|number|no\.?|max(?:imum)?|min(?:imum)?)\s*of\b.*|"
    r"(?:sum|average|mean|median|count|number|mode|max(?:imum)?|min(?:imum)?)\s*[:=]?",
    re.IGNORECASE | re.DOTALL,
)
"""What the first cell of a row of totals says."""
TOTALLING = ("SUBTOTAL", "AGGREGATE")
"""Functions that are used to add up what stands above."""
_NOTE_WORDS = 5
"""Words from which a text that stands alone in its row is a note, in a column that may hold any text."""
_NOTE_BEGINS = regex(r"\s*(?:[*†‡#•]|n\.?b\b|notes?\b|key\b|please\b|e\.g\b|see\b)", re.IGNORECASE)
_BOARD = regex(r"(?:(?:exam(?:ination|s)?|award(?:ing)?) )?(?:board|body|organi[sz]ation)|A\.?O\.?", re.IGNORECASE)
"""Headings of a column that says which board each row is for."""
_SECTION = regex(r"[A-Za-z]{3,}\W+\w.*", re.DOTALL)
"""What begins a part of a list, and is nobody's number: Unit 8 Projects, Year 13."""


class PassedOver(NamedTuple):
    """The rows of a table that are no records, by what they are, as Excel counts them."""

    totals: list[int]
    headings: list[int]
    notes: list[int]

    def all(self) -> set[int]:
        """All of them."""
        return {*self.totals, *self.headings, *self.notes}

    def remarks(self) -> list[Remark]:
        """A remark for each sort."""
        return [
            of_rows(kind, rows)
            for kind, rows in (
                (RemarkKind.TOTALS, self.totals),
                (RemarkKind.HEADINGS_AGAIN, self.headings),
                (RemarkKind.NOTES, self.notes),
            )
            if rows
        ]


def of_rows(kind: RemarkKind, rows: Sequence[int], **values: object) -> Remark:
    """A remark about rows, as Excel counts them."""
    return Remark(kind, {"rows": list(rows), "count": len(rows), **values})


def passed_over(
    found: Found,
    body: Sequence[Sequence[Raw]],
    cells: Mapping[str, Sequence[Raw]],
    held: Sequence[bool],
    at: Sequence[int],
) -> PassedOver:
    """Which of a table's rows are no records. Only rows that lack something required are looked at one by one, and those that hold
    a word that is a heading. ``at`` are Excel's numbers of the rows.
    """
    out = PassedOver([], [], [])
    needed = [cells[name] for name in required_of(found.record) if name in found.columns]
    if not needed:
        return out
    lacking = [place for place, row in enumerate(zip(*needed, strict=True)) if "" in row and held[place]]
    adding_up = found.grid.sheet.rows_with_formula(*TOTALLING) if lacking else set()
    banners = _banners(found) if lacking else set()
    for place in lacking:
        row, number = found.span(body[place]), at[place]
        if number in adding_up or is_totals(row):
            out.totals.append(number)
        elif number in banners or _is_note(found, row):
            out.notes.append(number)
    known = spellings(found.record)
    words = {name: _headings_among(column, name, known) for name, column in cells.items()}
    if any(words.values()):
        for place, is_held in enumerate(held):
            if is_held and _repeats([cells[name][place] in said for name, said in words.items()], body[place], found):
                out.headings.append(at[place])
    return out


def of_other_awards(found: Found, body: Sequence[Sequence[Raw]], at: Sequence[int]) -> Mapping[str, list[int]]:
    """The rows that a column such as Board gives to another board or award, by what that is called."""
    line = found.span(found.grid.rows[found.heading_row - 1])
    taken = set(found.columns.values())
    boards = [
        column
        for column, raw in enumerate(line, start=found.first_column or 1)
        if column not in taken and isinstance(raw, str) and _BOARD.fullmatch(" ".join(raw.split()))
    ]
    rows: dict[str, list[int]] = {}
    for column in boards:
        for row, number in zip(body, at, strict=True):
            if len(row) >= column and (award := award_named(as_text(row[column - 1]))):
                rows.setdefault(award, []).append(number)
    return rows


def _headings_among(column: Sequence[Raw], name: str, known: Mapping[str, tuple[str, int]]) -> set[Raw]:
    """The different contents of a column that are ways of writing its heading."""
    return {raw for raw in set(column) if isinstance(raw, str) and raw and known.get(key(raw), ("",))[0] == name}


def _repeats(are_headings: Sequence[bool], row: Sequence[Raw], found: Found) -> bool:
    """Whether a row repeats the headings: all that it holds, or at least two of them and half."""
    filled = sum(row[number - 1] != "" for number in found.columns.values())
    count = sum(are_headings)
    return count > 1 and count * 2 >= filled


def is_totals(row: Sequence[Raw]) -> bool:
    """Whether the first cell of a row says that it adds up what stands above."""
    first = next((raw for raw in row if raw != ""), "")
    return isinstance(first, str) and TOTALS.fullmatch(first.strip()) is not None


def _banners(found: Found) -> set[int]:
    """The rows in which one merged cell goes across most of the table, as above each part of a long list."""
    wide = (found.last_column - found.first_column + 1) / 2
    return {
        where.first_row
        for where in found.grid.sheet.merged_areas
        if where.first_row == where.last_row
        and min(where.last_col, found.last_column) - max(where.first_col, found.first_column) + 1 > max(wide, 1)
    }


def _is_note(found: Found, row: Sequence[Raw]) -> bool:
    """Whether a row holds nothing but a text that cannot be what its column holds, or is too long for it."""
    said = [(number, raw) for number, raw in enumerate(row, start=found.first_column or 1) if not is_blank(raw)]
    if len(said) != 1 or len(found.columns) < 2:
        return False
    ((number, raw),) = said
    if not isinstance(raw, str):
        return False
    columns = columns_of(found.record)
    column = next((columns[name] for name, at in found.columns.items() if at == number), None)
    return is_note_in(column, raw)


def is_note_in(column: Column | None, raw: str) -> bool:
    """Whether a text that stands alone in its row is a note and no value of the column it stands in."""
    text = as_text(raw)
    if _NOTE_BEGINS.match(text) or len(text.split()) >= _NOTE_WORDS:
        return True
    if column and column.kind is Kind.CANDIDATE_NUMBER and _SECTION.fullmatch(text):
        return True
    is_free = column is None or column.kind in (Kind.TEXT, Kind.LIST, Kind.EMAIL, Kind.CHOICE)
    return not is_free and not any(character.isdigit() for character in text) and len(text) > 1


def hidden(rows: Iterable[int], hidden_rows: set[int]) -> list[Remark]:
    """What is to be said where some of the rows that were read are hidden."""
    count = len(hidden_rows.intersection(rows)) if hidden_rows else 0
    return [Remark(RemarkKind.HIDDEN_ROWS, {"count": count})] if count else []
