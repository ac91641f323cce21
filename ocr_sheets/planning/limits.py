"""The most portfolios that a person is to assess and standardise in a week, as the centre sets it. There is no figure of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ocr_sheets.errors import UserError
from ocr_sheets.planning.work import Work
from ocr_sheets.text import key


def read_limits(work: Work, texts: Iterable[str]) -> Mapping[str, int]:
    """Limits by person from texts such as 12 (for everybody) and AOB=8. Raises `UserError` with one sentence."""
    people = {
        name: None
        for name in (
            *(work.book.people.name_for(person) for person in work.book.assessors),
            *(name for one in work.portfolios for name in (work.assessor(one.claim), work.standardiser(one.claim))),
        )
        if name
    }
    by_key = {key(name): name for name in people}
    for person in work.book.assessors:
        if person.name and (called := work.book.people.name_for(person)):
            by_key.setdefault(key(person.name), called)
    everybody: int | None = None
    named: dict[str, int] = {}
    for text in texts:
        name, equals, figure = text.rpartition("=")
        if not figure.strip().isdecimal() or int(figure) == 0:
            raise UserError(f"“{text}” is not a limit: write 12 for everybody, or AOB=8 for one person.")
        if not equals:
            everybody = int(figure)
            continue
        if key(name) not in by_key:
            near = get_close_matches(key(name), by_key, n=2, cutoff=0.5)
            hint = (
                f"did you mean {' or '.join(by_key[one] for one in near)}?"
                if near
                else f"there are {', '.join(people)}."
            )
            raise UserError(f"“{name.strip()}” is nobody on Assessors or Claims: {hint}")
        named[by_key[key(name)]] = int(figure)
    general = {} if everybody is None else dict.fromkeys(people, everybody)
    return {**general, **named}
