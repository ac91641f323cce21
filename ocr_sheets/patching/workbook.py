"""The workbook: opened, looked at, added to, and written with all else as it was."""

import functools
from collections.abc import Collection, Sequence
from pathlib import Path

from . import blanks, calculations, earlier as earlier_run, joining, names, refusing, views
from .container import Container
from .earlier import NO_FORMER, Former
from .errors import Refused
from .for_readers import Readable, readable
from .markup import MAIN, STRICT_MAIN, Document, Edit, relation_prefix
from .names import Earlier
from .package import Package, namespace
from .record import AddedColumns, Record, chunks, fingerprint
from .refs import Area
from .seal import seal
from .sheet import Sheet
from .styles import MAX_FORMATS, Style, Styles, empty_styles, is_made, was_named
from .texts import SharedStrings, first_texts
from .values import CellWriter

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SIGNATURE = "/digital-signature/origin"
MAX_SHEET_NAME = 31
MAX_SHEETS = 10_000


class Workbook:
    """A user's workbook. Open it, ask its sheets, add to them, and write the bytes of the result under another name.

    What an earlier run added is still in it until strip() is called.
    """

    def __init__(self, data: bytes, label: str, former: Former = NO_FORMER) -> None:
        self.data = data
        self.label = label
        self._former = former
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
        self._record = Record()
        self._left: list[str] = []
        self._earlier: Earlier | None = None
        self._formats_at: tuple[Sheet, int, int] | None = None
        self._pairs: dict[int, int] = {}
        self._joined: list[Sheet] = []

    @classmethod
    def open(cls, path: str | Path, former: Former = NO_FORMER) -> "Workbook":
        """Read a workbook from disk. Raises Refused, in one sentence, for everything that is none or is not safe.

        ``former`` tells how what versions that kept no record added is known; without it that is left as it is.
        """
        path = Path(path)
        return cls(refusing.read_file(path), path.name, former)

    @classmethod
    def from_bytes(cls, data: bytes, label: str = "The workbook", former: Former = NO_FORMER) -> "Workbook":
        """Read a workbook from memory; the label is what messages call it. Raises Refused like open()."""
        return cls(data, label, former)

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

    def for_readers(self, gap: int) -> Readable:
        """The file as it was opened, or a copy of it for a program that tolerates less than Excel; see `for_readers`."""
        return readable(self.data, self.label, self.package.container, self._part, self._sheets, gap)

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
        package.remove_with_all_below(origins & set(package.container), self._part)
        for extension in {origin.rpartition(".")[2] for origin in origins}:
            package.forget_default(extension)

    @property
    def earlier(self) -> Earlier:
        """What an earlier run added and strip() would take away."""
        if self._earlier is None:
            sheets = {sheet.name: sheet for sheet in self._sheets}
            shared = SharedStrings(self.package, self._part)
            self._earlier = earlier_run.find(self._workbook, sheets, shared, self._former)
        return self._earlier

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

    def strip(self) -> list[str]:
        """Take away all that an earlier run added and that is ours still: sheets, columns, notes, fills, hidden names.

        The user's cells and columns get back what they had. What the user typed in our columns goes with them. Returns what hidden
        names of that run point at and was left, because somebody has made it their own.
        """
        found = self.earlier
        if not found and found.record is None:
            self._left = found.left
            return found.left
        if found.record:
            self.package.empty_lists |= set(found.record.empty_lists)
        self._strip_fills(found)
        formulas: set[tuple[str, str]] = set()
        formats = self._kept_blanks(found)
        for added in found.added:
            sheet = self.sheet(added.sheet)
            formulas |= {(added.sheet, ref) for ref in sheet.strip_columns(added)}
            sheet.give_back_blanks(blanks.found_again(added, formats))
        calculations.forget(self.package, self._part, formulas, set(found.sheets.values()))
        self._strip_sheets(set(found.sheets.values()), found.record)
        for sheet in self._sheets:
            if sheet.is_worksheet:
                sheet.strip_notes(found.record.notes if found.record else None)
        names.remove(self._workbook, set(found.ours))
        self._strip_styles()
        self._earlier, self._left = None, found.left
        return found.left

    def _kept_blanks(self, found: Earlier) -> list[int]:
        """The formats of the user's blank cells under our columns, in the order in which the record counts them."""
        if found.formats is None:
            return []
        kept = self.sheet(found.formats[0]).styles_at(found.formats[1])
        return [marked for marked, own, _ in kept if own is None]

    def _strip_fills(self, found: Earlier) -> None:
        if found.formats is None:
            return
        kept = self.sheet(found.formats[0]).styles_at(found.formats[1])
        pairs = {marked: own for marked, own, is_made in kept if own is not None and not is_made}
        made = {marked: own for marked, own, is_made in kept if own is not None and is_made}
        fills = {self.styles.fill_of(marked) for marked in [*pairs, *made]} - {"0", "1"}
        known = {*pairs, *made, *pairs.values(), *made.values()}
        back = pairs | {xf: self.styles.unfilled(xf) for xf in sorted(self.styles.with_fills(fills) - known)}
        joined = set(found.sheets.values())
        for sheet in self._sheets:
            if sheet.is_worksheet and sheet.name not in joined:
                sheet.restore(back, made)

    def _strip_styles(self) -> None:
        """Take the styles part away that was made because the workbook had none."""
        for part in self.package.related(self._part, "styles"):
            made = self.package.container.read(part)
            if not is_made(made):
                continue
            if not was_named(made):
                self.package.unrelate(self._part, {part})
            self.package.remove(part, keeps_type=was_named(made))
            self._styles = None

    def _strip_sheets(self, gone: set[str], record: Record | None) -> None:
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
        views.shift(self._workbook, -len(gone), record.views if record else None)
        package.unrelate(self._part, parts)
        package.remove_with_all_below(parts, self._part)
        self._sheets = stay
        if record and not any(sheet.is_selected for sheet in stay):
            for tab in record.selected:
                if tab < len(stay):
                    stay[tab].select(True)

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
                named = any(relation.kind == "styles" for relation in self.package.relations(self._part))
                made = empty_styles(most + 1, strict=self.package.strict, named=named)
                part = self.package.add(name, made.encode(), _STYLES_TYPE)
                self.package.relate(self._part, "styles", part)
            self._styles = Styles(self.package.document(part), self.label, self._highest_style)
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

    def _highest_style(self, above: int) -> int:
        """The highest format number in the cells and columns that is above another, or that other."""
        for sheet in self._sheets:
            if sheet.is_worksheet:
                above = max(above, sheet.highest_style(above))
        return above

    def mark_columns(self, tag: str, widths: list[str], headings: list[str]) -> str:
        """Record columns as ours; for this package's own use. Returns the tag that they got. Raises ValueError for one used twice."""
        tag = self._free_tag(names.COLUMNS, tag, self._record.columns)
        self._record.columns[tag] = AddedColumns([fingerprint(heading) for heading in headings], widths)
        return tag

    def _free_tag(self, kind: str, tag: str, given: Collection[str]) -> str:
        """A tag, or where somebody has a name spelt like ours, one like it. Raises ValueError for a tag that was given before."""
        if names.checked_tag(tag) in given:
            raise ValueError(f"{tag!r} was given twice")
        return names.free(self._workbook, kind + tag).removeprefix(kind)

    def _mark(self, name: str, sheet: str, place: Area) -> None:
        """Add a hidden name of ours that points at a place."""
        self._new_names.append(names.definition(name, sheet, place, self._workbook.prefix))

    def kept(self, what: str) -> list[str]:
        """The marks that `keep` kept in the workbook in an earlier run."""
        return "".join(names.kept_in(self._workbook, what).values()).split()

    def keep(self, what: str, marks: Sequence[str]) -> None:
        """Keep short marks in the workbook for the next run of a command, in hidden names, in place of those that were kept before."""
        names.remove(self._workbook, names.kept_in(self._workbook, what))
        self._new_names += [
            names.constant(f"{names.KEPT}{what}.{at}", text, self._workbook.prefix)
            for at, text in enumerate(chunks(" ".join(marks)), 1)
        ]

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
        if not self._joined:
            self._record.views = views.open_tabs(self._workbook)
            self._record.selected = [place for place, sheet in enumerate(self._sheets) if sheet.is_selected]
        new = self._brought_in(source, in_front=True)
        shared = SharedStrings(self.package, self._part)
        for tag, sheet in zip(tags, new, strict=True):
            tag = self._free_tag(names.SHEET, tag, self._record.sheets)
            self._mark(names.SHEET + tag, sheet.name, Area(1, 1, 1, 1))
            data = self.package.container.read(sheet.part)
            first = first_texts(data, shared, earlier_run.KNOWN_BY, earlier_run.KNOWN_BY * 4)
            self._record.sheets[tag] = [fingerprint(text) for text in first]
        self._joined += new
        views.shift(self._workbook, len(new))
        return [sheet.name for sheet in new]

    def append(self, xlsxwriter_bytes: bytes) -> list[str]:
        """Put all sheets of a workbook that XlsxWriter wrote behind the user's, to be the user's from then on: no later run takes
        them away. As join() in all else; the workbook opens where it did. Returns the sheets' final names.
        """
        new = self._brought_in(joining.Source(xlsxwriter_bytes), in_front=False)
        for sheet in new:
            sheet.select(False)
        return [sheet.name for sheet in new]

    def _brought_in(self, source: joining.Source, *, in_front: bool) -> list[Sheet]:
        """The sheets of another workbook as sheets of this one, in front of those that are there or behind them."""
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
        start = listed.inner if in_front else listed.close
        workbook.apply([Edit(start, start, "".join(lines).encode())])
        place = 0 if in_front else len(self._sheets)
        if in_front:
            names.shift_tabs(workbook, {at: at + len(new) for at in range(len(self._sheets))})
        texts = [
            joining.local_name_xml(raw, one.name, name, prefix, at)
            for at, (one, name) in enumerate(zip(joined, final, strict=True), place)
            for _, raw in one.names
        ]
        names.add(workbook, texts)
        self._sheets = [*self._sheets[:place], *new, *self._sheets[place:]]
        return new

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
        self._write_record()
        for sheet in self._sheets:
            sheet.flush()
        names.add(self._workbook, self._new_names)
        self._new_names = []
        if self._styles is not None:
            self._styles.flush()
        self.package.flush()
        if self._record.columns or self._record.sheets:
            seal(self.package, self._part)
        return self.package.container.to_bytes()

    def _apply_marks(self) -> None:
        theirs = [sheet for sheet in self._sheets if sheet.is_worksheet and sheet not in self._joined]
        if not any(sheet.has_marks for sheet in theirs):
            return
        before = set(self._pairs)

        @functools.cache
        def used() -> set[int]:
            return set().union(*(sheet.used_styles() for sheet in theirs)) - before

        for sheet in theirs:
            sheet.apply_marks(used, self._pairs)

    def _write_pairs(self) -> None:
        """Keep on a sheet of ours, as cells that look like them: each marked format beside the user's own, with a third cell where it is
        for cells that were made; then, alone, the formats of blank cells of the user's that ours replace.
        """
        if self._formats_at is None:
            return
        sheet, row, col = self._formats_at
        start = row
        for marked, made_of in sorted(self._pairs.items()):
            own_format = made_of if made_of >= 0 else -1 - made_of
            for column, style in [(col, marked), (col + 1, own_format)] + [(col + 2, marked)] * (made_of < 0):
                sheet.put_blank(row, column, style)
            row += 1
        for alone in self._record_blanks():
            sheet.put_number(row, col, alone, 0)
            row += 1
        if row > start:
            self._mark(names.free(self._workbook, names.FORMATS), sheet.name, Area(start, col, row - 1, col + 2))
        self._formats_at = None

    def _record_blanks(self) -> list[int]:
        """Write down the user's blank cells that ours replace. Returns their formats, in the order in which the record counts them."""
        formats: dict[int, int] = {}
        for sheet in self._sheets:
            if not sheet.is_worksheet or sheet in self._joined:
                continue
            for tag, covered in sheet.covered_blanks().items():
                place = sheet.added_places[tag]
                self._record.columns[tag].blanks = blanks.written_down(covered, place, formats)
        return list(formats)

    def _write_record(self) -> None:
        """The hidden names that mark what is added, and the record of it."""
        record, prefix = self._record, self._workbook.prefix
        if not (record.columns or record.sheets or any(sheet.has_notes for sheet in self._sheets)):
            return
        for sheet in self._sheets:
            for tag, place in sheet.added_places.items():
                self._mark(names.COLUMNS + tag, sheet.name, place)
        record.empty_lists = sorted(self.package.empty_lists)
        record.notes = sorted(
            {mark for sheet in self._sheets if sheet not in self._joined for mark in sheet.note_marks}
        )
        stem = names.free(self._workbook, names.RECORD, ".1")
        self._new_names += [names.constant(f"{stem}.{at}", text, prefix) for at, text in enumerate(record.chunks(), 1)]
