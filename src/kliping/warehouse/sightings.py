"""What looks saw of files that are known: touched, gone, or holding again what they once held.

Belongs here: the record of what brought no new bytes, and the ledger with it; the names under which a batch's reading
puts on record what it did not keep. Does not belong here: comparing a
listing with what is known (``kliping.reading``), or what follows for documents (``standing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import FILES
from kliping.tables.description import UTC_TIME
from kliping.warehouse import gathered

if TYPE_CHECKING:
    from datetime import datetime

    from kliping.warehouse.store import Store

STEP, PART = "sightings", "all"

ELSEWHERE = "elsewhere"
"""Of a batch, the documents its files hold that belong to another batch."""

NOT_HAD = ("no_permission", "vanished", "not_a_file", "read_error", "changed")
"""Reasons that speak of getting at a file's bytes, not of what the bytes are."""

SIGHTINGS = pl.Schema(
    [
        *FILES.items(),
        ("gone", pl.Boolean()),  # the file is not in its source any more
        ("first_seen_at", UTC_TIME),  # since when it is so: for a touched file, since it holds these bytes
    ]
)
"""One row for each version of a file that was seen again, the last time only, and one for its absence."""


def known(store: Store) -> pl.DataFrame:
    """The ledger and the sightings, in order of time: SIGHTINGS with ``batch`` and ``part`` (null for sightings)."""
    columns = [*SIGHTINGS.names(), "batch", "part"]
    seen = store.read(STEP, PART) if store.parts(STEP) else pl.DataFrame(schema=SIGHTINGS)
    ledger = gathered.ledger(store).collect().with_columns(gone=pl.lit(value=False))
    nowhere = pl.lit(None, pl.String)
    frames = [
        frame.with_columns(**{name: nowhere for name in ("batch", "part") if name not in frame.columns}).select(columns)
        for frame in (ledger, seen)
    ]
    return pl.concat(frames).sort("first_seen_at", maintain_order=True)


def note(store: Store, touched: pl.DataFrame, returned: pl.DataFrame, gone: pl.DataFrame, now: datetime) -> None:
    """Put on record what a look saw of known files (three frames of FILES).

    A touched file keeps the moment since when it holds its bytes (``first_seen_at``, which ``touched`` has).
    """
    at = pl.lit(now, UTC_TIME).alias("first_seen_at")
    new = [
        touched.with_columns(gone=pl.lit(value=False)),
        returned.with_columns(at, gone=pl.lit(value=False)),
        gone.with_columns(at, gone=pl.lit(value=True)),
    ]
    fresh = pl.concat([frame.select(*SIGHTINGS) for frame in new])
    if fresh.is_empty():
        return
    earlier = [store.read(STEP, PART)] if store.parts(STEP) else []
    kept = pl.concat([*earlier, fresh]).unique(["uri", "sha256", "gone"], keep="last", maintain_order=True)
    store.write(STEP, PART, kept)
