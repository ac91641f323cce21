"""What the page shows of a report: its machine form, and beside it what only people need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ocr_sheets import __version__
from ocr_sheets.glossary import NOT_OCRS
from ocr_sheets.model.book import Book
from ocr_sheets.model.people import People
from ocr_sheets.model.records import Assessor, Claim, Entry, Visit
from ocr_sheets.model.tables import Cell
from ocr_sheets.page.columns import columns_for
from ocr_sheets.patching import Workbook
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.reading.questions import MOST, Question, questions_on
from ocr_sheets.report import Finding, Report
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rules import Rule
from ocr_sheets.writing.question_words import choice_in_words, question_in_words
from ocr_sheets.writing.readiness import how_it_stands


def view(report: Report, machine: Mapping[str, Any], workbook: Workbook) -> Mapping[str, Any]:
    """The report for the page, with its machine form in it. Lists under ``findings`` and ``lines`` run beside those of the machine form."""
    visits = _Visits(report.book)
    questions = questions_on(report.book)[:MOST]
    grids = {grid.name: grid for grid in read_grids(workbook)} if questions else {}
    told = [*(finding.rule for finding in report.findings), *(ended.rule for ended in report.outcomes if ended.reason)]
    return {
        "version": __version__,
        "report": machine,
        "findings": [_finding(finding, visits) for finding in report.findings],
        "lines": [
            {
                "visit": line.visit.label if line.visit else None,
                "of": None if isinstance(line.of, Visit) else _of(line.of),
                "working": line.working,
            }
            for line in report.lines
        ],
        "visits": [
            {
                "sheet": one.visit.sheet,
                "row": one.visit.row,
                "label": one.visit.label,
                "date": one.visit.visit_date.isoformat(),
            }
            for one in report.visits
            if one.visit.visit_date
        ],
        "subjects": sorted({one.subject_area for one in report.book.visits if one.subject_area}),
        "staff": [_person(rows[0]) for rows in People(report.book.assessors)],
        "rules": {rule.code: _rule(rule) for rule in told},
        "cites": _cites(line.source for line in report.lines),
        "unread_headings": {sheet: list(headings) for sheet, headings in report.unread_headings.items()},
        "visits_chosen": sum(bool((used := report.book.visit_of(one)) and used.chosen) for one in report.book.claims),
        "readings": [
            {
                "question": one.reading.question,
                "chosen": one.chosen,
                "other": one.reading.ours if one.is_turned else one.reading.other,
                "is_turned": one.is_turned,
                "places": list(one.places),
            }
            for one in report.readings
        ],
        "stands": [{"title": title, "lines": lines} for title, lines in how_it_stands(report).items()],
        "settings": report.settings,
        "questions": [{**_question(one), "sheet": columns_for(one, report.book, grids)} for one in questions],
        "lapsed": [{"reason": told.reason, "message": told.message} for told in report.lapsed],
    }


def _person(row: Assessor) -> Sequence[str]:
    """Somebody on Assessors: how to ask for them, and what they are called."""
    told = dict.fromkeys(filter(None, (row.code, row.name)))
    return [next(iter(told), ""), ", ".join(told)]


def _question(one: Question) -> Mapping[str, Any]:
    """A question with its answers, each with the lines of the mapping file that the page sends back for it."""
    return {
        "words": question_in_words(one),
        "choices": [
            {
                "words": choice_in_words(one, choice),
                "is_typed": choice.is_typed,
                "lines": [list(line) for line in choice.lines],
            }
            for choice in one.choices
        ],
    }


def _finding(finding: Finding, visits: _Visits) -> Mapping[str, Any]:
    person = finding.candidate
    name = f"{finding.candidate_number} {person.name}" if person and person.name else finding.candidate_number
    return {
        "candidate": name.strip(),
        "unit": finding.unit,
        "visits": visits.at(finding.cell) if finding.cell else [],
        "is_over": finding.is_over,
        "ref": finding.ref,
    }


def _rule(rule: Rule) -> Mapping[str, str]:
    return {
        "title": rule.title,
        "why": " ".join(rule.why.split()),
        "severity": str(rule.severity),
        "source": load_sources().cite(rule.source) or NOT_OCRS,
    }


def _cites(numbers: Iterable[str]) -> Mapping[str, str]:
    return {number: load_sources().cite((number,)) for number in numbers}


def _of(record: Any) -> str:
    """What a line that follows from no visit is about: a candidate's unit."""
    return f"candidate {record.candidate_number or ''}, unit {record.unit_number or ''}"


class _Visits:
    """The visits that a cell is about: its own, that of its claim, or those of the claims that rest on its entry."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._of_entries: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        for claim in book.claims:
            used = book.visit_of(claim)
            if used:
                for entry in book.entries_behind(claim):
                    self._of_entries[entry.sheet, entry.row][used.visit.label] = None

    def at(self, cell: Cell) -> Sequence[str]:
        match self._book.record_of(cell):
            case Visit() as visit:
                return [visit.label]
            case Claim() as claim:
                used = self._book.visit_of(claim)
                return [used.visit.label] if used else []
            case Entry() as entry:
                return list(self._of_entries.get((entry.sheet, entry.row), ()))
            case _:
                return []
