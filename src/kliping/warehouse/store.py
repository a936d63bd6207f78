"""The Parquet store between the steps: one file a step and batch, and the ledger of what was ever read.

Belongs here: the one way to the home folder's ``store/``. Does not belong here: DuckDB (``candidate``, ``publish``).

Layout below the home folder::

    store/batches/<batch>.parquet    the files of a batch: the ledger, one part a batch
    store/<step>/<batch>.parquet     what a step made of that batch, stamped with what it was made from
    store/again/<batch>.parquet      a wish that the batch be read again
    store/corrections/<batch>.parquet  what persons corrected in its documents, where there is any
    store/failures/<batch>.<step>.parquet  documents of that batch that made the step raise, where there are any
    store/corpus/<name>.parquet      what a step made of the whole corpus, and rows of many batches (``gathered``)
    store/index-<kind>/<digest>.arrow  rows of many batches sorted by hash, to find copies by
    store/basis/<number>.<name>.parquet  what an edition was filled from, and what its audit measured
    store/editions/<number>.parquet  one row an edition, and store/expectation_results/<number>.parquet its results
    candidate.duckdb                 the tables under judgement, until their edition is out
    kliping.duckdb                   the published file
    passed.duckdb                    a copy of it, while the candidate is a refused one
    editions/<number>.duckdb         the last published editions
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from itertools import count
from typing import TYPE_CHECKING, Literal

import polars as pl

from kliping.errors import StoreError
from kliping.files import replacing
from kliping.frames import FILES
from kliping.settings import digest
from kliping.steps import BY_NAME, STEPS
from kliping.tables.description import UTC_TIME
from kliping.warehouse.parts import about, told_by, told_in, told_of, written_of
from kliping.warehouse.stamping import AGAIN, CORRECTED, LOOKED_AT, is_there, stamp, to_make
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from kliping.warehouse.parts import Dropped

LEDGER = pl.Schema([*FILES.items(), ("batch", pl.String()), ("first_seen_at", UTC_TIME)])
"""The ledger: every file that was ever read, with its batch and arrival."""

ARRIVED = pl.Schema({"batch": pl.String(), "document_id": pl.String()})
"""What came in: a row a document, or one row without a document for a batch that was never read."""

BATCHES = "batches"
BATCH_STEPS = tuple(step.name for step in STEPS)
LAST_STEPS = tuple(step.name for step in STEPS if not any(step.name in other.takes for other in STEPS))
"""The steps that no other takes: their stamps follow from those of all others."""
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
    def passed(self) -> Path:
        """A copy of the published file, kept while the last edition is refused and its candidate another's."""
        return self.home / "passed.duckdb"

    @property
    def kept(self) -> Path:
        """Folder of the editions that are kept as files."""
        return self.home / "editions"

    def kept_edition(self, number: int) -> Path:
        """Where the edition of that number is kept, if it is."""
        return self.kept / f"{number:08d}.duckdb"

    @property
    def data_docs(self) -> Path:
        """Folder of the Data Docs, one subfolder an edition."""
        return self.home / "data-docs"

    @property
    def reports(self) -> Path:
        """Folder of the corpus reports, one page an edition and language."""
        return self.home / "reports"

    def path(self, step: str, part: str) -> Path:
        """Where ``part`` (a batch, an edition, a corpus frame's name) of ``step`` rests."""
        return self.home.joinpath("store", step, f"{part}.parquet")

    def write(
        self,
        step: str,
        part: str,
        frame: pl.DataFrame,
        *,
        recipe: str = "",
        seconds: float | None = None,
        short_lived: bool = False,
        less: Dropped | None = None,
    ) -> None:
        """Keep ``frame``, replacing an earlier one in one step.

        Args:
            step: what made it.
            part: a batch, an edition, a corpus frame's name.
            frame: what is kept.
            recipe: what it was made with.
            seconds: of processor time that making it took, where that is known.
            short_lived: the next edition replaces it, so it is packed quickly rather than tightly.
            less: what was dropped of it; None: it is whole.
        """
        with replacing(self.path(step, part)) as temporary:
            how: Literal["lz4", "zstd"] = "lz4" if short_lived else "zstd"
            told = about(recipe, seconds, less)
            frame.write_parquet(temporary, compression=how, statistics=not short_lived, metadata=told)
            note(self.home, temporary, self.path(step, part))

    def read(self, step: str, part: str, *, less: bool = False) -> pl.DataFrame:
        """The frame kept under ``step`` and ``part``.

        Args:
            step: what made it.
            part: a batch, an edition, a corpus frame's name.
            less: give also one of which something was dropped (``kliping.warehouse.dropped`` makes it again).

        Raises:
            StoreError: there is none, it cannot be read, or something of it was dropped.
        """
        path = self.path(step, part)
        if not less and self.dropped(step, part):
            raise StoreError(
                f"What {step} gave of {part} was dropped once the edition was out. Materialise it for that batch again."
            )
        try:
            return pl.read_parquet(path, glob=False)
        except FileNotFoundError as missing:
            raise StoreError(
                f"{step} of {part} has not been made yet. Materialise {step} for that batch first."
            ) from missing
        except (pl.exceptions.PolarsError, OSError) as broken:
            raise StoreError(f"{path} cannot be read. Run 'kliping doctor --repair'.") from broken

    def scan(self, step: str, parts: Iterable[str], schema: pl.Schema) -> pl.LazyFrame:
        """All ``parts`` of ``step``, lazily, in the order of their names; empty with ``schema`` when there are none.

        Columns that were dropped of one of them are not there: who asks for them hears of it.
        """
        told = told_of(self.root / step, parts)
        if not told:
            return pl.LazyFrame(schema=schema)
        paths = [f"{self.root / step}/{part}.parquet" for part in told]
        dropped = {column for one in told.values() for column in one.get("dropped", ())}
        if not dropped:
            return pl.scan_parquet(paths, glob=False)
        frames = (pl.scan_parquet(path, glob=False) for path in paths)
        return pl.concat([frame.drop(dropped, strict=False) for frame in frames])

    def scan_named(self, step: str, parts: Iterable[str], schema: pl.Schema, column: str) -> pl.LazyFrame:
        """``scan``, with the name of the part that a row is from in ``column``, the last one."""
        names = {f"{self.root / step}/{part}.parquet": part for part in told_of(self.root / step, parts)}
        if not names:
            return pl.LazyFrame(schema={**schema, column: pl.String()})
        found = pl.scan_parquet(list(names), glob=False, include_file_paths=column).select(*schema, column)
        return found.with_columns(pl.col(column).replace_strict(names, return_dtype=pl.String))

    def parts(self, step: str) -> list[str]:
        """Names of what is kept under ``step``, sorted."""
        folder = self.root / step
        return sorted(path.stem for path in folder.glob("[!.]*.parquet")) if folder.is_dir() else []

    def files(self) -> list[Path]:
        """Every file of the store that is whole, sorted."""
        return sorted(path for kind in ("parquet", "arrow") for path in self.root.glob(f"*/[!.]*.{kind}"))

    def opens(self, step: str, part: str) -> bool:
        """Whether ``part`` of ``step`` is there and is Parquet."""
        try:
            pl.scan_parquet(self.path(step, part), glob=False).collect_schema()
        except (OSError, pl.exceptions.PolarsError):
            return False
        return True

    def recipe(self, step: str, part: str) -> str | None:
        """What ``part`` of ``step`` was made with; None when it is not there or cannot be read."""
        recipe: str | None = told_by(self.path(step, part)).get("recipe")
        return recipe

    def seconds(self, step: str, part: str) -> float | None:
        """Seconds of processor time that making ``part`` of ``step`` took; None where that is not known."""
        seconds: float | None = told_by(self.path(step, part)).get("seconds")
        return seconds

    def dropped(self, step: str, part: str) -> tuple[str, ...]:
        """What was dropped of ``part`` of ``step``: columns, or ``rows``."""
        return tuple(told_by(self.path(step, part)).get("dropped", ()))

    def register(self, planned: pl.DataFrame, first_seen_at: datetime) -> list[str]:
        """Enter planned batches (FILES plus ``batch``, a number) into the ledger, each under a name of its own.

        A batch is named by the day of its arrival (UTC) and its place among those of that day: ``2026-11-25-001``.

        Returns:
            The names, in the order in which they were planned.
        """
        names = _day_names(first_seen_at, self.parts(BATCHES))
        entered = []
        for (_,), files in planned.group_by("batch", maintain_order=True):
            name = next(names)
            arrival = pl.lit(first_seen_at).cast(UTC_TIME).alias("first_seen_at")
            self.write(BATCHES, name, files.with_columns(arrival, batch=pl.lit(name)))
            entered.append(name)
        return entered

    def ledger(self) -> pl.DataFrame:
        """Every file that was ever read: LEDGER columns (and those the reading step adds)."""
        return self.scan_ledger().collect()

    def scan_ledger(self) -> pl.LazyFrame:
        """The ledger, lazily."""
        return self.scan(BATCHES, self.parts(BATCHES), LEDGER)

    def require_batch(self, name: str) -> None:
        """Refuse a batch that the ledger does not know.

        Raises:
            StoreError: it was never entered: somebody made it up.
        """
        if not self.path(BATCHES, name).is_file():
            raise StoreError(
                f"{name[:80]} is no batch of {self.home}: batches are entered by looking at the source, not by hand. "
                "Delete that partition; what is new comes in by itself, or by 'kliping run'."
            )

    def arrival(self, batch: str) -> datetime:
        """When a batch of the ledger arrived.

        Raises:
            StoreError: the ledger does not know it.
        """
        at: datetime = self.read(BATCHES, batch)["first_seen_at"][0]
        return at

    def stamp(self, step: str, batch: str, stamps: Mapping[str, str]) -> str:
        """What ``step`` of ``batch`` has to be stamped with, from the frames it takes as they rest now.

        Of the step that reads files it is how the stamp begins: ``made_stamp`` adds what was read.

        Args:
            step: one of ``kliping.steps``.
            batch: a batch of the ledger.
            stamps: ``kliping.stamps.stamps`` of the settings in force.
        """
        looked_at = (*BY_NAME[step].takes, AGAIN, CORRECTED)
        return stamp(BY_NAME[step], stamps, {name: self.recipe(name, batch) for name in looked_at})

    def made_stamp(self, step: str, batch: str, stamps: Mapping[str, str], frame: pl.DataFrame) -> str:
        """The stamp for ``frame``, just made by ``step``.

        What a file gives hangs on the file, so the stamp of the step that reads it holds the documents' ids too: when
        one more can be read, all that follows is done again.
        """
        begun = self.stamp(step, batch, stamps)
        if BY_NAME[step].takes:
            return begun
        return begun + digest(sorted(frame["document_id"]), sorted(frame["reason"].drop_nulls()))

    def is_there(self, step: str, batch: str, stamps: Mapping[str, str]) -> bool:
        """Whether ``step`` of ``batch`` can be opened, and was made from what it would be made from now."""
        return is_there(BY_NAME[step], stamps, {name: self.recipe(name, batch) for name in LOOKED_AT})

    def outdated(self, batch: str, stamps: Mapping[str, str]) -> list[str]:
        """Steps of ``batch`` that are to be made, in order: not there, taking what is, or dropped and taken by one."""
        found = set(to_make(stamps, {name: self.recipe(name, batch) for name in LOOKED_AT}))
        for step in reversed(STEPS):
            if step.name in found:
                found.update(taken for taken in step.takes if self.dropped(taken, batch))
        return [step.name for step in STEPS if step.name in found]

    def made_of(self, batches: Iterable[str]) -> dict[str, str]:
        """Of each batch what all its frames were made with: equal digests, equal frames."""
        names = list(batches)
        told = [told_of(self.root / step, names) for step in LAST_STEPS]
        return {name: digest([one[name].get("recipe") if name in one else None for one in told]) for name in names}

    def written(self, step: str, parts: Iterable[str]) -> dict[str, str]:
        """By part what names the very file that ``step`` made (``parts.written_as``); '': there is none."""
        return written_of(self.root / step, parts)

    def finished(self, stamps: Mapping[str, str]) -> list[str]:
        """Batches of which every step is there, sorted."""
        known = self._recipes()
        return [name for name in self.parts(BATCHES) if not to_make(stamps, known.get(name, {}))]

    def pending(self, stamps: Mapping[str, str]) -> list[str]:
        """Batches in the ledger of which a step is to be made, in the order in which they arrived."""
        known = self._recipes()
        return self.in_order(name for name in self.parts(BATCHES) if to_make(stamps, known.get(name, {})))

    def _recipes(self) -> dict[str, dict[str, str | None]]:
        """By batch what all that is LOOKED_AT was made with; each folder is looked through once."""
        found: dict[str, dict[str, str | None]] = {}
        for step in LOOKED_AT:
            for name, told in told_in(self.root / step).items():
                found.setdefault(name, {})[step] = told.get("recipe")
        return found

    def in_order(self, batches: Iterable[str]) -> list[str]:
        """Batches in the order in which they arrived."""
        names = sorted(batches)
        arrived = self.scan(BATCHES, names, LEDGER).group_by("batch").agg(pl.col("first_seen_at").min()).collect()
        return arrived.sort("first_seen_at", "batch")["batch"].to_list()


def _day_names(day: datetime, taken: Iterable[str]) -> Iterator[str]:
    """Names of batches of a day, from the first that comes after those taken."""
    prefix = f"{day.astimezone(UTC):%Y-%m-%d}-"
    numbers = [name.removeprefix(prefix) for name in taken if name.startswith(prefix)]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return (f"{prefix}{number:03d}" for number in count(last + 1))
