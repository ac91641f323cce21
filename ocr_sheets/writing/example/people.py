"""The invented people of the example, with identifiers that are well formed and plainly made up."""

from typing import Final

CENTRE_NUMBER: Final = "99099"

_SURNAMES: Final = (
    "O’Brien", "Smith-Jones", "Morgan", "Diallo", "Karlsson", "Hughes", "Patel", "Nowak", "Achebe", "Fernández", "Begum",
    "Carter", "Dubois", "Evans", "Fitzgerald", "García", "Hussain", "Ivanov", "Jones", "Khan", "Lewis", "Mensah", "Müller",
    "Nguyen", "O’Connor", "Price", "Quinn", "Rahman", "Śliwa", "Taylor", "Umeh", "Vaughan", "Walsh", "Xu", "Yilmaz", "Zając",
)  # fmt: skip

_FORENAMES: Final = (
    "Siân", "Llŷr", "N’Golo", "Zoë", "Aisha", "Benjamin", "Chloé", "Daniel", "Elin", "Farah", "Gethin", "Hannah",
    "Imran", "Jada", "Kacper", "Leïla", "Mohammed", "Niamh", "Owen", "Priya", "Rhys", "Saoirse", "Tomasz", "Uzma",
    "Victor", "Wiktoria", "Yusuf", "Zara", "André", "Bronwen", "Ciarán", "D’Arcy", "Anne-Marie", "Finn", "Gwen", "Hugo",
    "Isobel",
)  # fmt: skip

_UCI_LETTERS: Final = "ABCDEFGHKLMRTVWXY"


def name_of(place: int) -> tuple[str, str]:
    """Surname and forenames of the person at that place. The two lists differ in length, so no two people share both."""
    return _SURNAMES[place % len(_SURNAMES)], _FORENAMES[place % len(_FORENAMES)]


def uln_of(number: int) -> str:
    """A ULN that begins 9000 and has the right check digit (B87). Where a number has none, ten thousand more is tried."""
    while True:
        first_nine = f"9000{number:05d}"
        rest = sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)) % 11
        if rest:
            return f"{first_nine}{10 - rest}"
        number += 10_000


def uci_of(candidate_number: str, year: int) -> str:
    """A UCI of the example's centre with the right check letter (B84)."""
    first_twelve = f"{CENTRE_NUMBER}0{year % 100:02d}{candidate_number}"
    total = sum(int(digit) * weight for digit, weight in zip(first_twelve, range(16, 4, -1), strict=True))
    return first_twelve + _UCI_LETTERS[total % 17]
