"""The parts of the page that are not ours: a Python for browsers and some packages, each of one version and known by its hash.

To take a newer one: change its line, run `ocr-sheets page`, and copy the hash that its sentence names after checking what changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.errors import UserError

PYODIDE = "314.0.7"
CALAMINE = "0.9.1"
XLSXWRITER = "3.3.1"
ICALENDAR = "7.3.2"
DATEUTIL = "2.9.0.post0"
SIX = "1.17.0"
TZDATA = "2026.6"
JINJA2 = "3.1.6"
MARKUPSAFE = "3.0.4"

_SECONDS = 600


class Part(NamedTuple):
    """One file from a registry: its name there, its SHA-256, and the client's command that fetches it into a folder."""

    name: str
    sha256: str
    client: str
    command: Sequence[str]
    keeps: str = ".*"
    """Which of its files the page carries, as a regular expression of their names: what nothing here can come to need is left out."""
    licence: str = ""
    """Under what it may be handed on."""


def _pip(what: str, *where: str) -> tuple[str, ...]:
    return ("download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", *where, what)


RUNTIME = Part(
    f"pyodide-{PYODIDE}.tgz",
    "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0",
    "npm",
    ("pack", "--silent", f"pyodide@{PYODIDE}"),
    licence="MPL-2.0",
)
_PURE = r".*\.py|.*\.dist-info/.*"
"""Of a package with parts compiled for other machines, or with data that is not needed: its Python, and its licence."""

WHEELS = (
    Part(
        f"python_calamine-{CALAMINE}-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "1f9a2f99d65f4cc647f3fc57ff80a2bb492bf8ce66a637b67064d1663697ae21",
        "pip",
        _pip(
            f"python-calamine=={CALAMINE}",
            *("--implementation=cp", "--python-version=314", "--abi=cp314", "--platform=pyemscripten_2026_0_wasm32"),
        ),
        licence="MIT",
    ),
    Part(
        f"xlsxwriter-{XLSXWRITER}-py3-none-any.whl",
        "8e2c89e59d733fe59e112317218c64fbbc276d90a8c144ebd6f7fa15e7ab184a",
        "pip",
        _pip(f"xlsxwriter=={XLSXWRITER}"),
        licence="BSD-2-Clause",
    ),
    Part(
        f"icalendar-{ICALENDAR}-py3-none-any.whl",
        "f95ce4ff8f41d8ad9ca253a676ef40c672abd3774458d197c215055a0d805cc4",
        "pip",
        _pip(f"icalendar=={ICALENDAR}"),
        r"(?!icalendar/tests/).*",
        "BSD-2-Clause",
    ),
    Part(
        f"python_dateutil-{DATEUTIL}-py2.py3-none-any.whl",
        "a8b2bc7bffae282281c8140a97d3aa9c14da0b136dfe83f850eea9a5f7470427",
        "pip",
        _pip(f"python-dateutil=={DATEUTIL}"),
        _PURE,
        "Apache-2.0 or BSD-3-Clause",
    ),
    Part(
        f"six-{SIX}-py2.py3-none-any.whl",
        "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
        "pip",
        _pip(f"six=={SIX}"),
        licence="MIT",
    ),
    Part(
        f"tzdata-{TZDATA}-py2.py3-none-any.whl",
        "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec",
        "pip",
        _pip(f"tzdata=={TZDATA}"),
        rf"{_PURE}|tzdata/zoneinfo/UTC",  # all our days are whole days, and their stamps are in this zone
        "Apache-2.0",
    ),
    Part(
        f"jinja2-{JINJA2}-py3-none-any.whl",
        "85ece4451f492d0c13c5dd7c13a64681a86afae63a5f347908daf103ce6d2f67",
        "pip",
        _pip(f"jinja2=={JINJA2}"),
        licence="BSD-3-Clause",
    ),
    Part(
        f"markupsafe-{MARKUPSAFE}-cp314-cp314-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
        "a8e9f292fcda89b324f2f5c91d13f1424a153e40fc2756f38ee23b15835ff300",
        "pip",
        _pip(
            f"markupsafe=={MARKUPSAFE}",
            *("--implementation=cp", "--python-version=314", "--abi=cp314", "--platform=manylinux2014_x86_64"),
        ),
        _PURE,  # none is compiled for browsers, and its Python does the same
        "BSD-3-Clause",
    ),
)


def fetched(folder: Path) -> Mapping[str, bytes]:
    """The parts by name, from the folder or, where one is not there yet, fetched into it. Raises `UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {part.name: _checked(part, folder) for part in (RUNTIME, *WHEELS)}
    except OSError as error:
        raise UserError(
            f"{folder} cannot be used for the parts of the page ({error.strerror}): choose another folder."
        ) from error


def _checked(part: Part, folder: Path) -> bytes:
    path = folder / part.name
    if not path.is_file():
        _fetch(part, folder)
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != part.sha256:
        raise UserError(
            f"{path} is not the file that was tried: its SHA-256 is {found}, not {part.sha256}. Delete it and try again."
        )
    return data


def _fetch(part: Part, folder: Path) -> None:
    if part.client == "pip":
        command = [sys.executable, "-m", "pip"]
    else:
        client = shutil.which(part.client)
        if client is None:
            raise UserError(
                f"{part.name} is fetched by {part.client}, which is not here: install Node.js, which also makes the page start in half the time, or "
                f"put the file in {folder}."
            )
        command = [client]
    try:
        done = subprocess.run(
            [*command, *part.command], cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UserError(
            f"{part.client} was still fetching {part.name} after {_SECONDS // 60} minutes: try again."
        ) from None
    if done.returncode or not (folder / part.name).is_file():
        said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        raise UserError(f"{part.client} did not fetch {part.name} ({said}): try again, or put the file in {folder}.")
