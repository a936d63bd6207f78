"""What the columns of a file were taken for, and why.

Belongs here: showing the profiles of a file's tables. Does not belong here: making them (``formats.profiles``).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.formats.pieces import Lines, Table
from kliping.reading.sources.files import File, pieces_of
from kliping.reading.sources.sources import list_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.settings.reading import ReadingSettings

COLUMNS = pl.Schema(
    {
        "uri": pl.String,
        "member": pl.String,  # the sheet or table inside the file; null where it has one
        "column": pl.String,
        "meaning": pl.String,  # text, a field, clock (the time to another column's day), or extra
        "decided_by": pl.String,  # setting, name, values, none
        "why": pl.String,
        "setting": pl.String,  # the line for kliping.toml that would change it
    }
)

_PIECES = 500
"""Pieces of a file that are looked at for further tables."""


def explain_columns(sources: Sequence[str], settings: ReadingSettings) -> pl.DataFrame:
    """``COLUMNS`` of the tables in sources (as ``list_files`` takes them); no row for files that hold no table.

    Raises:
        SourceError: a source cannot be listed.
    """
    rows: list[tuple[str, str | None, str, str, str, str, str]] = []
    files = list_files(sources, settings)
    for uri, length in files.select("uri", "bytes").iter_rows():
        seen: set[str | None] = set()
        for piece in islice(pieces_of(File(uri, length), settings), _PIECES):
            if not isinstance(piece, Lines | Table) or piece.member in seen:
                continue
            seen.add(piece.member)
            for verdict in piece.profile.verdicts:
                why = verdict.why
                if order := piece.profile.orders.get(verdict.column):
                    why += f"; its dates are read {order}"
                if doubt := piece.profile.doubts.get(verdict.column):
                    why += f"; doubted: {doubt}"
                meaning = verdict.meaning or "extra"
                other = meaning if meaning not in ("extra", "clock") else "FIELD"
                line = f'[reading.columns] {other} = "{verdict.column if other == "FIELD" else "OTHER COLUMN"}"'
                rows.append((uri, piece.member, verdict.column, meaning, verdict.by, why, line))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
