"""Headings: the lines at the top of a sheet with merged cells spread out, and which heading means which column of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocr_sheets.matching.fuzzy import close_matches, words_of
from ocr_sheets.model.records import Column, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import Raw, as_text
from ocr_sheets.text import key

HEADING_ROWS = 30
"""How far down a sheet its headings are looked for."""
_SAMPLE = 40
"""Rows that are looked at to tell whether a column is empty."""

Spellings = Mapping[str, tuple[str, int]]
"""Every way a heading may be written: its field, and how far it is from the field's own heading, which is 0."""
Line = Sequence[Raw]


def shown(raw: Raw) -> str:
    """A heading on one line, as the centre writes it."""
    return " ".join(as_text(raw).split())


def spellings_of(columns: Mapping[str, Column]) -> Spellings:
    """The ways in which these columns' headings may be written. A column's own heading goes before others' aliases."""
    found = {key(column.heading): (name, 0) for name, column in columns.items()}
    for name, column in columns.items():
        for place, alias in enumerate(column.aliases, start=1):
            found.setdefault(key(alias), (name, place))
    return found


_spellings: dict[type[Any], Spellings] = {}


def spellings(record: type[Any]) -> Spellings:
    """The ways in which the headings of a sheet may be written."""
    if record not in _spellings:
        _spellings[record] = spellings_of(columns_of(record))
    return _spellings[record]


def required_of(record: type[Any]) -> list[str]:
    """The fields that a sheet must have."""
    return [name for name, column in columns_of(record).items() if column.required]


def top_of(grid: Grid, below: int = 0) -> list[Line]:
    """The rows in which headings may stand, and one more below, as wide as the sheet; with nothing in the rows to ``below``. The text of a merged cell stands in all that it
    covers: it names them all, as “Unit 8” does above Grade and Claimed on.
    """
    rows: list[list[Raw]] = [list(row) for row in grid.rows[below : below + HEADING_ROWS + 1]]
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    for where in grid.sheet.merged_areas:
        first_row = where.first_row - below
        if not 0 < first_row <= len(rows) or where.first_col > width:
            continue
        raw = rows[first_row - 1][where.first_col - 1]
        if isinstance(raw, str) and raw:
            for row in rows[first_row - 1 : where.last_row - below]:
                for place in range(where.first_col - 1, min(where.last_col, width)):
                    row[place] = raw
    blank: Line = [""] * width
    return [*[blank] * below, *rows]


class Matched(NamedTuple):
    """A heading that was matched: how far it is from the field's own, its column, and its text."""

    distance: int
    column: int
    text: str


def match(lines: Sequence[Line], known: Spellings, within: Iterable[int]) -> dict[str, Matched]:
    """The heading of each field among some columns. Of two columns that could be one field, that whose heading is nearer to the
    field's own: "Candidate" may hold names where "Candidate number" stands beside it.
    """
    best: dict[str, Matched] = {}
    for column in within:
        for text in texts_of(lines, column):
            named = known.get(key(text)) or _with_a_hint(text, known)
            if named:
                one = Matched(named[1], column, shown(text))
                best[named[0]] = min(best.get(named[0], one), one)
                break
    return best


_HINT = regex(r"\s*(?:[(\[][^()\[\]]*[)\]]|[?#:*]+)\s*$")
_HINTS_END = tuple(")]?#:*")
"""What a heading with a hint ends with: most cells that are looked at for headings do not."""
_FAR = 100
"""How much farther a heading with a hint is from the field than one without."""


def _with_a_hint(text: str, known: Spellings) -> tuple[str, int] | None:
    """The field of a heading with something in brackets or a mark behind it: Visit date (dd/mm/yyyy), Date of birth *."""
    if not text.rstrip().endswith(_HINTS_END):
        return None
    plain = _HINT.sub("", text)
    while plain != text:
        named = known.get(key(plain)) if key(plain) else None
        if named:
            return named[0], named[1] + _FAR
        text, plain = plain, _HINT.sub("", plain)
    return None


def texts_of(lines: Sequence[Line], column: int) -> Iterator[str]:
    """What may be a column's heading: its lines together, then the lowest alone, which may stand below a banner."""
    texts = list(dict.fromkeys(raw for row in lines if isinstance(raw := row[column - 1], str) and raw.strip()))
    if len(texts) > 1:
        yield " ".join(texts)
    yield from texts[-1:]


def runs(grid: Grid, lines: Sequence[Line], heading_row: int) -> list[range]:
    """The columns of a heading row, in runs that are parted by columns that are empty in it and below it."""
    width = len(lines[-1])
    below = [row for row in grid.rows[heading_row : heading_row + _SAMPLE] if row]
    filled = [
        any(line[place] != "" for line in lines) or any(place < len(row) and row[place] != "" for row in below)
        for place in range(width)
    ]
    found: list[range] = []
    start = None
    for place, is_filled in enumerate([*filled, False], start=1):
        if is_filled and start is None:
            start = place
        elif not is_filled and start is not None:
            if any(isinstance(line[at - 1], str) and line[at - 1] for line in lines for at in range(start, place)):
                found.append(range(start, place))
            start = None
    return found


class Headings(NamedTuple):
    """The headings of one table: the row (the lower of two), its columns by field, and the columns it stands in."""

    row: int
    lines: Sequence[Line]
    matched: Mapping[str, Matched]
    columns: Sequence[int]

    @property
    def is_two_lines(self) -> bool:
        """Whether the headings begin in the row above."""
        return len(self.lines) > 1

    @property
    def others(self) -> Mapping[int, str]:
        """The headings of the lower line that were taken for nothing, by column."""
        taken = {one.column for one in self.matched.values()}
        return {
            column: shown(raw)
            for column in self.columns
            if column not in taken and isinstance(raw := self.lines[-1][column - 1], str) and raw.strip()
        }


def headings_in(
    record: type[Any],
    grid: Grid,
    top: Sequence[Line],
    rows: Sequence[int] | None = None,
    within: Iterable[int] | None = None,
    two_lines: Iterable[bool] = (False, True),
    is_another: Any = None,
) -> Headings | None:
    """The headings, among the first rows, that show the most of a record's columns: in one run of columns, with those other runs
    that plainly go with it. Headings over two lines are taken where they show more than either line alone.

    ``rows`` and ``within`` are the rows and columns to look at, if not all.
    """
    known = spellings(record)
    allowed = None if within is None else set(within)
    best: Headings | None = None
    for is_two_lines in two_lines:
        for row in rows if rows is not None else range(1, min(len(top), HEADING_ROWS) + 1):
            if row - is_two_lines < 1 or row > len(top):
                continue
            lines = top[row - 1 - is_two_lines : row]
            width = range(1, len(lines[-1]) + 1)
            columns = width if allowed is None else [column for column in width if column in allowed]
            count = len(best.matched) if best else 0
            if len(match(lines, known, columns)) <= count:
                continue
            found = _of_runs(record, known, grid, row, lines, allowed, is_another)
            if found and len(found.matched) > count:
                best = found
    return best if best and any(name in best.matched for name in required_of(record)) else None


def _of_runs(
    record: type[Any],
    known: Spellings,
    grid: Grid,
    row: int,
    lines: Sequence[Line],
    allowed: set[int] | None,
    is_another: Any,
) -> Headings | None:
    parts = []
    for run in runs(grid, lines, row):
        columns = [column for column in run if allowed is None or column in allowed]
        if columns:
            parts.append((match(lines, known, columns), columns))
    if not parts:
        return None
    needed = set(required_of(record))
    parts.sort(key=lambda part: (-len(needed & set(part[0])), -len(part[0]), part[1][0]))
    matched, columns = dict(parts[0][0]), list(parts[0][1])
    for found, others in parts[1:]:
        new = {name: one for name, one in found.items() if name not in matched or one.distance < matched[name].distance}
        headed = sum(any(isinstance(line[at - 1], str) and line[at - 1] for line in lines) for at in others)
        gives_required = bool((needed & set(new)) - set(matched))
        # A key to the grades, or a list of staff, may stand beside: it shows a heading or two of ours among its own.
        is_ours = gives_required or (len(new) == len(found) and len(new) * 2 > headed)
        if new and is_ours and not (is_another and is_another(grid, row, others)):
            matched.update(new)
            columns += others
    return Headings(row, lines, matched, sorted(columns))


class Guess(NamedTuple):
    """A heading that is nearly one of ours: the field it most likely means, its column and its text."""

    field: str
    column: int
    text: str


def near_misses(record: type[Any], found: Headings) -> tuple[list[Guess], dict[str, list[Guess]]]:
    """The headings that most likely mean a field that was not found: those of which it is plain, and those, by field, of which
    there is more than one.
    """
    columns = columns_of(record)
    known = {alias: name for name, column in columns.items() for alias in column.aliases}
    known.update({column.heading: name for name, column in columns.items()})
    by_field: dict[str, list[Guess]] = {}
    for column, text in found.others.items():
        said = set(words_of(text))
        # A word more makes it another heading: Claimed by is no slip for Claimed.
        names = {known[word] for word in close_matches(text, known) if not set(words_of(word)) < said}
        if len(names) == 1 and not names & set(found.matched):
            (name,) = names
            by_field.setdefault(name, []).append(Guess(name, column, text))
    plain = [guesses[0] for guesses in by_field.values() if len(guesses) == 1]
    return plain, {name: guesses for name, guesses in by_field.items() if len(guesses) > 1}
