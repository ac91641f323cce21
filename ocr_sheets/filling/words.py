"""What the terminal says of a filled copy. No candidate is named there: cells are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from ocr_sheets.filling.fill import Filled
from ocr_sheets.filling.proposals import Left, Why
from ocr_sheets.model.tables import Cell
from ocr_sheets.reading.drafts import HEADING
from ocr_sheets.text import plural

_MOST_OFFERED: Final = 4
_MOST_LEFT: Final = 8
"""Lines that say what was left, before the rest is counted."""


def told(filled: Filled, output: Path) -> Iterator[str]:
    """The lines for the terminal."""
    yield f"Written: {output}"
    yield from what_was_done(filled)
    yield f"Next: ocr-sheets validate {output}"


def what_was_done(filled: Filled) -> Iterator[str]:
    """What was drafted, and what is left."""
    written = filled.written
    drafts = [f"{plural(count, 'row')} on {sheet}" for sheet, count in written.rows.items()]
    drafts += [f"{plural(count, 'cell')} on {sheet}" for sheet, count in written.cells.items()]
    if drafts:
        yield f"Drafted: {', '.join(drafts)}."
    elif written.new_sheets:
        yield f"Nothing to draft yet. Added to fill in: {', '.join(written.new_sheets)}."
    else:
        yield "Nothing new to draft: the copy is the same as the workbook."
    if filled.deleted:
        yield f"Not drafted again: {plural(filled.deleted, 'row')} that you deleted."
    yield from _left_told(filled.proposals.left)
    if written.no_place:
        yield f"Not filled, because several tables share their sheet: {_cells(written.no_place)}."
    if drafts:
        yield f"Check the coloured cells. They count for nothing until you clear the cell under “{HEADING}” in their row."


def _left_told(left: Sequence[Left]) -> Iterator[str]:
    lines = [_WORDS[one.why](one) for one in left]
    if lines:
        yield "Left for you:"
        yield from (f"  {line}" for line in lines[:_MOST_LEFT])
        if len(lines) > _MOST_LEFT:
            yield f"  and {len(lines) - _MOST_LEFT} more like these."


def _cells(cells: Sequence[Cell]) -> str:
    first = f"{cells[0].sheet}!{cells[0].ref}"
    return first if len(cells) == 1 else f"{first} and {len(cells) - 1} more"


def _either(items: Sequence[str], word: str) -> str:
    *first, last = items
    return f"{', '.join(first)} {word} {last}" if first else last


_WORDS: Final[Mapping[Why, Callable[[Left], str]]] = {
    Why.NOT_IN_CATALOGUE: lambda left: (
        f"{left.text} ({_cells(left.cells)}) is not in our catalogue: type its row on Qualifications yourself, or check the code."
    ),
    Why.UNIT_NOT_IN_CATALOGUE: lambda left: (
        f"{'Unit' if len(left.offers) == 1 else 'Units'} {_either(left.offers, 'and')} of {left.text} ({_cells(left.cells)}) "
        f"{'is' if len(left.offers) == 1 else 'are'} not in our catalogue: type the title, and whether it is examined or moderated."
    ),
    Why.UNITS_NOT_IN_CATALOGUE: lambda left: (
        f"Our catalogue has no units of {left.text}: type the entry code and number of each unit you teach on Units."
    ),
    Why.UNITS_MAY_BE_MORE: lambda left: (
        f"Units of {left.text}: these are the units our catalogue knows, perhaps not all. Accept only those you teach: each counts for every candidate of the "
        "code, unless Group says optional. Delete the others, and add any that are missing."
    ),
    Why.SEVERAL_LISTED: lambda left: (
        f"“{left.text}” ({_cells(left.cells)}) fits {_either(left.offers, 'and')} on Qualifications: put the entry code in its place."
    ),
    Why.SEVERAL_FIT: lambda left: (
        f"“{left.text}” ({_cells(left.cells)}) fits more than one qualification: type the entry code you offer on Qualifications."
        + (
            f" Codes we know: {', '.join(left.offers[:_MOST_OFFERED])}{' …' if len(left.offers) > _MOST_OFFERED else ''}"
            if left.offers
            else ""
        )
    ),
    Why.NOTHING_FITS: lambda left: (
        f"“{left.text}” ({_cells(left.cells)}) is no course in our catalogue: put the entry code in its place."
        + (f" Did you mean {_either(left.offers, 'or')}?" if left.offers else "")
    ),
    Why.NO_NUMBER: lambda left: (
        f"{plural(len(left.cells), 'candidate')} with a course ({_cells(left.cells)}) "
        f"{'has' if len(left.cells) == 1 else 'have'} no candidate number yet, so no entries were drafted for them."
    ),
}
"""What is said of each thing that is left."""
