"""How often each line stands in a home, kept from one edition to the next.

Belongs here: keeping the counts, and telling whether they still hold. Does not belong here: counting
(``kliping.cleaning.recurrence``), or the text of lines that recur (``furniture``).

The counts hold for the batches they name, each with the very keys of lines that were counted. Where one of these is
gone or another now, or a file of the counts cannot be read, all is counted anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping import __version__
from kliping.cleaning.recurrence import COUNTS, PLACED, Counted, count_lines, count_on
from kliping.cleaning.templates import LINE_KEYS
from kliping.errors import StoreError
from kliping.settings import digest
from kliping.warehouse.gathered import scan_gathered_named
from kliping.warehouse.store import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

KEYS = "line_keys"
"""The step that gives the keys of a batch's lines."""

LINES, DOCUMENTS = "counted_lines", "counted_documents"
"""What is kept of the corpus: the lines, whose recipe says of what they were counted, and the documents, which are
written first and carry a digest of that recipe."""


class _Kept(NamedTuple):
    counted: Counted
    batches: dict[str, str]
    """What named the keys of each batch (``parts.written_as``); a document has the place of its batch among them."""


def counted_lines(store: Store, settings: Settings, batches: Sequence[str], duplicates: pl.DataFrame) -> Counted:
    """What is counted of the lines of ``batches``, by the groups of ``duplicates``: from what is kept, and kept."""
    written = {name: one for name, one in store.written(KEYS, sorted(batches)).items() if one}
    kept = _kept(store, written)
    if kept is not None:
        fresh = [name for name in written if name not in kept.batches]
        told = kept.batches | {name: written[name] for name in fresh}

        def keys_of(placed: pl.DataFrame) -> pl.DataFrame:
            names = list(told)
            held = _keys(store, [names[place] for place in placed["batch"].unique().sort()], told)
            wanted = pl.col("document_id").hash().is_in(placed["document"].implode())
            return held.filter(wanted).select(*LINE_KEYS).collect()

        keys = _keys(store, fresh, told).collect()
        counted = count_on(kept.counted, keys, duplicates, settings.cleaning, keys_of)
        if counted is not None:
            _keep(store, _Kept(counted, told))
            return counted
    counted = count_lines(_keys(store, written, written), duplicates, settings.cleaning)
    _keep(store, _Kept(counted, written))
    return counted


def _keys(store: Store, names: Iterable[str], told: dict[str, str]) -> pl.LazyFrame:
    """LINE_KEYS of the batches ``names``, and the place of each among those ``told``."""
    places = {name: place for place, name in enumerate(told)}
    found = scan_gathered_named(store, KEYS, names, LINE_KEYS, "batch")
    return found.with_columns(pl.col("batch").replace_strict(places, return_dtype=PLACED["batch"]))


def _kept(store: Store, written: dict[str, str]) -> _Kept | None:
    """What is kept, where all that was counted is there as it was."""
    recipe = store.recipe(CORPUS, LINES)
    if not recipe or store.recipe(CORPUS, DOCUMENTS) != digest(recipe):
        return None
    try:
        told = json.loads(recipe)
        if told["made_with"] != _made_with() or any(written.get(name) != one for name, one in told["batches"].items()):
            return None
        lines, placed = store.read(CORPUS, LINES), store.read(CORPUS, DOCUMENTS)
        counted = Counted(lines.select(*COUNTS), placed.select(*PLACED), int(told["most"]), int(told["groups"]))
        return _Kept(counted, told["batches"])
    except (ValueError, KeyError, TypeError, StoreError, pl.exceptions.PolarsError):
        return None


def _keep(store: Store, kept: _Kept) -> None:
    counted = kept.counted
    told = {"made_with": _made_with(), "most": counted.most, "groups": counted.groups, "batches": kept.batches}
    recipe = json.dumps(told | {"documents": str(counted.placed.hash_rows().sum())})  # groups may be all that differs
    store.write(CORPUS, DOCUMENTS, counted.placed, recipe=digest(recipe), short_lived=True)
    store.write(CORPUS, LINES, counted.lines, recipe=recipe, short_lived=True)


def _made_with() -> str:
    """Hashes are those of one version of Polars."""
    return f"{__version__} {pl.__version__}"
