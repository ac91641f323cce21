"""The rows of a sheet as text.

A sheet of 16,000 rows is some 10 MB of XML, far too much for an object a cell. So the rows stay bytes, in one canonical
spelling that every program in use writes anyway: no prefix, no space between tags, ``r`` first in each row and cell, rows in
order. :func:`canonical` checks for it with one regular expression and re-spells what differs.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from ocr_sheets.patterns import regex

from .errors import BadMarkup
from .markup import escape, new_parser, run
from .refs import MAX_COLUMN, MAX_ROW, letters, number

_CANONICAL = regex(
    rb"""(?x)
    (?: <row[ ]r="([1-9]\d{0,6})" (?:[ ][^<>"'= ]++="[^<>"]*+")*+ [ ]*+
        (?: /> | >
            (?: <c[ ]r="(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])\1" (?:[ ][^<>"'= ]++="[^<>"]*+")*+ [ ]*+
                (?: /> | >
                    (?: <v>[^<]*+</v></c>  # a value alone, as in nearly all cells that are not blank
                    |   (?: <f[^<>]* (?: (?<=/)> | (?<!/)>[^<]*</f> ) )?
                        (?: <v (?: /> | (?:[ ][^<>]*)?>[^<]*</v> ) )?
                        (?: <is> (?: <(?!/is>|c[ ]|!)[^<>]*>[^<]* )* </is> )?  # possessive, 3.11.2 would match it wrongly
                        </c>
                    )
                )
            )*+
        </row> )
    )*+"""
)
_ROW = regex(rb'<row r="(\d+)"[^<>]*>')
_CELL = regex(rb'<c r="([A-Z]+)(\d+)"([^<>]*)(?:(?<=/)>|(?<!/)>(.*?)</c>)', re.DOTALL)
_SPANS = regex(rb' spans="(\d+):(\d+)"')
_STYLE = regex(rb'\ss="(\d{1,9})"')
_ANY_STYLE = regex(rb'\ss="[^"]*"')
_TYPE = regex(rb'\st="([a-zA-Z]+)"')
_FEW = 30  # columns that can be looked for by name, and rows that show how wide a sheet is; past that every cell is looked at
_FAR = regex(rb'<c r="[A-Z]{3}')
_BARE, _BARE_START = regex(rb'<row r="\d+" ?/>'), b'/><row r="'
_MANY = 100_000
_SLASH = ord("/")
_HOLDS = regex(rb"<(?:v|f|is)[ >]")
_HIDDEN = regex(rb'<row [^<>]*\shidden="(?:1|true)"')
_FIRST = regex(rb'<c r="([A-Z]+)(\d+)"')


class Row(NamedTuple):
    """Where a row stands: its number, its start, where its cells start and stop, and its end."""

    number: int
    start: int
    inner: int
    close: int
    end: int


def rows(body: bytes) -> list[Row]:
    """All rows, in the order of the file."""
    out = []
    find, row = body.find, Row._make
    for match in _ROW.finditer(body):
        start, inner = match.span()
        if body[inner - 2] == _SLASH:  # <row/>
            out.append(row((int(match[1]), start, inner, inner, inner)))
        else:
            close = find(b"</row>", inner)
            out.append(row((int(match[1]), start, inner, close, close + 6)))
    return out


def without_bare_rows(body: bytes) -> bytes:
    """The rows without those that say nothing at all, where there are so many that each would cost memory for nothing."""
    return _BARE.sub(b"", body) if body.count(_BARE_START) > _MANY else body


def canonical(body: bytes, prefix: str) -> list[Row] | None:
    """The rows of a body in the canonical spelling; None for one that needs respell()."""
    if not body.strip():
        return []
    if body.count(b"<row") > MAX_ROW or (prefix and body.count(b"<" + prefix.encode() + b"row") > MAX_ROW):
        raise BadMarkup(f"it has more rows than the {MAX_ROW:,} of a sheet")
    if prefix or _CANONICAL.fullmatch(body) is None:
        return None
    found = rows(body)
    last = 0
    for row in found:
        if not last < row[0] <= MAX_ROW:
            return None
        last = row[0]
    return found


def place(data: bytes) -> tuple[int, int]:
    """Where the rows of a whole sheet part start and stop. Raises BadMarkup when it is no well-formed XML."""
    parser = new_parser()
    depth = 0
    found = [-1, -1]

    def start(qname: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and qname.rpartition(":")[2] == "sheetData" and found[0] < 0:
            found[0] = data.index(b">", parser.CurrentByteIndex) + 1

    def end(qname: str) -> None:
        nonlocal depth
        if depth == 2 and qname.rpartition(":")[2] == "sheetData" and found[1] < 0:
            found[1] = max(parser.CurrentByteIndex, found[0])
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run(parser, data)
    return found[0], found[1]


class _Row:
    __slots__ = ("cells", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.cells: list[tuple[int, str]] = []


def respell(data: bytes) -> bytes:
    """The rows of a whole sheet part in the canonical spelling, whatever spelling it has.

    Raises BadMarkup when it is no well-formed XML, or has rows or cells outside of the format's limits.
    """
    found: dict[int, _Row] = {}
    out: list[str] = []
    state = {"depth": 0, "data": -1, "row": 0, "column": 0}
    current: list[_Row] = []
    prefix: list[str] = []
    open_tag = [False]

    def close_tag() -> None:
        if open_tag[0]:
            out.append(">")
            open_tag[0] = False

    def plain(qname: str) -> str:
        return qname.removeprefix(prefix[0])

    def attributes(attrs: dict[str, str], *without: str) -> str:
        return "".join(f' {k}="{escape(v, quotes=True)}"' for k, v in attrs.items() if k not in without)

    def start(qname: str, attrs: dict[str, str]) -> None:
        state["depth"] += 1
        depth, inside = state["depth"], state["data"]
        if depth == 1:
            before, colon, _ = qname.rpartition(":")
            prefix.append(before + colon)
        if inside < 0:
            if depth == 2 and plain(qname) == "sheetData":
                state["data"] = depth
            return
        name = plain(qname)
        if depth == inside + 1:
            if name != "row":
                raise BadMarkup(f"there is a <{name}> between its rows")
            at = _whole(attrs.get("r"), state["row"] + 1)
            if not 1 <= at <= MAX_ROW:
                raise BadMarkup(f"it has a row {attrs.get('r', str(at))[:20]}, and sheets have rows 1 to {MAX_ROW:,}")
            state["row"], state["column"] = at, 0
            row = found.get(at)
            if row is None:
                row = found[at] = _Row(f'<row r="{at}"{attributes(attrs, "r")}')
            current[:] = [row]
        elif depth == inside + 2:
            if name != "c":
                raise BadMarkup(f"there is a <{name}> between the cells of row {state['row']}")
            column = state["column"] + 1
            if ref := attrs.get("r"):
                where = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})", ref)
                if where is None or int(where[2]) != state["row"]:
                    raise BadMarkup(f"its row {state['row']} has a cell {ref!r}")
                column = number(where[1].upper())
            if column > MAX_COLUMN:
                raise BadMarkup(f"its row {state['row']} goes beyond column XFD")
            state["column"] = column
            out[:] = [f'<c r="{letters(column)}{state["row"]}"{attributes(attrs, "r")}']
            open_tag[0] = True
        else:
            if name in ("c", "row", "sheetData"):
                raise BadMarkup(f"a cell of its row {state['row']} has a <{name}> inside")
            close_tag()
            out.append(f"<{name}{attributes(attrs)}")
            open_tag[0] = True

    def end(qname: str) -> None:
        depth, inside = state["depth"], state["data"]
        state["depth"] -= 1
        if inside < 0:
            return
        if depth == inside:
            state["data"] = -1
        elif depth >= inside + 2:
            if open_tag[0]:
                out.append("/>")
                open_tag[0] = False
            else:
                out.append(f"</{plain(qname)}>")
            if depth == inside + 2:
                current[0].cells.append((state["column"], "".join(out)))
                out.clear()

    def characters(text: str) -> None:
        depth, inside = state["depth"], state["data"]
        if inside >= 0 and depth > inside + 2:
            close_tag()
            out.append(escape(text).replace("\r", "&#13;"))

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    run(parser, data)
    lines = []
    for _, row in sorted(found.items()):
        row.cells.sort(key=lambda cell: cell[0])
        lines.append(f"{row.tag}>{''.join(text for _, text in row.cells)}</row>" if row.cells else f"{row.tag}/>")
    return "".join(lines).encode()


def _whole(text: str | None, default: int) -> int:
    if text is None:
        return default
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def cells(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The cells of one row: column and XML."""
    for match in _CELL.finditer(content):
        yield number(match[1].decode()), match[0]


def start_tags(body: bytes, row: Row, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """The cells of a row from one column to another: column and start tag. Most rows end before, and most that do not have one looked for."""
    if last_column(body[row.inner : row.close]) < first:
        return
    if first == last:
        start, stop = cell_at(body, row.number, first, row.inner, row.close)
        if start >= 0:
            yield first, body[start:stop]
        return
    for column, cell in cells(body[row.inner : row.close]):
        if first <= column <= last:
            yield column, cell[: cell.index(b">") + 1]


def last_column(content: bytes) -> int:
    """The column of the last of a row's cells, 0 where there is none."""
    edge = content.rfind(b'<c r="')
    return _column(content[edge + 6 : edge + 9].rstrip(b'0123456789"')) if edge >= 0 else 0


@functools.cache
def _column(name: bytes) -> int:
    return number(name.decode())


def style_of(cell: bytes) -> int | None:
    """The format number in a cell's or row's start tag; None when it has none."""
    found = _STYLE.search(cell, 0, cell.index(b">"))
    return int(found[1]) if found else None


def styles(body: bytes) -> set[int]:
    """The numbers of all formats in use."""
    return {0, *map(int, set(re.findall(rb' s="(\d{1,9})"', body)))}


def with_style(cell: bytes, style: int) -> bytes:
    """A cell with another format number."""
    stop = cell.index(b">")
    found = _ANY_STYLE.search(cell, 0, stop)
    if found:
        return cell[: found.start() + 4] + b'%d"' % style + cell[found.end() :]
    at = cell.index(b'"', cell.index(b'"') + 1) + 1
    return cell[:at] + b' s="%d"' % style + cell[at:]


def holds_something(cell: bytes) -> bool:
    """Whether a cell has a value or a formula; a blank one with a format has neither."""
    tag = cell.find(b">")
    return tag + 1 != len(cell) and tag + 1 + len(b"</c>") != len(cell)


def position(cell: re.Match[bytes]) -> tuple[int, int]:
    """Row and column from a match of a cell's start."""
    return int(cell[2]), number(cell[1].decode())


def errors(body: bytes) -> dict[tuple[int, int], str]:
    """The cells that hold an error value, and which."""
    out = {}
    at = body.find(b' t="e"')
    while at >= 0:
        start = body.rfind(b"<", 0, at)
        cell = _CELL.match(body, start)
        if cell:
            value = re.search(rb"<v[^<>]*>([^<]*)</v>", cell[0])
            out[position(cell)] = value[1].decode() if value else "#N/A"
        at = body.find(b' t="e"', at + 1)
    return out


def unvalued_formulas(body: bytes) -> set[tuple[int, int]]:
    """The cells whose formula has no stored value; an empty text is a value."""
    out: set[tuple[int, int]] = set()
    if b"<f" not in body:  # as in most sheets: a big one is looked through once, not for each way to end
        return out
    for ending in (b"</f></c>", b"</f><v></v></c>", b"</f><v/></c>", b"/></c>", b"/><v></v></c>", b"/><v/></c>"):
        at = body.find(ending)
        while at >= 0:
            cell = _CELL.match(body, body.rfind(b'<c r="', 0, at))
            if cell and b"<f" in cell[0] and (b"<v" not in cell[0] or _kind(cell[3]) != b"str"):
                value = re.search(rb"<v[^<>]*>([^<]+)</v>", cell[0])
                if value is None:
                    out.add(position(cell))
            at = body.find(ending, at + 1)
    return out


def formulas(body: bytes) -> set[tuple[int, int]]:
    """The cells that hold a formula."""
    out = set()
    at = body.find(b"<f")
    while at >= 0:
        cell = _CELL.match(body, body.rfind(b'<c r="', 0, at))
        if cell:
            out.add(position(cell))
        at = body.find(b"<f", at + 1)
    return out


def hidden_rows(body: bytes, present: list[Row]) -> set[int]:
    """The rows that are hidden."""
    if b'hidden="' not in body:
        return set()
    return {row.number for row in present if _HIDDEN.search(body, row.start, row.inner)}


def rows_with_formula(body: bytes, functions: Iterable[str]) -> set[int]:
    """The rows that have a formula with one of these functions in it."""
    out = set()
    for name in functions:
        called = f"{name}(".encode()
        at = body.find(called)
        while at >= 0:
            cell = _CELL.match(body, body.rfind(b'<c r="', 0, at))
            if cell and called in (cell[4] or b"").partition(b"</f>")[0]:
                out.add(int(cell[2]))
            at = body.find(called, at + 1)
    return out


def _kind(attrs: bytes) -> bytes:
    found = _TYPE.search(b" " + attrs)
    return found[1] if found else b"n"


def last_row(body: bytes) -> int:
    """The last row in which a cell holds something; 0 when none does. Blank cells with a format, of which there may be a million
    below the data, are leapt over.
    """
    end = body.rfind(b"</c>")
    while end >= 0:
        start = body.rfind(b'<c r="', 0, end)
        if body.find(b">", start) != end - 1:  # not <c ...></c>
            found = _FIRST.match(body, start)
            assert found is not None
            return int(found[2])
        end = body.rfind(b"</c>", 0, start)
    return 0


def far_below(body: bytes, present: list[Row], gap: int) -> Row | None:
    """The first row that holds something more than so many rows below all others that do; with nothing above, only the one such row."""
    if last_row(body) <= gap:
        return None
    first, before = None, 0
    for row in present:
        if _HOLDS.search(body, row.inner, row.close):
            if before and row.number > before + gap:
                return row
            first, before = (first or row), row.number
    return first if first and first.number == before > gap else None


def has_far_columns(body: bytes) -> bool:
    """Whether any cell, blank or not, stands beyond column ZZ."""
    return _FAR.search(body) is not None


def columns_used(body: bytes, present: list[Row]) -> tuple[int, list[int]]:
    """The last column in which a cell holds something, 0 when none does, and those beyond it that have blank cells."""
    last = 0
    rfind = body.rfind
    for _, _, inner, close, _ in present[:_FEW]:
        end = rfind(b"</c>", inner, close)
        while end > 0:
            start = rfind(b'<c r="', inner, end)
            if body.find(b">", start) != end - 1:  # not <c ...></c>
                found = _FIRST.match(body, start)
                assert found is not None
                last = max(last, number(found[1].decode()))
                break
            end = rfind(b"</c>", inner, start)
    # Whatever else lies to the right of what the first rows hold is looked at one by one.
    further = set(_beyond(last).findall(body))
    if further:
        for cell in (_columns_pattern(further) if len(further) < _FEW else _CELL).finditer(body):
            if holds_something(cell[0]):
                last = max(last, number(cell[1].decode()))
    return last, sorted(column for name in further if (column := number(name.decode())) > last)


@functools.cache
def _beyond(last: int) -> re.Pattern[bytes]:
    """What finds the letters of the columns to the right of this one, in the start tags of cells."""
    name = letters(last) if last else "@"
    after = [
        name[:place] + (f"[{chr(ord(letter) + 1)}-Z]" if letter < "Z" else "(?!)") + "[A-Z]" * (len(name) - place - 1)
        for place, letter in enumerate(name)
    ]
    longer = ["[A-Z]" * length for length in range(len(name) + 1, 4)]
    return re.compile(rf'<c r="({"|".join(after + longer)})\d'.encode())


def _columns_pattern(names: set[bytes]) -> re.Pattern[bytes]:
    either = b"|".join(sorted(names))
    return re.compile(rb'<c r="(%s)(\d+)"[^<>]*(?:(?<=/)>|(?<!/)>.*?</c>)' % either, re.DOTALL)


def holds_in(body: bytes, first: int, last: int, from_row: int, to_row: int = MAX_ROW) -> bool:
    """Whether any cell in these columns, from one row down to another, holds something."""
    names = {letters(column).encode() for column in range(first, last + 1)}
    return any(
        from_row <= int(cell[2]) <= to_row and holds_something(cell[0])
        for cell in _columns_pattern(names).finditer(body)
    )


def without_columns(
    body: bytes, present: list[Row], first: int, last: int, from_row: int, to_row: int = MAX_ROW
) -> tuple[bytes, set[str]]:
    """The rows without what their cells in these columns hold, from one row down to another, and which of those had formulas. A row
    of which nothing is left goes too.

    Blank cells stay: a run of ours writes none, so they are the user's.
    """
    start = next((row.start for row in present if row.number >= from_row), len(body))
    stop = next((row.start for row in present if row.number > to_row), len(body))
    names = b"|".join(letters(column).encode() for column in range(first, last + 1))
    # No possessive group around a lookahead: Python 3.11.2, which Debian has, matches it wrongly.
    one = rb'<c r="(?:%s)\d+"[^<>]*+(?<!/)>(?!</c>)[^<]*(?:<(?!/c>)[^<]*)*</c>' % names
    filled = re.compile(rb'<c r="((?:%s)\d+)"[^<>]*(?<!/)>(?!</c>)(<f)?.*?</c>' % names, re.DOTALL)
    alone = re.compile(rb'<row r="\d+">(?:%s)+</row>' % one, re.DOTALL)
    ours = body[start:stop]
    formulas = {ref.decode() for ref, formula in filled.findall(ours) if formula}
    return body[:start] + filled.sub(b"", alone.sub(b"", ours)) + body[stop:], formulas


def without_blank(body: bytes, styles: set[int]) -> bytes:
    """The rows without the blank cells that have one of these formats; a row of which nothing is left goes too."""
    either = b"|".join(b"%d" % style for style in sorted(styles))
    blank = rb'<c r="[A-Z]+\d+" s="(?:%s)"(?:/>|></c>)' % either
    return re.sub(blank, b"", re.sub(rb'<row r="\d+">(?:%s)++</row>' % blank, b"", body))


def highest_style(body: bytes, above: int) -> int:
    """The highest format number in the rows that is above another, or that other."""
    digits = str(above)
    more = [
        digits[:at] + f"[{int(digit) + 1}-9]" + r"\d" * (len(digits) - at - 1)
        for at, digit in enumerate(digits)
        if digit < "9"
    ]
    longer = rf"\d{{{len(digits) + 1}}}\d{{0,9}}"
    beyond = re.compile(f' s="({"|".join([*more, longer])})"'.encode())
    return max(map(int, set(beyond.findall(body))), default=above)


def restyled(body: bytes, styles: dict[int, int]) -> bytes:
    """The rows with every cell that has one of these formats given the other."""
    if not styles:
        return body
    either = b"|".join(b"%d" % style for style in sorted(styles))

    def other(found: re.Match[bytes]) -> bytes:
        start = body.rfind(b"<", 0, found.start())
        if not body.startswith(b"<c ", start):
            return found[0]
        return b' s="%d"' % styles[int(found[1])]

    return re.sub(rb' s="(%s)"' % either, other, body)


class Beside(Protocol):
    """Cells to be added side by side to a row: first and last column, and their XML once it is wanted."""

    @property
    def first(self) -> int:
        """The first column."""

    @property
    def last(self) -> int:
        """The last column."""

    def at(self, row: int) -> bytes:
        """Their XML in a row."""


class Piece(NamedTuple):
    """Such cells of one row."""

    first: int
    last: int
    text: bytes

    def at(self, row: int) -> bytes:
        """Their XML in the row they are made for."""
        return self.text


Added = Mapping[int, Sequence[Beside]]
"""By row, what is to be added to it."""


def merged(body: bytes, present: list[Row], added: Added, marks: dict[int, dict[int, int]]) -> list[bytes]:
    """The rows with cells added and formats changed, in pieces: as a whole a big sheet's would be in memory twice.

    An added cell takes the place of one that is there. A cell to be marked that is not there is made.
    """
    out: list[bytes] = []
    at = 0
    known = {row[0] for row in present}
    missing = sorted((set(added) | set(marks)) - known, reverse=True)
    find = body.find
    wider: dict[tuple[bytes, int, int], bytes] = {}
    for row, start, inner, close, end in present:
        while missing and missing[-1] < row:
            out.append(body[at:start])
            at = start
            out.append(_new_row(missing.pop(), added, marks))
        new, marked = added.get(row), marks.get(row)
        if new is None and marked is None:
            continue
        if marked is None and new is not None and len(new) == 1:
            low, high = new[0].first, new[0].last
        else:
            low = min([piece.first for piece in new or ()] + list(marked or ()))
            high = max([piece.last for piece in new or ()] + list(marked or ()))
        spans = find(b' spans="', start, inner)
        if spans >= 0:
            stop = find(b'"', spans + 8) + 1
            alike = body[spans:stop], low, high
            if alike not in wider:
                wider[alike] = _wider(*alike)
            out += (body[at:spans], wider[alike])
            at = stop
        if close == end:  # <row/>
            out += (body[at : inner - 2].rstrip(), b">")
            at = inner
        else:
            out.append(body[at:inner])
            at = inner
        there = _marked(body[inner:close], row, marked) if marked else body[inner:close]
        if new and len(new) == 1 and last_column(there) < new[0].first:
            out += (there, new[0].at(row))  # as nearly everywhere: what is new stands to the right of all that is there
        else:
            out.append(_woven(there, new or [], row))
        if close == end:
            out.append(b"</row>")
        at = close
    out.append(body[at:])
    while missing:
        out.append(_new_row(missing.pop(), added, marks))
    return out


def _new_row(at: int, added: Added, marks: dict[int, dict[int, int]]) -> bytes:
    return b'<row r="%d">%s</row>' % (at, _woven(_marked(b"", at, marks.get(at, {})), added.get(at, []), at))


def _marked(content: bytes, row: int, marked: dict[int, int]) -> bytes:
    for column, style in marked.items():
        start, stop = cell_at(content, row, column, 0, len(content))
        if start >= 0:
            content = content[:start] + with_style(content[start:stop], style) + content[stop:]
        else:
            cell = f'<c r="{letters(column)}{row}" s="{style}"/>'.encode()
            content = _woven(content, [Piece(column, column, cell)], row)
    return content


def cell_at(body: bytes, row: int, column: int, start: int, stop: int) -> tuple[int, int]:
    """Where the start tag of a cell stands between two places; -1 and -1 when it does not."""
    at = body.find(b'<c r="%s%d"' % (letters(column).encode(), row), start, stop)
    return (at, body.index(b">", at) + 1) if at >= 0 else (-1, -1)


def _woven(content: bytes, new: Sequence[Beside], row: int) -> bytes:
    """A row's cells with others in their places."""
    for piece in new:
        text = piece.at(row)
        if last_column(content) < piece.first:
            content += text
        elif piece.first == piece.last and (place := _whole_cell(content, row, piece.first)) and text:
            content = content[: place[0]] + text + content[place[1] :]
        else:
            content = b"".join(cell for _, cell in sorted({**dict(cells(content)), **dict(cells(text))}.items()))
    return content


def _whole_cell(content: bytes, row: int, column: int) -> tuple[int, int] | None:
    """Where a cell stands among a row's, from start to end; None when it does not."""
    start, stop = cell_at(content, row, column, 0, len(content))
    if start < 0:
        return None
    return start, stop if content[stop - 2] == _SLASH else content.index(b"</c>", stop) + 4


def _wider(spans: bytes, low: int, high: int) -> bytes:
    """A row's spans, a hint to readers, as wide as its cells."""
    found = _SPANS.fullmatch(spans)
    if not found:
        return spans
    first, last = int(found[1]), int(found[2])
    return b' spans="%d:%d"' % (min(first, low), max(last, high))
