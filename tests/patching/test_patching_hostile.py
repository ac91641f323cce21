"""Files made to harm whoever opens them: refused within seconds, and in little memory, whatever they say of themselves."""

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from patching_samples import HEAD, MAIN, REL, annotated, by_hand, visits, zipped
from workbooks import unzipped

from ocr_sheets.patching import Refused, Workbook

SECONDS, MEGABYTES = 2, 200
ROW = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
DOCTYPES = {
    "external entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "external DTD": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>',
    "behind comments": "<!-- <worksheet> --><?x <y>?>\n<!DOCTYPE a>",
}
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/theme/theme1.xml", "xl/tables/table1.xml", "xl/comments1.xml",
    "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml", "customXml/item1.xml",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_a_document_type_is_refused_in_every_part_and_encoding(doctype: str, encoding: str) -> None:
    base = unzipped(visits())
    for part in PARTS:
        text = base.get(part, b"<a/>").decode()
        text = text.partition("?>")[2] if text.startswith("<?xml") else text
        data = f'<?xml version="1.0"?>{doctype}{text}'.encode(encoding)
        with pytest.raises(Refused, match=r"document type declaration|cannot be read"):
            Workbook.from_bytes(zipped({**base, part: data}))


def test_a_document_type_where_it_may_not_stand_ends_the_parser_too() -> None:
    for place in ("<sheetData>", "<worksheet"):
        text = f'<worksheet xmlns="{MAIN}">{ROW}</worksheet>'.replace(place, f'<!DOCTYPE a [<!ENTITY e "x">]>{place}')
        with pytest.raises(Refused):
            Workbook.from_bytes(by_hand(HEAD + text))
    text = f"{HEAD}{'<!-- -->' * 200_000}<!DOCTYPE a><worksheet xmlns='{MAIN}'>{ROW}</worksheet>"
    with pytest.raises(Refused):
        Workbook.from_bytes(by_hand(text))


@pytest.mark.parametrize("encoding", ["idna", "punycode", "hex", "utf-7", "unicode_escape", "undefined", "nonsense"])
def test_an_encoding_that_no_spreadsheet_has_is_refused(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}">{ROW}</worksheet>'
    with pytest.raises(Refused, match="encoding"):
        Workbook.from_bytes(by_hand(text))


def workbook_with(inside: str) -> bytes:
    return by_hand(
        ROW, workbook=f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        f'<sheet name="Visits" sheetId="1" r:id="rId1"/></sheets>{inside}</workbook>',
    )  # fmt: skip


def part_of(name: str, unpacked: int) -> bytes:
    """A workbook with a part of nothing but spaces."""
    return by_hand(ROW, parts={name: b" " * unpacked})


def overlapping(count: int, *, apart: bool = False) -> bytes:
    """Entries of 4 MB that are one and the same packed bytes, as in the bombs of 2019; or each with its own."""
    kernel = b"\0" * 4_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(kernel) + packer.flush()
    sizes = zlib.crc32(kernel), len(packed), len(kernel), 5
    local, central = [], []
    for at in range(count):
        place = at * (35 + len(packed)) if apart else 0
        name = b"%05d" % at
        if apart or not at:
            local.append(struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, 0) + name + packed)
        central.append(struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, 0, 0, 0, 0, 0, place) + name)
    before, after = b"".join(local), b"".join(central)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(after), len(before), 0)
    return before + after + end


def lying(data: bytes, says: int) -> bytes:
    """A zip whose biggest entry says that it has another size."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = max(info.file_size for info in archive.infolist())
    return data.replace(struct.pack("<I", size), struct.pack("<I", says))


SHEETS = "".join(f"<sheet name='s{at}' sheetId='{at}'/>" for at in range(40_000))
MADE: dict[str, Callable[[], bytes]] = {
    "elements 100,000 deep": lambda: workbook_with("<a>" * 100_000 + "</a>" * 100_000),
    "rows 100,000 deep": lambda: by_hand(f"<sheetData>{'<row>' * 100_000}{'</row>' * 100_000}</sheetData>"),
    "sheet 100,000 deep": lambda: by_hand(f"{ROW}{'<a>' * 100_000}{'</a>' * 100_000}"),
    "3 million elements": lambda: workbook_with("<a/>" * 3_000_000),
    "3 million elements in the styles": lambda: by_hand(f"<sheetData/>{'<a/>' * 3_000_000}"),
    "40,000 sheets": lambda: by_hand(
        ROW, workbook=f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        f"{SHEETS}</sheets></workbook>",
    ),
    "a sheet of 120 MB": lambda: part_of("xl/a.xml", 120_000_000),
    "a picture of 120 MB": lambda: part_of("xl/media/a.bmp", 120_000_000),
    "many parts that are big together": lambda: overlapping(60, apart=True),
    "entries that overlap": lambda: overlapping(2_000),
    "a size that lies downwards": lambda: lying(part_of("xl/a.xml", 60_000_000), 10),
    "a size that lies upwards": lambda: lying(part_of("xl/a.xml", 1_000_000), 4_000_000_000),
    "61,000 entries": lambda: overlapping(61_000),
    "a format of a thousand million": lambda: by_hand(
        '<sheetData><row r="1"><c r="A1" s="999999999"><v>1</v></c></row></sheetData>'
    ),
}  # fmt: skip
MEASURED = """
import resource, sys, time
from ocr_sheets.patching import Refused, Workbook
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    Workbook.open(sys.argv[1]).styles
    ended = "opened"
except Refused as refused:
    ended = "refused " + str(refused)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, time.process_time() - start, ended)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise here")
@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
def test_what_is_made_to_exhaust_is_refused_soon_and_in_little_memory(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    memory, seconds, ended = done.stdout.split(maxsplit=2)
    assert ended.startswith("refused "), ended
    assert float(seconds) < SECONDS
    assert int(memory) < MEGABYTES


def test_very_many_attributes_cost_little() -> None:
    flood = " ".join(f'a{at}="1"' for at in range(100_000))
    start = time.process_time()
    Workbook.from_bytes(workbook_with(f"<calcPr {flood}/>"))
    assert time.process_time() - start < SECONDS


def test_text_in_very_many_pieces_costs_little() -> None:
    start = time.process_time()
    Workbook.from_bytes(workbook_with(f"<ext>{'some text<a/>' * 100_000}</ext>"))
    assert time.process_time() - start < SECONDS * 2


def test_a_workbook_in_a_workbook_in_a_workbook_is_not_looked_into() -> None:
    data = visits()
    for _ in range(5):
        data = by_hand(ROW, parts={"xl/embeddings/inner.xlsx": data})
    Workbook.from_bytes(annotated(data))


def test_one_value_in_the_last_cell_makes_a_sheet_vast() -> None:
    far = by_hand('<sheetData><row r="1"/><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    blank = by_hand(
        '<sheetData><row r="1"><c r="B1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert Workbook.from_bytes(far).sheet("Visits").is_vast(20_000_000)
    assert not Workbook.from_bytes(blank).sheet("Visits").is_vast(20_000_000)
    assert not Workbook.from_bytes(visits()).sheet("Visits").is_vast(20_000_000)
    assert Workbook.from_bytes(visits()).sheet("Visits").is_vast(27)


# -- found by tests/fuzz

FOUND: dict[str, Callable[[], bytes]] = {
    "a cell of another row in the middle": lambda: by_hand(
        '<sheetData><row r="2"><c r="A2"/><c r="B1"><v>1</v></c><c r="C2"/></row></sheetData>'
    ),
    "a column beyond XFD in the middle": lambda: by_hand(
        '<sheetData><row r="2"><c r="A2"/><c r="XFE2"><v>1</v></c><c r="C2"/></row></sheetData>'
    ),
    "a cell in a cell": lambda: by_hand(
        '<sheetData><row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row></sheetData>'
    ),
    "rows in a cell": lambda: by_hand(
        f'<sheetData><row r="1"><c r="A1">{ROW}</c></row></sheetData>'
    ),
    "two sheets in one part": lambda: by_hand(
        ROW, workbook=f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/>'
        '<sheet name="B" sheetId="2" r:id="rId1"/></sheets></workbook>',
    ),
    "two sheets of one name": lambda: by_hand(
        ROW, workbook=f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/>'
        '<sheet name="a" sheetId="2"/></sheets></workbook>',
    ),
    "a sheet whose part is missing": lambda: zipped(
        {name: data for name, data in unzipped(visits()).items() if name != "xl/worksheets/sheet2.xml"}
    ),
    "damaged relationships that nothing needs": lambda: by_hand(
        ROW, parts={"xl/drawings/_rels/drawing1.xml.rels": "<Relationships"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", FOUND.values(), ids=FOUND.keys())
def test_damage_that_a_later_run_would_trip_over_is_refused_at_once(make: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match="damaged"):
        Workbook.from_bytes(make())


def again(data: bytes) -> bytes:
    made = annotated(data)
    assert annotated(made) == made
    return made


def test_numbers_without_end_are_no_numbers() -> None:
    nines = "9" * 5_000
    again(by_hand(f'<sheetData><row r="1"><c r="A1" s="{nines}"><v>1</v></c></row></sheetData>'))
    again(by_hand(f'<cols><col min="{nines}" max="2" style="{nines}" width="4"/></cols>{ROW}'))
    again(by_hand(f'{ROW}<mergeCells><mergeCell ref="A1:B{nines}"/></mergeCells>'))
    with pytest.raises(Refused):
        Workbook.from_bytes(by_hand(f'<sheetData><row r="{nines}"/></sheetData>'))


def test_attributes_in_single_quotes_or_with_spaces_are_read_as_what_they_are() -> None:
    for spelled in ("s='0'", 's = "0"', "s\n=\n'0'"):
        made = again(by_hand(f'<sheetData><row r="2"><c r="A2" {spelled}><v>1</v></c></row></sheetData>'))
        assert unzipped(made)["xl/worksheets/sheet1.xml"].count(b' s="') >= 3
        assert b"s='0'" not in unzipped(made)["xl/worksheets/sheet1.xml"]


def test_a_second_window_whose_first_word_is_its_tab_keeps_it() -> None:
    views = '<bookViews><workbookView/><workbookView activeTab="0" firstSheet="0"/></bookViews>'
    data = by_hand(
        ROW, workbook=f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{views}<sheets>'
        '<sheet name="Visits" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )  # fmt: skip
    assert b'<workbookView activeTab="3" firstSheet="3"/>' in unzipped(again(data))["xl/workbook.xml"]


def test_marks_on_a_sheet_without_cells_count_for_nothing() -> None:
    made = unzipped(annotated(visits()))
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        b'relationships/worksheet" Target="/xl/worksheets/sheet1.xml"',
        b'relationships/dialogsheet" Target="/xl/worksheets/sheet1.xml"',
    )
    book = Workbook.from_bytes(zipped(dict(made)))
    assert book.earlier.columns == {}
    book.strip()


def test_a_calculation_chain_that_cannot_be_read_goes() -> None:
    arrow = f'<Relationship Id="rId9" Type="{REL}/calcChain" Target="calcChain.xml"/></Relationships>'
    made = unzipped(annotated(visits()))
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", arrow.encode())
    book = Workbook.from_bytes(zipped({**made, "xl/calcChain.xml": "<calcChain"}))
    book.strip()
    assert "xl/calcChain.xml" not in unzipped(book.to_bytes())


def test_a_sheet_of_ours_whose_part_points_at_the_package_itself_takes_nothing_else_along() -> None:
    made = dict(unzipped(annotated(visits())))
    name = next(one for one in made if one.startswith("xl/worksheets/_rels/") and b"table" in made[one])
    made[name] = made[name].replace(b"../tables/table1.xml", b"/[Content_Types].xml")
    book = Workbook.from_bytes(zipped(dict(made)))
    book.strip()
    assert {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"} <= set(unzipped(book.to_bytes()))


def test_a_drawing_of_very_many_beginnings_costs_little() -> None:
    drawing = '<xml xmlns:v="urn:schemas-microsoft-com:vml">' + "<v:shape >" * 100_000 + "</xml>"
    data = by_hand(
        f'{ROW}<legacyDrawing r:id="rId1"/>',
        parts={"xl/drawings/vmlDrawing1.vml": drawing},
        sheet_relations=f'<Relationship Id="rId1" Type="{REL}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>',
        types='<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
    )
    start = time.process_time()
    again(data)
    assert time.process_time() - start < SECONDS * 2


def test_a_drawing_that_is_none_is_refused() -> None:
    data = by_hand(
        f'{ROW}<legacyDrawing r:id="rId1"/>',
        parts={"xl/drawings/vmlDrawing1.vml": "nonsense"},
        sheet_relations=f'<Relationship Id="rId1" Type="{REL}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>',
    )
    with pytest.raises(Refused, match="it is no drawing"):
        annotated(data)


def test_notes_that_are_another_part_are_refused() -> None:
    data = by_hand(
        ROW,
        sheet_relations=f'<Relationship Id="rId1" Type="{REL}/comments" Target="../workbook.xml"/>',
    )
    with pytest.raises(Refused, match="it should hold notes"):
        again(data)
