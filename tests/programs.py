"""Programs of others that read what we write, for the tests that need them.

A test marked with one is skipped where the program is missing, so that the suite runs on any computer; in CI, where CI=true is set,
it fails instead: there a program that is not found is a slip that would let a broken workbook through.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

import pytest

SOFFICE = shutil.which("soffice")
SDK = shutil.which(os.environ.get("OOXML_VALIDATOR") or "ooxml-validator")

needs_libreoffice = pytest.mark.needs(SOFFICE, "LibreOffice is not here: apt-get install libreoffice-calc")
needs_validator = pytest.mark.needs(SDK, "the Open XML SDK validator is not here: set OOXML_VALIDATOR to its path")


def in_ci(environment: Mapping[str, str]) -> bool:
    """Whether the tests run in CI, where nothing may be left out because a program is missing."""
    return environment.get("CI", "").casefold() not in ("", "0", "false")
