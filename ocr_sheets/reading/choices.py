"""Words of which a column allows only some: what else people write for each, and what yes and no look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from ocr_sheets.matching.fuzzy import close_matches
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import (
    Assessment,
    ClaimStatus,
    Column,
    EntryType,
    Family,
    Grade,
    Nation,
    SizeUnit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.text import key

YES_WORDS = frozenset({"yes", "y", "true", "1", "✓", "✔", "√", "☑", "✅"})
WAITING_WORDS = frozenset(
    {
        *("no", "n", "not yet", "outstanding", "to do", "pending", "awaiting", "tbc", "tba", "tbd", "to be arranged", "to be confirmed"),
        *("asap", "?", "00/00/0000", "✗", "✘", "☒", "❌", "☐", "false", "not done", "tba/tbc", "to follow", "not booked", "unknown"),
    }
)  # fmt: skip
"""What stands in place of a day that is still to come."""
DONE_WORDS = frozenset({"yes", "y", "✓", "✔", "√", "☑", "✅", "done", "complete", "completed", "true", "ok", "ü"})
"""What stands in place of a day that is over and was not kept."""
NO_WORDS = frozenset({"no", "n", "false", "0", "✗", "✘", "☒", "❌"})
EITHER = frozenset({"x", "×"})
"""What one person ticks a box with and another crosses it out with."""

OTHER_WORDS: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    Family: {
        **dict.fromkeys(
            (
                "camtech",
                "camtechs",
                "ocrtechnicals",
                "ocrtechnical",
                "cambridgetechnicalslevel3",
                "cambridgetechnicallevel3",
            ),
            Family.TECHNICALS,
        ),
        **dict.fromkeys(("ocrverified", "careers", "ciag", "verifiedaward"), Family.VERIFIED),
        **dict.fromkeys(("technicals", "technical", "cambridgetechnical", "ctec", "ctecs"), Family.TECHNICALS),
        **dict.fromkeys(("verifiedqualification", "verifiedqualifications"), Family.VERIFIED),
    },
    Assessment: {
        **dict.fromkeys(
            (
                "nea",
                "ia",
                "int",
                "i",
                "internalassessment",
                "coursework",
                "portfolio",
                "visitingmoderation",
                "setassignment",
                "internalcentreassessed",
                "internalcentreassessedocrmoderated",
            ),
            Assessment.MODERATED,
        ),
        **dict.fromkeys(
            ("ext", "e", "writtenpaper", "onscreentest", "ocrsetandmarked", "ocrmarked", "ea", "externalassessment"),
            Assessment.EXAMINED,
        ),
        **dict.fromkeys(("eqa", "iqa"), Assessment.VERIFIED),
        **dict.fromkeys(
            ("internal", "internallyassessed", "internallymoderated", "centreassessed", "centre", "center"),
            Assessment.MODERATED,
        ),
        **dict.fromkeys(
            ("exam", "examination", "external", "externallyassessed", "ocrexam", "ocrexamination"), Assessment.EXAMINED
        ),
        **dict.fromkeys(("externallyverified",), Assessment.VERIFIED),
    },
    EntryType: {
        **dict.fromkeys(
            (
                "fa",
                "qual",
                "registration",
                "reg",
                "qualificationentry",
                "wholequalification",
                "certificate",
                "diploma",
                "extendedcertificate",
                "extendeddiploma",
                "foundationdiploma",
                "subsidiarydiploma",
                "introductorydiploma",
            ),
            EntryType.FULL_AWARD,
        ),
        **dict.fromkeys(("unitentry", "unitonly", "individualunits"), EntryType.UNIT),
        **dict.fromkeys(
            (
                "examentry",
                "examinedunitentry",
                "resit",
                "retake",
                "ext",
                "external",
                "januaryseries",
                "juneseries",
                "janseries",
            ),
            EntryType.EXAMINED_UNIT,
        ),
        **dict.fromkeys(("topupentry", "upgrade"), EntryType.TOP_UP),
        **dict.fromkeys(("fallback", "dropdown"), EntryType.MOVE_DOWN),
        **dict.fromkeys(("full", "award", "qualification", "fullqualification"), EntryType.FULL_AWARD),
        **dict.fromkeys(("units", "individualunit", "singleunit"), EntryType.UNIT),
        **dict.fromkeys(("exam", "examunit", "examined"), EntryType.EXAMINED_UNIT),
    },
    ClaimStatus: {
        **dict.fromkeys(
            (
                "todo",
                "notstarted",
                "inprogress",
                "wip",
                "readytoclaim",
                "tobeclaimed",
                "unclaimed",
                "marked",
                "assessed",
                "ivcomplete",
                "notyetclaimed",
                "readytobeclaimed",
                "readyforclaim",
            ),
            ClaimStatus.PLANNED,
        ),
        **dict.fromkeys(("saved", "created", "open", "claimstarted"), ClaimStatus.UNSUBMITTED),
        **dict.fromkeys(("claimsubmitted", "made", "claimmade", "cashedin", "claimdone"), ClaimStatus.SUBMITTED),
        **dict.fromkeys(
            ("withocr", "withmoderator", "awaitingmoderation", "submittedtoocr", "pending", "senttomoderator"),
            ClaimStatus.SENT,
        ),
        **dict.fromkeys(
            (
                "moderated",
                "passedmoderation",
                "approved",
                "accepted",
                "awarded",
                "certreceived",
                "certificatereceived",
                "certified",
                "certificateissued",
            ),
            ClaimStatus.CONFIRMED,
        ),
        **dict.fromkeys(("removed", "cancelled", "wd", "w/d", "wdrawn", "w/drawn"), ClaimStatus.WITHDRAWN),
        **dict.fromkeys(("notclaimed", "toclaim"), ClaimStatus.PLANNED),
        **dict.fromkeys(("notsubmitted", "draft", "built"), ClaimStatus.UNSUBMITTED),
        **dict.fromkeys(("claimed",), ClaimStatus.SUBMITTED),
        **dict.fromkeys(("sent",), ClaimStatus.SENT),
        **dict.fromkeys(("certificated",), ClaimStatus.CONFIRMED),
    },
    VisitType: {
        **dict.fromkeys(
            (
                "v",
                "vm",
                "virtualmoderation",
                "videocall",
                "googlemeet",
                "remotemoderation",
                "virtualvisitviateams",
                "virtualviateams",
                "teamscall",
            ),
            VisitType.VIRTUAL,
        ),
        **dict.fromkeys(
            (
                "atcentre",
                "inschool",
                "incollege",
                "school",
                "college",
                "physical",
                "visitinperson",
                "visiting",
                "f2fvisit",
                "atschool",
            ),
            VisitType.FACE_TO_FACE,
        ),
        **dict.fromkeys(("teams", "msteams", "microsoftteams", "zoom", "online", "remote"), VisitType.VIRTUAL),
        **dict.fromkeys(("virtualvisit", "remotevisit", "onlinevisit", "teamsvisit"), VisitType.VIRTUAL),
        **dict.fromkeys(("f2f", "ftf", "incentre", "inperson", "onsite", "facetofacevisit"), VisitType.FACE_TO_FACE),
    },
    VisitStatus: {
        **dict.fromkeys(
            (
                "proposed",
                "tentative",
                "requested",
                "pencilledin",
                "tbc",
                "tba",
                "tobearranged",
                "tobeagreed",
                "tobeconfirmed",
                "awaitingconfirmation",
                "provisionallybooked",
            ),
            VisitStatus.PROVISIONAL,
        ),
        **dict.fromkeys(
            ("arranged", "scheduled", "yes", "y", "confirmedwithmoderator", "confirmedbymoderator", "confirmedbyocr"),
            VisitStatus.CONFIRMED,
        ),
        **dict.fromkeys(("takenplace", "attended", "happened", "past", "passed", "visited"), VisitStatus.DONE),
        **dict.fromkeys(("canx", "notneeded", "nolongerneeded"), VisitStatus.CANCELLED),
        **dict.fromkeys(("canceled",), VisitStatus.CANCELLED),
        **dict.fromkeys(("booked", "agreed"), VisitStatus.CONFIRMED),
        **dict.fromkeys(("complete", "completed", "held"), VisitStatus.DONE),
        **dict.fromkeys(("deferred", "delayed", "onhold"), VisitStatus.POSTPONED),
    },
    Grade: {
        **dict.fromkeys(("dis", "dst", "distinct", "l3d", "l2d", "l3dist", "l2dist"), Grade.DISTINCTION),
        **dict.fromkeys(("pass", "l3p", "l2p", "l3pass", "l2pass"), Grade.PASS),
        **dict.fromkeys(("merit", "mer", "l3m", "l2m", "l3merit", "l2merit"), Grade.MERIT),
        **dict.fromkeys(("distinction", "dist"), Grade.DISTINCTION),
        **dict.fromkeys(("distinction*", "dist*", "distinctionstar"), Grade.DISTINCTION_STAR),
        **dict.fromkeys(("nearpass",), Grade.NEAR_PASS),
        **dict.fromkeys(("unclassified",), Grade.UNCLASSIFIED),
        **dict.fromkeys(("fail", "failed"), Grade.FAIL),
        **dict.fromkeys(("ach",), Grade.ACHIEVED),
    },
    SizeUnit: {
        **dict.fromkeys(("guidedlearninghours", "hours", "hrs"), SizeUnit.GLH),
        **dict.fromkeys(("credit",), SizeUnit.CREDITS),
        **dict.fromkeys(("unit",), SizeUnit.UNITS),
    },
    Nation: {
        **dict.fromkeys(("cymru",), Nation.WALES),
        **dict.fromkeys(("ni", "nireland", "northernirish"), Nation.NORTHERN_IRELAND),
        **dict.fromkeys(("eng", "english"), Nation.ENGLAND),
        **dict.fromkeys(("iom",), Nation.ISLE_OF_MAN),
    },
}

BEGINNINGS: Mapping[type[StrEnum], Sequence[tuple[re.Pattern[str], StrEnum]]] = {
    VisitStatus: (
        (regex(r"cancell?ed[^?]*"), VisitStatus.CANCELLED),
        (regex(r"(?:postponed|rescheduled)[^?]*"), VisitStatus.POSTPONED),
    ),
    ClaimStatus: ((regex(r"withdrawn(?:by[a-z]+|on)?\d*"), ClaimStatus.WITHDRAWN),),
}
"""Words that are often followed by a reason, as in “Cancelled, moved to 9 June”, and mean the same with it."""


def choice_of(column: Column) -> Callable[[Raw], StrEnum | None]:
    """The function that reads the cells of a column that holds one of a list of words."""
    choices = column.choices
    assert choices is not None
    known = {_word(member.value): member for member in choices} | dict(OTHER_WORDS.get(choices, {}))
    spelt = {member.value: member for member in choices if _word(member.value).isalnum()}
    spelt |= {word: member for word, member in known.items() if word.isalnum()}
    begins = BEGINNINGS.get(choices, ())
    offered = [str(member.value) for member in choices]
    of_the_list: dict[str, Any] = {"column": column.heading.casefold(), "offered": offered}

    def read(raw: Raw) -> StrEnum | None:
        if is_blank(raw):
            return None
        text = as_text(raw)
        found = known.get(_word(text)) or _said_twice(text, known)
        if found is None:
            found = next((member for pattern, member in begins if pattern.fullmatch(_word(text))), None)
        if found is None:
            near = {spelt[word] for word in close_matches(text, spelt)} if not _MARKS.search(text) else set()
            if len(near) != 1:
                raise UnreadableValue(Fault.NOT_A_CHOICE, raw, **of_the_list)
            (found,) = near
            raise UnreadableValue(Fault.NEAR_CHOICE, raw, IssueKind.NEARLY_RIGHT, found, **of_the_list)
        return found

    return read


_MARKS = regex(r"[*?+(]|-\s*$")
_BETWEEN_SAYINGS = regex(r"\s*[(),;:/–—]\s*|\s+-\s+")


def _said_twice(text: str, known: Mapping[str, StrEnum]) -> StrEnum | None:
    """What several words all say, as in Virtual (Teams)."""
    parts = [part for part in _BETWEEN_SAYINGS.split(text) if part]
    said = {known.get(_word(part)) for part in parts}
    return said.pop() if len(parts) > 1 and len(said) == 1 else None


def _word(text: str) -> str:
    """What a choice is looked up by: letters and digits, and the marks that make it another: D* is not D, nor M? or (M) yet an M."""
    text = unicodedata.normalize("NFKC", text)
    marks = "".join(character for character in text if character in "*?+(")
    return key(text) + marks + ("-" if text.endswith("-") else "")


_YES_OR_NO_AND_MORE = regex(r"(\w+|[^\w\s])\s*(?:[-–—:;,.(]\s*|\s)(.*[^\s?].*)", re.DOTALL)
_STANDS_APART = regex(r"\w+\s*[-–—:;,.(]|[^\w\s]")


def yes_or_no(raw: Raw) -> bool:
    """Whether a cell says yes, be it with a remark behind it. Raises `UnreadableValue` for what may be either."""
    text = as_text(raw).casefold()
    word = text.rstrip(" .!")
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    if word in EITHER:
        raise UnreadableValue(Fault.TICK_OR_CROSS, raw)
    said = _first_word(text)
    if said is not None:
        raise UnreadableValue(Fault.MORE_THAN_YES_OR_NO, raw, IssueKind.NEARLY_RIGHT, said)
    raise UnreadableValue(Fault.NOT_YES_OR_NO, raw)


def _first_word(text: str) -> bool | None:
    """Whether a remark, as in “yes - see email”, begins with yes or no. ``None``: with neither, or it goes on to doubt it."""
    parts = _YES_OR_NO_AND_MORE.fullmatch(text)
    if not parts or not _STANDS_APART.match(text) or "?" in text:
        return None
    if {*re.findall(r"\w+", parts[2])} & (YES_WORDS | NO_WORDS | {"not", "but"}):
        return None
    return True if parts[1] in YES_WORDS - {"1"} else False if parts[1] in NO_WORDS - {"0"} else None
