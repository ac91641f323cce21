"""Feeds damaged workbooks to the reader and the patcher, and keeps every one that does not end as it should.

Not a test: pytest does not collect it. Run it for as long as there is time, on as many processors as there are::

    python tests/fuzz/fuzz_workbooks.py --corpus ../shared/corpus/must_open --seconds 1800 --processes 2 --out /tmp/fuzz

Each case takes a workbook (of the corpus, and some made here), damages it in one to four ways - bytes of the zip, bytes of a
part, attributes, elements, parts, content types, encodings - and runs it through all there is: open, every question that a
sheet answers, strip, a forced annotation (columns, fills, notes, sheets), to_bytes, open and strip the result, annotate again;
and through ``ocr_sheets.validate.check``. It may end in Refused (NoRoom where columns are added) or in a workbook that opens
again. Anything else, more than 5 seconds or more than 500 MB is written to ``--out``: the damaged workbook, and beside it the
traceback. A case is named by a number and always the same: ``--case NUMBER`` runs one again (with the same corpus).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import faulthandler
import io
import multiprocessing
import os
import random
import re
import resource
import signal
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "patching")]

from patching_samples import report, visits  # noqa: E402
from workbooks import centre  # noqa: E402

from ocr_sheets.patching import Formula, NoRoom, Refused, Style, Workbook  # noqa: E402
from ocr_sheets.validate import check  # noqa: E402

SLOW = 5.0
MOST_MEMORY = 500  # MB, above what the process had before
MOST_SEED_SIZE = 400_000  # bigger files say nothing new, only slower
NASTY = (
    "", "0", "-1", "1", "2", "999999", "4294967296", "1" + "0" * 30, "9" * 5000, "-" + "9" * 20, "1.5", "1e400", "NaN", "abc",
    "A0", "A1048577", "XFE1", "AAAA1", "A1", "a1", "$A$1", "A1:XFD1048576", "XFD1048576", "A1:A0", "B2:A1", "A:A", "1:1", "#REF!",
    "A1 C3", "rId1", "rId999", "../../x", "/", "//", "file:///etc/passwd", "xl/workbook.xml", "&#10;", "&#x1F600;", "&amp;",
    "\u0661", "\u00b2", "é" * 50, "x" * 40_000, "true", "false", "inlineStr", "s", "e", "str", "b", "d", "16384", "16385", "65536",
    "_x000a_", "_xD800_", "%00", "%2e%2e/", "'Visits'!$A$1:$C$3", "Visits!$A$1", "''!$A$1", "1/0",
)  # fmt: skip
_ATTRIBUTE = re.compile(rb"""(\s[\w:.-]+\s*=\s*)("[^"]*"|'[^']*')""")
_ELEMENT = re.compile(rb"<[A-Za-z_][^<>]*>")
_TEXT = re.compile(rb">([^<>]+)<")
_NUMBER = re.compile(rb"\d+")

Parts = dict[str, bytes]
Change = Callable[[random.Random, Parts], None]


# -- ways to damage


def _one(rng: random.Random, parts: Parts) -> str:
    """A part, those that are read more often than the others."""
    names = [name for name in parts if name.lower().endswith((".xml", ".rels", ".vml"))] or list(parts)
    likely = [name for name in names if re.search(r"workbook|sheet\d|styles|rels|Types|comments|table|vml", name)]
    return rng.choice(likely if likely and rng.random() < 0.85 else names)


def _bytes(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if not out:
            break
        at = rng.randrange(len(out))
        match rng.randrange(5):
            case 0:
                out[at] = rng.randrange(256)
            case 1:
                del out[at : at + rng.choice((1, 3, 40))]
            case 2:
                out[at:at] = rng.choice(
                    (b"<", b">", b'"', b"\0", b"]]>", b"<!--", b"<![CDATA[x]]>", b"&", b"\xff", b"<?x?>")
                )
            case 3:
                out[at:at] = out[at : at + rng.choice((5, 60))]
            case _:
                out[at] ^= 1 << rng.randrange(8)
    return bytes(out)


def _splice(
    rng: random.Random, parts: Parts, pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes]
) -> None:
    name = _one(rng, parts)
    found = list(pattern.finditer(parts[name]))
    if found:
        one = rng.choice(found)
        parts[name] = parts[name][: one.start()] + change(one) + parts[name][one.end() :]


def part_bytes(rng: random.Random, parts: Parts) -> None:
    name = _one(rng, parts)
    parts[name] = _bytes(rng, parts[name])


def attribute(rng: random.Random, parts: Parts) -> None:
    _splice(rng, parts, _ATTRIBUTE, lambda one: one[1] + b'"' + rng.choice(NASTY).encode() + b'"')


def every_attribute(rng: random.Random, parts: Parts) -> None:
    """One value for all attributes of a name in a part."""
    name = _one(rng, parts)
    found = _ATTRIBUTE.findall(parts[name])
    if found:
        kind, value = rng.choice(found)[0], rng.choice(NASTY).encode()
        parts[name] = re.sub(re.escape(kind) + rb'"[^"]*"', lambda _: kind + b'"' + value + b'"', parts[name])


def no_attribute(rng: random.Random, parts: Parts) -> None:
    _splice(rng, parts, _ATTRIBUTE, lambda _: b"")


def all_without(rng: random.Random, parts: Parts) -> None:
    """No attribute of a name in a part."""
    name = _one(rng, parts)
    found = _ATTRIBUTE.findall(parts[name])
    if found:
        parts[name] = re.sub(re.escape(rng.choice(found)[0]) + rb'"[^"]*"', b"", parts[name])


def twice(rng: random.Random, parts: Parts) -> None:
    _splice(rng, parts, _ATTRIBUTE, lambda one: one[0] + one[0])


def number(rng: random.Random, parts: Parts) -> None:
    _splice(rng, parts, _NUMBER, lambda _: rng.choice(NASTY).encode().replace(b"&", b""))


def text(rng: random.Random, parts: Parts) -> None:
    _splice(rng, parts, _TEXT, lambda _: b">" + rng.choice(NASTY).encode() + b"<")


def element(rng: random.Random, parts: Parts) -> None:
    """A tag taken away, doubled, emptied, renamed, or put into a prefix."""
    ways: list[Callable[[re.Match[bytes]], bytes]] = [
        lambda _: b"",
        lambda one: one[0] * 2,
        lambda one: one[0].rstrip(b"/>") + b"/>",
        lambda one: b"<x" + one[0][1:],
        lambda one: b"<x:" + one[0][1:],
        lambda one: one[0] + b"<a/>",
        lambda one: one[0] + b"text",
        lambda one: b"<!-- -->" + one[0] + b"<?p i?>",
        lambda one: one[0].replace(b'"', b"'").replace(b" ", b"\n\t "),
        lambda one: b"<mc:AlternateContent xmlns:mc='m'><mc:Choice/></mc:AlternateContent>" + one[0],
    ]
    _splice(rng, parts, _ELEMENT, rng.choice(ways))


def whole_element(rng: random.Random, parts: Parts) -> None:
    """An element with all in it taken away, doubled, or moved to the front."""
    name = _one(rng, parts)
    data = parts[name]
    found = list(_ELEMENT.finditer(data))
    if not found:
        return
    one = rng.choice(found)
    kind = re.match(rb"<([\w:.-]+)", one[0])
    stop = data.find(b"</" + kind[1] + b">", one.end()) if kind and not one[0].endswith(b"/>") else -1
    end = stop + len(kind[1]) + 3 if kind and stop >= 0 else one.end()
    piece = data[one.start() : end]
    way = rng.randrange(4)
    if way == 0:
        parts[name] = data[: one.start()] + data[end:]
    elif way == 1:
        parts[name] = data[:end] + piece * rng.choice((1, 2, 300)) + data[end:]
    else:
        other = rng.choice(found)
        parts[name] = data[: other.start()] + piece + data[other.start() :]


def drop(rng: random.Random, parts: Parts) -> None:
    parts.pop(rng.choice(list(parts)))


def rename(rng: random.Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    other = rng.choice(
        (name.upper(), "/" + name, name.replace("/", "\\"), name + "x", "xl/workbook.xml", "a/" + name, "é" + name)
    )
    parts[other] = parts.pop(name)


def swap(rng: random.Random, parts: Parts) -> None:
    one, other = rng.choice(list(parts)), rng.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def copied(rng: random.Random, parts: Parts) -> None:
    parts[rng.choice(list(parts))] = parts[rng.choice(list(parts))]


def types(rng: random.Random, parts: Parts) -> None:
    key = next((name for name in parts if name.lower() == "[content_types].xml"), None)
    if key:
        kinds = re.findall(rb'ContentType="([^"]*)"', parts[key])
        if kinds:
            one, other = rng.choice(kinds), rng.choice([*kinds, b"", b"application/xml"])
            parts[key] = parts[key].replace(one, other, rng.choice((1, -1)))


def relations(rng: random.Random, parts: Parts) -> None:
    """An arrow that points elsewhere: in circles, at nothing, at the wrong kind of part."""
    names = [name for name in parts if name.endswith(".rels")]
    if names:
        name = rng.choice(names)
        targets = re.findall(rb'Target="([^"]*)"', parts[name])
        if targets:
            goals = [*targets, *(f"/{part}".encode() for part in parts), b"", b"#", b"..", b"%", b"\\"]
            parts[name] = parts[name].replace(
                b'Target="' + rng.choice(targets), b'Target="' + rng.choice(goals), rng.choice((1, -1))
            )


def encoding(rng: random.Random, parts: Parts) -> None:
    name = _one(rng, parts)
    with contextlib.suppress(UnicodeError, LookupError):
        whole = parts[name].decode("utf-8-sig")
        code = rng.choice(
            ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "utf-7", "utf-32", "utf-8-sig", "cp037")
        )
        declared = rng.choice((code, "utf-8", "UTF-16", "ebcdic", "hex", "idna", "nonsense"))
        whole = re.sub(r'encoding="[^"]*"', f'encoding="{declared}"', whole, count=1)
        parts[name] = whole.encode(code, "xmlcharrefreplace")


def entity(rng: random.Random, parts: Parts) -> None:
    name = _one(rng, parts)
    kind = rng.choice(
        (
            b'<!DOCTYPE a [<!ENTITY e "x">]>', b'<!DOCTYPE a SYSTEM "file:///etc/passwd">', b"<!DOCTYPE a>",
            b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', b"&e;", b"&#0;", b"&#xFFFFFFFF;",
        )
    )  # fmt: skip
    at = parts[name].find(b"?>") + 2 if rng.random() < 0.8 else rng.randrange(len(parts[name]) + 1)
    parts[name] = parts[name][:at] + kind + parts[name][at:]


def deep(rng: random.Random, parts: Parts) -> None:
    name = _one(rng, parts)
    found = list(_ELEMENT.finditer(parts[name]))
    if found:
        at, depth = rng.choice(found).end(), rng.choice((60, 900, 1_200, 30_000))
        tag = rng.choice((b"a", b"c", b"row", b"font", b"is", b"xf"))
        parts[name] = parts[name][:at] + b"<%s>" % tag * depth + b"</%s>" % tag * depth + parts[name][at:]


def many(rng: random.Random, parts: Parts) -> None:
    """Very many elements or attributes at one place."""
    name = _one(rng, parts)
    found = list(_ELEMENT.finditer(parts[name]))
    if found:
        one = rng.choice(found)
        if rng.random() < 0.5:
            piece = rng.choice((one[0], b"<a/>", b"<a></a>", b'<row r="1"/>', b'<col min="1" max="16384"/>'))
            parts[name] = parts[name][: one.end()] + piece * rng.choice((1_000, 40_000)) + parts[name][one.end() :]
        else:
            flood = b"".join(b' a%d="1"' % at for at in range(rng.choice((100, 50_000))))
            at = one.end() - (2 if one[0].endswith(b"/>") else 1)
            parts[name] = parts[name][:at] + flood + parts[name][at:]


def rows(rng: random.Random, parts: Parts) -> None:
    """Rows or cells that a sheet should not have."""
    names = [name for name in parts if "sheet" in name and name.endswith(".xml") and b"sheetData" in parts[name]]
    if names:
        name = rng.choice(names)
        piece = rng.choice(
            (
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', b'<row r="1"><c r="A1"><v>1</v></c></row>', b"<row/>",
                b'<row r="5" s="99999" customFormat="1"><c s="99999"/></row>', b'<row r="7"><c r="C7" t="s"><v>-5</v></c></row>',
                b'<row r="7"><c r="C7" t="s"><v>99999999999999999999</v></c></row>', b'<row r="3" spans="9:1"><c/><c/></row>',
                b'<row r="8"><c r="A8" s=""><f/></c><c r="B8" s="-4"><f t="shared" si="9"/><v/></c></row>',
                b'<row r="9"><c r="A9" t="e"><v>#BAD</v></c><c r="B9" t="e"/><c r="C9" t="d"><v>nope</v></c></row>',
                b'<row r="9"><c r="A9" t="inlineStr"><is><r><t>x</t></r><rPh><t>y</t></rPh></is></c></row>',
                b'<row r="4"><c r="A4"><v>1e999</v></c><c r="B4"><v>nan</v></c><c r="C4"><v></v></c></row>',
                b'<row r="4"><c r="B4"><v>1</v></c><c r="A4"><v>2</v></c><c r="A4"><v>3</v></c></row>',
            )
        )  # fmt: skip
        parts[name] = re.sub(rb"(<(?:\w+:)?sheetData[^<>/]*>)", lambda found: found[1] + piece, parts[name], count=1)


CHANGES: tuple[tuple[Change, int], ...] = (
    (part_bytes, 4), (attribute, 8), (every_attribute, 3), (no_attribute, 3), (all_without, 2), (twice, 1), (number, 4),
    (text, 3), (element, 5), (whole_element, 5), (drop, 2), (rename, 1), (swap, 2), (copied, 1), (types, 1), (relations, 3),
    (encoding, 1), (entity, 1), (deep, 1), (many, 1), (rows, 3),
)  # fmt: skip


def zipped(rng: random.Random, parts: Parts) -> bytes:
    """The parts as a zip; now and then its own bytes are damaged too."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in parts.items():
                packing = zipfile.ZIP_DEFLATED if rng.random() < 0.9 else zipfile.ZIP_STORED
                with contextlib.suppress(UnicodeError):
                    archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), data, packing, 1)
    data = out.getvalue()
    return _bytes(rng, data) if rng.random() < 0.06 else data


def damaged(seeds: list[tuple[str, bytes]], case: int) -> tuple[str, bytes]:
    """The damaged workbook of a case, and what it was made of."""
    rng = random.Random(case)
    name, data = rng.choice(seeds)
    if rng.random() < 0.05:
        return name, _bytes(rng, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    ways, weights = zip(*CHANGES, strict=True)
    chosen = rng.choices(ways, weights, k=rng.choice((1, 1, 2, 4)))
    for way in chosen:
        if parts:
            way(rng, parts)
    return f"{name}: {', '.join(way.__name__ for way in chosen)}", zipped(rng, parts)


# -- what is done with it


def annotated(book: Workbook, told: bytes) -> bytes:
    """All that a run does, on the first worksheet, with or without reason."""
    for sheet in book.sheets:
        _ = sheet.is_worksheet and (
            sheet.error_cells, sheet.unvalued_formulas, sheet.is_protected, sheet.tables, sheet.free_column,
        )  # fmt: skip
    _ = book.date1904, book.has_macros, book.is_signed, book.earlier
    book.strip()
    if len(told) % 2 == len(book.data) % 2:
        book.drop_signature()
    sheet = next(one for one in book.sheets if one.is_worksheet)
    heading = book.style(Style(bold=True, fill="1F4E78", font_colour="FFFFFF", border="808080", wrap=True))
    day = book.style(Style(number_format="dd/mm/yyyy", fill="EEF4FA"))
    with contextlib.suppress(NoRoom):
        first = sheet.add_columns(1, [("Enter by", 12.0), ("Issues", 40.0)], heading, "one")
        for row in range(2, 8):
            sheet.put_row(row, first, [dt.date(2026, 3, row), "=x" if row % 2 else Formula("A1", "x")], [day, None])
    sheet.highlight(2, 1, "FFC7CE")
    sheet.highlight(30, 2, "FFEB9C")
    sheet.note(2, 1, "Something is wrong")
    sheet.note(5, 3, "Two")
    names = book.free_names(["Summary", "To do", "Checked"])
    book.join(told, ["summary", "todo", "checked"])
    book.keep_formats_at(names[2], 40, 1)
    return book.to_bytes()


def run(data: bytes, told: bytes) -> str:
    """One workbook through everything. Returns how it ended."""
    try:
        made = annotated(Workbook.from_bytes(data), told)
    except Refused as refused:
        if "\n" in str(refused):
            raise ValueError("more than one line") from refused
        return "refused"
    try:
        again = annotated(Workbook.from_bytes(made), told)
        Workbook.from_bytes(again).strip()
    except Refused as refused:
        raise AssertionError("what was written is refused") from refused
    opened = Workbook.from_bytes(data)
    with contextlib.suppress(Refused):
        checked = check(opened, "centre.xlsx", dt.date(2027, 2, 1))
        Workbook.from_bytes(checked.workbook.to_bytes())
        return "checked"
    return "opened"


class TooSlow(BaseException):
    """A case took too long."""


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def seeds_of(corpus: Path | None) -> list[tuple[str, bytes]]:
    """What the damaged workbooks are made of."""
    told = report(["Summary", "To do", "Checked"])
    late = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0046             | 05839      | 8           | JS       | P     | 2027-01-20 | IT 1  | submitted    |
"""
    ours = check(Workbook.from_bytes(centre(late)), "centre.xlsx", dt.date(2027, 2, 1)).workbook.to_bytes()
    made = [
        ("visits", visits()),
        ("centre", centre(late)),
        ("annotated", annotated(Workbook.from_bytes(visits()), told)),
    ]
    made += [("centre", centre(late)), ("centre annotated", ours), ("centre annotated", ours)] * 3
    if corpus:
        made += [
            (path.name, path.read_bytes()) for path in sorted(corpus.iterdir()) if path.stat().st_size <= MOST_SEED_SIZE
        ]
    return made


def one_case(seeds: list[tuple[str, bytes]], told: bytes, case: int, out: Path) -> str:
    """Run a case; what is wrong with it goes to a file. Returns how it ended."""
    name, data = damaged(seeds, case)
    before, start = _memory(), time.process_time()
    wrong = ""
    faulthandler.dump_traceback_later(90, exit=True)
    signal.setitimer(signal.ITIMER_PROF, 30)
    try:
        ended = run(data, told)
    except TooSlow:
        ended, wrong = "slow", "more than 30 seconds\n" + traceback.format_exc()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        ended, wrong = "crash", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    took, grown = time.process_time() - start, _memory() - before
    if not wrong and took > SLOW * 3:  # three annotations and a check in one case
        ended, wrong = "slow", f"{took:.1f} seconds"
    if not wrong and grown > MOST_MEMORY:
        ended, wrong = "big", f"{grown} MB more"
    if wrong:
        (out / f"{case}.xlsx").write_bytes(data)
        (out / f"{case}.txt").write_text(f"{case} {name}\n{wrong}", "utf-8", "replace")
    return ended


def worker(corpus: Path | None, start: int, seconds: float, out: Path) -> None:
    """Cases from a number on until the time is over; one that kills the process leaves its number in a file."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    signal.signal(signal.SIGPROF, _alarm)
    seeds, told = seeds_of(corpus), report(["Summary", "To do", "Checked"])
    end = time.monotonic() + seconds
    counts: dict[str, int] = {}
    case = start
    while time.monotonic() < end and _memory() < 1_500:
        (out / f"running-{os.getpid()}").write_text(str(case))
        ended = one_case(seeds, told, case, out)
        counts[ended] = counts.get(ended, 0) + 1
        case += 1
    (out / f"running-{os.getpid()}").unlink()
    with (out / "log").open("a") as log:
        log.write(f"cases {start} to {case}: {counts} {time.process_time():.0f} s of processor time\n")


def main() -> None:
    """Read the options and run the workers, each started anew every few minutes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="a folder of workbooks to damage, besides those made here")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--case", type=int, help="run one case only and say how it ended")
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.case is not None:
        signal.signal(signal.SIGPROF, _alarm)
        told = report(["Summary", "To do", "Checked"])
        print(one_case(seeds_of(given.corpus), told, given.case, given.out))
        return
    end = time.monotonic() + given.seconds
    crew: dict[int, multiprocessing.Process] = {}
    started = 0
    while time.monotonic() < end or crew:
        for at in range(given.processes):
            one = crew.get(at)
            if one is not None and not one.is_alive():
                del crew[at]
                mark = given.out / f"running-{one.pid}"
                if mark.exists():
                    case = int(mark.read_text())
                    mark.unlink()
                    (given.out / f"{case}.txt").write_text(f"{case} killed its process\n")
            if at not in crew and time.monotonic() < end - 1:
                left = min(end - time.monotonic(), 240)
                first = given.first + started * 1_000_000
                crew[at] = multiprocessing.Process(target=worker, args=(given.corpus, first, left, given.out))
                crew[at].start()
                started += 1
        time.sleep(0.2)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (given.out / "log").open("a") as log:
        log.write(f"all: {used.ru_utime + used.ru_stime:.0f} s of processor time\n")


if __name__ == "__main__":
    main()
