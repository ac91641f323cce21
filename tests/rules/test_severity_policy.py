"""OCR's verb decides how serious a finding is, as the rulebook's page publishes it; what departs from that says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ocr_sheets import rules
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rules import RULES, Rule, Severity

MUST_FIX, CHECK, ADVICE, FILL_IN = Severity
SEVERITIES = list(Severity)

POLICY = {
    **dict.fromkeys(("must", "cannot", "only", "need", "ensure", "not both", "should", "should not"), MUST_FIX),
    **dict.fromkeys(("please", "remember"), CHECK),
    **dict.fromkeys(("recommend", "suggest", "usually", "may", "can", "expect"), ADVICE),
}
"""The severity that each verb comes to."""

FACT_AT_MOST = CHECK
"""A sentence without a verb states a fact. What does not fit it is a slip to look at or, where it has a price or a use, advice."""

MILDER = {
    # Not recorded: the workbook does not show that it was not done.
    "entry-not-made": "no day is typed for the entry; it may have been made",
    "visit-type-not-told": "no day is recorded on which the moderator was told; it may have been done",
    "sample-not-yet-marked-available": "the mark is not set yet; the work may well be to hand",
    "approval-visit-missing": "OCR holds the visit; its day may only not be recorded",
    "approval-visit-after-approval": "that the visit comes first is our reading",
    "claim-before-standardised": "that standardising comes before the claim is our reading",
    "approval-missing": "a blank cell shows no more than that the day is not filled in",
    "claim-date-missing": "the claim went in, and only its date is not recorded",
    "work-slipped": "the row names no visit, so it may be meant for a later one",
    "fewer-than-two-eqa-visits": "the second visit may be planned later in the year",
    "candidate-left-before-eqa-visit": "someone who has left may still be there on the day",
    "completion-not-this-summer": "which of the two cells is the slip a workbook cannot show",
    # Probably a slip, or from a page that is not OCR's word on this today.
    "consortium-form-due": "OCR names no day, and no visit has been: it may only not be filled in yet",
    "consortium-form-of-another-year": "the form is there, and the date is probably that of an earlier one",
    "entry-twice": "one of two rows is probably a slip; whether OCR has the entry twice a workbook cannot show",
    "grade-not-for-unit": "that no other grade can be claimed is our inference from a list",
}
"""Rules that are milder than the verb of their sentence, with the reason."""

STRONGER = {
    "examined-unit-claimed": "a claim for an examined unit is none: OCR takes it for moderated units alone",
    "centre-number-shape": "what has another shape names no centre, so that the row cannot be checked",
    "candidate-number-shape": "what has another shape names no candidate, so that the row cannot be checked",
    "candidate-number-twice": "which of the two a row is about cannot be told, so that it cannot be checked",
    "verified-claim-before-assessed": "“can” stands here for what is possible at all: a claim comes once work is assessed",
    "reclaim-not-higher": "“possible” is said of a higher grade alone: another is probably a slip",
    "sample-over-six": "“up to” is a bound: a seventh mark is probably a slip",
}
"""Rules that are stronger than the verb of their sentence, with the reason."""

# A file of rules that is not yet among those that are run may be imported by its own tests: it counts from the day it is.
RUN = {code: rule for code, rule in RULES.items() if str(rule.check.__module__).split(".")[2] in rules.__all__}
OCRS = [rule for rule in RUN.values() if rule.source]
PAGE = Path(rules.__file__).parents[1] / "rulebook" / "README.md"
PUBLISHED = PAGE.read_text(encoding="utf-8").split("\n## How serious a finding is\n")[1]


def verb_of(rule: Rule) -> str:
    """OCR's verb in the sentence that a rule cites first."""
    return load_sources().sentences[rule.source[0]].verb


def bounds(rule: Rule) -> tuple[Severity, Severity]:
    """The strongest and the mildest severity that the policy gives a rule, exceptions aside."""
    verb = verb_of(rule)
    return (POLICY[verb], POLICY[verb]) if verb else (FACT_AT_MOST, ADVICE)


def departs(rule: Rule) -> str:
    """How a rule departs from the policy, if it does."""
    strongest, mildest = map(SEVERITIES.index, bounds(rule))
    place = SEVERITIES.index(rule.severity)
    return "stronger" if place < strongest else "milder" if place > mildest else ""


@pytest.mark.parametrize("rule", OCRS, ids=lambda rule: rule.code)
def test_a_rule_is_as_serious_as_ocrs_verb_or_says_why_not(rule: Rule) -> None:
    how, verb = departs(rule), verb_of(rule) or "a fact"
    excepted = {"stronger": STRONGER, "milder": MILDER, "": {rule.code: ""}}[how]
    assert rule.code in excepted, f"{rule.source[0]} says “{verb}”, and {rule.severity} is {how}"


def test_every_exception_is_one_and_has_its_reason() -> None:
    assert not set(MILDER) & set(STRONGER)
    for how, excepted in (("milder", MILDER), ("stronger", STRONGER)):
        assert [code for code in excepted if code not in RUN or departs(RUN[code]) != how] == []
        assert all(len(reason.split()) >= 6 for reason in excepted.values())


def test_a_milder_rule_is_one_step_milder() -> None:
    # What must be done and only is not recorded is still to be looked at.
    for code in MILDER:
        if RUN[code].severity is FILL_IN:
            continue  # what is to fill in stands apart from the scale
        strongest, _ = bounds(RUN[code])
        assert SEVERITIES.index(RUN[code].severity) == SEVERITIES.index(strongest) + 1, code


def test_only_what_cannot_be_checked_or_was_never_ocrs_must_be_fixed_without_a_sentence() -> None:
    fixed = {rule.code for rule in RUN.values() if not rule.source and rule.severity is MUST_FIX}
    files = {str(RUN[code].check.__module__).split(".")[2] for code in fixed}
    assert files <= {"cells", "references", "people", "identifiers"}


def test_every_verb_of_the_sources_has_its_place_in_the_policy() -> None:
    assert {sentence.verb for sentence in load_sources().sentences.values()} - {""} <= set(POLICY)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_the_readme_publishes_the_policy(severity: Severity) -> None:
    (line,) = re.findall(rf"^\| {severity} \| (.+) \|$", PUBLISHED, re.MULTILINE)
    assert set(re.findall(r"\*([a-z ]+)\*", line)) == {
        verb for verb, comes_to in POLICY.items() if comes_to is severity
    }
