"""The mapping file as it is written for the centre to correct: what the tool takes for what, in the form that it reads."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ocr_sheets.files.chosen import toml_in
from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.book import Book
from ocr_sheets.model.judgement_words import reading_words
from ocr_sheets.model.reading_facts import AsideKind, ReachedBy
from ocr_sheets.model.reading_words import reached_words, why_words
from ocr_sheets.model.records import SHEETS, Candidate, Centre, Claim, columns_of
from ocr_sheets.model.tables import Table, column_letters
from ocr_sheets.reading.mapping import GRID, GRID_FIELDS, NO_MAPPING, Mappings
from ocr_sheets.text import key

_WIDTH = 100
_MOST_NAMES = 20

HEAD = """\
# What ocr-sheets takes for what in {workbook}.
#
# Correct what is wrong and keep this file beside the workbook, under the name {name}: it is used
# by itself then. A sheet that is not in this file is looked at as before, so delete what need not be fixed.
# What follows a # is a note to you. Names and headings stand between quotation marks.
"""


def mapping_text(book: Book, unread: Sequence[str], workbook: str, name: str, known: Mappings = NO_MAPPING) -> str:
    """The file for a workbook as it was read. ``unread`` are the sheets that nothing was read from, ``name`` the file's own name, and
    ``known`` what it was read by: people and visits that stand there for others are kept.
    """
    lines = [*HEAD.format(workbook=workbook, name=name).splitlines()]
    by_sheet: dict[str, list[Table]] = {}
    for table in book.tables:
        if not table.is_aside:
            by_sheet.setdefault(table.sheet, []).append(table)
    for sheet, tables in by_sheet.items():
        lines += ["", *_sheet(sheet, tables), *_columns_of(book, sheet)]
    # A key that is set to be nothing would not be used.
    for aside in [one for one in book.set_aside if one.why.kind is not AsideKind.KEY]:
        lines += ["", f"[sheets.{quoted(aside.sheet)}]", f'read_as = "nothing"        # {why_words(aside.why)}']
    for sheet in unread:
        lines += ["", f"[sheets.{quoted(sheet)}]", 'read_as = "nothing"        # no headings in it are known']
    if book.set_aside or unread:
        kinds = ", ".join(f'"{one.name}"' for one in SHEETS.values())
        lines += [
            "",
            *_noted(f'A sheet can be read as {kinds}, "{GRID}" (one row a candidate, one column a unit) or "nothing".'),
        ]
    lines += ["", *_people(book, known)]
    return "\n".join(lines) + "\n"


def _columns_of(book: Book, sheet: str) -> Iterator[str]:
    """Notes on the columns of a tracker that were left, or might have been something else: those that are headed and were read alike once."""
    told = set()
    for one in book.column_readings:
        known = (one.heading, one.left, one.taken)
        if one.sheet == sheet and one.seen and (one.left or one.second) and known not in told:
            told.add(known)
            yield from _noted(f"Column {one.cell.rstrip('0123456789')} “{one.heading}”: {reading_words(one)}.")


def quoted(text: str) -> str:
    """A text as TOML writes it, between quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04X}" for one in escaped) + '"'


def _noted(text: str, begin: str = "# ") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=begin, subsequent_indent="# ", break_long_words=False)


def _sheet(sheet: str, tables: Sequence[Table]) -> Iterator[str]:
    lists = [table for table in tables if not table.is_tracker]
    grid = [table for table in tables if table.is_tracker and table.record is Claim]
    # Candidates that a tracker names follow from it, and are no list of their own.
    is_plain = all(table.record is Candidate and table.heading_row == grid[0].heading_row for table in lists if grid)
    are_units = all(table.block and not table.is_turned for table in grid)
    if not lists and not grid:
        return
    if len(lists) > 1 or not is_plain or not are_units or len({table.place for table in grid}) > 1:
        kinds = ", ".join(dict.fromkeys(GRID if table.block else SHEETS[table.record].name for table in tables))
        yield from _noted(f"{sheet} was read as it lies: {kinds}. This file cannot change it.")
        return
    tables = [*lists, *grid]
    kinds_said = [SHEETS[table.record].name for table in lists] + [GRID] * bool(grid)
    yield f"[sheets.{quoted(sheet)}]"
    said = f"[{', '.join(map(quoted, kinds_said))}]" if len(kinds_said) > 1 else quoted(kinds_said[0])
    first = tables[0]
    one_row = (
        "one row a candidate, one column or group of columns a unit"
        if grid and not lists
        else f"one row is {SHEETS[first.record].one_row_is}"
    )
    by = first.reached_by
    known_by = "" if by is ReachedBy.NAME else f"; known by {reached_words(by, first.record)}"
    yield f"read_as = {said}        # {one_row}{known_by}"
    if first.record is Centre:
        return
    yield f"heading_row = {first.heading_row}"
    if grid:
        yield from _of_the_grid(grid)
    columns: dict[str, tuple[str, int]] = {}
    for table in [*lists, *grid[:1]]:
        shared = {
            name: at
            for name, at in table.columns.items()
            if not table.block or (name in GRID_FIELDS and table.headings[name] and _is_of_the_row(name, at, grid))
        }
        for name, at in shared.items():
            columns.setdefault(columns_of(table.record)[name].heading, (table.headings[name], at))
    yield ""
    yield f'[sheets.{quoted(sheet)}.columns]        # our column = your heading, or "column D"; "" where there is none'
    taken = [text for text, _ in columns.values()]
    for heading, (text, at) in columns.items():
        yield f"{quoted(heading)} = {_named(text, at, [*first.unread, *taken])}"
    for table in lists:
        lacking = [column.heading for name, column in columns_of(table.record).items() if name not in table.columns]
        if lacking:
            yield from _noted(f"Not found: {', '.join(lacking)}.")
    if first.unread:
        yield from _noted(f"Your headings that were taken for nothing: {', '.join(first.unread)}.")
    if grid:
        yield from _units(sheet, grid)


def _is_of_the_row(name: str, at: int, grid: Sequence[Table]) -> bool:
    """Whether a column of a grid says something of a whole row, and not of one unit."""
    before = at < min(one.block for one in grid)
    return before or (len(grid) > 1 and all(one.columns.get(name) == at != one.block for one in grid))


def _units(sheet: str, grid: Sequence[Table]) -> Iterator[str]:
    """The units of a grid. Where two columns are of one unit, they are left to be found as before."""
    said = [table.unit.rpartition("unit ") for table in grid]
    several = len({code for code, _, _ in said}) > 1
    keys = [f"{code.strip()}/{number}" if several and code.strip() else number for code, _, number in said]
    yield ""
    if len(set(keys)) < len(keys):
        yield from _noted("Some units have more than one column here, and each is read.")
        return
    headings = [table.headings["unit_number"] for table in grid]
    yield f'[sheets.{quoted(sheet)}.units]        # unit = the heading above it, or "column D"'
    for key_said, table in zip(keys, grid, strict=True):
        yield f"{quoted(key_said)} = {_named(table.headings['unit_number'], table.block, headings)}"


def _named(text: str, at: int, others: Sequence[str]) -> str:
    """A column by its heading or, where that would not tell it from another, by its letter."""
    alike = sum(key(other) == key(text) for other in others)
    if not key(text) or alike > 1:
        return f"{quoted(f'column {column_letters(at)}')}        # {text}"
    return quoted(text)


def _of_the_grid(grid: Sequence[Table]) -> Iterator[str]:
    codes = {table.unit.rpartition("unit ")[0].strip() for table in grid}
    if len(codes) == 1 and codes != {""}:
        yield f"entry_code = {quoted(codes.pop())}"
    else:
        yield '# entry_code = "05839"        # where all units of the grid are of one qualification'
    yield '# dates_are = "Claimed on"        # what dates under a unit are: Assessed on, Standardised on or Claimed on'
    yield '# ticks_are = "claimed"        # what ticks mean: "claimed" or "planned"'


def _people(book: Book, known: Mappings) -> Iterator[str]:
    """Where cells name a person or visit that is not on Assessors or Visits: lines to be completed."""
    staff = {
        text
        for claim in book.claims
        for text in (claim.assessor, claim.standardised_by)
        if text and not book.people.resolve(text)
    }
    visits = {claim.visit for claim in book.claims if claim.visit and not book.has_visit_named(claim.visit)}
    codes = {
        text: person.code for person in book.assessors for text in (person.name, person.code) if text and person.code
    }
    names = {visit.name: visit.name for visit in book.visits if visit.name}
    said = toml_in(known.source.text)
    people = "cells for a person = the initials or code on Assessors"
    yield from _aliases("staff", people, said.get("staff", {}), sorted(staff), codes)
    yield ""
    yield from _aliases(
        "visits", "cells for a visit = its name on Visits", said.get("visits", {}), sorted(visits), names
    )


def _aliases(
    part: str, what: str, said: Mapping[str, str], unknown: Sequence[str], known: Mapping[str, str]
) -> Iterator[str]:
    yield f"[{part}]        # what stands in {what}"
    for text, meant in said.items():
        yield f"{quoted(text)} = {quoted(meant)}"
    for text in unknown[:_MOST_NAMES]:
        near = close_matches(text, known)
        meant = known[near[0]] if near else ""
        yield f"# {quoted(text)} = {quoted(meant)}"
