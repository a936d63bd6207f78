"""What the columns of a file were taken for, and why.

Belongs here: showing the profiles of a file's tables. Does not belong here: making them (``formats.profiles``).
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.formats.pieces import Lines, Table
from kliping.reading.sources.files import File, pieces_of
from kliping.reading.sources.sources import list_files
from kliping.tables.tables import ARTICLES
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kliping.settings.reading import ReadingSettings

COLUMNS = pl.Schema(
    {
        "uri": pl.String,
        "member": pl.String,  # the sheet or table inside the file; null where it has one
        "column": pl.String,
        "meaning": pl.String,  # text, a field, clock (the time to another column's day), or extra
        "behind": pl.String,  # the columns of that meaning which are asked first, so that it is kept in extra; or null
        "decided_by": pl.String,  # setting, name, values, none
        "why": pl.String,
        "setting": pl.String,  # the lines for kliping.toml that would change it
    }
)

_TAKEN = frozenset(column.name for column in ARTICLES.columns)

_PIECES = 500
"""Pieces of a file that are looked at for further tables."""


def _as_column(name: str) -> str:
    """The line that makes a column beyond the fields one of ``articles``."""
    own = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_")
    own = own if re.match(r"[a-z]", own) and own not in _TAKEN else f"own_{own}".strip("_")
    named = "" if own == name else f", named = [{json.dumps(name, ensure_ascii=False)}]"
    return f'{own[:50]} = {{type = "VARCHAR"{named}}}' if named else f'{own} = "VARCHAR"'


def explain_columns(sources: Sequence[str], settings: ReadingSettings, lexicons: Sequence[Path] = ()) -> pl.DataFrame:
    """``COLUMNS`` of the tables in sources (as ``list_files`` takes them); no row for files that hold no table.

    Args:
        sources: files, folders, globs.
        settings: how files are read.
        lexicons: folders of further words that cells are read with.

    Raises:
        SourceError: a source cannot be listed.
        RuleError: as ``kliping.words.load``.
    """
    with with_lexicons(lexicons):
        return _explained(sources, settings)


def _explained(sources: Sequence[str], settings: ReadingSettings) -> pl.DataFrame:
    rows: list[tuple[str | None, ...]] = []
    files = list_files(sources, settings)
    for uri, length in files.select("uri", "bytes").iter_rows():
        seen: set[str | None] = set()
        for piece in islice(pieces_of(File(uri, length), settings), _PIECES):
            if not isinstance(piece, Lines | Table) or piece.member in seen:
                continue
            seen.add(piece.member)
            behind = piece.profile.mapping.behind(piece.profile.parts)
            for verdict in piece.profile.verdicts:
                why = verdict.why
                if order := piece.profile.orders.get(verdict.column):
                    why += f"; its dates are read {order}"
                if doubt := piece.profile.doubts.get(verdict.column):
                    why += f"; doubted: {doubt}"
                before = " or ".join(behind.get(verdict.column, ())) or None
                if before:
                    why += f"; kept in extra where {before} is filled"
                meaning = verdict.meaning or "extra"
                other = meaning if meaning not in ("extra", "clock") else "FIELD"
                line = f'[reading.columns] {other} = "{verdict.column if other == "FIELD" else "OTHER COLUMN"}"'
                if meaning == "extra":
                    line += f"; [publishing.article_columns] {_as_column(verdict.column)}"
                rows.append((uri, piece.member, verdict.column, meaning, before, verdict.by, why, line))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
