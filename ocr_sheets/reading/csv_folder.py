"""A folder of CSV files, one a sheet, as a workbook.

The files become the sheets of a new workbook, row for row, so that all else goes the ordinary way. A cell stays the text that it is in
the file, except where a date or a number looks the same when Excel shows it:

- 15/05/2027 becomes a date where the files of the folder show that they put the day first: somewhere a first part is over 12, and
  nowhere a second. Where nothing shows it, such dates stay text, and are read day first and named as any text date is. 2027-05-15 is
  always a date.
- 60 and 7.5 become numbers, but not in a column of candidate numbers, codes and the like by its heading, nor in one in which any
  number begins with a zero, nor from ten digits on: those are identifiers.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from ocr_sheets.dates import WRITTEN
from ocr_sheets.errors import UserError
from ocr_sheets.model.records import SHEETS, columns_of
from ocr_sheets.patching import Workbook
from ocr_sheets.patching.refusing import read_file
from ocr_sheets.patterns import regex
from ocr_sheets.reading.former import FORMER
from ocr_sheets.reading.values import IDENTIFIERS
from ocr_sheets.text import key

ENDINGS = frozenset({".csv", ".tsv"})
TEXT_ENDING = ".txt"
"""What Excel gives “Unicode Text”. Such a file is a sheet where its columns are separated by tabs."""

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, LONGEST_NAME = 1_048_576, 16_384, 32_767, 31
"""What a sheet of Excel holds."""

_SEPARATORS = ",;\t"
_TRIED_LINES = 50
_NOT_IN_NAMES = regex(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 60, 9
_SPLIT_UTF8 = regex(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
"""Letters and marks in UTF-8 that are nonsense in Windows' own encoding."""

_DAY = regex(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DAY = regex(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBER = regex(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{0,5}[1-9])?")
_WITH_ZEROS = regex(r"0\d+")

HEADING_ROWS = 30
"""How far down a file headings are looked for."""
_IDENTIFIERS = {
    key(text)
    for record in SHEETS
    for column in columns_of(record).values()
    if column.kind in IDENTIFIERS
    for text in (column.heading, *column.aliases)
}

Table = Sequence[Sequence[str]]


def open_workbook(path: Path) -> Workbook:
    """The workbook at ``path``, or that which a folder of CSV files makes. Raises `UserError` for everything else, in one sentence."""
    if path.is_dir():
        if held := [] if is_one_workbook(path) else sorted(path.glob("[!.~]*.xls[xm]")):
            raise UserError(
                f"{name_of(path)} is a folder of workbooks: name one, such as {held[0].name}; CSV files count as a workbook only where "
                "they are more than the workbooks beside them."
            )
        return Workbook.from_bytes(workbook_of(path), name_of(path))
    if path.suffix.casefold() in ENDINGS and path.is_file():
        raise UserError(
            f"{path.name} is one sheet alone: put the CSV files of all sheets into a folder, each named as its sheet, "
            "such as Candidates.csv and Visits.csv, and name the folder."
        )
    return Workbook.open(path, FORMER)


def is_one_workbook(folder: Path) -> bool:
    """Whether a folder is one of CSV files, which together are a workbook, and not one in which workbooks are kept."""
    try:
        files = [file for file in folder.iterdir() if file.is_file()]
    except OSError:
        return False
    sheets = sum(map(_is_sheet, files))
    return sheets > sum(file.suffix.casefold() == ".xlsx" for file in files)


def name_of(folder: Path) -> str:
    """The name of a folder, also where it is given as a dot."""
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def home_of(path: Path) -> Path:
    """The folder that a workbook stands in, or a folder of CSV files, even if that is given as a dot."""
    return path.parent if path.name not in ("", "..") else path.resolve().parent


def beside(path: Path, ending: str) -> Path:
    """A file or folder beside a workbook, or beside a folder of CSV files, named after it."""
    return home_of(path) / f"{name_of(path) if path.is_dir() else path.stem}{ending}"


def workbook_of(folder: Path) -> bytes:
    """The CSV files of a folder as one workbook. Raises `UserError`, naming the file and the line, for what is no such file."""
    return workbook_of_files({file.name: read_file(file) for file in _files_of(folder)})


def workbook_of_files(files: Mapping[str, bytes]) -> bytes:
    """CSV files, by their names, as one workbook. Raises `UserError`, naming the file and the line, for what is no such file."""
    tables = {name: read_csv(files[file], file) for name, file in _sheets(files).items()}
    day_first = is_day_first(tables.values())
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties({"created": WRITTEN})
    looks = {look: workbook.add_format({"num_format": look}) for look in ("dd/mm/yyyy", "d/m/yyyy", "yyyy-mm-dd")}
    for name, table in tables.items():
        sheet = workbook.add_worksheet(name)
        for column, cells in enumerate(_columns(table)):
            longest = max((len(text) for text in cells), default=0)
            sheet.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST))
            keeps_text = any(_WITH_ZEROS.fullmatch(text) for text in cells) or any(
                key(text) in _IDENTIFIERS for text in cells[:HEADING_ROWS]
            )
            for row, text in enumerate(cells):
                day = _day(text, day_first)
                if day:
                    sheet.write_datetime(row, column, day[0], looks[day[1]])
                elif not keeps_text and _NUMBER.fullmatch(text):
                    sheet.write_number(row, column, float(text))
                elif text:
                    sheet.write_string(row, column, text)
    workbook.close()
    return made.getvalue()


def _columns(table: Table) -> Iterator[Sequence[str]]:
    """The cells of each column, as many as there are rows."""
    for column in range(max(map(len, table), default=0)):
        yield [row[column] if column < len(row) else "" for row in table]


def is_day_first(tables: Iterable[Iterable[Iterable[object]]]) -> bool | None:
    """Whether dates such as 05/06/2027 have the day first, or the month, as others show that can be read in one way only. ``None``:
    nothing shows it, or some show the one and some the other.
    """
    first = second = False
    for table in tables:
        for row in table:
            for text in row:
                day = _DAY.fullmatch(text) if isinstance(text, str) else None
                if day:
                    first = first or int(day[1]) > 12
                    second = second or int(day[2]) > 12
    return first if first != second else None


def _day(text: str, day_first: bool | None) -> tuple[dt.datetime, str] | None:
    """The day that a text is, and the format in which Excel shows it as it stands."""
    parts, iso = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    try:
        if iso:
            day = dt.datetime(int(iso[1]), int(iso[2]), int(iso[3]))
            return (day, "yyyy-mm-dd") if day.year > 1900 else None
        if not (parts and day_first):
            return None
        day = dt.datetime(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        return None
    if day.year <= 1900:
        return None
    if text == f"{day:%d/%m/%Y}":
        return day, "dd/mm/yyyy"
    return (day, "d/m/yyyy") if text == f"{day.day}/{day.month}/{day.year}" else None


# -- files


def _files_of(folder: Path) -> Sequence[Path]:
    """The files of a folder that are sheets."""
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file() and _is_sheet(file))
    except OSError as error:
        raise UserError(f"{name_of(folder)} cannot be read ({error.strerror}): check the folder.") from error
    if not files:
        raise UserError(
            f"{name_of(folder)} is a folder without CSV files: name the workbook inside it, or put one CSV file a sheet into it."
        )
    return files


def _sheets(names: Iterable[str]) -> dict[str, str]:
    """Files by the sheets that they are, the known sheets first, in the order of the blank workbook."""
    known = [key(text) for sheet in SHEETS.values() for text in (sheet.name, *sheet.aliases)]
    order = {name: place for place, name in reversed(list(enumerate(known)))}
    sheets: dict[str, str] = {}
    stems = {name: Path(name).stem for name in sorted(names)}
    for file in sorted(stems, key=lambda name: (order.get(key(stems[name]), len(known)), stems[name].casefold())):
        name = _NOT_IN_NAMES.sub("_", stems[file]).strip("'")[:LONGEST_NAME] or "Sheet"
        taken = next((other for other in sheets if other.casefold() == name.casefold()), None)
        if taken:
            raise UserError(f"{sheets[taken]} and {file} are one sheet by their names: take one out or rename it.")
        sheets[name] = file
    return sheets


def _is_sheet(file: Path) -> bool:
    if file.name.startswith((".", "~$")):
        return False
    ending = file.suffix.casefold()
    return ending in ENDINGS or (ending == TEXT_ENDING and _has_tabs(file))


def _has_tabs(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return b"\t" in opened.read(4096)
    except OSError:
        return False


# -- what is in a file


def read_csv(data: bytes, name: str) -> Table:
    """The rows of a CSV file, each where Excel would show it. Raises `UserError`, naming the file and the line, where it is none."""
    text = _decoded(data, name)
    separator = _separator(text)
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if named:
        text, separator = text[named.end() :], named[1]
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    skipped = 1 if named else 0
    line = 1 + skipped
    try:
        for row in reader:
            if len(rows) == MOST_ROWS:
                raise UserError(f"{name} has more rows than a sheet of Excel holds: split it into smaller ones.")
            if len(row) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in row):
                raise UserError(
                    f"{name}, line {line}: this is more than Excel holds in a row or a cell: correct the line."
                )
            rows.append(row)
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise UserError(
            f"{name}, line {line}: a quotation mark is out of place, so the columns cannot be told: correct the line, or save the "
            "sheet as CSV again."
        ) from error
    return rows


def _decoded(data: bytes, name: str) -> str:
    """A file's text: UTF-8 with or without its mark, UTF-16 with its mark, or Windows' own encoding, in which Excel saves CSV."""
    save_again = "save the sheet again as “CSV UTF-8”"
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            if b"\0" in data:
                at = data.index(b"\0")
                raise UserError(f"{name}, line {_line(data, at)}: this is no text: {save_again}.")
            text = _utf8_or_windows(data, name, save_again)
    except UnicodeDecodeError as error:
        raise UserError(
            f"{name}, line {_line(data, error.start)}: there is a letter in no encoding that is known: {save_again}."
        ) from error
    if "\0" in text:
        raise UserError(f"{name}, line {text[: text.index(chr(0))].count(chr(10)) + 1}: this is no text: {save_again}.")
    return text


def _utf8_or_windows(data: bytes, name: str, save_again: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf") or _SPLIT_UTF8.search(data):
            raise UserError(
                f"{name}, line {_line(data, error.start)}: it mixes two encodings, so names would be spoilt: {save_again}."
            ) from error
        return data.decode("cp1252")


def _line(data: bytes, place: int) -> int:
    return data[:place].count(b"\n") + 1


def _separator(text: str) -> str:
    """What separates the columns: of comma, semicolon and tab, that which most lines have as often as each other."""
    lines = [line for line in re.sub(r'"[^"]*"', "q", text[:200_000]).splitlines() if line.strip()][:_TRIED_LINES]

    def agreed(separator: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(separator)))
        often, lines_with = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return lines_with, often

    return max(_SEPARATORS, key=agreed)
