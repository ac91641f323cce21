"""The words of a question about the workbook: what was seen, what was taken until it is answered, and what can be answered."""

from __future__ import annotations

from ocr_sheets.model.judgement_words import role_words, seen
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.reading.questions import Choice, Question
from ocr_sheets.text import listed

LEAVE = "Leave it as it is"


def question_in_words(question: Question) -> str:
    """One question. No candidate's name is in it: it quotes headings, codes and the names of sheets."""
    one = question.judgement
    values = one.values
    match one.kind:
        case JudgementKind.CODE_UNCLEAR if values["codes"]:
            return f"{one.sheet} names more than one entry code. Which one are its units of?"
        case JudgementKind.CODE_UNCLEAR if strange := values.get("strange"):
            return f"{listed(question.sheets)} names {strange}, which is no entry code that we know. Which one are its units of?"
        case JudgementKind.CODE_UNCLEAR:
            return f"No entry code was found for the units of {listed(question.sheets)}. Which one is it?"
        case JudgementKind.SHEET_UNCLEAR:
            return f"The headings of {one.sheet} fit {listed(values['kinds'], 'and')} alike, so it was not read. Which one is it?"
        case JudgementKind.SHEET_NOT_READ:
            return f"{one.sheet} has {values.get('seen', 'grades')}, and nothing was read from it. Is it about something else?"
        case JudgementKind.COLUMN_TWICE:
            first, second = values["headings"]
            ours = role_words(values)
            return f"{_places(question)} of {one.sheet}, headed “{first}” and “{second}”, could both be {ours}, and they differ. Which one counts?"
        case JudgementKind.DATE_OF_WHAT:
            return f"{_seen(question)} Not used, since no word says what the dates are of. What are they?"
        case JudgementKind.BY_VALUES:
            ours = role_words(values)
            return f"{_seen(question)} Taken as {ours}. What is it?"
        case _:
            return f"{_seen(question)} Not used. What is it?"


def _seen(question: Question) -> str:
    """Where it is and what stands there: Column H of Y13 IT holds days in 17 of 17 cells; its heading is “IV”."""
    one = question.judgement
    if len(question.cells) == 1:
        return f"{_places(question)} of {one.sheet} {seen(one.values)}; its heading is “{one.values['heading']}”."
    if one.values.get("is_unit"):
        return f"{_places(question)} of {one.sheet} are of units; the first {seen(one.values)}."
    return f"{_places(question)} of {one.sheet} are headed “{one.values['heading']}”; the first {seen(one.values)}."


def _places(question: Question) -> str:
    letters = list(dict.fromkeys(cell.rstrip("0123456789") for cell in question.cells))
    return f"{'Column' if len(letters) == 1 else 'Columns'} {listed(letters)}"


def choice_in_words(question: Question, choice: Choice) -> str:
    """One answer."""
    if choice.is_typed:
        return "Another entry code, which you type"
    if choice.means:
        return choice.means
    if question.judgement.kind is JudgementKind.SHEET_UNCLEAR:
        return "Something else: leave the sheet alone"
    return (
        "Yes, leave the sheet alone"
        if question.judgement.kind is JudgementKind.SHEET_NOT_READ
        else "None of ours: leave it alone"
    )
