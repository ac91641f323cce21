"""The words for what the reader decided: one sentence a kind, made here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ocr_sheets.dates import say_in_full
from ocr_sheets.model.column_readings import ColumnReading, Left
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import CodeFrom
from ocr_sheets.text import agreeing, fill, listed, rows_said

Values = Mapping[str, Any]

_LOOKS = {
    "day": "days",
    "grade": "grades",
    "person": "people",
    "tick": "ticks",
    "number": "numbers",
    "candidate number": "candidate numbers",
    "not finished": "words such as “not yet”",
}


def seen(values: Values) -> str:
    """What stands below a heading: days in 17 of 17 cells."""
    looks = values.get("looks", {})
    named = [(count, _LOOKS[shape]) for shape, count in looks.items() if shape in _LOOKS]
    if not named:
        return f"holds text{_first(values)}"
    count, what = max(named)
    return f"holds {what} in {count} of {values.get('seen', count)} cells{_first(values)}"


def _first(values: Values) -> str:
    """The first cells that were seen, where they may be shown."""
    return (
        f" ({', '.join(values['first'])}{' …' if values['seen'] > len(values['first']) else ''})"
        if values.get("first")
        else ""
    )


_LEFT: Mapping[Left, str] = {
    Left.OTHER_THING: "its heading is of something that we do not use",
    Left.NO_WORD: "we do not know its heading",
    Left.OTHER_CELLS: "its cells are not what its heading says",
    Left.NUMBERS: "marks, points and percentages are no grades",
    Left.HOPED_FOR: "a grade that is hoped for is no claim",
    Left.CRITERIA: "criteria are no claims by themselves",
    Left.COLOURS: "colours and progress are no grades",
    Left.NO_USE: "we have no use for it",
    Left.EXAMINED: "OCR examines the unit",
    Left.HIDDEN: "it is hidden, and a visible column says the same",
    Left.NEARER: "another column says it more plainly",
    Left.SAME: "it is the same as another",
    Left.OWN_SAMPLE: "it is of your own sample, and not of OCR’s",
    Left.ASKED: "we ask what it is",
}


def left_words(why: Left) -> str:
    """Why a column was left: a clause that follows its heading."""
    return _LEFT[why]


def second_words(one: ColumnReading) -> str:
    """What a column would be next best: a clause; empty where nothing else was likely."""
    return f"next best {role_words({'role': one.second})}, by {one.fits} of {one.seen} cells" if one.second else ""


def reading_words(one: ColumnReading) -> str:
    """How a column was read: what it was taken for or why it was left, what its cells hold, and what it would be next best."""
    taken = (
        f"taken as {role_words({'role': one.taken})}" if one.left is None else f"not used, since {left_words(one.left)}"
    )
    holds = seen({"looks": one.looks, "seen": one.seen}) if one.seen else "is empty"
    return "; ".join(filter(None, (taken, f"it {holds}", second_words(one))))


_SOURCES: Mapping[CodeFrom, str] = {
    CodeFrom.TITLE: "the title “{text}”",
    CodeFrom.SHEET_NAME: "the sheet’s name",
    CodeFrom.LABEL: "a label",
    CodeFrom.UNITS: "Units, where only it has such units",
    CodeFrom.ONLY_COURSE: "the only course of this workbook",
}


def source_of_code(where: CodeFrom, text: str) -> str:
    """Where the entry code of units was found, in words. ``text`` is what says it there."""
    return fill(_SOURCES[where], {"text": text})


_ROLES = {
    "assessed_on": "Assessed on",
    "standardised_on": "Standardised on",
    "claimed_on": "Claimed on",
    "assessor": "Assessor",
    "standardised_by": "Standardised by",
    "grade": "Grade",
    "candidate_number": "Candidate number",
    "name": "the candidate's name",
    "uln": "ULN",
    "claim_status": "Claim status",
    "assessed (tick)": "a tick for assessed",
    "standardised (tick)": "a tick for standardised",
    "claimed (tick)": "a tick for claimed",
    "surname": "Surname",
    "forenames": "Forenames",
    "entry_code": "Entry code",
    "unit_number": "Unit number",
    "unit_title": "the unit's title",
    "course": "the course",
    "visit": "Visit",
    "confirmed_grade": "Confirmed grade",
    "a date of nothing that is said": "a day of something",
    "somebody of whom nothing is said": "a person",
    "not ours": "nothing we use",
    "progress by colour": "progress by colour, so no grade",
}


def role_words(values: Values) -> str:
    """What a column was taken for, in words: our heading in a list, else what it is of a tracker."""
    role = str(values.get("role"))
    return str(values.get("ours") or _ROLES.get(role, role))


def _headed(one: Judgement) -> str:
    heading = one.values["heading"]
    return f"“{heading}” in {one.cell}" if heading else f"The column under {one.cell}, which has no heading,"


_WORDS: Mapping[JudgementKind, Callable[[Judgement], str]] = {
    JudgementKind.SHEET_NOT_READ: lambda one: f"{one.sheet} has {one.values.get('seen', 'grades')}, and was not read: we could not tell which grade or day is of which candidate’s unit.",
    JudgementKind.SHEET_UNCLEAR: lambda one: f"The headings of {one.sheet} fit {listed(one.values['kinds'], 'and')} alike. Which one is it?",
    JudgementKind.SHEET_OF_HOPES: lambda one: f"{one.sheet} was not used: “{one.values['text']}” says “{one.values['word']}”, and a grade that is hoped for is no claim.",
    JudgementKind.SHEET_OLD: lambda one: f"{one.sheet} was not used: it is of an earlier year or no longer in use.",
    JudgementKind.SHEET_ASIDE: lambda one: f"{one.sheet} was not used: “{one.values['text']}” says “{one.values['word']}”.",
    JudgementKind.TURNED: lambda one: f"{one.sheet} has units in rows and candidates in columns, and was read so.",
    JudgementKind.BY_VALUES: lambda one: f"{_headed(one)} {seen(one.values)}. We took it as {role_words(one.values)}.",
    JudgementKind.COLUMN_NOT_READ: lambda one: f"We did not use the column “{one.values['heading']}”: {left_words(Left(one.values['why']))}.",
    JudgementKind.COLUMN_UNCLEAR: lambda one: f"The column “{one.values['heading']}” in {one.cell} {seen(one.values)}, and its heading does not say what that is. We did not use it. What is it?",
    JudgementKind.COLUMN_TWICE: lambda one: f"“{one.values['headings'][0]}” and “{one.values['headings'][1]}” could both be {role_words(one.values)}, and they differ. Which one counts?",
    JudgementKind.DATE_OF_WHAT: lambda one: f"The dates under “{one.values['heading']}” in {one.cell} could be of assessment, standardisation or claim. We did not use them. Which are they?",
    JudgementKind.DATE_BESIDE: lambda one: f"The dates under “{one.values['heading']}” in {one.cell} were read as {role_words(one.values)}, since they stand beside “{one.values['beside']}”.",
    JudgementKind.DAY_IN_HEADING: lambda one: f"What is filled in under “{one.values['heading']}” in {one.cell} was read as {role_words(one.values)}: {say_in_full(one.values['day'])}.",
    JudgementKind.VISIT_IN_HEADING: lambda one: f"Grades under “{one.values['heading']}” in {one.cell} were read as of that visit.",
    JudgementKind.LATER_ATTEMPT: lambda one: f"Of “{one.values['headings'][0]}” and “{one.values['headings'][1]}” we took the later one where it is filled in.",
    JudgementKind.UNIT_FROM: lambda one: f"Unit {one.values['unit']} was taken from “{one.values['text']}”.",
    JudgementKind.UNIT_EXAMINED: lambda one: _examined(one),
    JudgementKind.CODE_FROM: lambda one: f"The units of {one.sheet} were taken for {one.values['code']}’s by {source_of_code(one.values['where'], one.values['text'])}.",
    JudgementKind.CODE_UNCLEAR: lambda one: _which_code(one),
    JudgementKind.LEARNER_UNCLEAR: lambda one: f"The name in {one.cell} is {'that of more than one candidate' if one.values.get('several') else 'not on Candidates'}.",
    JudgementKind.LEARNER_BY_INITIAL: lambda one: f"The name in {one.cell} was read as candidate {one.values['number']}, by surname and initial.",
    JudgementKind.ROWS_PASSED_OVER: lambda one: f"{_line_of(one.values)} ({one.values['row_kind']}) was passed over.",
    JudgementKind.ROWS_OF_OTHERS: lambda one: fill("{rows:Rows} {number:=is/are} of {award}, and {number:=was/were} not used.", {**one.values, "number": len(one.values["rows"])}),
    JudgementKind.ROWS_OF_EARLIER: lambda one: fill("{rows:Rows} {number:=is/are} of {year} by “{heading}”, and {number:=was/were} not used.", {**one.values, "number": len(one.values["rows"])}),
    JudgementKind.PART_NOT_READ: lambda one: f"What stands from {one.cell} on has other headings, and was not read.",
    JudgementKind.ROWS_STRUCK: lambda one: f"Row {one.values['row']} is struck through, and was not used.",
    JudgementKind.FILLED_DOWN: lambda one: f"In {rows_said(one.values['rows'])} the candidate is the one above.",
    JudgementKind.YEAR_ADDED: lambda one: _year_added(one.values),
    JudgementKind.NO_CLAIM_YET: lambda one: f"“{one.values['text']}” was read as not finished, so there is no claim yet: {', '.join(one.values['cells'][:12])}{' and more' if len(one.values['cells']) > 12 else ''}.",
    JudgementKind.STAGES: lambda one: f"What each row's date is of was read from “{one.values['heading']}” in {one.cell}.",
    JudgementKind.TICKS: lambda one: "Ticks were read as claims submitted." if one.values["claimed"] else "Ticks were read as claims planned.",
    JudgementKind.TICKED_GRADES: lambda one: f"Of unit {one.values['unit']} the grade is the heading that a tick stands under, from {one.cell} on.",
    JudgementKind.TICKED_GRADES_UNCLEAR: lambda one: f"Of unit {one.values['unit']} ticks stand under several grades from {one.cell} on: they may be criteria, and were not used. Which is the grade?",
    JudgementKind.LINE_NOT_READ: lambda one: _line_not_read(one.values, one.cell),
    JudgementKind.COLOURS: lambda one: "No grade stands under any unit. Coloured cells without text say nothing to us.",
    JudgementKind.VALUES_DIFFER: lambda one: f"{one.values['field']} in {one.cell} is not the same as in {one.values['other']}. We used the other one. Which is right?",
    JudgementKind.NAMES_SPLIT: lambda one: f"Names under “{one.values['heading']}” were read as surname and forenames: by the comma, by capitals, or the last word as the surname.",
    JudgementKind.VISIT_LINE: lambda one: f"{one.cell} was read as a visit on {say_in_full(one.values['day'])}.",
}  # fmt: skip


def _which_code(one: Judgement) -> str:
    if codes := one.values["codes"]:
        return f"{one.sheet} names more than one entry code: {', '.join(codes)}. Which one is it for?"
    units = one.values["units"]
    if strange := one.values.get("strange"):
        return (
            f"{one.sheet} names {strange}, which is no entry code that we know, so {agreeing(len(units), 'unit')} {', '.join(units)} "
            "have none. If it is right, put it on Qualifications; if not, correct it."
        )
    return (
        f"No entry code was found for {agreeing(len(units), 'unit')} {', '.join(units)} of {one.sheet}. "
        "Write it into the title, the sheet's name or a column."
    )


def _line_not_read(values: Values, cell: str | None) -> str:
    """What is said of a line with a day that counts only elsewhere."""
    said = f"“{values['text']}” in {cell} was not used: "
    match values.get("of"):
        case "visits":
            return f"{said}it names several visits or days. Put each visit on a row of a sheet Visits."
        case "form":
            return (
                f"{said}the day of the consortium form counts only beside Consortium form submitted on a sheet Centre."
            )
        case "sample":
            return f"{said}the day a sample was requested counts only in a column such as Sample requested on. Does it hold for all rows?"
        case "codes":
            return f"{said}who is entered for it counts only in a list with a row for each entry, its code in a column Entry code."
        case "entries":
            return (
                f"{said}a day of entries counts only in a column such as Entered on. Does it hold for all candidates?"
            )
    return (
        f"{said}a day of claims or of assessment counts only in a column or beside a label. Does it hold for all rows?"
    )


def _examined(one: Judgement) -> str:
    """What is said of a unit that OCR examines: of its column or, in a list, of its rows."""
    values = one.values
    if "rows" not in values:
        return f"“{values['heading']}”: OCR examines unit {values['unit']}, so its results are no claims."
    said = fill(
        "{rows:Rows} {number:=was/were} not used: OCR examines unit {unit} of {code}, so there is no claim.",
        {**values, "number": len(values["rows"])},
    )
    return f"{said} Is the unit’s number right?" if one.is_question else said


def _year_added(values: Values) -> str:
    """What is said of days without a year, by the first of them."""
    others = f"; so were {values['others']} more like it" if values["others"] else ""
    return f"“{values['text']}” in {values['cell']} has no year, and was read as {say_in_full(values['day'])}{others}."


def _line_of(values: Values) -> str:
    return f"Row {values['row']}" if "row" in values else f"Column {values['column']}"


def worded(one: Judgement) -> str:
    """The sentence for a judgement. No candidate's name is in it."""
    return _WORDS[one.kind](one)
