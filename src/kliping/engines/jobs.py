"""Jobs: the units that an engine has done, each from whole objects to whole objects.

Belongs here: the jobs of the two verbs, and doing one: reading, calling, writing, listening to what is logged. Does not
belong here: where a job is done (``engine``, ``cluster``), or the functions themselves.

A shuffle takes two rounds. First every object is divided: its rows, sorted by the range their key falls into, become
one object with a row group a range. Then every range is gathered: its row group of each divided object is read, and
the rows of a range are worked on together. Keys are 64-bit hashes, so equal ranges of them hold about as many.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

from kliping.engines.objects import Kept, Objects
from kliping.errors import KlipingError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOGGED = "kliping"
"""The logger whose warnings come back with a job."""


class Batch(NamedTuple):
    """What one call of a work takes and gives."""

    name: str
    takes: Mapping[str, str]
    """By the name under which the work is given it: the object of the source that is read."""
    gives: tuple[str, ...]
    """Names of frames: each is written as the object ``<frame>/<batch>`` of the target, where the work gave it."""


class Work(Protocol):
    """A pure function that any node can be sent: the same batch and frames give the same frames."""

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> Mapping[str, Kept]:
        """The frames that ``batch.gives`` names; one that is left out has nothing to say."""


class Keyed(NamedTuple):
    """Objects whose rows are to be brought together by a key."""

    objects: Sequence[str]
    """Names of objects of one schema, none of them twice; at least one."""
    key: str
    """Column of 64-bit hashes (UInt64, no nulls)."""


class Shuffled(NamedTuple):
    """What a shuffle takes and gives."""

    takes: Mapping[str, Keyed]
    gives: tuple[str, ...]
    """Names of frames: each is written as ``<frame>/<range>`` of the target."""
    ranges: int
    """Into how many equal ranges of the key rows are divided: a power of two."""
    between: Objects
    """Where divided objects rest between the two rounds."""


class Outcome(NamedTuple):
    """A job that was done."""

    name: str
    said: tuple[str, ...]
    """Warnings that were logged on the way."""


class Job(Protocol):
    """Something to be done on some node; it can be sent there."""

    @property
    def name(self) -> str:
        """Of the batch or the range."""

    def run(self) -> None:
        """Do it, from whole objects to whole objects."""


@dataclass(frozen=True)
class Mapped:
    """A work on one batch."""

    work: Work
    source: Objects
    target: Objects
    batch: Batch

    @property
    def name(self) -> str:
        """The batch's."""
        return self.batch.name

    def run(self) -> None:
        """Read what the batch takes, call the work, write what it gives."""
        taken = {name: self.source.read(place) for name, place in self.batch.takes.items()}
        _write(self.target, self.batch, self.work(self.batch, taken))


@dataclass(frozen=True)
class Divided:
    """The first round of a shuffle: one object divided by the ranges of its key."""

    source: Objects
    place: str
    key: str
    shuffled: Shuffled
    divided: str
    """The object of ``shuffled.between`` that it becomes."""

    @property
    def name(self) -> str:
        """The object's."""
        return self.place

    def run(self) -> None:
        """Write the rows of each range as a row group."""
        rows = self.source.read(self.place).frame
        ranges = self.shuffled.ranges
        width = pl.lit((1 << 64) // ranges, pl.UInt64) if ranges > 1 else None
        number = pl.col(self.key) // width if width is not None else pl.lit(0, pl.UInt64)
        parts = rows.with_columns(number.alias(_RANGE)).partition_by(_RANGE, as_dict=True, include_key=False)
        self.shuffled.between.write_ranges(self.divided, [parts.get((at,), rows.clear()) for at in range(ranges)])


@dataclass(frozen=True)
class Gathered:
    """The second round of a shuffle: a work on all rows of one range."""

    work: Work
    target: Objects
    shuffled: Shuffled
    number: int

    @property
    def name(self) -> str:
        """The number of the range, as objects are named by it."""
        return f"{self.number:05d}"

    def run(self) -> None:
        """Read the range's row group of every object, in their order, and work on it."""
        batch = Batch(self.name, {}, self.shuffled.gives)
        taken = {
            name: Kept(
                pl.concat([self.shuffled.between.read_range(place, self.number) for place in divided(name, one)])
            )
            for name, one in self.shuffled.takes.items()
        }
        _write(self.target, batch, self.work(batch, taken))


_RANGE = "the range of the key"


def divided(name: str, keyed: Keyed) -> list[str]:
    """The divided objects of what a shuffle takes under ``name``, in the order of its objects."""
    return [f"{name}/{number:05d}" for number in range(len(keyed.objects))]


def _write(target: Objects, batch: Batch, given: Mapping[str, Kept]) -> None:
    for name in batch.gives:
        if name in given:
            target.write(f"{name}/{batch.name}", given[name])


def performed(job: Job) -> Outcome:
    """Do a job, on whatever node this is.

    Raises:
        KlipingError, OSError, MemoryError: they can be sent to another process as they are.
        StoreError: in place of any other, of which the type and the place are told, and nothing of the data.
    """
    with _heard() as said:
        try:
            job.run()
        except (KlipingError, OSError, MemoryError):
            raise
        except Exception as fault:  # noqa: BLE001 - what other libraries raise may quote a page, or not travel
            raise StoreError(_of_a_bug(job, fault)) from None
    return Outcome(job.name, tuple(said))


def _of_a_bug(job: Job, fault: Exception) -> str:
    place, trace = "", fault.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("kliping."):
            place = f" at {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"A fault of this program while working on {job.name}: {type(fault).__name__}{place}. "
        "Nothing half-written is left; reporting this sentence helps the next version."
    )


class _Hearing(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """What our steps log within the block, which is said where the work was asked for and not here."""
    logger, hearing = logging.getLogger(LOGGED), _Hearing()
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(hearing)
    try:
        yield hearing.said
    finally:
        logger.removeHandler(hearing)
        logger.propagate = propagated
