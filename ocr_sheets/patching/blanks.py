"""The user's blank cells that columns of ours replace: how the record of a run writes them, and how they are found again."""

from ocr_sheets.patterns import regex

from . import names
from .refs import Area

_BLANKS = regex(r"(\d{1,5}):(\d{1,7})-(\d{1,7}):(\d{1,5})")


def written_down(blanks: dict[tuple[int, int], int], place: Area, formats: dict[int, int]) -> list[str]:
    """Blank cells as the record writes them, runs down a column with one format in one text."""
    out = []
    run: tuple[int, int, int, int] | None = None  # column, first and last row, format
    for (row, column), style in sorted(blanks.items(), key=lambda one: (one[0][1], one[0][0])):
        number = formats.setdefault(style, len(formats))
        if run and run[0] == column and run[2] == row - 1 and run[3] == number:
            run = (column, run[1], row, number)
            continue
        if run:
            out.append(run)
        run = (column, row, row, number)
    if run:
        out.append(run)
    return [
        f"{column - place.first_col}:{first - place.first_row}-{last - place.first_row}:{number}"
        for column, first, last, number in out
    ]


def found_again(added: names.Added, formats: list[int]) -> dict[tuple[int, int], int]:
    """The user's blank cells that columns of ours replaced, where they are today, with their formats."""
    out: dict[tuple[int, int], int] = {}
    columns = {number: at for at, number in added.columns}
    for text in added.record.blanks if added.record else ():
        found = _BLANKS.fullmatch(text)
        if found and int(found[1]) in columns and int(found[4]) < len(formats):
            rows = range(int(found[2]), min(int(found[3]), added.place.last_row - added.place.first_row) + 1)
            out |= {(added.place.first_row + row, columns[int(found[1])]): formats[int(found[4])] for row in rows}
    return out
