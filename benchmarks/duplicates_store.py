"""A batch beside a corpus, in a home: what the search for copies costs a run, and the memory it takes.

Belongs here: a home with what the steps before leave of planted documents, and finding copies in it. Does not belong
here: the planted text (``duplicates_corpus``), printing (``duplicates``).

All is signed and searched in batches as a run does it, then one batch more. Times are processor seconds; memory is the
most resident beyond what was resident before the first batch.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.memory import resident

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.warehouse.store import Store

BATCH = 1_000
BATCH_DOCUMENTS = 2_000
CHUNK = 20_000
"""Documents planted at once: copies lie in the chunk of their original, in any of its batches."""


def made(folder: Path, size: int) -> dict[str, Any]:
    """Writes the planted chunks of ``size`` documents below ``folder``, those that are not there yet."""
    from benchmarks.duplicates_corpus import planted

    folder.mkdir(exist_ok=True)
    for seed in range(1, size // CHUNK + 1):
        if not (folder / f"{seed:03}.parquet").exists():
            planted(CHUNK, seed).write_parquet(folder / f"{seed:03}.parquet")
    return {}


def batch_beside_all(folder: Path, home: Path, size: int) -> dict[str, Any]:
    """Seconds and memory of searching ``size`` documents batch by batch, and of one batch more; precision and recall.

    Args:
        folder: the planted chunks.
        home: a folder that is not there yet.
        size: all documents; the last ``BATCH`` come alone, after all others.
    """
    from kliping.duplicates import sign
    from kliping.duplicates.schemas import BODIES
    from kliping.frames import QUARANTINE_REASONS, empty
    from kliping.settings import Settings
    from kliping.warehouse.copies import find_copies
    from kliping.warehouse.store import Store

    store, settings = Store(home), Settings(home=home)
    batches: list[str] = []

    def arrive(documents: pl.DataFrame) -> float:
        """What the steps before leave of a batch; the seconds its signatures took."""
        name = f"b-{len(batches):05}"
        batches.append(name)
        start = time.process_time()
        signatures = sign(documents.select(*BODIES), settings.duplicates)
        store.write("signatures", name, signatures)
        seconds = time.process_time() - start
        _rank(store, name, documents, signatures)
        return seconds

    def search() -> tuple[float, pl.DataFrame]:
        start = time.process_time()
        found = find_copies(store, settings, batches, empty(QUARANTINE_REASONS))
        return time.process_time() - start, found

    _warm(folder, home.with_name(f"{home.name}-warm"))
    before = resident(reset=True)
    seconds = 0.0
    last = pl.DataFrame()
    for seed in range(1, size // CHUNK + 1):
        chunk = pl.read_parquet(folder / f"{seed:03}.parquet")
        if seed == size // CHUNK:
            chunk, last = chunk[:-BATCH], chunk[-BATCH:]
        for start in range(0, chunk.height, BATCH_DOCUMENTS):
            seconds += arrive(chunk[start : start + BATCH_DOCUMENTS])
        del chunk
    whole, found = search()
    all_memory = resident() - before
    del found
    resident(reset=True)
    added = arrive(last)
    again, found = search()
    memory = resident() - before
    return {
        "seconds": seconds + whole,
        "batch": added + again,
        "share": (added + again) / (seconds + whole),
        "memory": all_memory / size,
        "batch_memory": memory / size,
    } | _scores(folder, size, found)


def _warm(folder: Path, home: Path) -> None:
    """Everything once in small, so that compiling is counted nowhere."""
    from kliping.duplicates import sign
    from kliping.duplicates.schemas import BODIES
    from kliping.frames import QUARANTINE_REASONS, empty
    from kliping.settings import Settings
    from kliping.warehouse.copies import find_copies
    from kliping.warehouse.store import Store

    store, settings = Store(home), Settings(home=home)
    documents = pl.read_parquet(folder / "001.parquet", n_rows=2_000)
    for name, part in (("b-1", documents[:1_000]), ("b-2", documents[1_000:])):
        signatures = sign(part.select(*BODIES), settings.duplicates)
        store.write("signatures", name, signatures)
        _rank(store, name, part, signatures)
        find_copies(store, settings, sorted({"b-1", name}), empty(QUARANTINE_REASONS))


def _lines(documents: pl.DataFrame) -> pl.DataFrame:
    """LINES in which every body is one line."""
    from kliping.frames import LINES

    known = documents.select("document_id", text="body").with_columns(
        line=1, role=pl.lit("body"), reason=pl.lit("model"), paragraph=1
    )
    return known.select(
        (pl.col(name) if name in known.columns else pl.lit(None).alias(name)).cast(kind) for name, kind in LINES.items()
    )


def _rank(store: Store, name: str, documents: pl.DataFrame, signatures: pl.DataFrame) -> None:
    """Keep the ranks of a batch whose pages say nothing of themselves."""
    from kliping.duplicates import own_ranks
    from kliping.frames import DOCUMENTS, METADATA_EVIDENCE, empty
    from kliping.metadata import chosen_values

    nothing = chosen_values(empty(METADATA_EVIDENCE))
    store.write("ranks", name, own_ranks(empty(DOCUMENTS), _lines(documents), nothing, signatures))


def _scores(folder: Path, size: int, found: pl.DataFrame) -> dict[str, float]:
    from benchmarks.duplicates_corpus import scores

    chunks = [
        pl.read_parquet(folder / f"{seed:03}.parquet", columns=["document_id", "family", "original"]).with_columns(
            family=pl.col("family").cast(pl.Int64) + seed * CHUNK
        )
        for seed in range(1, size // CHUNK + 1)
    ]
    return scores(pl.concat(chunks), found["document_id"], found["canonical_document_id"], found["group_id"])
