"""The main job: read a centre's workbook, check it, and write it again annotated."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue, CatalogueError, load_catalogue, merged, read_catalogue
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.patching.saving import save
from ocr_sheets.reading import NoSuchSheets, read_book
from ocr_sheets.reading.accepted import read_accepted
from ocr_sheets.reading.book import read_whole, unread_sheets
from ocr_sheets.reading.mapping import (
    NO_MAPPING,
    MappingError,
    Mappings,
    beside as mapping_beside,
    read_mapping,
)
from ocr_sheets.report import Accepted, Report, make_report
from ocr_sheets.rulebook import Settings, SettingsError, load_rulebook, read_settings
from ocr_sheets.rulebook.settings import NAME as SETTINGS_NAME
from ocr_sheets.writing.annotate import annotate
from ocr_sheets.writing.mapping_file import mapping_text
from ocr_sheets.writing.report_sheets import ACCEPTED_HEADING, MESSAGE_HEADING, REF_HEADING, TAGS, TO_DO

ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


class Checked(NamedTuple):
    """A workbook that has been checked and annotated, not yet written."""

    report: Report
    workbook: Workbook


def default_output(path: Path) -> Path:
    """Where the annotated workbook goes when nobody says: NAME.annotated.xlsx beside it.

    For one that is itself annotated: NAME.annotated-2.xlsx, then -3, so that the file that was read is never written over.
    """
    numbered = re.fullmatch(r"(.+)\.annotated(?:-(\d+))?", path.stem)
    ending = path.suffix if path.suffix.casefold() in ENDINGS else ".xlsx"
    if numbered:
        return path.with_name(f"{numbered[1]}.annotated-{int(numbered[2] or 1) + 1}{ending}")
    return path.with_name(f"{path.stem}.annotated{ending}")


class Choices(NamedTuple):
    """What the centre chose beyond OCR's figures: readings turned, values laid over ours, qualifications of its own, and what its
    sheets and columns are.
    """

    settings: Settings
    catalogue: Catalogue
    mapping: Mappings = NO_MAPPING


def read_choices(
    path: Path, settings: Path | None = None, catalogue: Path | None = None, mapping: Path | None = None
) -> Choices:
    """The choices for the workbook at ``path``: from the files named or, for settings and mapping, the ones beside the workbook if
    they are there.

    Raises `Refused` with one sentence when a file cannot be read or has a slip.
    """
    named = settings or path.with_name(SETTINGS_NAME)
    known = load_catalogue()
    try:
        chosen = Settings(load_rulebook())
        if settings or named.is_file():
            chosen = read_settings(named.read_text(encoding="utf-8-sig"), named.name)
        if catalogue:
            known = merged(known, read_catalogue(catalogue))
    except (SettingsError, CatalogueError) as error:
        raise Refused(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{named.name} cannot be read: check its name, and that it is a text file.") from error
    return Choices(chosen, known, _read_mapping(path, mapping))


def _read_mapping(workbook: Path, named: Path | None) -> Mappings:
    path = named or mapping_beside(workbook)
    if named is None and not path.is_file():
        return NO_MAPPING
    try:
        return read_mapping(path.read_text(encoding="utf-8-sig"), path.name)
    except MappingError as error:
        raise Refused(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name} cannot be read: check its name, and that it is a text file.") from error


def examine(workbook: Workbook, name: str, as_of: dt.date, choices: Choices | None = None) -> Report:
    """Read and check an open workbook as of a day. Raises `Refused` when it is no centre workbook."""
    settings, catalogue, mapping = choices or Choices(Settings(load_rulebook()), load_catalogue())
    try:
        book = read_book(workbook, as_of, mapping)
    except NoSuchSheets as error:
        raise Refused(f"{name}: {error}") from error
    except MappingError as error:
        raise Refused(str(error)) from error
    earlier = read_accepted(workbook, TAGS[TO_DO], REF_HEADING, ACCEPTED_HEADING, MESSAGE_HEADING)
    return make_report(
        name,
        book,
        settings.rulebook,
        {ref: Accepted(reason, message) for ref, (reason, message) in earlier.items()},
        list(unread_sheets(workbook, book)),
        catalogue=catalogue,
        turned=frozenset(reading.name for reading in settings.turned),
        settings=settings.origin,
    )


def check(workbook: Workbook, name: str, as_of: dt.date, choices: Choices | None = None) -> Checked:
    """Examine an open workbook and annotate it in memory. Raises `Refused` when it is no centre workbook."""
    report = examine(workbook, name, as_of, choices)
    annotate(workbook, report)
    return Checked(report, workbook)


def report_on(path: Path, as_of: dt.date, choices: Choices | None = None) -> Report:
    """What is to be said of the workbook at ``path``, for what is made from it besides its annotated copy: nothing is written.

    A digital signature is no hindrance here. Raises `Refused` when the workbook cannot be read.
    """
    return examine(Workbook.open(path), path.name, as_of, choices)


def mapping_of(path: Path, as_of: dt.date, mapping: Path | None = None) -> str:
    """What the tool takes for what in the workbook at ``path``, as the text of a mapping file.

    Raises `Refused` when it cannot be read.
    """
    workbook = Workbook.open(path)
    mappings = _read_mapping(path, mapping)
    try:
        reading = read_whole(workbook, as_of, mappings)
    except MappingError as error:
        raise Refused(str(error)) from error
    book = reading.book(as_of, mappings)
    return mapping_text(book, list(unread_sheets(workbook, book)), path.name, mapping_beside(path).name)


def write_mapping(text: str, output: Path) -> None:
    """Write a mapping file, whole or not at all, and never over another: somebody may have corrected that. Raises `Refused`."""
    if output.exists():
        raise Refused(
            f"{output} is there already, and may have been corrected: choose another name with -o, or move it away."
        )
    save(text.encode(), output, None)


def _check_ending(path: Path, output: Path) -> None:
    """Excel opens a workbook only under the ending of its kind: .xlsm with macros, .xlsx without. Nor is anything written over
    that is no file, or that someone seems to have open.
    """
    wanted = path.suffix if path.suffix.casefold() in ENDINGS else ".xlsx"
    if output.suffix.casefold() != wanted.casefold() and not output.is_dir():
        raise Refused(f"{output.name} must end in {wanted}, or Excel will not open it: choose another name.")
    if output.exists() and not (output.is_file() or output.is_dir()):
        raise Refused(f"{output} is not a file: choose another name.")
    for lock in (f"~${output.name}", f".~lock.{output.name}#"):
        if output.with_name(lock).exists():
            raise Refused(
                f"{output.name} seems to be open in another program ({lock} is beside it): close it there, or choose another name with -o."
            )


def _open(path: Path, drop_signature: bool) -> Workbook:
    workbook = Workbook.open(path)
    if workbook.is_signed:
        if not drop_signature:
            raise Refused(
                f"{path.name} is digitally signed, and its copy cannot be: add --drop-signature to have a copy without the signature."
            )
        workbook.drop_signature()
    return workbook


def validate(
    path: Path, output: Path, as_of: dt.date, choices: Choices | None = None, drop_signature: bool = False
) -> Report:
    """Check the workbook at ``path`` and write it annotated to ``output``, whole or not at all.

    Raises `Refused`, whose text is one sentence for the user, when the one cannot be read or the other not written.
    """
    _check_ending(path, output)
    checked = check(_open(path, drop_signature), path.name, as_of, choices)
    checked.workbook.save(output)
    return checked.report
