"""The Parquet store between the steps: one file a step and batch, and the ledger of what was ever read.

Belongs here: the one way to the home folder's ``store/``. Does not belong here: DuckDB (``candidate``, ``publish``).

Layout below the home folder::

    store/batches/<batch>.parquet    the files of a batch: the ledger, one part a batch
    store/<step>/<batch>.parquet     what a step made of that batch
    store/failures/<batch>.<step>.parquet  documents of that batch that made the step raise, where there are any
    store/corpus/<name>.parquet      what a step made of the whole corpus
    store/editions/<number>.parquet  one row an edition, and store/expectation_results/<number>.parquet its results
    candidate.duckdb                 the tables under judgement
    kliping.duckdb                   the published file
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import StoreError
from kliping.frames import FILES, UTC_TIME
from kliping.steps import STEPS
from kliping.warehouse.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

LEDGER = pl.Schema([*FILES.items(), ("batch", pl.String()), ("first_seen_at", UTC_TIME)])
"""The ledger: every file that was ever read, with its batch and arrival."""

BATCHES = "batches"
BATCH_STEPS = tuple(step.name for step in STEPS)
LAST_STEP = BATCH_STEPS[-1]
CORPUS = "corpus"


@dataclass(frozen=True)
class Store:
    """The store below ``home``. Holds no open file and no state: two stores of one home are the same store."""

    home: Path

    @property
    def root(self) -> Path:
        """Folder of all Parquet files."""
        return self.home / "store"

    @property
    def candidate(self) -> Path:
        """The DuckDB file under judgement."""
        return self.home / "candidate.duckdb"

    @property
    def published(self) -> Path:
        """The published DuckDB file."""
        return self.home / "kliping.duckdb"

    @property
    def data_docs(self) -> Path:
        """Folder of the Data Docs, one subfolder an edition."""
        return self.home / "data-docs"

    def path(self, step: str, part: str) -> Path:
        """Where ``part`` (a batch, an edition, a corpus frame's name) of ``step`` rests."""
        return self.root / step / f"{part}.parquet"

    def write(self, step: str, part: str, frame: pl.DataFrame, *, recipe: str = "") -> None:
        """Keep ``frame``, replacing an earlier one in one step; ``recipe`` says what it was made with."""
        with replacing(self.path(step, part)) as temporary:
            frame.write_parquet(temporary, metadata={"kliping": json.dumps({"recipe": recipe})})

    def read(self, step: str, part: str) -> pl.DataFrame:
        """The frame kept under ``step`` and ``part``.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        path = self.path(step, part)
        try:
            return pl.read_parquet(path, glob=False)
        except FileNotFoundError as missing:
            raise StoreError(
                f"{step} of {part} has not been made yet. Materialise {step} for that batch first."
            ) from missing
        except (pl.exceptions.PolarsError, OSError) as broken:
            raise StoreError(f"{path} cannot be read. Remove it, then run 'kliping run' again.") from broken

    def scan(self, step: str, parts: Iterable[str], schema: pl.Schema) -> pl.LazyFrame:
        """All ``parts`` of ``step``, lazily, in the order of their names; empty with ``schema`` when there are none."""
        paths = [self.path(step, part) for part in sorted(parts)]
        present = [path for path in paths if path.is_file()]
        return pl.scan_parquet(present, glob=False) if present else pl.LazyFrame(schema=schema)

    def parts(self, step: str) -> list[str]:
        """Names of what is kept under ``step``, sorted."""
        folder = self.root / step
        return sorted(path.stem for path in folder.glob("[!.]*.parquet")) if folder.is_dir() else []

    def recipe(self, step: str, part: str) -> str | None:
        """What ``part`` of ``step`` was made with; None when it is not there or cannot be read."""
        try:
            return str(json.loads(pl.read_parquet_metadata(self.path(step, part))["kliping"])["recipe"])
        except (FileNotFoundError, KeyError, ValueError, pl.exceptions.PolarsError):
            return None

    def register(self, planned: pl.DataFrame, first_seen_at: datetime) -> list[str]:
        """Enter planned batches (FILES plus ``batch``) into the ledger; a batch already there keeps its arrival.

        Returns:
            The names of the batches that are new, sorted.
        """
        known = set(self.parts(BATCHES))
        fresh = sorted(set(planned["batch"].unique().to_list()) - known)
        for name in fresh:
            files = planned.filter(pl.col("batch") == name).with_columns(
                pl.lit(first_seen_at).cast(UTC_TIME).alias("first_seen_at")
            )
            self.write(BATCHES, name, files)
        return fresh

    def ledger(self) -> pl.DataFrame:
        """Every file that was ever read: LEDGER columns (and those the reading step adds)."""
        return self.scan(BATCHES, self.parts(BATCHES), LEDGER).collect()

    def finished(self, recipe: str) -> list[str]:
        """Batches whose last step was made with ``recipe``, sorted."""
        return [name for name in self.parts(BATCHES) if self.recipe(LAST_STEP, name) == recipe]

    def pending(self, recipe: str) -> list[str]:
        """Batches in the ledger whose steps are missing or were made with another recipe, sorted."""
        done = set(self.finished(recipe))
        return [name for name in self.parts(BATCHES) if name not in done]
