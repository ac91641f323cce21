"""Where the pictures, charts and shapes of a sheet are."""

from .markup import Node
from .refs import MAX_COLUMN

_EMU_PER_COLUMN = 609_600  # a column of the usual width; for pictures that say their size and not where they end


def columns_in(drawing: Node) -> list[tuple[int, int]]:
    """First and last column of each picture, chart and shape of a drawing."""
    out = []
    for anchor in drawing.walk():
        if anchor.name == "twoCellAnchor":
            low, high = anchor.child("from"), anchor.child("to")
            if low and high:
                beyond = 1 if _value(high, "colOff") > 0 else 0
                out.append((_value(low, "col") + 1, min(max(_value(high, "col") + beyond, 1), MAX_COLUMN)))
        elif anchor.name in ("oneCellAnchor", "absoluteAnchor"):
            size, low = anchor.child("ext"), anchor.child("from")
            place = anchor.child("pos")
            start = _value(low, "col") if low else (place.number("x") // _EMU_PER_COLUMN if place else 0)
            width = size.number("cx") if size else 0
            out.append((start + 1, min(start + 1 + width // _EMU_PER_COLUMN, MAX_COLUMN)))
    return out


def _value(node: Node, name: str) -> int:
    found = node.child(name)
    try:
        return int(found.text) if found else 0
    except ValueError:
        return 0
