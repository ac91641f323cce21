"""Where on a sheet there is room for columns."""

from . import drawings, notes, sheetdata, tables
from .content import Content
from .package import Package
from .refs import MAX_COLUMN, Area

_GAP, _SKIPPED = 30, 50  # of columns: how many blank ones are enough for ours, and how far to look for them


def edge(content: Content, package: Package, part: str) -> int:
    """The last column that is not ours to use: beyond it columns may be added."""
    last, blank = content.columns_used
    edge = max([last, *(high for _, high in _taken(content, package, part))])
    # Blank cells that somebody coloured right of the data would lose their format to ours, and no later run could give
    # it back, for a format says nothing of what it replaced. So ours go beyond them - unless they go on and on, as where
    # whole rows were formatted cell by cell: there an empty-looking cell is worth less than columns that are found.
    hidden = [at for low, high in hidden_columns(content) for at in range(low, min(high, edge + _SKIPPED) + 1)]
    beyond = edge
    for column in sorted({*blank, *hidden}):
        if column > beyond + _GAP:
            break
        beyond = max(beyond, column)
    return beyond if beyond <= edge + _SKIPPED else edge


def hidden_columns(content: Content) -> list[tuple[int, int]]:
    """Runs of hidden columns; not one that hides all there is to the right."""
    cols = content.skeleton.root.child("cols")
    runs = [(node.number("min"), node.number("max")) for node in cols.children if node.flag("hidden")] if cols else []
    return [(low, high) for low, high in runs if 1 <= low <= high < MAX_COLUMN]


def _taken(content: Content, package: Package, part: str) -> list[tuple[int, int]]:
    """First and last columns of everything that is not a cell's content."""
    out = []
    out += [(where.first_col, where.last_col) for where in content.merged_areas]
    out += [(table.first_col, table.last_col) for table in tables.read(package, part)]
    out += [(column, column) for _, column in notes.cells(package, part)]
    out += notes.shape_columns(package, part)
    for drawing in package.related(part, "drawing"):
        out += drawings.columns_in(package.document(drawing).root)
    return out


def is_free(content: Content, package: Package, part: str, place: Area) -> bool:
    """Whether nothing stands in an area, and nothing lies over its columns."""
    if any(
        low <= place.last_col and high >= place.first_col for low, high in _taken_beside(content, package, part, place)
    ):
        return False
    # Inside a table its heading cells had to stay: they are ours all the same.
    top = place.first_row + any(tables.inside(table, place) for table in tables.read(package, part))
    return not sheetdata.holds_in(content.body, place.first_col, place.last_col, top)


def _taken_beside(content: Content, package: Package, part: str, place: Area) -> list[tuple[int, int]]:
    """What is taken, without the table inside which the place lies: its columns are ours to name again."""
    around = [(table.first_col, table.last_col) for table in tables.read(package, part) if tables.inside(table, place)]
    taken = _taken(content, package, part)
    for one in around:
        taken.remove(one)
    return taken
