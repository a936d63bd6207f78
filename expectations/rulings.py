"""Rulings: a person's word on one document or article, above every row rule, kept with name, time and reason.

Belongs here: recording and reading them. Does not belong here: how a held document leaves the candidate.

The latest ruling on an id counts; the earlier ones stay on record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from expectations import records
from kliping.errors import RuleError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import polars as pl

FILE = "rulings.jsonl"
_LENGTH = "{4,64}"
"""Characters of an id: ours have sixteen or a few more, and nobody has to copy them whole to be told that there is
none."""

_ID = re.compile(rf"[0-9A-Za-z_-]{_LENGTH}")


def release(home: Path, subject: str, *, who: str, why: str, when: datetime) -> None:
    """Rule that the document or article ``subject`` is published whatever row rules say.

    Raises:
        RuleError: the id is none, or the name or reason is empty.
    """
    _rule(home, "release", subject, who, why, when)


def hold(home: Path, subject: str, *, who: str, why: str, when: datetime) -> None:
    """Rule that the document or article ``subject`` stays in quarantine; an article with all its copies.

    Raises:
        RuleError: the id is none, or the name or reason is empty.
    """
    _rule(home, "hold", subject, who, why, when)


def read_rulings(home: Path | None) -> pl.DataFrame:
    """Every ruling, oldest first: id, ruling (release, hold), who, why, ruled_at (UTC), in_force (latest on its id).

    Raises:
        StoreError: the file of rulings is broken.
    """
    import polars as pl

    schema = {"id": pl.String, "ruling": pl.String, "who": pl.String, "why": pl.String, "ruled_at": pl.String}
    found = records.read_lines(home / FILE) if home is not None else []
    frame = pl.DataFrame(found, schema=schema, orient="row")
    return frame.with_columns(
        pl.col("ruled_at").str.to_datetime(time_unit="us", time_zone="UTC"),
        in_force=pl.col("id").is_last_distinct(),
    )


def _rule(home: Path, ruling: str, subject: str, who: str, why: str, when: datetime) -> None:
    if not _ID.fullmatch(subject):
        raise RuleError(f"{subject[:64]!r} is no id of a document or article. Copy one from documents or quarantine.")
    if not why.strip() or not who.strip():
        raise RuleError(f"A ruling on {subject} needs a reason and a name: --why and, where it is unknown, --who.")
    records.append(
        home / FILE,
        {"id": subject, "ruling": ruling, "who": who.strip(), "why": why.strip(), "ruled_at": when.isoformat()},
    )
