"""The calculation chain: the order in which Excel once worked out the formulas."""

from .errors import Refused
from .package import Package


def forget(package: Package, part: str, formulas: set[tuple[str, str]], sheets: set[str]) -> None:
    """Take the formulas that go out of the calculation chain, where Excel has put them since; it repairs a workbook
    whose chain names a cell without one.
    """
    listed = package.document(part).root.child("sheets")
    numbers = {node.get("sheetId"): node.get("name") for node in listed.children} if listed else {}
    for chain in package.related(part, "calcChain"):
        try:
            document = package.document(chain)
        except Refused:  # it only saves Excel work, and Excel makes it anew
            package.unrelate(part, {chain})
            package.remove(chain)
            continue
        edits, current, lost, left = [], "", False, 0
        for node in document.root.all("c"):
            lost = lost and "i" not in node.attrs
            current = node.get("i") or current
            name = numbers.get(current, "")
            if name in sheets or (name, node.get("r")) in formulas:
                edits.append(document.remove(node))
                lost = lost or "i" in node.attrs
                continue
            left += 1
            if lost:
                edits.append(document.attribute(node, "i", current))
                lost = False
        if not edits:
            continue
        if left:
            document.apply(edits)
        else:
            package.unrelate(part, {chain})
            package.remove(chain)
