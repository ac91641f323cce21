"""Rows by what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def first_by_key(pairs: Iterable[tuple[K | None, V]]) -> dict[K, V]:
    """The first value for each key; pairs without a key are left out."""
    found: dict[K, V] = {}
    for name, value in pairs:
        if name is not None:
            found.setdefault(name, value)
    return found


def grouped(pairs: Iterable[tuple[K | None, V | None]]) -> dict[K, list[V]]:
    """All values for each key, in order; pairs without a key or a value are left out."""
    found: defaultdict[K, list[V]] = defaultdict(list)
    for name, value in pairs:
        if name is not None and value is not None:
            found[name].append(value)
    return dict(found)
