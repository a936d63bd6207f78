"""Shuffles of which each takes what those before it gave.

Belongs here: their names, ranges and what rests between them. Does not belong here: what is done in a round
(``copy_rounds``, ``group_rounds``), or which follows which (``copy_shuffle``, ``group_shuffle``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.engines import Keyed, Shuffled
from kliping.frames import conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.engines import Engine, Objects, Work

BATCHES_A_RANGE = 10
"""Batches whose keys and texts a node holds at once, as many as ``copy_index.TOGETHER``; at least ``LEAST_RANGES``."""

LEAST_RANGES = 4  # of keys, so that nodes have something to share


class Rounds:
    """Shuffles over the objects of one place.

    Args:
        engine: where.
        objects: where frames lie, and rest between rounds.
        wanted: ranges that would do; a power of two not below it is taken, and no less than ``LEAST_RANGES``.
    """

    def __init__(self, engine: Engine, objects: Objects, wanted: int) -> None:
        self._engine, self._objects = engine, objects
        self._ranges = 1 << (max(LEAST_RANGES, wanted) - 1).bit_length()
        self._done = 0

    def run(self, work: Work, takes: Mapping[str, Keyed], gives: tuple[str, ...]) -> None:
        """One shuffle; what rested between its rounds goes with it."""
        self._done += 1
        between = self._objects.below(f"between-{self._done}")
        shuffled = Shuffled(takes, gives, self._ranges, between)
        for _ in self._engine.shuffle(work, self._objects, self._objects, shuffled):
            pass
        between.clear()

    def places(self, name: str) -> list[str]:
        """The objects of a frame that a round gave, one a range."""
        return [f"{name}/{number:05d}" for number in range(self._ranges)]

    def keyed(self, name: str, key: str) -> Keyed:
        """The rows of a frame that a round gave, to be brought together by a column of theirs."""
        return Keyed(self.places(name), key)

    def gathered(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        """A frame that a round gave, whole."""
        return pl.concat([conform(self._objects.read(place).frame, schema) for place in self.places(name)])
