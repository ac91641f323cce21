"""Several files as one zip, since a page can only save one file at a time. The same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ocr_sheets.files.folders import with_list

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def zipped(folders: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """Folders of files as one zip. Each is as the command writes it, with its list of the files that are ours."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, files in folders.items():
            for name, data in with_list(files).items():
                entry = zipfile.ZipInfo(f"{folder}/{name}", _FIXED_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
    return made.getvalue()
