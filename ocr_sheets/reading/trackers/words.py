"""Why a sheet was left alone, as a clause for the list of such sheets."""

from __future__ import annotations

from collections.abc import Mapping

from ocr_sheets.model.judgements import JudgementKind


def because_of(kind: JudgementKind, values: Mapping[str, str]) -> str:
    """The clause that follows the name of a sheet that was not used."""
    said, text = values["said"], values["text"]
    if kind is JudgementKind.SHEET_OF_HOPES:
        return f"“{text}” says “{said}”, and what is hoped for is no claim"
    if kind is JudgementKind.SHEET_OLD:
        return said if said.startswith("its name") else f"“{text}” says that it is of {said}"
    return f"“{text}” says “{said}”, so it holds no claims"
