"""Which qualifications and units the tool knows: facts that are sourced, to query a workbook with. Not being known proves nothing."""

from ocr_sheets.catalogue.known import (
    UNDATED,
    Catalogue,
    KnownQualification,
    KnownUnit,
    Source,
    load_catalogue,
    merged,
    read_catalogue,
    title_key,
)

__all__ = [
    "UNDATED",
    "Catalogue",
    "KnownQualification",
    "KnownUnit",
    "Source",
    "load_catalogue",
    "merged",
    "read_catalogue",
    "title_key",
]
