"""The workbook: opened, looked at, added to, and written with all else as it was."""

from pathlib import Path

from . import joining, names, refusing, saving
from .container import Container
from .errors import Refused
from .markup import MAIN, STRICT_MAIN, Document, Edit
from .names import Earlier
from .package import CONTENT_TYPES, Package, namespace
from .refs import Area
from .sheet import Sheet, relation_prefix
from .styles import MAX_FORMATS, Style, Styles, empty_styles
from .values import CellWriter

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SIGNATURE = "/digital-signature/origin"
MAX_SHEET_NAME = 31
MAX_SHEETS = 10_000


class Workbook:
    """A user's workbook. Open it, ask its sheets, add to them, and save the result under another name.

    What an earlier run added is still in it until strip() is called. Nothing is written before to_bytes() or save().
    """

    def __init__(self, data: bytes, label: str, path: Path | None) -> None:
        self.data = data
        self.label = label
        self._path = path
        refusing.check_start(data, label)
        self.package = Package(Container(data, label))
        self._part = refusing.find_workbook(self.package)
        self.package.check()
        root = self._workbook.root
        if root.name != "workbook":
            raise self.package.damaged(self._part, f"it is a <{root.name}>")
        if namespace(root) not in (MAIN, STRICT_MAIN):
            raise Refused(
                f"{label} was saved by a test version of Excel from before 2007, and no program reads that today: "
                "look for another copy of it."
            )
        self.package.strict = namespace(root) == STRICT_MAIN
        self._styles: Styles | None = None
        self.cell_writer = CellWriter(self.date1904, lambda style: self.styles.quoted(style))
        self._sheets = self._read_sheets()
        if not any(sheet.is_worksheet for sheet in self._sheets):
            raise Refused(f"{label} has no worksheet in it, only charts or dialogs: name the workbook with the data.")
        for sheet in self._sheets:
            if sheet.is_worksheet:
                sheet.check()
        self._new_names: list[str] = []
        self._formats_at: tuple[Sheet, int, int] | None = None
        self._pairs: dict[int, int] = {}
        self._joined: list[Sheet] = []

    @classmethod
    def open(cls, path: str | Path) -> "Workbook":
        """Read a workbook from disk. Raises Refused, in one sentence, for everything that is none or is not safe."""
        path = Path(path)
        return cls(refusing.read_file(path), path.name, path)

    @classmethod
    def from_bytes(cls, data: bytes, label: str = "The workbook") -> "Workbook":
        """Read a workbook from memory; the label is what messages call it. Raises Refused like open()."""
        return cls(data, label, None)

    # -- what is in it

    @property
    def _workbook(self) -> Document:
        return self.package.document(self._part)

    @property
    def sheets(self) -> list[Sheet]:
        """All sheets, in the order of their tabs."""
        return list(self._sheets)

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name. Raises KeyError when there is none."""
        for sheet in self._sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904, as those of old Macs do."""
        node = self._workbook.root.child("workbookPr")
        return node is not None and node.flag("date1904")

    @property
    def has_macros(self) -> bool:
        """Whether there is VBA or an Excel 4 macro sheet in it. Both stay as they are."""
        kinds = {relation.kind for relation in self.package.relations(self._part)}
        return bool(kinds & {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})

    @property
    def is_structure_protected(self) -> bool:
        """Whether nobody may add or move sheets in Excel. Sheets can be joined all the same, and the protection stays."""
        node = self._workbook.root.child("workbookProtection")
        return node is not None and node.flag("lockStructure")

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed the file. Of a changed copy the signature says that it was changed, and Excel warns of it:
        see drop_signature(). The signature of a macro project is another thing, and holds as long as its macros stay.
        """
        return any(relation.type.endswith(_SIGNATURE) for relation in self.package.relations(""))

    def drop_signature(self) -> None:
        """Take the signatures of the file away, as if nobody had signed it. Does nothing where nobody has."""
        package = self.package
        origins = {
            relation.target
            for relation in package.relations("")
            if relation.type.endswith(_SIGNATURE) and relation.target is not None
        }
        if not origins:
            return
        package.unrelate("", origins)
        self._remove_parts(origins & set(package.container))
        for extension in {origin.rpartition(".")[2] for origin in origins}:
            package.forget_default(extension)

    @property
    def earlier(self) -> Earlier:
        """What an earlier run added and strip() would take away."""
        return names.earlier(self._workbook, {sheet.name: sheet.is_worksheet for sheet in self._sheets})

    def _read_sheets(self) -> list[Sheet]:
        arrows = {relation.id: relation for relation in self.package.relations(self._part)}
        listed = self._workbook.root.child("sheets")
        out: list[Sheet] = []
        taken: set[str] = set()
        taken_parts: set[str] = set()
        if listed and len(listed.children) > MAX_SHEETS:
            raise Refused(f"{self.label} has more than {MAX_SHEETS:,} sheets: split it into smaller workbooks.")
        for node in listed.children if listed else ():
            arrow = arrows.get(node.prefixed("id") or "")
            name, state = node.get("name"), node.get("state", "visible")
            if name.casefold() in taken:
                raise self.package.damaged(self._part, f"two sheets have the one name {name!r}")
            if arrow is None or arrow.target is None:
                out.append(Sheet(self, name, state, "", is_worksheet=False))  # a module of Excel 95: a name and no more
            else:
                if arrow.target not in self.package.container:
                    raise self.package.damaged(self._part, f"its sheet {name!r} is in a part that is not there")
                if arrow.target in taken_parts:
                    raise self.package.damaged(self._part, f"two sheets are in the one part {arrow.target!r}")
                taken_parts.add(arrow.target)
                out.append(Sheet(self, name, state, arrow.target, arrow.kind == "worksheet"))
            taken.add(name.casefold())
        return out

    # -- an earlier run

    def strip(self) -> None:
        """Take away all that an earlier run added: sheets, columns, notes, fills, hidden names.

        The user's cells get back the formats they had. What the user typed in our columns goes with them.
        """
        found = self.earlier
        if found:
            self._strip_fills(found)
            formulas: set[tuple[str, str]] = set()
            for (name, place), widths in zip(found.areas, found.widths, strict=True):
                sheet = self.sheet(name)
                formulas |= {(name, ref) for ref in sheet.strip_columns(place, widths)}
            self._forget_calculations(formulas, set(found.sheets.values()))
            self._strip_sheets(set(found.sheets.values()))
        for sheet in self._sheets:
            if sheet.is_worksheet:
                sheet.strip_notes()
        names.remove_ours(self._workbook)

    def strip_sheet(self, tag: str) -> None:
        """Take away one sheet that an earlier run joined under a tag; all else that a run added stays."""
        name = self.earlier.sheets.get(tag)
        if name is not None:
            self._strip_sheets({name})
            names.remove_one(self._workbook, names.SHEET + tag)

    def _strip_fills(self, found: Earlier) -> None:
        if found.formats is None:
            return
        pairs = dict(self.sheet(found.formats[0]).styles_at(found.formats[1]))
        fills = {self.styles.fill_of(marked) for marked in pairs} - {"0", "1"}
        back = pairs | {
            xf: self.styles.unfilled(xf)
            for xf in sorted(self.styles.with_fills(fills) - set(pairs) - set(pairs.values()))
        }
        joined = set(found.sheets.values())
        for sheet in self._sheets:
            if sheet.is_worksheet and sheet.name not in joined:
                sheet.restyle(back)

    def _strip_sheets(self, gone: set[str]) -> None:
        if not gone:
            return
        package, workbook = self.package, self._workbook
        stay = [sheet for sheet in self._sheets if sheet.name not in gone]
        before = {id(sheet): at for at, sheet in enumerate(self._sheets)}
        place = {before[id(sheet)]: at for at, sheet in enumerate(stay)}
        parts = {sheet.part for sheet in self._sheets if sheet.name in gone and sheet.part}
        listed = workbook.root.child("sheets")
        assert listed is not None
        workbook.apply([workbook.remove(node) for node in listed.children if node.get("name") in gone])
        names.shift_tabs(workbook, place)
        self._shift_views(-len(gone))
        package.unrelate(self._part, parts)
        self._remove_parts(parts)
        self._sheets = stay

    def _remove_parts(self, roots: set[str]) -> None:
        """Remove parts, and the parts that only they point at."""
        package = self.package
        below = set(roots)
        waiting = list(roots)
        while waiting:
            for relation in package.relations(waiting.pop()):
                if (
                    relation.target is not None
                    and relation.target in package.container
                    and relation.target not in below
                    and relation.target not in (CONTENT_TYPES, self._part)
                    and not relation.target.endswith(".rels")
                ):
                    below.add(relation.target)
                    waiting.append(relation.target)
        while True:
            held = {
                relation.target
                for key in ["", *package.container]
                if key not in below and not key.endswith(".rels")
                for relation in package.relations(key)
            }
            kept = (below - roots) & held
            if not kept:
                break
            below -= kept
        for key in below:
            package.remove(key)

    def _forget_calculations(self, formulas: set[tuple[str, str]], sheets: set[str]) -> None:
        """Take the formulas that go out of the calculation chain, where Excel has put them since; it repairs a workbook
        whose chain names a cell without one.
        """
        listed = self._workbook.root.child("sheets")
        numbers = {node.get("sheetId"): node.get("name") for node in listed.children} if listed else {}
        for part in self.package.related(self._part, "calcChain"):
            try:
                document = self.package.document(part)
            except Refused:  # it only saves Excel work, and Excel makes it anew
                self.package.unrelate(self._part, {part})
                self.package.remove(part)
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
                self.package.unrelate(self._part, {part})
                self.package.remove(part)

    # -- adding

    @property
    def styles(self) -> Styles:
        """The formats of the workbook; for this package's own use."""
        if self._styles is None:
            parts = self.package.related(self._part, "styles")
            if parts:
                part = parts[0]
            else:
                folder = self._part.rpartition("/")[0]
                name = f"{folder}/styles.xml".removeprefix("/")  # some readers look nowhere else
                if name.lower() in self.package.container:
                    name = self.package.free_name(name.replace(".xml", "{}.xml"))
                most = max(max(sheet.used_styles()) for sheet in self._sheets if sheet.is_worksheet)
                if most >= MAX_FORMATS:
                    raise self.package.damaged(self._part, f"a cell has the format {most:,}, and there are no formats")
                part = self.package.add(
                    name, empty_styles(most + 1, strict=self.package.strict).encode(), _STYLES_TYPE, stays=True
                )
                self.package.relate(self._part, "styles", part)
            self._styles = Styles(self.package.document(part), self.label)
        return self._styles

    def dated_style(self, style: int, number_format: str) -> int:
        """The format of a cell, by its handle, as one that shows dates; the same where it does already."""
        return self.styles.dated(style, number_format)

    @property
    def formats_left(self) -> int:
        """How many more cell formats the workbook can hold; Excel allows 64,000. Ask after strip()."""
        return self.styles.left

    def style(self, style: Style) -> int:
        """A handle for cells that are to look like this. Raises Refused when the workbook can hold no more formats."""
        return self.styles.handle(style)

    def mark_columns(self, tag: str, sheet: Sheet, place: Area, widths: str) -> None:
        """Record columns as ours, and the widths they had; for this package's own use. Raises ValueError for a tag used twice."""
        self._mark(names.COLUMNS + names.checked_tag(tag), sheet.name, place)
        if widths and len(widths) <= names.MAX_CONSTANT:
            self._new_names.append(names.constant(names.WIDTHS + tag, widths, self._workbook.prefix))

    def _mark(self, name: str, sheet: str, place: Area) -> None:
        if any(f'"{name}"' in text for text in self._new_names):
            raise ValueError(f"{name!r} was given twice")
        self._new_names.append(names.definition(name, sheet, place, self._workbook.prefix))

    def free_names(self, wanted: list[str]) -> list[str]:
        """These names, or where a sheet of the user's has one, the next free: "Summary (2)". Ask after strip()."""
        taken = {sheet.name.casefold() for sheet in self._sheets}
        out = []
        for name in wanted:
            free, count = name[:MAX_SHEET_NAME], 1
            while free.casefold() in taken:
                count += 1
                ending = f" ({count})"
                free = name[: MAX_SHEET_NAME - len(ending)] + ending
            taken.add(free.casefold())
            out.append(free)
        return out

    def join(self, xlsxwriter_bytes: bytes, tags: list[str]) -> list[str]:
        """Put all sheets of a workbook that XlsxWriter wrote in front of the user's; the first becomes the open one.

        ``tags`` are lasting names, one a sheet, by which a later run knows them. Returns the sheets' final names; write
        the workbook with those of free_names() and they are the same (formulas and links inside it are not changed).
        Where there is no room for the sheets' formats they get the nearest of those there are.
        Tables get free ids and names; structured references to a table that had to be renamed are not re-written.
        Raises ValueError for what cannot be joined: defined names of the whole workbook, dynamic arrays.
        """
        source = joining.Source(xlsxwriter_bytes)
        if len(tags) != len(source.sheets):
            raise ValueError(f"{len(source.sheets)} sheets and {len(tags)} tags")
        package, workbook = self.package, self._workbook
        final = self.free_names(source.names)
        joined = joining.Joiner(source, package, self.styles, self._part.rpartition("/")[0]).join()
        listed = workbook.root.child("sheets")
        assert listed is not None
        number = max((node.number("sheetId") for node in listed.children), default=0)
        prefix = workbook.prefix
        of_relations, declared = relation_prefix(workbook.root, package.strict)
        new, lines = [], []
        for at, (one, name) in enumerate(zip(joined, final, strict=True), 1):
            relation = package.relate(self._part, "worksheet" if one.is_worksheet else "chartsheet", one.part)
            lines.append(joining.sheet_xml(name, number + at, one.state, relation, prefix, of_relations, declared))
            new.append(Sheet(self, name, one.state, one.part, one.is_worksheet))
        listed = workbook.root.child("sheets")
        assert listed is not None
        start = listed.inner
        workbook.apply([Edit(start, start, "".join(lines).encode())])
        names.shift_tabs(workbook, {at: at + len(new) for at in range(len(self._sheets))})
        texts = [
            joining.local_name_xml(raw, one.name, name, prefix)
            for one, name in zip(joined, final, strict=True)
            for _, raw in one.names
        ]
        names.add(workbook, texts)
        for tag, name in zip(tags, final, strict=True):
            self._mark(names.SHEET + names.checked_tag(tag), name, Area(1, 1, 1, 1))
        self._sheets = new + self._sheets
        self._joined += new
        self._shift_views(len(new))
        return final

    def _shift_views(self, by: int) -> None:
        """Open the workbook on its first tab, and keep what other windows of it show."""
        workbook = self._workbook
        views = workbook.root.child("bookViews")
        if views is None or not views.children:
            prefix = workbook.prefix
            view = f"<{prefix}bookViews><{prefix}workbookView/></{prefix}bookViews>"
            edits = [workbook.remove(views)] if views else []
            workbook.apply(edits)
            workbook.apply([workbook.add_child(view, "bookViews", names.WORKBOOK_ORDER)])
            return
        edits = []
        for at, view_node in enumerate(views.children):
            for name in ("activeTab", "firstSheet"):
                old = view_node.number(name)
                new = 0 if at == 0 else max(old + by, 0)
                if new != old:
                    edits.append(workbook.attribute(view_node, name, str(new)))
        workbook.apply(edits)

    def keep_formats_at(self, sheet: str, row: int, col: int) -> None:
        """Where, on a joined sheet, to keep the highlighted cells' own formats: from this cell down, two columns wide.

        Without it a later run cannot give them back. The cells look like what they stand for: put them out of sight.
        """
        self._formats_at = self.sheet(sheet), row, col

    # -- writing

    def to_bytes(self) -> bytes:
        """The workbook with all that was added. The same additions to the same file give the same bytes."""
        self._apply_marks()
        self._write_pairs()
        if self._joined:
            for sheet in self._sheets:
                sheet.select(sheet is self._sheets[0])
        for sheet in self._sheets:
            sheet.flush()
        names.add(self._workbook, self._new_names)
        self._new_names = []
        if self._styles is not None:
            self._styles.flush()
        self.package.flush()
        return self.package.container.to_bytes()

    def _apply_marks(self) -> None:
        theirs = [sheet for sheet in self._sheets if sheet.is_worksheet and sheet not in self._joined]
        if not any(sheet.has_marks for sheet in theirs):
            return
        used: set[int] = set().union(*(sheet.used_styles() for sheet in theirs)) - set(self._pairs)
        for sheet in theirs:
            sheet.apply_marks(used, self._pairs)

    def _write_pairs(self) -> None:
        if self._formats_at is None or not self._pairs:
            return
        sheet, row, col = self._formats_at
        for at, (marked, own) in enumerate(sorted(self._pairs.items()), row):
            sheet.put_blank(at, col, marked)
            sheet.put_blank(at, col + 1, own)
        self._mark(names.FORMATS, sheet.name, Area(row, col, row + len(self._pairs) - 1, col + 1))
        self._formats_at = None

    def save(self, path: str | Path) -> None:
        """Write the workbook, whole or not at all, never over the one that was read. Raises Refused when it cannot."""
        saving.save(self.to_bytes(), Path(path), self._path)
