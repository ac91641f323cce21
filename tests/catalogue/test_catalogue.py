"""The catalogue's own rows, its look-ups, and a centre's file beside it."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

from ocr_sheets.catalogue import (
    UNDATED,
    Catalogue,
    KnownQualification,
    KnownUnit,
    load_catalogue,
    merged,
    read_catalogue,
    title_key,
)
from ocr_sheets.errors import UserError
from ocr_sheets.model import identifiers
from ocr_sheets.model.records import Assessment, Family, Suite
from ocr_sheets.patching import Refused
from ocr_sheets.validate import read_choices

OURS = load_catalogue()
ROWS: list[KnownQualification | KnownUnit] = [*OURS.qualifications, *OURS.units]
WITH_CHECK_CHARACTER = ("600", "601", "603")


def data(name: str) -> list[dict[str, str]]:
    text = files("ocr_sheets.catalogue").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# ---------------------------------------------------------------------------------------------------------- our rows


def test_every_row_has_a_source_with_its_address_and_date() -> None:
    for row in ROWS:
        assert row.sources, row.label
        for source in row.sources:
            assert re.match(r"https?://\S+$", source.address), row.label
            assert source.date == UNDATED or re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", source.date), row.label
            assert source.what, row.label


def test_every_source_is_used_and_named_once() -> None:
    names = [row["source"] for row in data("sources.csv")]
    used = {word for row in data("catalogue.csv") for word in row["source"].split()}
    assert sorted(names) == sorted(used)


def test_qans_have_their_shape_and_check_character() -> None:
    qans = [row.qan for row in OURS.qualifications if row.qan]
    assert len(qans) == len(set(qans)) > 90
    for qan in qans:
        assert identifiers.is_qan(qan)
        assert qan.startswith(WITH_CHECK_CHARACTER)
        assert identifiers.qan_check(qan)


def test_entry_codes_are_five_digits_and_each_stands_once() -> None:
    codes = [row.entry_code for row in OURS.qualifications if row.entry_code]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    replaced = [row.replaced_by for row in OURS.qualifications if row.replaced_by]
    assert replaced == ["04663"]
    assert set(replaced) <= set(codes)


def test_no_two_rows_are_of_one_unit_or_reference() -> None:
    keys = [(row.suite, row.level, row.subject, row.number) for row in OURS.units]
    references = [row.reference for row in OURS.units if row.reference]
    assert len(keys) == len(set(keys))
    assert len(references) == len(set(references))
    assert all(identifiers.is_unit_reference(reference) for reference in references)


def test_no_title_of_one_suite_stands_twice() -> None:
    titles = [(title_key(row.title), row.suite) for row in OURS.qualifications]
    assert len(titles) == len(set(titles))


def test_titles_and_names_are_free_of_stray_spaces() -> None:
    for row in data("catalogue.csv"):
        assert all(text == " ".join(text.split()) for text in row.values())


def test_the_unit_facts_hold_together() -> None:
    subjects = {(row.suite, row.level, row.subject) for row in OURS.qualifications}
    for unit in OURS.units:
        assert (unit.suite, unit.level, unit.subject) in subjects, unit.label
        if unit.suite is Suite.SUITE_2012:
            assert unit.assessment is Assessment.MODERATED, unit.label


def test_facts_that_are_not_sure_are_left_out() -> None:
    assert OURS.coded("05309") is None
    assert OURS.referenced("T/507/6165") == ()
    assert not [unit for unit in OURS.units if unit.family is Family.VERIFIED]
    guessed = OURS.numbered("601/7101/7")
    assert guessed is not None
    assert guessed.suite is None


def test_the_two_careers_diplomas_are_known_from_the_same_kind_of_source() -> None:
    for code, level in (("04663", 4), ("04664", 6)):
        known = OURS.coded(code)
        assert known is not None
        assert (known.level, known.family) == (level, Family.VERIFIED)
        assert any(code in source.address for source in known.sources)


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("OCR Level 6 Diploma in Career Guidance and Development", Family.VERIFIED),
        ("Career guidance & development L6", Family.VERIFIED),
        ("Careers Information and Advice (Level 4)", Family.VERIFIED),
        ("Level 3 Cambridge Technical Extended Certificate in Business", Family.TECHNICALS),
        ("Career Development", None),
        ("Information and Advice", None),
        ("", None),
        (None, None),
    ],
)
def test_a_title_says_the_family_where_the_code_is_not_known(title: str | None, family: Family | None) -> None:
    assert OURS.family_titled(title) is family


# ---------------------------------------------------------------------------------------------------------- look-ups


def test_a_qualification_is_found_by_code_number_and_title() -> None:
    by_code = OURS.coded("05838")
    assert by_code is not None
    assert by_code.label == "OCR Level 3 Cambridge Technical Certificate in IT, 2016 suite"
    assert OURS.numbered("601/7097/9") is OURS.numbered("60170979") is by_code
    assert by_code in OURS.titled(" OCR  level 3 cambridge TECHNICAL Certificate in IT ")
    assert OURS.coded("05999") is OURS.coded(None) is OURS.coded("") is None
    assert OURS.numbered("601") is OURS.numbered(None) is None
    assert OURS.titled("IT") == OURS.titled(None) == ()


def test_the_five_titles_of_both_suites_have_a_number_in_each() -> None:
    pairs = [
        ("600/4219/9", "603/0371/2"),
        ("600/4222/9", "603/0373/6"),
        ("600/4217/5", "603/0386/4"),
        ("600/4221/7", "603/0388/8"),
        ("600/4227/8", "601/7059/1"),
    ]
    for earlier, later in pairs:
        one, other = OURS.numbered(earlier), OURS.numbered(later)
        assert one is not None
        assert other is not None
        assert title_key(one.title) == title_key(other.title)
        assert (one.suite, other.suite) == (Suite.SUITE_2012, Suite.SUITE_2016)


def test_a_unit_is_found_by_code_and_number_and_by_reference() -> None:
    unit = OURS.unit("05839", "5")
    assert unit is not None
    assert unit is OURS.unit("05838", "5")
    assert unit.title == "Virtual and augmented reality"
    assert OURS.referenced("K/507/5004") == OURS.referenced("k5075004") == [unit]
    in_2012 = OURS.unit("05355", "5")
    assert in_2012 is not None
    assert in_2012 is not unit
    assert (
        OURS.unit("05839", "99") is OURS.unit("05999", "5") is OURS.unit(None, "5") is OURS.unit("05839", None) is None
    )


def test_units_are_not_looked_up_where_the_suite_is_not_known() -> None:
    guessed = OURS.numbered("601/7101/7")
    assert guessed is not None
    assert OURS.unit_of(guessed, "5") is None


# --------------------------------------------------------------------------------------------------- a centre's file


def file(path: Path, text: str) -> Path:
    saved = path / "our codes.csv"
    saved.write_text(text, encoding="utf-8")
    return saved


def catalogue(path: Path, text: str) -> Catalogue:
    saved = file(path, text)
    return read_catalogue(saved.read_bytes(), saved.name)


def test_a_centres_file_may_have_its_columns_in_any_order_and_codes_without_zeros(tmp_path: Path) -> None:
    text = "\ufeffTitle,Entry code,Suite,Level,QAN\nOCR Level 3 Cambridge Technical Diploma in Dance,5999,2016,3,60129773\n\n"
    (row,) = catalogue(tmp_path, text).qualifications
    assert (row.entry_code, row.suite, row.level, row.qan) == ("05999", Suite.SUITE_2016, 3, "601/2977/3")
    assert row.family is Family.TECHNICALS
    assert row.sources[0][:2] == ("our codes.csv", UNDATED)


def test_a_centres_file_holds_units_by_code_or_by_subject(tmp_path: Path) -> None:
    text = (
        "suite,level,subject,title,entry_code,unit_number,unit_title,unit_reference,assessment,glh,source,date\n"
        "2016,3,Dance,Level 3 Diploma in Dance,05999,,,,,,Handbook,2026-09-01\n"
        ",,,,05999,01,Steps,L5076467,Examined,60,Handbook,2026-09-01\n"
        "2016,3,Dance,,,2,Leaps,,moderated,,,\n"
    )
    theirs = catalogue(tmp_path, text)
    first, second = theirs.unit("05999", "1"), theirs.unit("05999", "2")
    assert first is not None
    assert (first.title, first.reference, first.assessment, first.glh) == (
        *("Steps", "L/507/6467", Assessment.EXAMINED),
        60,
    )
    assert first.sources[0][:2] == ("Handbook", "2026-09-01")
    assert first.label == "unit 1 (Steps) of 05999"
    assert second is not None
    assert second.label == "unit 2 (Leaps) of Level 3 Dance, 2016 suite"


def test_a_verified_qualification_has_units_by_subject_too(tmp_path: Path) -> None:
    text = (
        "suite,level,subject,title,entry_code,unit_number,credits\n"
        "verified,4,Careers,Level 4 Diploma,04663,,45\n"
        "verified,4,Careers,,,1,6\n"
    )
    unit = catalogue(tmp_path, text).unit("04663", "1")
    assert unit is not None
    assert unit.credits == 6


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "row 1: there are no headings."),
        ("title,colour\nA,b\n", "row 1: the heading “colour” is none of: suite, level,"),
        ("title,Title\nA,b\n", "row 1: the heading title stands twice."),
        ("title\nA,b\n", "row 2: something stands in a column without a heading."),
        ("title,level\nA,3\nB,three\n", "row 3: “three” is not a level."),
        ("title,level\n\nB,9\n", "row 3: “9” is not a level."),
        ("title,suite\nA,2014\n", "row 2: “2014” is not a suite: 2012, 2016 or verified."),
        ("title,entry_code\nA,J817\n", "row 2: “J817” is not an entry code of five digits."),
        ("title,replaced_by\nA,new\n", "row 2: “new” is not an entry code of five digits."),
        ("title,qan\nA,601/2977\n", "row 2: “601/2977” is not a QAN such as 601/2977/3."),
        (
            "entry_code,unit_number,unit_reference\n05838,1,L507\n",
            "row 2: “L507” is not a unit reference such as L/507/6467.",
        ),
        (
            "entry_code,unit_number,assessment\n05838,1,exam\n",
            "row 2: “exam” is none of: moderated, examined, verified.",
        ),
        ("entry_code,unit_number,glh\n05838,1,many\n", "row 2: “many” is not a number."),
        ("title,credits\nA,-1\n", "row 2: “-1” is not a number."),
        ("entry_code\n05838\n", "row 2: a qualification needs a title."),
        ("unit_number,level\n1,3\n", "row 2: a unit needs an entry code, or a suite, level and subject."),
        ("title,unit_title\nA,B\n", "row 2: it has unit_title and no unit_number."),
        ("title,entry_code\nA,5838\nB,05838\n", "row 3: 05838 stands in row 2 too, with other facts."),
        (
            "title,qan\nA,601/2977/3\nB,601/2977/3\n",
            "row 3: 601/2977/3 stands in row 2 too, with other facts.",
        ),
        (
            "entry_code,unit_number,glh\n05838,1,60\n05838,1,90\n",
            "row 3: unit 1 stands in row 2 too, with other facts.",
        ),
        ('title\n"A\n', "row 2: it is not CSV: unexpected end of data."),
    ],
)
def test_what_is_wrong_with_a_centres_file_names_the_file_and_the_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        catalogue(tmp_path, text)
    assert str(error.value).startswith(f"our codes.csv, {message}")


def test_one_number_may_have_two_entry_codes_and_a_row_may_stand_twice(tmp_path: Path) -> None:
    text = "title,qan,entry_code\nA,601/2977/3,05001\nA,601/2977/3,05002\nA,601/2977/3,05002\n"
    assert len(catalogue(tmp_path, text).qualifications) == 3


def test_a_file_that_is_not_there_or_not_in_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^none\.csv cannot be read: check its name"):
        read_choices(tmp_path / "centre.xlsx", catalogue=tmp_path / "none.csv")
    with pytest.raises(UserError, match=r"^latin\.csv, row 3: it is not in UTF-8"):
        read_catalogue("title\nA\nCaf\xe9\n".encode("latin-1"), "latin.csv")


# ------------------------------------------------------------------------------------------------------ theirs over ours


def test_a_centres_row_stands_in_place_of_ours(tmp_path: Path) -> None:
    both = merged(OURS, catalogue(tmp_path, "title,entry_code,level\nOur own course,05838,3\n"))
    theirs = both.coded("05838")
    assert theirs is not None
    assert theirs.title == "Our own course"
    assert both.numbered("601/7097/9") is None
    assert both.coded("05839") is OURS.coded("05839")


def test_a_centres_number_or_bare_title_stands_in_place_of_ours(tmp_path: Path) -> None:
    both = merged(OURS, catalogue(tmp_path, "title,qan\nOur own course,601/7097/9\n"))
    assert both.coded("05838") is None
    title = "Cambridge Technical Certificate in IT Level 2"
    both = merged(OURS, catalogue(tmp_path, f"title,suite,size\n{title},2016,ours\n"))
    assert [row.size for row in both.titled(title)] == ["ours", "Certificate"]


def test_a_centres_unit_stands_in_place_of_ours(tmp_path: Path) -> None:
    by_code = "entry_code,unit_number,unit_title\n05839,5,Ours\n"
    both = merged(OURS, catalogue(tmp_path, by_code))
    theirs, ours = both.unit("05839", "5"), both.unit("05838", "5")
    assert theirs is not None
    assert theirs.title == "Ours"
    assert ours is OURS.unit("05838", "5")
    by_subject = "suite,level,subject,unit_number,unit_title\n2016,3,it,5,Ours\n"
    both = merged(OURS, catalogue(tmp_path, by_subject))
    assert both.referenced("K/507/5004") == ()
    by_reference = "entry_code,unit_number,unit_reference\n05999,7,K/507/5004\n"
    both = merged(OURS, catalogue(tmp_path, by_reference))
    assert [unit.number for unit in both.referenced("K/507/5004")] == ["7"]


def test_an_empty_catalogue_changes_nothing_and_knows_nothing() -> None:
    assert merged(OURS, Catalogue()) == OURS
    assert Catalogue().coded("05838") is None
    assert Catalogue().unit("05838", "1") is None
    assert Catalogue().subjects == ()
