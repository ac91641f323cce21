"""What a heading may mean in a tracker, by its words alone: the first evidence. The values below it are the second (`columns`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ocr_sheets.patterns import regex


class Role(StrEnum):
    """What a column of a tracker holds. The names of fields of a claim are those of `Claim`."""

    NUMBER = "candidate_number"
    NAME = "name"
    SURNAME = "surname"
    FORENAMES = "forenames"
    ULN = "uln"
    UCI = "uci"
    SOME_NUMBER = "a number of nothing that is said"
    GROUP = "teaching group"
    CENTRE = "centre_number"
    CODE = "entry_code"
    COURSE = "course"
    UNIT = "unit_number"
    UNIT_TITLE = "unit_title"
    GRADE = "grade"
    ASSESSED_ON = "assessed_on"
    STANDARDISED_ON = "standardised_on"
    CLAIMED_ON = "claimed_on"
    ASSESSOR = "assessor"
    STANDARDISED_BY = "standardised_by"
    VISIT = "visit"
    STATUS = "claim_status"
    CONFIRMED_GRADE = "confirmed_grade"
    SAMPLE_REQUESTED_ON = "sample_requested_on"
    SAMPLE_UPLOADED_ON = "sample_uploaded_on"
    RESULTS_ON = "results_published_on"
    CERTIFICATE_ON = "certificate_issued_on"
    ASSESSED = "assessed (tick)"
    STANDARDISED = "standardised (tick)"
    CLAIMED = "claimed (tick)"
    GRADE_TICK = "grade that a tick stands under"
    FIRST = "first attempt"
    SECOND = "second attempt"
    SOME_DATE = "a date of nothing that is said"
    SOME_PERSON = "somebody of whom nothing is said"
    TARGET = "target or prediction"
    CRITERION = "criterion"
    COLOUR = "progress by colour"
    NOT_OURS = "not ours"


IDENTITY = frozenset({Role.NUMBER, Role.NAME, Role.SURNAME, Role.FORENAMES})
"""What says whose a row is."""
PERSONAL = IDENTITY | {Role.ULN, Role.UCI, Role.GROUP, Role.CENTRE}
DATES = frozenset(
    {
        *(Role.ASSESSED_ON, Role.STANDARDISED_ON, Role.CLAIMED_ON, Role.SAMPLE_REQUESTED_ON, Role.SAMPLE_UPLOADED_ON),
        *(Role.RESULTS_ON, Role.CERTIFICATE_ON),
    }
)
PEOPLE = frozenset({Role.ASSESSOR, Role.STANDARDISED_BY})
TICKS = frozenset({Role.ASSESSED, Role.STANDARDISED, Role.CLAIMED})
FACTS = (
    DATES
    | PEOPLE
    | TICKS
    | {Role.GRADE, Role.FIRST, Role.SECOND, Role.STATUS, Role.CONFIRMED_GRADE, Role.VISIT, Role.SOME_DATE}
)
"""What says something of a claim."""

_ASSESS = r"(?:assess(?:ed|ment)?|ass(?:d)?|marked|marking|completed|completion|signed off|sign off|graded)"
_STANDARDISE = (
    r"(?:standardi[sz](?:ed|ation)|std|internal(?:ly)? (?:standardi[sz](?:ed|ation)|verifi(?:ed|cation)|moderat(?:ed|ion))|"
    r"i ?v ?d?|iqa(?: ?d)?|verifi(?:ed|cation)|second mark(?:ed|ing)|2nd mark(?:ed|ing)|is|qa)"
)
_CLAIM = r"(?:claim(?:ed|s)?|clm(?:d)?|claim (?:sent|made|submitted)|interchange(?: claim)?|(?:sent|submitted|claimed) (?:to|on|via) (?:ocr|interchange)|cashed in)"
_WHO = r"(?:candidate|cand|exams?|examination|student|learner|pupil|centre)"
_GRADE = r"(?:grades?|gr|results?|outcomes?|marks?)"
_LEXICON: tuple[tuple[Role, str], ...] = (
    (Role.CRITERION, r"[pmd] ?\d{1,2}[a-z]?|(?:lo|la|ac|task|learning outcome|learning aim|assignment|part) ?(?:\d{1,2}[a-z]?|[a-d])"),
    (
        Role.TARGET,
        r".*\b(?:targets?|tgt|preds?|mtg|meg|ceta|alps|alis|fft|predict(?:ed|ion|ions)?|forecasts?|aspirational|expected|estimated?|minimum expected|mocks?|baseline|"
        r"on course(?: for)?|working at|cwg|current(?: grade)?|prior attainment|(?<!learning )aim|aiming for|ppe)\b.*",
    ),
    (Role.COLOUR, r"(?:rag|rag rating|rag status|progress|on track|traffic lights?|flag|.* rag)"),
    (Role.NOT_OURS, r".*\b(?:plan(?:ned)?|deadline|due|hand(?:ed)? (?:in|out)|hand out|issue(?:d)? date|by when|to be claimed|date to claim|(?:claim|mark|assess|submit|complete|finish) by)\b.*"),
    (
        Role.NOT_OURS,
        r"(?:.*\b(?:notes?|comments?|next steps?|actions?|feedback|attendance|att|behaviour|effort|send|sen|pp|fsm|eal|ks4|gcse|percent|score|points|ums|rank|"
        r"age|gender|sex|email|phone|house|hours|word count|photo|locker|iv sample|iqa sample)\b.*|(?:comp(?:letion)?|programme|attendance|enrolment) status|work received|received|sampled|in sample|sample|"
        r"total(?: units| grade| points)?|units? (?:complete[d]?|done|passed|achieved|claimed)|total units|overall(?: predicted)?|ucas.*|average|glh|credits?|size|"
        r"adm(?:ission)? (?:no|number)|upn|person code|mis id|dob|date of birth|born)",
    ),
    (Role.ULN, r"(?:uln(?: no| number)?|unique learner n(?:o|umber)|lrs number)"),
    (Role.UCI, r"uci(?: no| number)?"),
    (Role.FIRST, rf"(?:1st|first|initial|original) (?:sub(?:mission)?|attempt|grade|mark)(?: {_GRADE})?|(?:sub(?:mission)?|attempt) 1(?: {_GRADE})?|sub(?:mission)?|1st sub"),
    (Role.SECOND, rf"(?:2nd|second|re ?sub(?:mission)?|resit) (?:sub(?:mission)?|attempt|grade)(?: {_GRADE})?|(?:sub(?:mission)?|attempt) 2(?: {_GRADE})?|re ?sub(?:mission|mitted)?|retake|resit"),
    (Role.SOME_DATE, r"(?:1st|first|2nd|second|re ?sub(?:mission)?|(?:sub(?:mission)?|attempt) [12])(?: (?:sub(?:mission)?|attempt))? date|date of (?:1st|first|2nd|second|re ?sub(?:mission)?)(?: (?:sub(?:mission)?|attempt))?"),
    (Role.CONFIRMED_GRADE, rf"(?:(?:confirmed|certificated|ocr|interchange|eqa|moderators?|post moderation) {_GRADE}|{_GRADE} (?:confirmed|after (?:moderation|visit)))"),
    (Role.CENTRE, r"(?:(?:home|exams?|examination|national|ocr) )?centre(?: (?:n(?:o|um|umber)|id|ref|code|name|#))?|ncn"),
    (Role.NUMBER, rf"{_WHO} (?:n(?:o|um|umber)s?|id|ref|#)|ucn|exam candidate number|index n(?:o|umber)|cand"),
    (Role.SOME_NUMBER, r"n(?:o|um|umber)|#|id|ref"),
    (Role.SURNAME, r"(?:legal )?(?:surnames?|(?:last|family|second) names?)"),
    (Role.FORENAMES, r"(?:legal )?(?:forenames?(?: s)?|(?:first|given|chosen) names?(?: s)?)"),
    (Role.NAME, rf"(?:full |legal )?names?|{_WHO}(?: (?:full )?names?)?|students?|learners?|pupils?|surname (?:and )?(?:forename|first name)"),
    (Role.GROUP, r"(?:teaching |tutor |reg(?:istration)? )?(?:class|group|set|form|tutor)|reg|year(?: group)?|yr|house|cohort"),
    (Role.UNIT_TITLE, r"(?:unit|module) (?:title|name)|title"),
    (Role.UNIT, r"(?:unit|module|component)(?: (?:n(?:o|um|umber)|code|id|ref))?|units?|(?:1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth) (?:unit|module)"),
    (Role.CODE, r"(?:(?:ocr|entry|qual(?:ification)?|scheme|award|cash in|syllabus|course|spec(?:ification)?)(?: entry)? codes?|code)"),
    (Role.COURSE, r"(?:(?:exam(?:ination|s)?|award(?:ing)?) )?(?:board|body|organi[sz]ation)|ao|course(?: title| name)?|learning aim(?: title| name)?|qualification(?: title| name)?|qual|programme|subject(?: area)?|award"),
    (Role.VISIT, r"(?:mod(?:eration)? |eqa |ev |for )?visit(?: n(?:o|umber)| name)?|moderated at"),
    (Role.STATUS, r"(?:claim |ocr |interchange )?status|stage|claim state"),
    (Role.SAMPLE_REQUESTED_ON, r"(?:ocr )?sample requested(?: on)?|sample request(?: date)?|date sample requested|requested by moderator"),
    (Role.SAMPLE_UPLOADED_ON, r"(?:sample )?(?:uploaded|sent to moderator|upload date)(?: on)?|uploaded to secure exchange|secure exchange(?: date)?"),
    (Role.RESULTS_ON, r"results? (?:published|issued|released|received|date)(?: on)?|results on"),
    (Role.CERTIFICATE_ON, r"(?:date )?certificat(?:e|ed)(?: (?:issued|received|date|on))*|cert (?:received|recd|issued|date)"),
    (Role.CLAIMED_ON, rf"(?:date )?(?:of )?{_CLAIM}(?: (?:date|on|interchange|day|registered))*|claim date|date of claim|units? claimed y n"),
    (Role.STANDARDISED_ON, rf"(?:date |day )?(?:of )?{_STANDARDISE}(?: (?:date|on|day|done|complete))+|date (?:of )?{_STANDARDISE}"),
    (Role.STANDARDISED_BY, rf"{_STANDARDISE}(?: (?:by|name|initials?|sign(?:ed|ature)?))|internal (?:verifier|standardi[sz]er|quality assurer|moderator)|standardi[sz]er|verifier|lead iv|second marker|checked by"),
    (Role.STANDARDISED, _STANDARDISE),
    (Role.ASSESSOR, r"(?:centre |primary |unit |first )?(?:assessors?|teacher|marker|lecturer)(?: (?:name|initials?|sign(?:ed|ature)?))?|class teacher|unit lead|(?:assessed|marked|taught|delivered|graded) by|initials|staff"),
    (Role.GRADE, rf"(?:(?:unit|final|overall|achieved|awarded|actual|teachers?|centre|assessors?|claimed|submitted|moderated|agreed|final unit|outcome|result|assessment|award)\s)*{_GRADE}(?: (?:achieved|awarded|claimed|to claim|submitted|to date))?|final|achieved|awarded|actual|overall|level achieved|pmd|p m d|(?:assessment |assessor )?decision|achievement"),
    (Role.ASSESSED_ON, rf"(?:date |day |last )?(?:of )?{_ASSESS}(?: (?:date|on|day|complete))*|date achieved|achieved on|achieved date|achievement date|date of achievement|passed on|date passed"),
    (Role.SOME_DATE, r"dates?|when|submitted|sent|day|date (?:submitted|sent|done)|logged|done|submission(?: date)?"),
)  # fmt: skip
_COMPILED = tuple((role, regex(pattern)) for role, pattern in _LEXICON)
_BRACKETS = regex(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_DAY = regex(
    r"\b(?:(?:mon|tue|wed|thu|fri)[a-z]*\.?\s+)?(?P<day>\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:\s+\d{2,4})?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
"""A day at the end of a heading, as in “Claimed 8/1/27”."""
_LEADING = regex(r"^(?:candidate|student|learner|pupil|legal|ocr|unit|centre|internal)s? ")


@lru_cache(maxsize=4096)
def words_in(text: str) -> str:
    """A heading in small letters without accents and marks, its words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(one for one in plain if not unicodedata.combining(one)).replace("'", "").replace("i.v.", "iv")
    return " ".join(re.findall(r"[^\W_]+|#", plain))


@lru_cache(maxsize=4096)
def role_of(text: str) -> Role | None:
    """What a heading most likely means, by its words; ``None`` where they say nothing of ours."""
    for said in dict.fromkeys((words_in(text), words_in(_BRACKETS.sub("", text)))):
        for tried in dict.fromkeys((said, _LEADING.sub("", said))):
            for role, pattern in _COMPILED:
                if tried and pattern.fullmatch(tried):
                    return role
    before = day_behind(text)[0]
    said_of_day = role_of(before) if before else None
    if said_of_day in DATES | TICKS | PEOPLE:
        return said_of_day
    return _asked_for(words_in(text))


def day_behind(text: str) -> tuple[str, str]:
    """What stands before the day at the end of a heading, and that day; two empty texts where there is none."""
    found = _DAY.search(text)
    return (text[: found.start()].rstrip(" (–-:,\n"), found["day"]) if found else ("", "")


_A_VISIT = regex(
    r"(?:(?:mod(?:eration)?|eqa|ev|ocr) )?visit (?:n(?:o|umber) )?\d|(?:jan|feb|mar|apr|may|june?|july?|sept?|oct|nov|dec)[a-z]*(?: \d{2,4})? (?:mod(?:eration)? )?visit"
)


def is_a_visit(heading: str) -> bool:
    """Whether a heading names one visit: Visit 1, January visit."""
    return _A_VISIT.fullmatch(words_in(heading)) is not None


_FAMILIES: Mapping[Role | None, tuple[Role, Role | None, Role]] = {
    role: family
    for family in (
        (Role.ASSESSED_ON, Role.ASSESSOR, Role.ASSESSED),
        (Role.STANDARDISED_ON, Role.STANDARDISED_BY, Role.STANDARDISED),
        (Role.CLAIMED_ON, None, Role.CLAIMED),
    )
    for role in family
    if role is not None
}
_BY = regex(r"(?:done |who |sign(?:ed|ature)? ?(?:off )?)?by|who|initials?|name|staff|sign(?:ed|ature)?")
_ON = regex(r"(?:done |signed )?on|when|dates?|day|dated")


def family_of(role: Role | None) -> tuple[Role, Role | None, Role] | None:
    """The day, the person and the tick of the step that a word is of: assessed, standardised or claimed."""
    return _FAMILIES.get(role)


def role_under(over: str, heading: str) -> Role | None:
    """What a heading such as By or Date means below that of a step, such as IV."""
    family = family_of(role_of(over)) if over else None
    said = words_in(heading)
    if family and _ON.fullmatch(said):
        return family[0]
    if family and _BY.fullmatch(said):
        return family[1]
    return role_of(heading)


_QUESTION = regex(
    r"(?:which|what|whats|who|when|whose|on what|please|enter|select|choose|date) (?P<rest>.+ .+|unit|visit|candidate|learner|student)"
)
"""How a form asks, whose answers make a list: “What grade did you award?”, “Date you marked it”."""
_ASKED: tuple[tuple[Role, str], ...] = (
    (Role.CRITERION, r"\bcriteri|\btarget|\bpredict"),
    (Role.NUMBER, rf"\b{_WHO} n(?:o|um|umber)\b"),
    (Role.CLAIMED_ON, r"^(?:when|date|on what)\b.*\bclaim(?:ed)?\b"),
    (Role.STANDARDISED_ON, rf"^(?:when|date|on what)\b.*\b{_STANDARDISE}\b"),
    (Role.ASSESSED_ON, rf"^(?:when|date|on what)\b.*\b{_ASSESS}\b"),
    (Role.STANDARDISED_BY, rf"^who\b.*\b{_STANDARDISE}\b"),
    (Role.ASSESSOR, rf"^who\b.*\b{_ASSESS}\b|\bassessor\b|\byour (?:name|initials)\b"),
    (Role.GRADE, r"\bgrade\b"),
    (Role.VISIT, r"\bvisit\b"),
    (Role.UNIT, r"\bunit\b"),
    (Role.NAME, r"\b(?:candidate|learner|student|pupil)s?\b"),
)  # fmt: skip


def _asked_for(said: str) -> Role | None:
    """What a heading in the words of a form asks for."""
    if not _QUESTION.fullmatch(said):
        return None
    return next((role for role, pattern in _ASKED if re.search(pattern, said)), None)


class UnitHeading(NamedTuple):
    """A unit as a heading, a cell or a title names it."""

    number: str
    code: str
    rest: str
    is_bare: bool = False
    """Whether it is a number and nothing else, so that its neighbours must bear it out."""


_UNIT = regex(
    r"(?:(?P<code>\d{4,5})\s*[-–/:,]?\s*)?(?:units?|un|u|module|mod)\.?\s*(?:no\.?|number)?\s*[-:#]?\s*0*(?P<number>\d{1,2}[a-z]?)(?![\w/])[\s:–—\-.,)]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CODE_AND_NUMBER = regex(r"(?P<code>\d{5})\s*[-–/:]\s*0*(?P<number>\d{1,2})")
_NUMBERED_TITLE = regex(r"0*(?P<number>\d{1,2})[\s:.\-–—)]+(?P<rest>[^\W\d_].{2,})", re.DOTALL)
_MONTH = regex(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
"""What follows a number where it is a day and no unit: 13 Nov."""
_UNIT_INSIDE = regex(
    r"\b(?:unit|u)\s*0*(?P<number>\d{1,2})(?![\w/])[\s:–—\-.,)]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_EXPORTED = regex(r"\[[\w.]+\]\s*")
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_IN_WORDS = regex(rf"\bunit\s+({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b", re.IGNORECASE)


def _in_figures(text: str) -> str:
    """A text with Unit Eight as Unit 8."""
    return _IN_WORDS.sub(lambda found: f"Unit {_NUMBERS.index(found[1].casefold()) + 1}", text)


def unit_in(raw: object) -> UnitHeading | None:
    """The unit that a cell names and nothing but it: “Unit 8: Projects”, “U8”, 8 alone, “8 Project management”."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    text = " ".join(str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).split())
    text = _in_figures(_EXPORTED.sub("", text))
    if found := _CODE_AND_NUMBER.fullmatch(text):
        return UnitHeading(found["number"], found["code"], "")
    if found := _UNIT.fullmatch(text):
        return UnitHeading(
            found["number"].upper(), (found["code"] or "").zfill(5) if found["code"] else "", found["rest"]
        )
    if re.fullmatch(r"0?[1-9]\d?", text):
        return UnitHeading(str(int(text)), "", "", is_bare=True)
    if (found := _NUMBERED_TITLE.fullmatch(text)) and not _MONTH.match(found["rest"]) and not role_of(found["rest"]):
        return UnitHeading(found["number"], "", found["rest"], is_bare=True)
    return None


_BEFORE = regex(r"(?:[^\W\d_]+\s+){1,4}", re.UNICODE)
"""What programs write before each unit of a mark sheet: the subject, as in “CTEC IT U8 Grade”."""


_WHAT_BEFORE = regex(
    r"(?P<what>[^\[(:]*[^\s\[(:–—-])\s*(?:[\[(:–—-]|\bfor\b|\bof\b)\s*(?P<unit>(?:unit|u)\s*0*\d{1,2}(?!\w)[^\])]*)[\])]?",
    re.IGNORECASE,
)
"""What the column holds before its unit, as forms with a question for each unit write it: Grade [Unit 8], Date claimed for Unit 8."""


def unit_headed(text: str) -> UnitHeading | None:
    """The unit of a heading that names its subject first, and behind the unit what the column holds: “CTEC IT U8 Date claimed”; or what the
    column holds, and behind it the unit.
    """
    before = _WHAT_BEFORE.fullmatch(text)
    if before and role_of(before["what"]) in FACTS and (unit := unit_in(before["unit"])):
        return UnitHeading(unit.number, unit.code, before["what"])
    found = _UNIT_INSIDE.search(text)
    if not found or not found.start() or not _BEFORE.fullmatch(text[: found.start()]):
        return None
    rest = found["rest"].strip()
    says = role_of(rest) if rest else Role.GRADE
    if says is None or says in PERSONAL or role_of(text[: found.start()]) is not None:
        return None
    return UnitHeading(found["number"], "", rest)


def unit_inside(text: str) -> str:
    """The one unit that a title or the name of a sheet speaks of; empty where there is none, or more."""
    numbers = {found["number"] for found in _UNIT_INSIDE.finditer(_in_figures(text))}
    return numbers.pop() if len(numbers) == 1 else ""


_EXAM = regex(
    r"\b(?:exam(?:ined|ination)?|external(?:ly)?|written paper|on ?screen test|out of \d{2,3})\b|(?:^|[^\d\s])\s*/\s*\d{2,3}\s*\)?$",
    re.IGNORECASE,
)


def is_examined(rest: str) -> bool:
    """Whether what follows a unit's number says that OCR examines it."""
    return _EXAM.search(rest) is not None
