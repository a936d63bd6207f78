"""The protocol of an engine, and the one that does everything in this process.

Belongs here: the two verbs, cut into jobs. Does not belong here: what a job does (``jobs``), or engines that need more
than this process (``cluster``; ``workflows.workers``).
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from kliping.engines.jobs import Divided, Gathered, Mapped, Outcome, divisions, levels, of_range, performed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from kliping.engines.jobs import Batch, Job, Level, Shuffled, Work
    from kliping.engines.objects import Objects, Part

    Lying: TypeAlias = Mapping[str, Sequence[Sequence[str | Part]]]
    """By frame and range of the key: the objects, or the parts of divided ones, that the rows lie in."""

LOG = logging.getLogger("kliping.engines")


class Engine(Protocol):
    """Where batches are worked on. Both verbs give what is done as it is done, in no order."""

    def map_batches(self, work: Work, source: Objects, target: Objects, batches: Iterable[Batch]) -> Iterator[Outcome]:
        """Call ``work`` for each batch, on what it takes from ``source``, and write what it gives to ``target``.

        Args:
            work: a pure function that can be sent to a node.
            source: objects that every node can read.
            target: objects that every node can write.
            batches: taken one by one as there is room, so they may still be coming about.

        Raises:
            KlipingError: what a work ended with, or the engine itself. What was done by then is there.
        """

    def shuffle(self, work: Work, source: Objects, target: Objects, shuffled: Shuffled) -> Iterator[Outcome]:
        """Call ``work`` once for each range of a key, on all rows of that range of all objects it takes.

        A batch given to ``work`` is named by the number of its range; the rows of each frame stand in the order of the
        objects named. What rests between the rounds is left for whoever clears ``shuffled.between``.

        Raises:
            KlipingError: as ``map_batches``.
        """


class Tasks(ABC):
    """An engine that has jobs done."""

    @abstractmethod
    def each(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Have every job done; taken one by one as there is room."""

    def map_batches(self, work: Work, source: Objects, target: Objects, batches: Iterable[Batch]) -> Iterator[Outcome]:
        """As ``Engine`` has it."""
        yield from self._heard(Mapped(work, source, target, batch) for batch in batches)

    def shuffle(self, work: Work, source: Objects, target: Objects, shuffled: Shuffled) -> Iterator[Outcome]:
        """As ``Engine`` has it."""
        widest, *narrower = levels(shuffled)
        whole = {name: [keyed.objects] for name, keyed in shuffled.takes.items()}
        lying = self._divided(source, shuffled, widest, whole)
        for level in narrower:
            lying = self._divided(source, shuffled, level, lying)
        yield from self._heard(
            Gathered(work, target, shuffled, number, {name: ranges[number] for name, ranges in lying.items()})
            for number in range(shuffled.ranges)
        )

    def _divided(self, source: Objects, shuffled: Shuffled, level: Level, lying: Lying) -> dict[str, list[list[Part]]]:
        """Have everything divided by the ranges of a level; gives where each of them lies then."""
        left = shuffled.ranges * level.fan // level.ranges
        together = {
            name: [divisions(f"{name}/{level.number}-{number:05d}", takes, left) for number, takes in enumerate(ranges)]
            for name, ranges in lying.items()
        }
        jobs = (
            Divided(source, takes, shuffled.takes[name].key, shuffled.between, level, became)
            for name, ranges in together.items()
            for of_one in ranges
            for became, takes in of_one.items()
        )
        parts = {outcome.name: outcome.parts for outcome in self._heard(jobs)}
        return {
            name: [
                of_range(number, [parts[became] for became in of_one])
                for of_one in ranges
                for number in range(level.fan)
            ]
            for name, ranges in together.items()
        }

    def _heard(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """What is done, after its warnings have been said here."""
        for outcome in self.each(jobs):
            for sentence in outcome.said:
                LOG.warning("%s: %s", outcome.name, sentence)
            yield outcome


class Embedded(Tasks):
    """Everything in this process, one job after the other."""

    def each(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """As ``Tasks`` has it."""
        return map(performed, jobs)
