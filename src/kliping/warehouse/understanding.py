"""Batches of a home understood on an engine: what goes there, what is done there, and what comes back into the store.

Belongs here: the steps of a batch as a work that any node can be sent, and its frames into the store and out of it.
Does not belong here: which engine there is (``kliping.engines``), or which batches are to be understood
(``workflows.running``).

A node is sent the settings that decide the steps, and nothing of the home: no path, no source, no password. What it
gives is stamped as the store stamps it, by the node's own version, words and models; where these are others than here,
it says so instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.engines import Batch, Kept, Objects
from kliping.errors import StoreError
from kliping.files import replacing
from kliping.frames import FAILURES, conform, empty
from kliping.isolation import run_step
from kliping.settings import Settings
from kliping.stamps import stamp_of_frame, stamps
from kliping.steps import BY_NAME, PAGE_STEPS, STEPS, before
from kliping.warehouse.failures import FOLDER, keep_failures, part_of
from kliping.warehouse.stamping import CORRECTED
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kliping.engines import Engine
    from kliping.warehouse.store import Store

SECTIONS = tuple(sorted({"cleaning", *(section for step in PAGE_STEPS for section in step.sections)}))
"""Sections of the settings that a node needs."""


class Exchange(NamedTuple):
    """Where frames lie that an engine takes and gives."""

    source: Objects
    """The store's own folder where the engine can read it; else a place that they are copied to."""
    target: Objects


@dataclass(frozen=True)
class Understand:
    """The steps of one batch, as a work: gives the frames of ``batch.gives``, and FAILURES as ``failures``."""

    told: Mapping[str, Any]
    """Settings by section."""
    stamps: Mapping[str, str]
    """What the one who asks has for ``kliping.stamps.stamps``."""

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
        """Make the steps that the batch gives, in their order.

        Raises:
            StoreError: this node would stamp otherwise.
        """
        settings = Settings(**self.told)
        here = {step.name for step in PAGE_STEPS}
        elsewhere = {name: stamp for name, stamp in self.stamps.items() if name not in here}
        if stamps(settings, elsewhere) != self.stamps:
            raise StoreError(
                "A node of the cluster has another version of Kliping or Polars, other models or other words than the "
                "machine that sends it work. Install the same version everywhere; folders of own words "
                "(cleaning.lexicons) have to lie at the same path on every node."
            )
        made = dict(taken)
        corrected = taken.get(CORRECTED)
        failures = pl.concat([empty(FAILURES), *(kept.frame for name, kept in taken.items() if _is_failures(name))])
        fresh = empty(FAILURES)
        for step in (one for one in PAGE_STEPS if one.name in batch.gives):
            frames = {name: made[name].frame for name in step.takes}
            if step.heeds and corrected is not None:
                frames[CORRECTED] = corrected.frame
            failed = pl.concat([failures, fresh]).filter(pl.col("stage").is_in(before(step.name)))
            done = run_step(step, frames, settings, failed)
            fresh = pl.concat([fresh, done.failures])
            recipe = corrected.recipe if step.heeds and corrected is not None else None
            stamp = stamp_of_frame(self.stamps[step.name], [made[name].recipe for name in step.takes], recipe)
            made[step.name] = Kept(done.frame, stamp, done.seconds)
        return {**{name: made[name] for name in batch.gives if name != FOLDER}, FOLDER: Kept(fresh)}


def _is_failures(name: str) -> bool:
    return name.startswith(f"{FOLDER}.")


def understand_batches(
    engine: Engine,
    store: Store,
    settings: Settings,
    exchange: Exchange,
    todo: Iterable[tuple[str, Sequence[str]]],
) -> Iterator[str]:
    """Have steps of batches made on ``engine``; gives the name of each batch when its frames are in the store.

    Args:
        engine: where.
        store: the home, which this thread has locked; frames of the steps before those asked for are there.
        settings: every threshold.
        exchange: where frames lie on the way.
        todo: batches with pure steps of theirs, taken one by one as the engine has room.

    Raises:
        KlipingError: what a step or the engine ended with; batches that were given are in the store.
    """
    wanted: dict[str, tuple[str, ...]] = {}

    def batches() -> Iterator[Batch]:
        for name, steps in todo:
            wanted[name] = tuple(step.name for step in PAGE_STEPS if step.name in steps)
            yield Batch(name, _offered(store, exchange.source, name, wanted[name]), (*wanted[name], FOLDER))

    work = Understand(_told(settings), stamps(settings))
    for outcome in engine.map_batches(work, exchange.source, exchange.target, batches()):
        _taken_in(store, exchange.target, outcome.name, wanted[outcome.name])
        yield outcome.name


def _told(settings: Settings) -> dict[str, Any]:
    """The settings that decide the steps, without what is this machine's own affair."""
    told = {section: getattr(settings, section).model_dump() for section in SECTIONS}
    told["language"]["cache"] = None
    return told


def _offered(store: Store, source: Objects, batch: str, steps: Sequence[str]) -> dict[str, str]:
    """What ``steps`` take of a batch, by name, as objects of ``source``, where they now are."""
    taken = {name for step in steps for name in BY_NAME[step].takes} - set(steps)
    places = {name: (name, batch) for name in sorted(taken)}
    parts = {f"{FOLDER}.{step.name}": (FOLDER, part_of(step.name, batch)) for step in STEPS if step.name not in steps}
    places |= {name: place for name, place in parts.items() if store.path(*place).is_file()}
    if store.path(CORRECTED, batch).is_file():
        places[CORRECTED] = (CORRECTED, batch)
    if source != Objects(str(store.root)):
        for step, part in places.values():
            source.put(f"{step}/{part}", store.path(step, part).read_bytes())
    return {name: f"{step}/{part}" for name, (step, part) in places.items()}


def _taken_in(store: Store, target: Objects, batch: str, steps: Sequence[str]) -> None:
    """Put what came of a batch into the store, step by step, each beside what it could not take."""
    failures = conform(target.read(f"{FOLDER}/{batch}").frame, FAILURES)
    for step in steps:
        keep_failures(store, step, batch, failures.filter(pl.col("stage") == step))
        with replacing(store.path(step, batch)) as temporary:
            target.fetch(f"{step}/{batch}", temporary)
            note(store.home, temporary, store.path(step, batch))
