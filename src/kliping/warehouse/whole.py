"""A frame of the store of which something was dropped, made again from what is kept.

Belongs here: that. Does not belong here: what is dropped, and when (``dropped``), or a step that is to be made because
what it is made from changed (``Store.outdated``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.duplicates import band_keys
from kliping.errors import StoreError
from kliping.isolation import run_step
from kliping.steps import BY_NAME, before
from kliping.warehouse.corrections import corrections_of
from kliping.warehouse.failures import failures_of
from kliping.warehouse.parts import Dropped, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

INDEX, SIGNED = "band_keys", "signatures"


def whole(store: Store, settings: Settings, step: str, batch: str) -> pl.DataFrame:
    """The frame of ``step`` and ``batch`` as it was made; nothing is written.

    Raises:
        StoreError: there is none, or by the settings in force it would be another one.
    """
    dropped = store.dropped(step, batch)
    if not dropped:
        return store.read(step, batch)
    made = _made_again(store, settings, step, batch)
    rest = store.read(step, batch, less=True)
    if "rows" not in dropped and not made.select(rest.columns).equals(rest):
        raise StoreError(
            f"What {step} gave of {batch} was dropped, and by the settings in force it would be another frame. "
            "Run 'kliping run'."
        )
    return made


def make_whole(store: Store, settings: Settings, step: str, batches: Iterable[str]) -> None:
    """Put the whole frames of ``step`` back into the store, where something of them was dropped; the lock is held."""
    for batch in batches:
        if store.dropped(step, batch):
            told = told_by(store.path(step, batch))
            frame = whole(store, settings, step, batch)
            again = Dropped((), told.get("written"))
            store.write(step, batch, frame, recipe=told["recipe"], seconds=told.get("seconds"), less=again)


def _made_again(store: Store, settings: Settings, step: str, batch: str) -> pl.DataFrame:
    if step == INDEX:
        return band_keys(whole(store, settings, SIGNED, batch))
    frames = {name: whole(store, settings, name, batch) for name in BY_NAME[step].takes}
    frames["corrections"] = corrections_of(store, batch)
    return run_step(BY_NAME[step], frames, settings, failures_of(store, batch, before(step))).frame
