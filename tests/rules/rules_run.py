"""The rules that are run, each of them a case of a test."""

from __future__ import annotations

import pytest

from ocr_sheets import rules
from ocr_sheets.rules import RULES, Rule


def file_of(rule: Rule) -> str:
    """The file that declares a rule, such as technicals."""
    return str(rule.check.__module__).split(".")[2]


# A file of rules that is not yet among those that are run may be imported by its own tests: it counts from the day it is.
RUN = {code: rule for code, rule in RULES.items() if file_of(rule) in rules.__all__}

every_rule = pytest.mark.parametrize("rule", RUN.values(), ids=list(RUN))
