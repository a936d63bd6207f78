"""Rows of many batches sorted by a 64-bit hash in a few files, of which a look-up reads only what it asks for.

Belongs here: writing, merging and searching such files. Does not belong here: what is in them (``copy_index``).

A *run* is an Arrow file with the rows of some batches. Its record batches are equal ranges of the hash, in order, so a
run is read, merged, and could be worked on by many machines, a range at a time; a range is mapped into memory, searched
for the hashes that are asked for, and let go. Ranges are not compressed: unpacking them would cost a look-up as much as
the whole file, and hashes hardly get smaller. New batches make a run of their own. Runs of like size are merged until
one is large enough to stay, so every row is written two or three times, and a look-up goes through few files.

Runs are made from the store's parts and can be made from them again at any time. The file says which batches it has,
and the stamp of the part of each: a run with a batch that is gone or another now is removed.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.files import remove, replacing
from kliping.settings import digest
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt
    import pyarrow as pa

    from kliping.warehouse.store import Store

RANGE_BYTES = 8 << 20
"""Size of a range: what a look-up or a merge has in memory of each run."""

LARGE = 64 << 20
"""Bytes from which a run is not merged again."""

TIER_BITS = 3
"""Doublings of size within which runs are of like size: ``FAN`` of one tier merged are one of the next."""

FAN = 8
"""Runs of like size that are merged into one."""


class Run(NamedTuple):
    """A file of sorted rows."""

    path: Path
    batches: dict[str, str]
    """The batches whose rows it has, and the stamp of the part each was made from."""
    ranges: int
    """A power of two: record batch ``n`` holds the hashes whose first bits are ``n``."""
    bytes: int


class SortedRuns:
    """The runs of one kind of rows in a store.

    Args:
        store: the home.
        name: the folder below the store.
        hashed: the column of 64-bit hashes by which rows are sorted and found.
        schema: all columns of the rows.
    """

    def __init__(self, store: Store, name: str, hashed: str, schema: pl.Schema) -> None:
        self._store, self._name, self._hashed, self._schema = store, name, hashed, schema
        self._runs: list[Run] = []

    def files(self) -> list[Path]:
        """The files there are, sorted."""
        return sorted((self._store.root / self._name).glob("[!.]*.arrow"))

    def open(self) -> set[str]:
        """Open every run, with rows of parts that are others now as well; the names of their batches."""
        self._runs = [run for run in map(_opened, self.files()) if run is not None]
        return {name for run in self._runs for name in run.batches}

    def where(self, column: str, values: pl.Series) -> pl.DataFrame:
        """The rows whose ``column`` is one of ``values``; every row is looked at."""
        parts = (_as_frame(_range(run.path, number)) for run in self._runs for number in range(run.ranges))
        return pl.concat(
            [self._schema.to_frame(), *(part.filter(pl.col(column).is_in(values.implode())) for part in parts)]
        )

    def keep(self, stamps: Mapping[str, str], *, clear: bool = True) -> set[str]:
        """Open the runs whose batches all have the stamps they were made from, and remove the others.

        Args:
            stamps: by batch.
            clear: whether the others are removed, or only not opened.

        Returns:
            The names of the batches whose rows are there.
        """
        found = [(path, _opened(path)) for path in self.files()]
        self._runs, held = [], set[str]()
        for path, run in sorted(found, key=lambda one: (-len(one[1].batches) if one[1] else 0, one[0].name)):
            current = run is not None and all(stamps.get(name) == stamp for name, stamp in run.batches.items())
            if run is not None and current and held.isdisjoint(run.batches):
                self._runs.append(run)
                held |= set(run.batches)
            elif clear:
                remove(path)
        return held

    def enter(self, stamps: Mapping[str, str], rows: pl.DataFrame) -> None:
        """Add ``rows``, which are those of the batches ``stamps`` names, none of which is there yet."""
        ordered = rows.select(pl.col(name).cast(kind) for name, kind in self._schema.items()).sort(self._hashed)
        ranges = _ranges(int(ordered.estimated_size()))
        parts = (_between(ordered, self._hashed, number, ranges) for number in range(ranges))
        self._runs.append(self._written(dict(stamps), ranges, parts))
        while crowded := self._crowded():
            self._merge(crowded)

    def rows(self, hashes: pl.Series, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows with one of ``hashes``, in no order; ``columns``: all of the schema."""
        import numpy as np
        import pyarrow as pa

        names = list(columns or self._schema.names())
        wanted = hashes.drop_nulls().unique().sort().to_numpy()
        found: list[pl.DataFrame] = []
        for run in self._runs if wanted.size else ():
            bounds = np.searchsorted(wanted, _starts(run.ranges))
            for number in range(run.ranges):
                asked = wanted[bounds[number] : bounds[number + 1] if number + 1 < run.ranges else None]
                if not asked.size:
                    continue
                part = _range(run.path, number)
                places = _places(part.column(self._hashed).to_numpy(), asked)
                if places.size:
                    found.append(_as_frame(part.select(names).take(pa.array(places))))
        return pl.concat(found) if found else pl.DataFrame(schema={name: self._schema[name] for name in names})

    def _crowded(self) -> list[Run]:
        """Runs of like size that are to be merged."""
        tiers: dict[int, list[Run]] = {}
        for run in self._runs:
            if run.bytes < LARGE:
                tiers.setdefault(run.bytes.bit_length() // TIER_BITS, []).append(run)
        return next((runs for runs in tiers.values() if len(runs) >= FAN), [])

    def _merge(self, runs: list[Run]) -> None:
        """Make one run of ``runs``, a range at a time."""
        ranges = max(_ranges(sum(run.bytes for run in runs)), *(run.ranges for run in runs))
        batches = {name: stamp for run in runs for name, stamp in run.batches.items()}

        def parts() -> Iterator[pl.DataFrame]:
            for number in range(ranges):
                pieces = []
                for run in runs:
                    wider = ranges // run.ranges
                    part = _as_frame(_range(run.path, number // wider))
                    pieces.append(part if wider == 1 else _between(part, self._hashed, number, ranges))
                yield pl.concat(pieces).sort(self._hashed)

        merged = self._written(batches, ranges, parts())
        self._runs = [*(run for run in self._runs if run not in runs), merged]
        for run in runs:
            remove(run.path)

    def _written(self, batches: dict[str, str], ranges: int, parts: Iterator[pl.DataFrame]) -> Run:
        import pyarrow as pa

        path = self._store.root / self._name / f"{digest(sorted(batches.items()))}.arrow"
        about = {"kliping": json.dumps({"batches": batches, "ranges": ranges})}
        schema = _as_arrow(self._schema.to_frame()).schema.with_metadata(about)
        with replacing(path) as temporary:
            with pa.OSFile(str(temporary), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
                for part in parts:
                    writer.write_batch(_as_arrow(part).replace_schema_metadata(about))
            note(self._store.home, temporary, path)
        return Run(path, batches, ranges, path.stat().st_size)


def _opened(path: Path) -> Run | None:
    """The run at ``path``; None where it is none, or not whole."""
    import pyarrow as pa

    with suppress(OSError, pa.ArrowException, KeyError, ValueError, TypeError), pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        about = json.loads(reader.schema.metadata[b"kliping"])
        if reader.num_record_batches == about["ranges"]:
            return Run(path, dict(about["batches"]), int(about["ranges"]), path.stat().st_size)
    return None


def _range(path: Path, number: int) -> pa.RecordBatch:
    """One range of a run, mapped: the file's pages leave memory with the last reference to it."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(path))).get_batch(number)


def _ranges(size: int) -> int:
    """How many ranges rows of ``size`` bytes get: a power of two."""
    return 1 << max(0, (size // RANGE_BYTES).bit_length())


def _starts(ranges: int) -> npt.NDArray[Any]:
    """The first hash of each of ``ranges`` ranges."""
    import numpy as np

    return np.arange(ranges, dtype=np.uint64) * np.uint64((1 << 64) // ranges if ranges > 1 else 0)


def _between(ordered: pl.DataFrame, hashed: str, number: int, ranges: int) -> pl.DataFrame:
    """Of sorted rows those in range ``number`` of ``ranges``."""
    import numpy as np

    if ranges == 1:
        return ordered
    width = (1 << 64) // ranges
    hashes = ordered[hashed].to_numpy()
    start = int(np.searchsorted(hashes, np.uint64(number * width)))
    stop = int(np.searchsorted(hashes, np.uint64((number + 1) * width - 1), "right"))
    return ordered.slice(start, stop - start)


def _places(hashes: npt.NDArray[Any], asked: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Where in sorted ``hashes`` those stand that are ``asked`` for, which are sorted too."""
    import numpy as np

    first = np.searchsorted(hashes, asked)
    there = first < hashes.size
    there[there] = hashes[first[there]] == asked[there]
    first = first[there]
    counts = np.searchsorted(hashes, asked[there], "right") - first
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(int(counts.sum()))


def _as_arrow(frame: pl.DataFrame) -> pa.RecordBatch:
    import pyarrow as pa

    table = frame.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
    batches = table.to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)


def _as_frame(batch: pa.RecordBatch) -> pl.DataFrame:
    import pyarrow as pa

    return pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
