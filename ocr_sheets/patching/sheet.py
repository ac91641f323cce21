"""One sheet of a workbook: what is in it, and what is to be added to it."""

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from . import columns, notes, room, sheetdata, tables
from .content import ORDER, Content
from .errors import BadMarkup, NoRoom
from .markup import Edit, Node, escape, relation_prefix
from .package import Package
from .refs import MAX_COLUMN, MAX_ROW, MAX_TWO_LETTERS, Area, area, letters, written
from .styles import Styles
from .texts import SharedStrings, text_of
from .values import Cells, CellWriter, Value

if TYPE_CHECKING:
    from .names import Added


class Owner(Protocol):
    """What a sheet asks of the workbook that it belongs to."""

    package: Package
    cell_writer: CellWriter

    @property
    def styles(self) -> Styles:
        """The formats of the workbook."""

    def mark_columns(self, tag: str, widths: list[str], headings: list[str], *, is_filled: bool = False) -> str:
        """Record columns as ours. Returns the tag that they got."""


class Sheet:
    """A sheet of the workbook. Rows and columns are counted from 1. Made by Workbook, never by hand."""

    def __init__(self, workbook: Owner, name: str, state: str, part: str, is_worksheet: bool) -> None:
        self._workbook = workbook
        self._package = workbook.package
        self.name = name
        self.state = state
        self.part = part
        self.is_worksheet = is_worksheet
        self._loaded: Content | None = None
        self._old_place: Area | None = None
        self._places: dict[str, Area] = {}
        """By tag, where columns were added in this run."""
        self._covers_blanks = False
        self._added: dict[int, list[sheetdata.Beside]] = {}
        self._marked: dict[int, dict[int, int]] = {}
        self._reach: list[Area] = []
        """Where cells were added or marked."""
        self._writer = workbook.cell_writer
        self._widths: dict[int, float] = {}
        self._grouped: set[int] = set()
        self._marks: dict[tuple[int, int], str] = {}
        self._notes: dict[tuple[int, int], tuple[str, str]] = {}

    def __repr__(self) -> str:
        return f"<Sheet {self.name!r}>"

    @property
    def _content(self) -> Content:
        if self._loaded is None:
            if not self.is_worksheet:
                raise ValueError(f"{self.name!r} is no worksheet and has no cells")
            try:
                self._loaded = Content(self._package.container.read(self.part))
            except BadMarkup as error:
                raise self._package.damaged(self.part, str(error)) from error
            self._package.container.forget(self.part)
        return self._loaded

    def check(self) -> None:
        """Read the sheet now. Raises Refused when it is damaged."""
        _ = self._content

    # -- what is in it

    @property
    def error_cells(self) -> dict[tuple[int, int], str]:
        """The cells that hold an error value, by row and column: ``{(4, 3): "#N/A"}``."""
        return sheetdata.errors(self._content.body)

    @property
    def unvalued_formulas(self) -> set[tuple[int, int]]:
        """The cells whose formula has no stored value, so that a reader that does not calculate finds them empty."""
        return sheetdata.unvalued_formulas(self._content.body)

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected. Cells can be added all the same, and the protection stays."""
        node = self._content.skeleton.root.child("sheetProtection")
        return node is not None and node.flag("sheet")

    def is_vast(self, most: int) -> bool:
        """Whether the rectangle from A1 to the last cell that holds something has more than so many cells. One stray value
        in XFD1048576 makes it 17 thousand million, and a reader that lays the rectangle out takes all the memory there is.
        """
        content = self._content
        rows = sheetdata.last_row(content.body)
        if rows * MAX_COLUMN <= most or (
            rows * MAX_TWO_LETTERS <= most and not sheetdata.has_far_columns(content.body)
        ):
            return False
        return rows * content.columns_used[0] > most

    def without_far_rows(self, gap: int) -> tuple[bytes, int, int] | None:
        """The sheet's part without the rows that stand more than ``gap`` below all others that hold something, and the row and column
        of the first cell of them; None where there are none.
        """
        content = self._content
        row = sheetdata.far_below(content.body, content.rows, gap)
        if row is None:
            return None
        held = sheetdata.cells(content.body[row.inner : row.close])
        column = next(column for column, cell in held if sheetdata.holds_something(cell))
        return content.to_bytes(content.body[: row.start]), row.number, column

    @property
    def merged_areas(self) -> list[Area]:
        """The merged cells."""
        return self._content.merged_areas

    def raw(self) -> bytes:
        """The sheet's part as it is in the package; what is to be added is not in it yet."""
        return self._loaded.to_bytes() if self._loaded is not None else self._package.container.read(self.part)

    def texts_in(self, row: int, first: int, last: int, shared: SharedStrings) -> dict[int, str]:
        """The texts in a row's cells from one column to another, by column."""
        content = self._content
        out = {}
        for there in content.rows:
            if there.number == row:
                for column, cell in sheetdata.cells(content.body[there.inner : there.close]):
                    if first <= column <= last and (text := text_of(cell, shared)):
                        out[column] = text
        return out

    @property
    def hidden_rows(self) -> set[int]:
        """The rows that somebody hid, or that a filter hides."""
        return sheetdata.hidden_rows(self._content.body, self._content.rows)

    @property
    def hidden_columns(self) -> set[int]:
        """The columns that somebody hid."""
        return {at for low, high in room.hidden_columns(self._content) for at in range(low, high + 1)}

    def rows_with_formula(self, *functions: str) -> set[int]:
        """The rows in which a formula uses one of these functions."""
        return sheetdata.rows_with_formula(self._content.body, functions)

    @property
    def tables(self) -> list[tables.Table]:
        """The Excel tables on the sheet."""
        return tables.read(self._package, self.part)

    @property
    def free_column(self) -> int:
        """The first column to the right of all that holds something: values, merged cells, tables, pictures, charts,
        notes, hidden columns, and blank cells with a format as long as those go no further than some 50 columns. Where strip() took columns of an earlier run away, their old
        place while nothing else has been put there. May be 16,385: then there is no room.
        """
        old = self._old_place
        if old is not None and room.is_free(self._content, self._package, self.part, old):
            return old.first_col
        return room.edge(self._content, self._package, self.part) + 1

    # -- adding

    def add_columns(
        self,
        heading_row: int,
        headings: Sequence[tuple[str, float]],
        heading_style: int,
        tag: str | None,
        first_column: int | None = None,
    ) -> int:
        """Write headings (text, column width) at the free column and mark the columns as ours under a tag; without a tag they
        are the user's from then on, and no later run takes them away.

        An Excel table that ends there and has its headings in the same row grows by them where it may; beside one that
        may not, a column stays free. Returns the first column. Raises NoRoom when they do not fit.
        """
        texts = [text for text, _ in headings]
        first = self.free_column if first_column is None else first_column
        old = self._old_place
        if old is not None and first == old.first_col and first_column is None:
            beyond = Area(old.first_row, first, old.last_row, first + len(headings) - 1)
            if len(headings) > old.last_col - first + 1 and not room.is_free(
                self._content, self._package, self.part, beyond
            ):
                old, first = None, room.edge(self._content, self._package, self.part) + 1
        inside = None
        for table in self.tables:
            if old is not None and first_column is None and tables.inside(table, old):
                inside = table
            elif table.last_col + 1 == first and first_column is None:
                document = self._package.document(table.part)
                if tables.may_grow(document, heading_row, texts):
                    tables.grow(document, texts)
                    break
                if old is None or old.first_col != first:
                    first += 1
                    break
        last = first + len(headings) - 1
        if last > MAX_COLUMN:
            raise NoRoom(
                f"The sheet {self.name!r} is filled up to column {letters(min(first - 1, MAX_COLUMN))}, "
                f"so {len(headings)} more columns do not fit."
            )
        if inside is not None:
            tables.rename(self._package.document(inside.part), first - inside.first_col, texts)
        place = Area(heading_row, first, heading_row, last)
        if tag is not None:
            tag = self._workbook.mark_columns(tag, columns.said(self._content.skeleton, place), texts)
            self._places[tag] = place
            blank = self._content.columns_used[1]
            self._covers_blanks |= any(first <= column <= last for column in blank)
        self.put_row(heading_row, first, texts, [heading_style] * len(texts))
        for column, (_, width) in enumerate(headings, first):
            self._widths[column] = width
        return first

    def empty_columns(self, heading: str) -> list[tuple[int, int]]:
        """The columns of that name in the sheet's Excel tables that hold nothing: the row of the heading, and the column."""
        found = []
        for table in self.tables:
            names = tables.column_names(self._package.document(table.part))
            if heading in names:
                column = table.first_col + names.index(heading)
                if not sheetdata.holds_in(self._content.body, column, column, table.first_row + 1):
                    found.append((table.first_row, column))
        return found

    def fill_column(self, heading_row: int, column: int, heading: str, tag: str) -> None:
        """Mark what put() will write below a heading of the user's as ours: the next run's strip() empties the column again."""
        tag = self._workbook.mark_columns(tag, [], [heading], is_filled=True)
        self._places[tag] = Area(heading_row, column, heading_row, column)
        self._covers_blanks = True

    def group_columns(self, first: int, last: int) -> None:
        """Put columns that were added in this run into an outline, so that one click folds them away."""
        self._grouped.update(range(first, last + 1))

    def coloured(self, cells: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        """Of some cells, by row and column, those that have a colour of the user's own."""
        numbers = {number for number, _ in cells}
        is_filled = functools.cache(self._workbook.styles.is_filled)  # thousands of cells have a handful of formats
        rows = {row.number: row for row in self._content.rows if row.number in numbers}
        of_columns = self._column_styles()
        return {at for at in cells if is_filled(self._style_in(rows.get(at[0]), at[1], of_columns))}

    def put_row(self, row: int, first_col: int, values: Sequence[Value], styles: Sequence[int | None]) -> None:
        """Add cells to a row, from a column on; None makes no cell. Text is never taken for a formula."""
        self.put(row, self.cells(first_col, values, styles))

    def cells(self, first_col: int, values: Sequence[Value], styles: Sequence[int | None]) -> Cells:
        """The cells of put_row() made once, to put() in each of the many rows in which they are alike."""
        return self._writer.cells(first_col, values, styles)

    def put(self, row: int, cells: Cells) -> None:
        """Add cells made by cells() to a row."""
        if not cells.are_none:
            self._added.setdefault(row, []).append(cells)

    def lengthen_table(self, name: str, last_row: int) -> None:
        """Let an Excel table of the sheet go on down to a row. It must have no row of totals."""
        (table,) = (one for one in self.tables if one.name == name)
        tables.lengthen(self._package.document(table.part), last_row)

    def style_at(self, row: int, col: int) -> int:
        """The format of a cell or, where it is not there, of its row or column."""
        there = next((one for one in self._content.rows if one.number == row), None)
        return self._style_in(there, col, self._column_styles())

    def _style_in(self, row: sheetdata.Row | None, col: int, of_columns: list[tuple[int, int, int]]) -> int:
        if row is not None:
            body = self._content.body
            start, stop = sheetdata.cell_at(body, row.number, col, row.inner, row.close)
            if start >= 0:
                return sheetdata.style_of(body[start:stop]) or 0
            tag = body[row.start : row.inner]
            if b"customFormat" in tag and (of_row := sheetdata.style_of(tag)) is not None:
                return of_row
        return columns.style_in(of_columns, col)

    def formula_cells(self) -> set[tuple[int, int]]:
        """The cells that hold a formula, be it one that shows nothing."""
        return sheetdata.formulas(self._content.body)

    def colour_where(self, where: Area, formula: str, fill: str) -> None:
        """Colour the cells of an area for which a formula, written for its first cell, is true. The cells' own formats stay."""
        document, prefix = self._content.skeleton, self._content.skeleton.prefix
        others = [node.number("priority") for node in document.root.walk() if node.name == "cfRule"]
        rule = (
            f'<{prefix}conditionalFormatting sqref="{written(where)}"><{prefix}cfRule type="expression" '
            f'dxfId="{self._workbook.styles.differential(fill)}" priority="{max(others, default=0) + 1}">'
            f"<{prefix}formula>{escape(formula)}</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>"
        )
        document.apply([document.add_child(rule, "conditionalFormatting", ORDER)])

    def highlight(self, row: int, col: int, fill: str) -> None:
        """Give a cell another fill (RRGGBB), all else of its format kept; one that is not there is made. Where the workbook
        can hold no more formats the cell stays as it is: see Workbook.formats_left.

        In the columns of add_columns() cells stay as put_row() made them.
        """
        self._marks[row, col] = fill

    def note(self, row: int, col: int, text: str, author: str = notes.NOTE_AUTHOR) -> bool:
        """Put a note on a cell, the author's name on its first line as Excel does. False, and nothing done, where the
        cell has one. strip() takes away those of NOTE_AUTHOR only.
        """
        where = row, col
        if where in self._existing_notes() or where in self._notes:
            return False
        self._notes[where] = text, author
        return True

    def _existing_notes(self) -> set[tuple[int, int]]:
        if self._note_cells is None:
            self._note_cells = notes.cells(self._package, self.part)
        return self._note_cells

    _note_cells: set[tuple[int, int]] | None = None

    def put_blank(self, row: int, col: int, style: int) -> None:
        """Add a cell that has a format and nothing else."""
        cell = f'<c r="{letters(col)}{row}" s="{style}"/>'.encode()
        self._added.setdefault(row, []).append(sheetdata.Piece(col, col, cell))

    def put_number(self, row: int, col: int, style: int, number: int) -> None:
        """Add a cell that has a format and a number."""
        cell = f'<c r="{letters(col)}{row}" s="{style}"><v>{number}</v></c>'.encode()
        self._added.setdefault(row, []).append(sheetdata.Piece(col, col, cell))

    # -- an earlier run

    def strip_columns(self, added: "Added") -> set[str]:
        """Take away columns of an earlier run, and give back what was there. Returns the cells that had formulas."""
        if added.record is not None and added.record.filled:
            return self._empty(added)
        formulas: set[str] = set()
        runs = list(_runs_of([at for at, _ in added.columns]))
        for first, last in runs:
            place = added.place._replace(first_col=first, last_col=last)
            formulas |= self._strip_run(place, added.ends)
        if len(runs) == 1:
            self._old_place = added.place._replace(first_col=runs[0][0], last_col=runs[0][1])
        document = self._content.skeleton
        if added.record is not None:
            columns.give_back(document, added.columns, added.record.widths)
            columns.hide_outline(document)
        else:
            for first, last in runs:
                columns.give_back_old(document, added.place._replace(first_col=first, last_col=last), added.widths)
        return formulas

    def _empty(self, added: "Added") -> set[str]:
        """Empty columns of the user's that an earlier run filled. Returns the cells that had formulas."""
        content, place = self._content, added.place
        formulas: set[str] = set()
        for column, _ in added.columns:
            content.body, gone = sheetdata.without_columns(
                content.body, content.rows, column, column, place.first_row + 1, place.last_row
            )
            formulas |= gone
        return formulas

    def _strip_run(self, place: Area, ends: bool) -> set[str]:
        kept = False
        for table in self.tables:
            if not tables.inside(table, place) and not (
                table.first_col < place.first_col <= table.last_col and table.first_row == place.first_row
            ):
                continue
            ours = min(place.last_col, table.last_col) - place.first_col + 1
            if table.last_col <= place.last_col:
                tables.shrink(self._package.document(table.part), ours)
            else:  # something of the user's was put behind ours: the table keeps the columns, and they their headings
                kept = True
        content = self._content
        last_row = place.last_row if ends else MAX_ROW
        content.body, formulas = sheetdata.without_columns(
            content.body, content.rows, place.first_col, place.last_col, place.first_row + kept, last_row
        )
        return formulas

    def give_back_blanks(self, blanks: dict[tuple[int, int], int]) -> None:
        """Put blank cells back that ours replaced, each with its format; not where somebody put something since."""
        content = self._content
        pieces: dict[int, list[sheetdata.Piece]] = {}
        for (row, column), style in sorted(blanks.items()):
            if row <= MAX_ROW and not sheetdata.holds_in(content.body, column, column, row, row):
                cell = f'<c r="{letters(column)}{row}" s="{style}"/>'.encode()
                pieces.setdefault(row, []).append(sheetdata.Piece(column, column, cell))
        content.body = b"".join(sheetdata.merged(content.body, content.rows, pieces, {}))

    def covered_blanks(self) -> dict[str, dict[tuple[int, int], int]]:
        """By tag, the formats of the user's blank cells that what is to be added will replace."""
        out: dict[str, dict[tuple[int, int], int]] = {}
        if not self._covers_blanks:
            return out
        body = self._content.body
        for row in self._content.rows:
            for piece in self._added.get(row.number, ()):
                for column, start_tag in sheetdata.start_tags(body, row, piece.first, piece.last):
                    tag = next((t for t, p in self._places.items() if p.first_col <= piece.first <= p.last_col), None)
                    if tag is not None and (style := sheetdata.style_of(start_tag)):
                        out.setdefault(tag, {})[row.number, column] = style
        return out

    @property
    def added_places(self) -> dict[str, Area]:
        """By tag, where columns were added in this run, down to the last row of them."""
        out = {}
        for tag, place in self._places.items():
            last = max(
                (
                    row
                    for row, pieces in self._added.items()
                    for piece in pieces
                    if place.first_col <= piece.first <= place.last_col
                ),
                default=place.last_row,
            )
            out[tag] = place._replace(last_row=max(last, place.first_row))
        return out

    @property
    def heading_rows(self) -> dict[str, int]:
        """By tag, the row of the headings of columns added in this run."""
        return {tag: place.first_row for tag, place in self._places.items()}

    @property
    def note_marks(self) -> list[str]:
        """The fingerprints of the notes that are to be put on cells and taken away by the next run."""
        return [
            notes.mark_of(text[: notes.MAX_NOTE])
            for text, author in self._notes.values()
            if author == notes.NOTE_AUTHOR
        ]

    def strip_notes(self, recorded: Collection[str] | None) -> None:
        """Take away the notes of an earlier run: those whose fingerprints it recorded or, without a record, all of our author."""
        skeleton = self._content.skeleton
        node = skeleton.root.child("legacyDrawing")
        if notes.remove(self._package, self.part, node.prefixed("id") if node else None, recorded) and node is not None:
            skeleton.apply([skeleton.remove(node)])
        self._note_cells = None

    def styles_at(self, where: Area) -> list[tuple[int, int | None, bool]]:
        """The format numbers in the first two columns of a range, row by row, and whether the third has a cell; None for the second where the
        first stands alone, with a number in it.
        """
        out = []
        for row in self._content.rows:
            if where.first_row <= row.number <= where.last_row:
                found = dict(sheetdata.cells(self._content.body[row.inner : row.close]))
                left, right = found.get(where.first_col), found.get(where.first_col + 1)
                if left is not None:
                    # A blank cell in the default format is left out by some programs; a format alone has a number with it.
                    own = None if sheetdata.holds_something(left) else (sheetdata.style_of(right) or 0) if right else 0
                    out.append((sheetdata.style_of(left) or 0, own, where.first_col + 2 in found))
        return out

    def restore(self, own: dict[int, int], made: dict[int, int]) -> None:
        """Take the marks off: cells with a format of ``own`` get the other, and of those with one of ``made``, which were not there
        before, the blank ones go.
        """
        content = self._content
        if made:
            content.body = sheetdata.without_blank(content.body, set(made))
        content.body = sheetdata.restyled(content.body, {**own, **made})

    def cells_by_month(self) -> set[tuple[int, int]]:
        """The cells, by row and column, whose format shows a month or a year and no day, such as Mar-27."""
        by_month = self._workbook.styles.by_month()
        if not by_month:  # as in nearly every workbook: a big sheet is not looked through
            return set()
        body = self._content.body
        if not by_month & sheetdata.styles(body):
            return set()
        return {
            (row.number, column)
            for row in self._content.rows
            for column, cell in sheetdata.cells(body[row.inner : row.close])
            if sheetdata.style_of(cell) in by_month
        }

    def struck_rows(self, columns: set[int]) -> set[int]:
        """The rows in which all cells of these columns that hold something are struck through, as a row that no longer counts."""
        struck = self._workbook.styles.struck()
        out = set()
        for row in self._content.rows if struck else ():
            cells = sheetdata.cells(self._content.body[row.inner : row.close])
            held = [cell for column, cell in cells if column in columns and sheetdata.holds_something(cell)]
            if held and all(sheetdata.style_of(cell) in struck for cell in held):
                out.add(row.number)
        return out

    # -- writing

    @property
    def has_marks(self) -> bool:
        """Whether cells are to be highlighted."""
        return bool(self._marks)

    def used_styles(self) -> set[int]:
        """The numbers of all formats that the sheet uses."""
        content = self._content
        return sheetdata.styles(content.body) | {style for _, _, style in self._column_styles()}

    def apply_marks(self, used: Callable[[], set[int]], taken: dict[int, int]) -> None:
        """Turn highlights into formats. ``used`` and ``taken`` are those of Styles.filled()."""
        if not self._marks:
            return
        styles = self._workbook.styles
        content = self._content
        wanted: dict[int, dict[int, str]] = {}
        for (row, column), fill in self._marks.items():
            if any(
                row >= place.first_row and place.first_col <= column <= place.last_col
                for place in self._places.values()
            ):
                continue
            wanted.setdefault(row, {})[column] = fill
        self._marks = {}
        if not wanted:
            return
        marks: dict[int, dict[int, int]] = {}
        known: dict[tuple[int, str, bool], int | None] = {}
        present = {at.number: at for at in content.rows}
        column_styles = self._column_styles()
        for number in sorted(wanted):
            there = present.get(number)
            tag = content.body[there.start : there.inner] if there else b"<row>"
            of_row = sheetdata.style_of(tag) if b"customFormat" in tag else None
            for column in sorted(wanted[number]):
                start = stop = -1
                if there:
                    start, stop = sheetdata.cell_at(content.body, number, column, there.inner, there.close)
                if start >= 0:
                    own = sheetdata.style_of(content.body[start:stop]) or 0
                else:
                    own = of_row if of_row is not None else columns.style_in(column_styles, column)
                fill = wanted[number][column]
                alike = own, fill, start < 0
                if alike not in known:
                    known[alike] = styles.filled(own, fill, used, taken, is_made=start < 0)
                marked = known[alike]
                if marked is not None:
                    marks.setdefault(number, {})[column] = marked
        self._marked = marks
        columns_marked = [column for of_row in wanted.values() for column in of_row]
        self._reach.append(Area(min(wanted), min(columns_marked), max(wanted), max(columns_marked)))

    def _column_styles(self) -> list[tuple[int, int, int]]:
        return columns.styles(self._content.skeleton)

    def highest_style(self, above: int) -> int:
        """The highest format number on the sheet that is above another, or that other."""
        highest = sheetdata.highest_style(self._content.body, above)
        return max([highest, *(style for _, _, style in self._column_styles())])

    def flush(self) -> None:
        """Write what was added into the part."""
        if not self.is_worksheet:
            return
        body: list[bytes] | None = None
        if self._added or self._marked:
            content = self._content
            body = sheetdata.merged(content.body, content.rows, self._added, self._marked)
        self._write_around()
        self._added, self._marked = {}, {}
        if self._loaded is not None:
            # A big sheet is some 10 MB; by now it has been written, and nobody needs it twice.
            loaded, self._loaded = self._loaded, None
            self._package.container.write(self.part, *loaded.pieces(body))

    def _write_around(self) -> None:
        """Write what the added cells change around the rows, in one go."""
        edits: list[Edit] = []
        if self._added:
            pieces = [piece for row in self._added.values() for piece in row]
            first, last = min(piece.first for piece in pieces), max(piece.last for piece in pieces)
            self._reach.append(Area(min(self._added), first, max(self._added), last))
        if self._reach:
            edits += self._covering()
        if self._widths:
            widths, self._widths = self._widths, {}
            edits += columns.widened(self._content.skeleton, widths, ORDER, self._grouped)
        if self._notes:
            edits += self._naming_notes()
        if edits:
            self._content.skeleton.apply(edits)

    def _covering(self) -> Iterator[Edit]:
        """Widen the dimension, a hint to readers, when the sheet gives one."""
        reach, self._reach = self._reach, []
        document = self._content.skeleton
        node = document.root.child("dimension")
        where = area(node.get("ref")) if node else None
        if node is None or where is None:
            return
        first_rows, first_columns, last_rows, last_columns = zip(where, *reach, strict=True)
        wider = Area(min(first_rows), min(first_columns), max(last_rows), max(last_columns))
        if wider != where:
            yield document.attribute(node, "ref", written(wider))

    def _naming_notes(self) -> Iterator[Edit]:
        """Write the notes, and name their drawing where the sheet names none yet."""
        document = self._content.skeleton
        node = document.root.child("legacyDrawing")
        new, self._notes = self._notes, {}
        self._note_cells = None
        drawing = notes.add(self._package, self.part, node.prefixed("id") if node else None, new)
        if drawing is None:
            return
        prefix, declared = relation_prefix(document.root, self._package.strict)
        text = f'<{document.prefix}legacyDrawing{declared} {prefix}id="{drawing}"/>'
        if node is not None:  # it named a drawing that is not there
            yield Edit(node.start, node.end, text.encode())
        else:
            yield document.add_child(text, "legacyDrawing", ORDER)

    @property
    def has_notes(self) -> bool:
        """Whether notes are to be put on cells."""
        return bool(self._notes)

    @property
    def is_selected(self) -> bool:
        """Whether the sheet's tab is one of those selected."""
        return any(view.flag("tabSelected") for view in self._sheet_views())

    def _sheet_views(self) -> list[Node]:
        if not self.part:
            return []
        document = self._content.skeleton if self.is_worksheet else self._package.document(self.part)
        views = document.root.child("sheetViews")
        return views.all("sheetView") if views else []

    def select(self, selected: bool) -> None:
        """Say in the sheet's views whether its tab is one of the selected ones."""
        if not self.part:
            return
        if (
            self.is_worksheet
            and self._loaded is None
            and not selected
            and b"tabSelected" not in self._package.container.read(self.part)
        ):
            return  # as most sheets that are joined on, which need not be taken apart for this
        document = self._content.skeleton if self.is_worksheet else self._package.document(self.part)
        edits = []
        for view in self._sheet_views():
            if view.flag("tabSelected") != selected:
                edits.append(document.attribute(view, "tabSelected", "1" if selected else None))
        document.apply(edits)


def _runs_of(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that follow one another: first and last."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1]
            start = at
