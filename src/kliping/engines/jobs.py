"""Jobs: the units that an engine has done, each from whole objects to whole objects.

Belongs here: the jobs of the two verbs, and doing one: reading, calling, writing, listening to what is logged. Does not
belong here: where a job is done (``engine``, ``cluster``), or the functions themselves.

A shuffle takes two rounds. First objects are divided, as many together as make one divided object for each range: their
rows, by the range that their key falls into, become parts of one object. Then every range is gathered: its part of each
divided object is read, and the rows of a range are worked on together. Keys are 64-bit hashes, so equal ranges of them
hold about as many. So a shuffle into n ranges reads no more than n times n parts, however many objects there are.

Where n is large, objects are divided in levels: into a few wide ranges, and the parts of each, as many together as make
one range at the end, into narrower ones. With two levels of m and k ranges a shuffle reads n times m and n times k
parts, m times k being n; no job ever holds more than with one level.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

from kliping.engines.objects import Kept, Objects, Part
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


AT_ONCE = 256
"""Ranges that an object is divided into at once: 65,536 parts of each frame, some minutes of a service's answers."""


class Shuffled(NamedTuple):
    """What a shuffle takes and gives."""

    takes: Mapping[str, Keyed]
    gives: tuple[str, ...]
    """Names of frames: each is written as ``<frame>/<range>`` of the target."""
    ranges: int
    """Into how many equal ranges of the key rows are divided: a power of two."""
    between: Objects
    """Where divided objects rest between the two rounds."""
    at_once: int = AT_ONCE
    """Into how many ranges objects are divided at once, a power of two; into more they are in levels."""


class Level(NamedTuple):
    """Ranges of the key that objects are divided into, one step on the way to those of a shuffle."""

    number: int
    ranges: int
    """All of this level."""
    fan: int
    """Of them those that one range of the level before is divided into."""


class Outcome(NamedTuple):
    """A job that was done."""

    name: str
    said: tuple[str, ...]
    """Warnings that were logged on the way."""
    parts: tuple[Part, ...] = ()
    """Where the parts lie of what was divided, the first one without rows."""


class Job(Protocol):
    """Something to be done on some node; it can be sent there."""

    @property
    def name(self) -> str:
        """Of the batch, the range or the divided object."""

    def run(self) -> Sequence[Part]:
        """Do it, from whole objects to whole objects; gives where parts lie, if it made any."""


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

    def run(self) -> Sequence[Part]:
        """Read what the batch takes, call the work, write what it gives."""
        taken = {name: self.source.read(place) for name, place in self.batch.takes.items()}
        _write(self.target, self.batch, self.work(self.batch, taken))
        return ()


@dataclass(frozen=True)
class Divided:
    """The first round of a shuffle, or a level of it: what lies in one range divided by narrower ones."""

    source: Objects
    takes: Sequence[str | Part]
    """Objects of ``source``, or parts of what the level before divided."""
    key: str
    between: Objects
    level: Level
    name: str
    """Of the object of ``between`` that they become."""

    def run(self) -> Sequence[Part]:
        """Write a part without rows, which has the schema, and then one for each range."""
        objects = [self.source.read(one).frame for one in self.takes if isinstance(one, str)]
        parts = self.between.read_parts([one for one in self.takes if isinstance(one, Part)])
        rows = pl.concat([*objects, *parts])
        ranges, fan = self.level.ranges, self.level.fan
        width = pl.lit((1 << 64) // ranges, pl.UInt64) if ranges > 1 else None
        number = pl.col(self.key) // width % pl.lit(fan, pl.UInt64) if width is not None else pl.lit(0, pl.UInt64)
        divided = rows.with_columns(number.alias(_RANGE)).partition_by(_RANGE, as_dict=True, include_key=False)
        written = [rows.clear(), *(divided[at,] for at in range(fan) if (at,) in divided)]
        held = iter(self.between.write_parts(self.name, written))
        schema = next(held)
        return [schema, *(next(held) if (at,) in divided else schema for at in range(fan))]


@dataclass(frozen=True)
class Gathered:
    """The second round of a shuffle: a work on all rows of one range."""

    work: Work
    target: Objects
    shuffled: Shuffled
    number: int
    parts: Mapping[str, Sequence[Part]]
    """By what the shuffle takes: where the range lies, in the order of its objects; at least one."""

    @property
    def name(self) -> str:
        """The number of the range, as objects are named by it."""
        return f"{self.number:05d}"

    def run(self) -> Sequence[Part]:
        """Read the range of every divided object, in their order, and work on it."""
        batch = Batch(self.name, {}, self.shuffled.gives)
        taken = {name: Kept(pl.concat(self.shuffled.between.read_parts(parts))) for name, parts in self.parts.items()}
        _write(self.target, batch, self.work(batch, taken))
        return ()


_RANGE = "the range of the key"


def levels(shuffled: Shuffled) -> list[Level]:
    """The levels in which objects are divided, the widest ranges first; bits of a range are shared out evenly."""
    bits, most = shuffled.ranges.bit_length() - 1, max(1, shuffled.at_once.bit_length() - 1)
    count = max(1, -(-bits // most))
    so_far = [bits * number // count for number in range(count + 1)]
    return [Level(at, 1 << end, 1 << (end - start)) for at, (start, end) in enumerate(pairwise(so_far))]


def divisions(name: str, takes: Sequence[str | Part], ranges: int) -> dict[str, Sequence[str | Part]]:
    """What is divided together, by the object it becomes.

    Args:
        name: of the frame, the level and the range that objects or parts lie in.
        takes: these objects or parts.
        ranges: that they are divided into in the end: about as many rows as one of them are held at once.
    """
    together = -(-len(takes) // ranges)
    starts = range(0, len(takes), together)
    return {f"{name}-{at:05d}": takes[start : start + together] for at, start in enumerate(starts)}


def of_range(number: int, divided: Sequence[Sequence[Part]]) -> list[Part]:
    """Where the rows of a range lie in divided objects: those that have none are left out, but for one."""
    found = [parts[number + 1] for parts in divided if parts[number + 1] != parts[0]]
    return found or [divided[0][0]]


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
            parts = job.run()
        except (KlipingError, OSError, MemoryError):
            raise
        except Exception as fault:  # noqa: BLE001 - what other libraries raise may quote a page, or not travel
            raise StoreError(_of_a_bug(job, fault)) from None
    return Outcome(job.name, tuple(said), tuple(parts))


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
