"""All rules, in the order in which they are run and shown. A new rule is one function in one of these files."""

from ocr_sheets.rules import catalogue, cells, duplicates, identifiers, order, people, references, technicals, verified
from ocr_sheets.rules.engine import RULES, RawFinding, Result, Rule, RuleOutcome, Severity, Values, Who, run

__all__ = [
    "RULES",
    "RawFinding",
    "Result",
    "Rule",
    "RuleOutcome",
    "Severity",
    "Values",
    "Who",
    "catalogue",
    "cells",
    "duplicates",
    "identifiers",
    "order",
    "people",
    "references",
    "run",
    "technicals",
    "verified",
]
