"""Regular expressions that are compiled when they are first used: there are hundreds of them, and a command needs few."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Later:
    """Stands in for a compiled expression until something is asked of it."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags
        self._compiled: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(self._text, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # so that it is found at once from now on
        return found


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as ``re.compile``, but that it takes no time until it is used: for what stands in a module.

    An expression that is wrong is found by the first use, and not at the start.
    """
    return cast("re.Pattern[AnyStr]", _Later(text, flags))
