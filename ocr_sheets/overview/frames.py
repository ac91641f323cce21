"""The tables of an overview as data for whoever analyses further: a CSV file each and, where pyarrow is installed, a Parquet file."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Mapping

from ocr_sheets.overview.tables import Link, Overview, tables_of


def frames_of(overview: Overview) -> Mapping[str, bytes]:
    """The files by name: centres.csv, centres.parquet and so on."""
    import pandas as pd

    files: dict[str, bytes] = {}
    with_parquet = importlib.util.find_spec("pyarrow") is not None
    for table in tables_of(overview):
        name = table.name.casefold().replace(" ", "-")
        rows = [[cell.text if isinstance(cell, Link) else cell for cell in row] for row in table.rows]
        frame = pd.DataFrame(rows, columns=[heading for heading, _ in table.headings])
        files[f"{name}.csv"] = frame.to_csv(index=False, lineterminator="\n").encode()
        if with_parquet:
            body = io.BytesIO()
            frame.to_parquet(body, index=False)
            files[f"{name}.parquet"] = body.getvalue()
    return files
