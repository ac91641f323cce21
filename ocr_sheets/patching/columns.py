"""What a sheet says of its columns: widths, formats, which are hidden, folded away or in an outline. In XML, runs of columns that are alike.

Columns of ours get widths of their own. What the user's file said of them is written down, and given back when ours go.
"""

import re
from collections.abc import Collection, Iterator

from ocr_sheets.patterns import regex

from .markup import Document, Edit, Node
from .refs import Area

_ATTRIBUTE = regex(r"[A-Za-z]\w*")
_NUMBER = regex(r"\d{1,3}(\.\d{1,20})?")
_VALUE = regex(r"[\w.+-]{1,40}")
_RECORDED = regex(r"(\d{1,5})-(\d{1,5})((?: [A-Za-z]\w*=[\w.+-]*)*)")
_SIGNS = {"h": "hidden", "b": "bestFit", "c": "customWidth"}
_OLD = regex(r"(\d{1,5})-(\d{1,5}):([\d.]+)([hbc]*)")
_SAID = regex(rb"""([\w:]+)\s*=\s*["']([^"']*)""")
_STYLE = regex(rb' style="[1-9]\d*"')

Run = tuple[int, int, bytes]
"""First and last column, and the element as it is written; the columns in the element itself do not count."""


def styles(document: Document) -> list[tuple[int, int, int]]:
    """The formats that whole columns have: first and last column, and the number of the format."""
    cols = document.root.child("cols")
    return [(n.number("min"), n.number("max"), n.number("style")) for n in cols.children] if cols else []


def style_in(runs: list[tuple[int, int, int]], column: int) -> int:
    """The format of one column, 0 where none is given."""
    return next((style for low, high, style in runs if low <= column <= high), 0)


def said(document: Document, place: Area) -> list[str]:
    """What the user's file says of the columns of an area, one text a run: ``0-1 width=12.5 customWidth=1``, columns counted from the
    first of them. Formats are left out: a column keeps its format under ours, and numbers of formats do not last.
    """
    cols = document.root.child("cols")
    out = []
    for node in cols.all("col") if cols else ():
        low, high = max(node.number("min"), place.first_col), min(node.number("max"), place.last_col)
        if low <= high:
            attributes = "".join(
                f" {name}={value}"
                for name, value in node.attrs.items()
                if name not in ("min", "max", "style") and _ATTRIBUTE.fullmatch(name) and _VALUE.fullmatch(value)
            )
            out.append(f"{low - place.first_col}-{high - place.first_col}{attributes}")
    return out


def give_back(document: Document, columns: list[tuple[int, int]], recorded: list[str]) -> None:
    """Give columns, each with where it is and which of the added ones it was, what said() wrote down of them."""
    texts: dict[int, str] = {}
    for text in recorded:
        if found := _RECORDED.fullmatch(text):
            low, high = int(found[1]), min(int(found[2]), len(columns) + int(found[1]))
            texts.update(dict.fromkeys(range(low, high + 1), found[3]))
    own = []
    taken = styles(document)
    for at, number in columns:
        if number in texts:
            own.append((at, at, _element(document.prefix, texts[number], style_in(taken, at))))
        elif style := style_in(taken, at):
            own.append((at, at, _element(document.prefix, "", style)))
    _replace(document, [at for at, _ in columns], own)


def _element(prefix: str, attributes: str, style: int) -> bytes:
    pairs = [one.split("=", 1) for one in attributes.split()]
    if style:
        pairs.append(["style", str(style)])
    return (f'<{prefix}col min="1" max="1"' + "".join(f' {name}="{value}"' for name, value in pairs) + "/>").encode()


def _replace(document: Document, ours: list[int], own: list[Run]) -> None:
    """Take our columns' runs away, put others in their place, and join what was one run before ours split it."""
    cols = document.root.child("cols")
    if cols is None:
        return
    final: list[Run] = []
    touched = set(ours)
    is_theirs = False  # whether the last run has the words of the user's file
    for low, high, text in sorted([*_without(_runs(document, cols), touched), *own], key=lambda run: run[0]):
        last = final[-1] if final else None
        beside = last is not None and last[1] + 1 == low and (low in touched or last[1] in touched)
        if last is not None and beside and _says(last[2]) == _says(text):
            final[-1] = (last[0], high, last[2] if is_theirs else text)
            is_theirs = is_theirs or low not in touched
        else:
            final.append((low, high, text))
            is_theirs = low not in touched
    document.apply([_written(document, cols, final)])


def _without(runs: list[Run], gone: set[int]) -> Iterator[Run]:
    for low, high, text in runs:
        start = low
        for column in sorted(at for at in gone if low <= at <= high):
            if start < column:
                yield start, column - 1, text
            start = column + 1
        if start <= high:
            yield start, high, text


def widened(
    document: Document, widths: dict[int, float], order: tuple[str, ...], grouped: Collection[int] = frozenset()
) -> Iterator[Edit]:
    """Give columns widths of their own and show them; each keeps all else that the user's file says of it, and a width that is enough.
    Those that are grouped stand in an outline, so that one click folds them away.
    """
    prefix = document.prefix
    cols = document.root.child("cols")
    said = cols.all("col") if cols else []
    ours = []
    for column, width in sorted(widths.items()):
        of_user = next((node for node in said if node.number("min") <= column <= node.number("max")), None)
        tag = f'<{prefix}col min="{column}" max="{column}"{_with_width(of_user, width, column in grouped)}/>'
        ours.append((column, column, tag.encode()))
    if grouped:
        yield from _shown_outline(document, order)  # before the columns, where neither is there yet
    if cols is None:
        yield document.add_child(f"<{prefix}cols>{_spelt(ours).decode()}</{prefix}cols>", "cols", order)
        return
    kept = list(_without(_runs(document, cols), set(widths)))
    yield _written(document, cols, sorted(kept + ours, key=lambda run: run[0]))


_OUTLINE = regex(rb"""\soutlineLevelCol\s*=\s*["']1["']""")


def _shown_outline(document: Document, order: tuple[str, ...]) -> Iterator[Edit]:
    """Say that there are levels of columns: without that Excel shows no buttons for them."""
    node = document.root.child("sheetFormatPr")
    if node is None:
        yield document.add_child(_made_outline(document), "sheetFormatPr", order)
    elif not node.number("outlineLevelCol"):
        yield document.attribute(node, "outlineLevelCol", "1")


def _made_outline(document: Document) -> str:
    # Where the user has one, the attribute is put in front: by the order what we made is known again.
    return f'<{document.prefix}sheetFormatPr defaultRowHeight="15" outlineLevelCol="1"/>'


def hide_outline(document: Document) -> None:
    """Say no more that there are levels of columns, where none is left."""
    cols, node = document.root.child("cols"), document.root.child("sheetFormatPr")
    if node is None or (cols and any(one.number("outlineLevel") for one in cols.all("col"))):
        return
    raw = document.raw(node)
    if raw == _made_outline(document).encode():
        document.apply([document.remove(node)])
    elif _OUTLINE.search(raw):
        document.apply([Edit(node.start, node.end, _OUTLINE.sub(b"", raw, count=1))])


def _with_width(of_user: Node | None, width: float, is_grouped: bool) -> str:
    """The attributes of a column of ours: those that the user's file gave it, where nothing speaks against them."""
    own = of_user.attrs if of_user else {}
    chosen = own.get("width", "") if of_user and of_user.flag("customWidth") else ""
    is_enough = bool(_NUMBER.fullmatch(chosen)) and float(chosen) >= width
    style = of_user.number("style") if of_user else 0
    attributes = {
        "width": chosen if is_enough else f"{width:g}",
        "style": str(style),
        "outlineLevel": "1"
        if is_grouped and not (of_user and of_user.number("outlineLevel"))
        else own.get("outlineLevel", "0"),
        "collapsed": own.get("collapsed", "0"),
        "customWidth": "1",
    }
    return "".join(
        f' {name}="{value}"'
        for name, value in attributes.items()
        if value not in ("0", "false") and _VALUE.fullmatch(value)
    )


def _runs(document: Document, cols: Node) -> list[Run]:
    return [(node.number("min"), node.number("max"), document.raw(node)) for node in cols.all("col")]


def _says(text: bytes) -> set[tuple[bytes, bytes]]:
    """What a run says of its columns, without where they are and what goes without saying."""
    found = {(name, {b"true": b"1"}.get(value, value)) for name, value in _SAID.findall(text)}
    return {one for one in found if one[0] not in (b"min", b"max") and one[1] not in (b"0", b"false")}


def _spanning(text: bytes, low: int, high: int) -> bytes:
    text = re.sub(rb"""(\smin\s*=\s*)["']\d+["']""", rb'\1"%d"' % low, text, count=1)
    return re.sub(rb"""(\smax\s*=\s*)["']\d+["']""", rb'\1"%d"' % high, text, count=1)


def _spelt(runs: list[Run]) -> bytes:
    return b"".join(_spanning(raw, low, high) for low, high, raw in runs)


def _written(document: Document, cols: Node, runs: list[Run]) -> Edit:
    """These runs in place of those that there are; with none left, nothing is said of columns any more."""
    if not runs:
        return document.remove(cols)
    return document.fill(cols, _spelt(runs).decode(), stop=cols.close)


# -- what runs wrote before there was a record


def give_back_old(document: Document, place: Area, widths: str) -> None:
    """Give columns the widths that a run before there was a record kept: ``0-1:12.5c 2-2:9h``; and where it kept none, those of the
    run that was split for ours.
    """
    cols = document.root.child("cols")
    if cols is None:
        return
    runs = _runs(document, cols)
    left = [(low, min(high, place.first_col - 1), text) for low, high, text in runs if low < place.first_col]
    right = [(max(low, place.last_col + 1), high, text) for low, high, text in runs if high > place.last_col]
    inside = [run for run in runs if run[0] >= place.first_col and run[1] <= place.last_col]
    own = _own_widths(widths, place, inside, document.prefix)
    around = left and right and left[-1][1] + 1 == place.first_col and right[0][0] == place.last_col + 1
    if around and _says(left[-1][2]) == _says(right[0][2]):  # the run that was split for ours is whole again
        own = [(place.first_col, place.last_col, left[-1][2])]
    _replace(
        document,
        list(range(place.first_col, place.last_col + 1)),
        own or _beside(inside, left[-1:] + right[:1]),
    )


def _own_widths(widths: str, place: Area, ours: list[Run], prefix: str) -> list[Run]:
    out = []
    for low, high, width, signs in _OLD.findall(widths):
        first, last = place.first_col + int(low), min(place.first_col + int(high), place.last_col)
        if first <= last:
            text = next((text for start, stop, text in ours if start <= first <= stop), b"")
            style = _STYLE.search(text)
            kept = style[0].decode() if style else ""
            says = "".join(f' {_SIGNS[sign]}="1"' for sign in signs)
            out.append((first, last, f'<{prefix}col min="{first}" max="{last}" width="{width}"{kept}{says}/>'.encode()))
    return out


def _beside(ours: list[Run], beside: list[Run]) -> list[Run]:
    """Our columns that took over a format of the user's: they go on having it, with the width of one beside them."""
    out = []
    for low, high, text in ours:
        style = _STYLE.search(text)
        if style:
            out.append((low, high, next((run[2] for run in beside if style[0] in run[2]), text)))
    return out
