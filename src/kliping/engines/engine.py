"""The protocol of an engine, and the one that does everything in this process.

Belongs here: the two verbs, cut into jobs. Does not belong here: what a job does (``jobs``), or engines that need more
than this process (``cluster``; ``workflows.workers``).
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from kliping.engines.jobs import Divided, Gathered, Mapped, Outcome, divisions, of_range, performed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kliping.engines.jobs import Batch, Job, Shuffled, Work
    from kliping.engines.objects import Objects

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
        divided = {name: divisions(name, keyed, shuffled.ranges) for name, keyed in shuffled.takes.items()}
        first = (
            Divided(source, places, shuffled.takes[name].key, shuffled, became)
            for name, together in divided.items()
            for became, places in together.items()
        )
        parts = {outcome.name: outcome.parts for outcome in self._heard(first)}
        ranges = (
            {name: of_range(number, [parts[one] for one in together]) for name, together in divided.items()}
            for number in range(shuffled.ranges)
        )
        yield from self._heard(Gathered(work, target, shuffled, number, at) for number, at in enumerate(ranges))

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
