"""From facts to records: who is who across sheets, and one claim for all that the sheets say of one candidate's unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.matching.people_names import split_names
from ocr_sheets.model.grouping import grouped
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import ReachedBy
from ocr_sheets.model.records import Candidate, Claim, Entry, columns_of
from ocr_sheets.model.tables import Cell, Table
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import as_text
from ocr_sheets.reading.trackers.entered import Entered, entered_in
from ocr_sheets.reading.trackers.facts import Fact, Piece, TableRead
from ocr_sheets.reading.trackers.headings import IDENTITY, Role
from ocr_sheets.reading.trackers.rows import Person

_REGISTERED = 0.5
"""The share of a tracker's people who must be on Candidates for that sheet to say who is a candidate."""

Who = tuple[str, tuple[str, ...], str]
"""A candidate's number or, failing that, the words of the name; and the centre, where candidates of two centres have the one number."""
_REMARK = regex(r"\s*(?:\([^()]*\)|\*+)\s*$")
"""What may stand behind a name and is none of it: (resit), *."""
_CENTRE_NUMBER = regex(r"\d{5}")
Place = tuple[type[Any], str, int, int]


@dataclass
class Merged:
    """What the trackers of a workbook gave: records, their tables, and the cells of fields that do not stand in the record's own row."""

    candidates: list[Candidate] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    entered: list[Entered] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cells: dict[Place, dict[str, Cell]] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)


class People:
    """Everybody, by number and by name."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._named: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self.names: dict[str, str] = {}
        self._centres: defaultdict[str, set[str]] = defaultdict(set)
        self._registered = candidates
        for one in candidates:
            words = tuple(sorted(words_of(one.name)))
            if one.candidate_number:
                self.add(one.candidate_number, words, one.name, one.centre_number or "")

    def add(self, number: str, words: tuple[str, ...], name: str, centre: str) -> None:
        """Take it down that a number is somebody's, at a centre if one is named."""
        if words:
            self._named[words].add(number)
            self.names.setdefault(number, name)
        if centre:
            self._centres[number].add(centre)

    @cached_property
    def registered(self) -> set[Who]:
        """Who is on Candidates. A number that two centres have is on it without its centre too: which of the two is asked elsewhere."""
        found: set[Who] = set()
        for one in self._registered:
            number = one.candidate_number or ""
            words = () if number else tuple(sorted(words_of(one.name)))
            found |= {(number, words, ""), (number, words, self.centre_of(number, one.centre_number or ""))}
        return found

    def centre_of(self, number: str, centre: str) -> str:
        """The centre of a candidate, where the number alone does not say who it is."""
        return centre if len(self._centres.get(number, ())) > 1 else ""

    def who(self, person: Person) -> Who:
        """Which candidate is meant: by the number or, failing that, by the name where only one has it."""
        if person.number:
            return person.number, (), self.centre_of(person.number, person.centre)
        numbers = self._called(person)
        if len(numbers) != 1:
            return "", person.key, ""
        (number,) = numbers
        return number, (), self.centre_of(number, person.centre)

    def _called(self, person: Person) -> set[str]:
        """The numbers of all who are called that: by all their names or, failing that, by surname and initial."""
        plain = tuple(sorted(words_of(_REMARK.sub("", person.whole))))
        return self._named.get(person.key) or self._named.get(plain) or self._initialled(person.key)

    def _initialled(self, said: tuple[str, ...]) -> set[str]:
        initials, whole = [word for word in said if len(word) == 1], {word for word in said if len(word) > 1}
        if len(initials) != 1 or not whole:
            return set()
        return {
            number
            for words, numbers in self._named.items()
            if whole < set(words) and any(word.startswith(initials[0]) for word in set(words) - whole)
            for number in numbers
        }

    def is_by_initial(self, person: Person) -> bool:
        """Whether somebody is known by surname and initial alone."""
        return not person.number and not self._named.get(person.key) and len(self._initialled(person.key)) == 1

    def is_unclear(self, person: Person) -> bool:
        """Whether a name is that of several candidates."""
        return not person.number and len(self._called(person)) > 1


class Merger:
    """Brings the tables of all sheets together."""

    def __init__(
        self,
        reads: Sequence[TableRead],
        candidates: Sequence[Candidate],
        claims: Sequence[Claim],
        staff: Mapping[str, str],
        entries: Sequence[Entry] = (),
    ) -> None:
        self._reads = reads
        self._people = People(candidates)
        self._has_register = bool(candidates)
        self._known_entries = entries
        self._uncoded: set[str] = set()
        """The sheets of which some claim has no entry code."""
        self._staff = staff
        self.out = Merged()
        for read in reads:
            for person, _ in read.people:
                if person.number:
                    self._people.add(person.number, person.key, person.whole, person.centre)
        self._known_claims = {
            (number, claim.unit_number, self._people.centre_of(number, claim.centre_number or "")): claim
            for claim in claims
            if (number := claim.candidate_number)
        }

    def merged(self) -> Merged:
        """All records."""
        self._candidates()
        self._entries()
        self._claims()
        return self.out

    # -- candidates

    def _candidates(self) -> None:
        seen = set(self._people.registered)
        for read in self._reads:
            people = [(person, at, self._people.who(person)) for person, at in read.people]
            on_register = sum(who in self._people.registered for _, _, who in people)
            if self._has_register and on_register >= _REGISTERED * len(people) and on_register:
                self._tell_strangers(read, people)
            names = split_names([person.whole for person, _, _ in people])
            made = []
            for (person, at, who), (surname, forenames) in zip(people, names, strict=True):
                if who in seen:
                    continue
                seen.add(who)
                made.append(self._candidate(read, person, at, who, surname, forenames))
            if made:
                self.out.candidates += made
                self.out.tables.append(self._candidate_table(read, len(made)))

    def _tell_strangers(self, read: TableRead, people: Sequence[tuple[Person, int, Who]]) -> None:
        for person, _, who in people:
            cell = next(iter(person.cells.values()), None)
            if cell and self._people.is_by_initial(person):
                ref = Cell(read.table.matrix.grid.name, cell[0], cell[1], "").ref
                self.out.judgements.append(
                    Judgement(JudgementKind.LEARNER_BY_INITIAL, read.table.matrix.grid.name, ref, {"number": who[0]})
                )
            if who not in self._people.registered:
                kind = JudgementKind.LEARNER_UNCLEAR
                if cell:
                    ref = Cell(read.table.matrix.grid.name, cell[0], cell[1], "").ref
                    several = self._people.is_unclear(person)
                    self.out.judgements.append(
                        Judgement(kind, read.table.matrix.grid.name, ref, {"several": several}, True)
                    )

    def _candidate(self, read: TableRead, person: Person, at: int, who: Who, surname: str, forenames: str) -> Candidate:
        sheet = read.table.matrix.grid.name
        cells = {name: Cell(sheet, row, column, "") for name, (row, column) in person.cells.items()}
        first = next(iter(cells.values()))
        is_turned = read.table.matrix.is_turned
        candidate = Candidate(
            sheet,
            first.row,
            centre_number=_centre_number(person),
            candidate_number=who[0] or None,
            surname=person.surname or surname,
            forenames=person.forenames or forenames or None,
            uln=person.uln or None,
            column=first.column if is_turned else 0,
        )
        at_name = cells.get("name") or cells.get("surname") or cells.get("candidate_number") or first
        self.out.cells[Candidate, sheet, candidate.row, candidate.column] = {
            **({"centre_number": cells["centre_number"]} if "centre_number" in cells else {}),
            "candidate_number": cells.get("candidate_number") or at_name,
            "surname": cells.get("surname") or at_name,
            "forenames": cells.get("forenames") or at_name,
        }
        return candidate

    def _candidate_table(self, read: TableRead, count: int) -> Table:
        table = read.table
        fields = {
            Role.NUMBER: ("candidate_number",),
            Role.NAME: ("surname", "forenames"),
            Role.SURNAME: ("surname",),
            Role.FORENAMES: ("forenames",),
            Role.ULN: ("uln",),
            Role.CENTRE: ("centre_number",),
        }
        columns: dict[str, int] = {}
        headings: dict[str, str] = {}
        for column in read.columns:
            for name in fields.get(column.role, ()) if column.role and not column.unit else ():
                columns.setdefault(name, table.matrix.place(column.row, column.at)[1])
                headings.setdefault(name, column.heading)
        is_upright = bool(columns) and not table.matrix.is_turned
        if not columns:
            columns, headings = {"surname": 1}, {"surname": "Name"}
        first, last = _span(read)
        return Table(
            Candidate,
            table.matrix.grid.name,
            table.heading_row + 1 if is_upright else 1,
            columns,
            headings,
            count,
            reached_by=ReachedBy.CANDIDATES_AND_UNITS,
            first_column=first if is_upright else 0,
            last_column=last if is_upright else 0,
            last_row=table.end if is_upright and table.end < len(table.matrix.rows) else 0,
            is_aside=not is_upright,
            is_tracker=True,
        )

    # -- entries

    def _entries(self) -> None:
        """The days of entry of candidates of whom no other sheet says that they are entered for the code."""
        seen = {
            (number, one.entry_code or "", self._people.centre_of(number, one.centre_number or ""))
            for one in self._known_entries
            if (number := one.candidate_number or "")
        }
        for read in self._reads:
            found = entered_in(read)
            if found is None:
                continue
            for person, at in read.people:
                number, _, centre = self._people.who(person)
                known = (number, read.code, centre)
                if number and known not in seen and found.take(at, number, _centre_number(person)):
                    seen.add(known)
            if found.entries:
                read.unread = [heading for heading in read.unread if heading != found.column.whole_heading]
                self.out.entered.append(found)

    # -- claims

    def _claims(self) -> None:
        groups: dict[tuple[Who, str], list[Piece]] = defaultdict(list)
        for read in self._reads:
            for piece in read.pieces:
                groups[self._people.who(piece.person), piece.unit].append(piece)
        struck = {self._people.who(person) for read in self._reads for person in read.struck}
        for (who, unit), pieces in groups.items():
            if who in struck and not any("grade" in piece.facts for piece in pieces):
                continue  # a log may still speak of somebody who has left
            for same in _by_code(pieces):
                if any(piece.says for piece in same):
                    self._claim(who, unit, same)
        self._drop_questions_of_codes()
        self._tables()

    def _drop_questions_of_codes(self) -> None:
        """Asks for no entry code of a sheet all of whose claims have one from another sheet."""
        for read in self._reads:
            if read.pieces and read.table.matrix.grid.name not in self._uncoded:
                read.judgements = [
                    one for one in read.judgements if one.kind is not JudgementKind.CODE_UNCLEAR or one.values["codes"]
                ]

    def _claim(self, who: Who, unit: str, pieces: Sequence[Piece]) -> None:
        known = self._known_claims.get((who[0], unit, who[2])) if who[0] else None
        if known is not None:
            self._tell_known(known, pieces)
            return
        main = pieces[0]
        if len(pieces) > 1:
            graded = (piece for piece in pieces if "grade" in piece.facts)
            main = next(graded, None) or next(piece for piece in pieces if piece.says)
        facts: dict[str, Fact] = dict(main.facts)
        for piece in pieces:
            if piece is main:
                continue
            for name, fact in piece.facts.items():
                held = facts.setdefault(name, fact)
                if not _is_same(held.value, fact.value, self._staff):
                    self._tell_different(held, fact)
        code = main.code or next((piece.code for piece in pieces if piece.code), "")
        self._uncoded |= {piece.sheet for piece in pieces if not code}
        who_is = main.person.whole or next((piece.person.whole for piece in pieces if piece.person.whole), "")
        claim = Claim(
            main.sheet,
            main.row,
            candidate_number=who[0] or None,
            entry_code=code or None,
            unit_number=unit,
            **{each: fact.value for each, fact in facts.items()},
            column=main.column,
            candidate_name=None if who[0] else who_is or None,
            centre_number=_centre_number(main.person),
        )
        cells = {each: fact.cell for each, fact in facts.items()}
        cells["unit_number"] = _of_its_row(main, main.unit_cell, facts)
        if code:
            cells["entry_code"] = _of_its_row(main, main.code_cell, facts)
        place = main.person.cells.get("candidate_number") or next(iter(main.person.cells.values()), None)
        if place:
            cells["candidate_number"] = Cell(main.sheet, place[0], place[1], "")
        if claim.centre_number:
            cells["centre_number"] = Cell(main.sheet, *main.person.cells["centre_number"], "")
        self.out.claims.append(claim)
        self.out.cells[Claim, claim.sheet, claim.row, claim.column] = cells

    def _tell_known(self, known: Claim, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            for name, fact in piece.facts.items():
                value = getattr(known, name)
                if value is not None and not _is_same(value, fact.value, self._staff):
                    self._tell(fact.cell, name, known.sheet)

    def _tell_different(self, held: Fact, fact: Fact) -> None:
        self._tell(fact.cell, fact.field, f"{held.cell.sheet}!{held.cell.ref}")

    def _tell(self, cell: Cell, name: str, other: str) -> None:
        heading = columns_of(Claim)[name].heading
        self.out.judgements.append(
            Judgement(JudgementKind.VALUES_DIFFER, cell.sheet, cell.ref, {"field": heading, "other": other}, True)
        )

    def _tables(self) -> None:
        """A table of claims for each list, and for each unit of each grid."""
        count: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
        for claim in self.out.claims:
            count[claim.sheet, claim.column].append(claim)
        for read in self._reads:
            self.out.tables += self._claim_tables(read, count)

    def _claim_tables(self, read: TableRead, count: Mapping[tuple[str, int], Sequence[Claim]]) -> Iterable[Table]:
        table = read.table
        blocks = grouped((piece.column, piece) for piece in read.pieces) or {0: []}
        first, last = _span(read)
        top, end = _heading_row(read), _last_row(read)
        for place, (block, pieces) in enumerate(blocks.items()):
            columns: dict[str, int] = {}
            headings: dict[str, str] = {}
            for piece in pieces:
                beside = (("unit_number", piece.unit_cell), ("entry_code", piece.code_cell))
                if columns.keys() >= piece.facts.keys() and all(not cell or name in columns for name, cell in beside):
                    continue  # as nearly all, below the first few
                for name, cell in (*((name, fact.cell) for name, fact in piece.facts.items()), *beside):
                    if cell and cell.sheet == piece.sheet:
                        columns.setdefault(name, cell.column)
                        headings.setdefault(name, cell.heading)
            for column in read.columns:
                if column.role is Role.NUMBER and not column.unit and not table.matrix.is_turned:
                    columns.setdefault("candidate_number", column.at + 1)
                    headings.setdefault("candidate_number", column.heading)
            at = block or next(iter(columns.values()), max(first, 1))
            for name, says in (
                ("candidate_number", True),
                ("unit_number", True),
                ("entry_code", any(piece.code for piece in pieces)),
            ):
                if says:
                    columns.setdefault(name, at)
                    headings.setdefault(name, "")
            of_block = count.get((table.matrix.grid.name, block), ())
            mine = [claim for claim in of_block if top <= claim.row and (not end or claim.row <= end)]
            unit = pieces[0].unit if pieces else ""
            label = f"unit {unit}" if table.is_grid else ""
            if table.matrix.is_turned and pieces:
                label = f"candidate {pieces[0].person.number or block}"
            yield Table(
                Claim,
                table.matrix.grid.name,
                top,
                columns,
                headings,
                len(mine),
                unread=read.unread if not place else (),
                reached_by=ReachedBy.CANDIDATES_AND_UNITS,
                first_column=first,
                last_column=last,
                last_row=end,
                block=block,
                unit=f"{read.code} {label}".strip() if label else "",
                is_tracker=True,
                is_turned=table.matrix.is_turned,
            )


def _of_its_row(piece: Piece, cell: Cell | None, facts: Mapping[str, Fact]) -> Cell:
    """A cell in a claim's own row: what a heading or a title says of a claim is told of there."""
    if cell and cell.row == piece.row and cell.sheet == piece.sheet:
        return cell
    column = piece.column
    if not column:
        own = (fact.cell for fact in facts.values() if fact.cell[:2] == (piece.sheet, piece.row))
        column = next((one.column for one in own), 1)
    return Cell(piece.sheet, piece.row, column, cell.heading if cell else "")


def _centre_number(person: Person) -> str | None:
    """The number of the centre that a row names; none where it says a name, or something else."""
    return person.centre if _CENTRE_NUMBER.fullmatch(person.centre) else None


def _span(read: TableRead) -> tuple[int, int]:
    """The first and last column of a table in Excel."""
    table = read.table
    if table.matrix.is_turned:
        return table.matrix.place(min(column.row for column in table.columns), 0)[1], table.end
    at = [column.at + 1 for column in table.columns]
    return min(at), max(at)


def _heading_row(read: TableRead) -> int:
    table = read.table
    if table.matrix.is_turned:
        return max(
            (column.at + 1 for column in table.columns if column.role in IDENTITY and not column.unit), default=1
        )
    return table.heading_row + 1


def _last_row(read: TableRead) -> int:
    table = read.table
    if table.matrix.is_turned:
        return 0
    return table.end if table.end < len(table.matrix.rows) else 0


def _by_code(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces about one unit of one candidate, apart where they are of different qualifications. Rows of one table that say the same
    unit twice stay apart too: they are two claims, or one that stands twice, and the rules say which.
    """
    if len(pieces) == 1:
        return [list(pieces)]
    out: list[list[Piece]] = []
    for piece in pieces:
        for same in out:
            codes = {one.code for one in same if one.code}
            if (not piece.code or not codes or piece.code in codes) and not any(
                one.sheet == piece.sheet
                and one.row != piece.row
                and one.says
                and piece.says
                and one.is_graded
                and piece.is_graded
                for one in same
            ):
                same.append(piece)
                break
        else:
            out.append([piece])
    return out


def _is_same(one: Any, other: Any, staff: Mapping[str, str]) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        a, b = as_text(one).casefold(), as_text(other).casefold()
        return staff.get(a, a) == staff.get(b, b)
    return bool(one == other)
