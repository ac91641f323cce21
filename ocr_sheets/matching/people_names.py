"""Who is meant by a name: in whichever order, with or without accents, apostrophes and titles, by initials, or with a slip in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from ocr_sheets.matching.fuzzy import is_slip, words_of

T = TypeVar("T", bound=Hashable)

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev"})
_INITIALS = range(2, 5)
"""How many letters initials have."""


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, without accents, apostrophes and titles."""
    words = words_of(text)
    return tuple(word for word in words if word not in TITLES) or words


def split_names(names: Sequence[str]) -> list[tuple[str, str]]:
    """Surname and forenames of names in one column: by their comma, by capitals or, where neither is there, the last word is the surname."""
    return [_surname_and_forenames(name) for name in names]


def _surname_and_forenames(name: str) -> tuple[str, str]:
    if "," in name:
        surname, _, forenames = name.partition(",")
        return surname.strip(), forenames.strip()
    said = name.split()
    capitals = [word for word in said if len(word) > 1 and word.upper() == word and any(map(str.isalpha, word))]
    if 0 < len(capitals) < len(said):
        return " ".join(capitals), " ".join(word for word in said if word not in capitals)
    return (said[-1], " ".join(said[:-1])) if len(said) > 1 else (name, "")


class Names(Generic[T]):
    """People by their names. One who stands there twice, for two absences say, is one."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._named = list(named)

    @cached_property
    def _words(self) -> Sequence[tuple[tuple[str, ...], T]]:
        # Only made where somebody is looked for: most workbooks name everybody as they stand.
        return [(name_words(name), person) for name, person in self._named]

    @cached_property
    def _sorted(self) -> Mapping[tuple[str, ...], list[T]]:
        found: defaultdict[tuple[str, ...], list[T]] = defaultdict(list)
        for words, person in self._words:
            found[tuple(sorted(words))].append(person)
        return found

    @cached_property
    def _joined(self) -> Mapping[str, list[T]]:
        found: defaultdict[str, list[T]] = defaultdict(list)
        for words, person in self._words:
            found["".join(words)].append(person)
        return found

    @cached_property
    def _by_letter(self) -> Mapping[str, list[tuple[tuple[str, ...], T]]]:
        found: defaultdict[str, list[tuple[tuple[str, ...], T]]] = defaultdict(list)
        for words, person in self._words:
            for letter in {word[0] for word in words}:
                found[letter].append((words, person))
        return found

    def same(self, text: str) -> Sequence[T]:
        """The people who have this name but for the order of its words, accents, apostrophes, spaces and titles."""
        said = name_words(text)
        turned = ("".join(said[place:] + said[:place]) for place in range(len(said)))  # O Brien Siân is Siân O'Brien
        found = self._sorted.get(tuple(sorted(said))) or next(
            (self._joined[one] for one in turned if one in self._joined), []
        )
        return list(dict.fromkeys(found)) if said else ()

    def shortened(self, text: str) -> Sequence[T]:
        """The people whose name this may be a part of: a surname alone, an initial for a forename, or initials alone."""
        said = name_words(text)
        found = self._those(said, lambda words: _fits(said, words, _is_same_or_initial) and _shares_word(said, words))
        letters = "".join(said)
        is_initials = len(letters) in _INITIALS and (len(said) == 1 or all(len(word) == 1 for word in said))
        return found or (
            self._those(said, lambda words: "".join(word[0] for word in words) == letters) if is_initials else ()
        )

    def with_slip(self, text: str) -> Sequence[T]:
        """The people whose name this may be, with a slip in a word of it."""
        said = name_words(text)
        return self._those(said, lambda words: max(map(len, said)) > 1 and _fits(said, words, _is_like))

    def meant(self, text: str) -> Sequence[T]:
        """The people most likely meant by a text; one where no other is as likely."""
        return self.same(text) or self.shortened(text) or self.with_slip(text)

    def _those(self, said: tuple[str, ...], fits: Callable[[tuple[str, ...]], bool]) -> Sequence[T]:
        """Those whose name fits, among those with a word that begins as the longest that was said."""
        letter = max(said, key=len)[0] if said else ""
        return list(dict.fromkeys(person for words, person in self._by_letter.get(letter, ()) if fits(words)))


def _shares_word(said: Sequence[str], words: Sequence[str]) -> bool:
    """Whether they have a word in common that is more than an initial."""
    return any(len(word) > 1 for word in {*said} & {*words})


def _is_same_or_initial(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _is_like(one: str, other: str) -> bool:
    return _is_same_or_initial(one, other) or is_slip(one, other)


def _fits(said: Sequence[str], words: Sequence[str], is_like: Callable[[str, str], bool]) -> bool:
    """Whether each word that was said is like a word of the name, no two like the same."""
    left = list(words)
    for word in sorted(said, key=len, reverse=True):
        like = next((other for other in left if other == word), None) or next(
            (other for other in left if is_like(word, other)), None
        )
        if like is None:
            return False
        left.remove(like)
    return bool(said)
