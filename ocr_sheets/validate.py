"""The main job: read a centre's workbook, check it, and write it again annotated."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue, load_catalogue, merged, read_catalogue
from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import read_chosen
from ocr_sheets.files.saving import Output, check_ends_in, check_replaceable, check_target, save, save_together
from ocr_sheets.files.seals import is_as_written
from ocr_sheets.model.book import Book
from ocr_sheets.patching import Workbook, joined_sheet
from ocr_sheets.reading import NoSuchSheets, read_book
from ocr_sheets.reading.accepted import CHANGED, Reasons, ToDo, newest_reasons, read_accepted
from ocr_sheets.reading.book import read_whole, unread_sheets
from ocr_sheets.reading.csv_folder import beside, home_of, name_of, open_workbook
from ocr_sheets.reading.mapping import (
    NO_MAPPING,
    Mappings,
    beside as mapping_beside,
    read_mapping,
)
from ocr_sheets.report import Accepted, Report, make_report
from ocr_sheets.rulebook import Settings, load_rulebook, read_settings
from ocr_sheets.rulebook.settings import NAME as SETTINGS_NAME
from ocr_sheets.rules import RULES, cells
from ocr_sheets.writing.annotate import annotate
from ocr_sheets.writing.mapping_file import mapping_text
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, MESSAGE_HEADING, REF_HEADING, TAGS, TO_DO

TO_DO_SHEET = ToDo(TAGS[TO_DO], REF_HEADING, ACCEPTED_HEADING, MESSAGE_HEADING)

ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


class Checked(NamedTuple):
    """A workbook that has been checked and annotated, not yet written."""

    report: Report
    workbook: Workbook


def default_output(path: Path) -> Path:
    """Where the annotated workbook goes when nobody says: NAME.annotated.xlsx beside it.

    For one that is itself annotated: NAME.annotated-2.xlsx, then -3, so that the file that was read is never written over. Of a
    folder of CSV files the workbook stands beside the folder.
    """
    if path.is_dir():
        return beside(path, ".annotated.xlsx")
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


class Named(NamedTuple):
    """A file that the centre chose something in: its name and its bytes."""

    name: str
    data: bytes


def read_choices(
    path: Path, settings: Path | None = None, catalogue: Path | None = None, mapping: Path | None = None
) -> Choices:
    """The choices for the workbook at ``path``: from the files named or, for settings and mapping, the ones beside the workbook if they
    are there, or in its folder of CSV files.

    Raises `UserError` with one sentence when a file cannot be read or has a slip.
    """
    inside = path / SETTINGS_NAME
    own = inside if inside.is_file() else home_of(path) / SETTINGS_NAME
    if settings is None and own.is_file():
        settings = own
    return choices_from(read_named(settings), read_named(catalogue), read_named(mapping or mapping_file_of(path)))


def mapping_file_of(workbook: Path) -> Path | None:
    """The mapping file that stands beside a workbook, or in its folder of CSV files, if there is one."""
    named = home_of(workbook) / mapping_beside(Path(name_of(workbook))).name
    # Notepad adds .txt to a name, and Windows does not show it.
    places = [place.with_name(place.name + more) for place in (workbook / named.name, named) for more in ("", ".txt")]
    found = [place for place in places if place.is_file()]
    if len({place.parent for place in found}) < len(found):
        raise UserError(
            f"{found[0].name} and {found[1].name} both stand beside the workbook, and only one can hold: delete the other."
        )
    return found[0] if found else None


def read_named(path: Path | None) -> Named | None:
    """A file that somebody chose, read; None where none is named. Raises `UserError` when it cannot be read."""
    if path is None:
        return None
    return Named(path.name, read_chosen(path))


def _not_utf8(name: str) -> UserError:
    return UserError(f"{name} is not saved as UTF-8: in Notepad choose Save as, and UTF-8 under Encoding.")


def choices_from(
    settings: Named | None = None, catalogue: Named | None = None, mapping: Named | None = None
) -> Choices:
    """The choices in files that have been read. Raises `UserError` with one sentence when one has a slip."""
    known = load_catalogue()
    chosen = Settings(load_rulebook())
    try:
        if settings:
            chosen = read_settings(settings.data.decode("utf-8-sig"), settings.name)
        if catalogue:
            known = merged(known, read_catalogue(catalogue.data, catalogue.name))
    except UnicodeDecodeError as error:
        raise _not_utf8(settings.name if settings else "The file") from error
    return Choices(chosen, known, _mapping_in(mapping))


def _mapping_in(file: Named | None) -> Mappings:
    if file is None:
        return NO_MAPPING
    try:
        return read_mapping(file.data.decode("utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise _not_utf8(file.name) from error


def _read_book(workbook: Workbook, name: str, as_of: dt.date, mapping: Mappings, *, with_drafts: bool = False) -> Book:
    try:
        return read_book(workbook, as_of, mapping, with_drafts=with_drafts)
    except NoSuchSheets as error:
        raise UserError(f"{name}: {error}") from error


def book_at(path: Path, as_of: dt.date, mapping: Path | None = None) -> Book:
    """What the workbook at ``path`` says, read by its mapping file if there is one, and not checked.

    Raises `UserError` when it is no centre workbook or cannot be read.
    """
    return _read_book(
        open_workbook(path), name_of(path), as_of, _mapping_in(read_named(mapping or mapping_file_of(path)))
    )


def read_from(workbook: Workbook, name: str, as_of: dt.date, choices: Choices, *, with_drafts: bool = False) -> Book:
    """What an open workbook says, with what is only drafted there as if it were accepted, where that is asked for.

    Raises `UserError` when it is no centre workbook.
    """
    return _read_book(workbook, name, as_of, choices.mapping, with_drafts=with_drafts)


def examine(
    workbook: Workbook, name: str, as_of: dt.date, choices: Choices | None = None, reasons: Reasons | None = None
) -> Report:
    """Read and check an open workbook as of a day. ``reasons`` are those that findings were accepted for; without them its own To do
    sheet tells, if an earlier run made it one. Raises `UserError` when it is no centre workbook.
    """
    settings, catalogue, mapping = choices or Choices(Settings(load_rulebook()), load_catalogue())
    book = _read_book(workbook, name, as_of, mapping)
    earlier = (read_accepted(workbook.data, TO_DO_SHEET) or {}) if reasons is None else reasons
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


def check(
    workbook: Workbook, name: str, as_of: dt.date, choices: Choices | None = None, reasons: Reasons | None = None
) -> Checked:
    """Examine an open workbook and annotate it in memory. Raises `UserError` when it is no centre workbook."""
    report = examine(workbook, name, as_of, choices, reasons)
    annotate(workbook, report)
    return Checked(report, workbook)


def report_on(path: Path, as_of: dt.date, choices: Choices | None = None) -> Report:
    """What is to be said of the workbook at ``path``, for what is made from it besides its annotated copy: nothing is written.

    A digital signature is no hindrance here. Raises `UserError` when the workbook cannot be read.
    """
    return examine(open_workbook(path), name_of(path), as_of, choices, newest_reasons(path, TO_DO_SHEET))


def understood(path: Path, as_of: dt.date, mapping: Path | None = None) -> Report:
    """What was understood of the workbook at ``path``, with the findings of how it could be read and none about OCR's rules.

    Raises `UserError` when it is no centre workbook or cannot be read.
    """
    return understood_in(
        open_workbook(path), name_of(path), as_of, _mapping_in(read_named(mapping or mapping_file_of(path)))
    )


def understood_in(workbook: Workbook, name: str, as_of: dt.date, mapping: Mappings = NO_MAPPING) -> Report:
    """What was understood of an open workbook. Raises `UserError` when it is no centre workbook."""
    book = _read_book(workbook, name, as_of, mapping)
    rules = [each for each in RULES.values() if each.check.__module__ == cells.__name__]
    return make_report(name, book, load_rulebook(), unread=list(unread_sheets(workbook, book)), rules=rules)


def mapping_of(path: Path, as_of: dt.date, mapping: Path | None = None) -> str:
    """What the tool takes for what in the workbook at ``path``, as the text of a mapping file.

    Raises `UserError` when it cannot be read.
    """
    workbook = open_workbook(path)
    mappings = _mapping_in(read_named(mapping or mapping_file_of(path)))
    reading = read_whole(workbook, as_of, mappings)
    book = reading.book(as_of, mappings)
    return mapping_text(book, list(unread_sheets(workbook, book)), name_of(path), mapping_beside(path).name, mappings)


def write_mapping(text: str, output: Path, workbook: Path) -> None:
    """Write the mapping file of a workbook, whole or not at all, and never over one that somebody may have corrected. Raises `UserError`."""
    if output.exists() and not is_as_written(output):
        raise UserError(
            f"{output} is there already, and may have been corrected: choose another name with -o, or move it away."
        )
    check_ends_in(output, ".toml")
    save(text.encode(), output, workbook)


def check_ending(path: Path, output: Path) -> None:
    """Refuse an output that could not be opened. Excel opens a workbook only under the ending of its kind: .xlsm with macros, .xlsx without. Nor is anything written over
    that is no file, or that someone seems to have open.
    """
    wanted = path.suffix if path.suffix.casefold() in ENDINGS and not path.is_dir() else ".xlsx"
    if not output.is_dir():
        check_ends_in(output, wanted)
    if output.exists() and not (output.is_file() or output.is_dir()):
        raise UserError(f"{output} is not a file: choose another name.")
    for lock in (f"~${output.name}", f".~lock.{output.name}#"):
        if output.with_name(lock).exists():
            raise UserError(
                f"{output.name} seems to be open in another program ({lock} is beside it): close it there, or choose another name with -o."
            )


def open_to_change(path: Path, drop_signature: bool = False) -> Workbook:
    """A workbook, or a folder of CSV files, of which a changed copy is to be written. Raises `UserError` for one that is signed, unless its
    signature may be dropped.
    """
    return to_change(open_workbook(path), path.name, drop_signature)


def to_change(workbook: Workbook, name: str, drop_signature: bool = False) -> Workbook:
    """An open workbook of which a changed copy is to be written, without its signature where that may be dropped. Raises `UserError`."""
    if workbook.is_signed:
        if not drop_signature:
            raise UserError(
                f"{name} is digitally signed, and its copy cannot be: add --drop-signature to have a copy without the signature."
            )
        workbook.drop_signature()
    return workbook


def _aside(output: Path) -> Path | None:
    """Where the copy that is in the output's place goes, because somebody has changed it since it was written; None where nothing is
    there, or it is as we wrote it. Raises `UserError` where what is there is no copy of ours.
    """
    if not output.is_file() or is_as_written(output):
        return None
    if joined_sheet(output.read_bytes(), TO_DO_SHEET.tag) is None:
        check_replaceable(output)
    for number in itertools.count(1):
        other = output.with_name(f"{output.stem} ({CHANGED}{f' {number}' if number > 1 else ''}){output.suffix}")
        if not other.exists():
            return other
    return None


def validate(
    path: Path,
    output: Path,
    as_of: dt.date,
    choices: Choices | None = None,
    drop_signature: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Check the workbook at ``path`` and write it annotated to ``output``, whole or not at all.

    Reasons under Accepted because are taken from the newest of the workbook and its copies. A copy in the output's place that somebody
    has changed is kept under another name, and ``tell`` gets a sentence that says so. Raises `UserError`, whose text is one sentence
    for the user, when the one cannot be read or the other not written.
    """
    check_ending(path, output)
    check_target(output, path)
    opened = open_to_change(path, drop_signature)
    aside = _aside(output)
    reasons = newest_reasons(path, TO_DO_SHEET, [output])
    checked = check(opened, name_of(path), as_of, choices, reasons)
    new = Output(output, checked.workbook.to_bytes())
    if aside is None:
        save_together([new], path, over=True)
    else:
        save_together([Output(aside, output.read_bytes(), is_ours=False), new], path, over=True)
        tell(
            f"{output.name} had been changed since it was written. Reasons under Accepted because were carried over, and the file as it "
            f"was is kept as {aside.name}: delete it when you no longer need it."
        )
    return checked.report
