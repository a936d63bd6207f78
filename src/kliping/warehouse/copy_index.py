"""The index of copies on disk: keys, texts, pairs and full buckets of all batches, found by hash.

Belongs here: what is kept for a look-up, made from which parts of the store, and entering a batch. Does not belong
here: when a batch has to be entered again (``copies``), the files themselves (``sorted_runs``).

The store's parts are what counts, a part a batch; the index is made from them and sorted by hash, so that a new batch
reads of a large corpus only what it may be a copy of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates import band_keys, candidate_pairs, verified_pairs
from kliping.duplicates.kinds import COPIES
from kliping.duplicates.schemas import BAND_KEYS, FULL_BUCKETS, PAIRS, SIGNATURES
from kliping.warehouse.sorted_runs import SortedRuns
from kliping.warehouse.whole import INDEX, SIGNED, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kliping.duplicates import Candidates
    from kliping.settings import Settings
    from kliping.warehouse.store import Store

FOUND = ("pairs", "full_buckets")
"""What is kept of a batch after its part of the index; until both are there, the batch counts as not indexed."""

TOGETHER = 10
"""Batches compared in one search: their keys and texts are held in memory."""


@dataclass(frozen=True)
class Kind:
    """One kind of rows that is looked up by hash."""

    folder: str
    step: str
    """The step from whose parts the rows are made."""
    hashed: str
    schema: pl.Schema
    rows: Callable[[pl.LazyFrame], pl.LazyFrame]
    """From parts of the step to rows of ``schema``."""


def _ends(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Pairs of copies, a row for each of their two bodies: grouping asks for no others."""
    copies = pairs.filter(pl.col("kind").is_in(COPIES))
    return pl.concat([copies.with_columns(body=pl.col(side)) for side in ("left", "right")])


def _texts(signatures: pl.LazyFrame) -> pl.LazyFrame:
    return signatures.filter(pl.col("body").is_not_null()).select(TEXTS.schema.names()).unique("body", keep="any")


KEYS = Kind("index-keys", INDEX, "key", BAND_KEYS, lambda keys: keys)
TEXTS = Kind(
    "index-texts",
    SIGNED,
    "body",
    pl.Schema({name: SIGNATURES[name] for name in ("body", "shingles", "scale", "numbers", "tokens")}),
    _texts,
)
ENDS = Kind("index-pairs", "pairs", "body", pl.Schema({"body": pl.UInt64(), **PAIRS}), _ends)
BUCKETS = Kind("index-full-buckets", "full_buckets", "key", FULL_BUCKETS, lambda full: full)
KINDS = (KEYS, TEXTS, ENDS, BUCKETS)


class CopyIndex:
    """What is known of the bodies of some batches, to be looked up by hash.

    Args:
        store: the home.
        settings: every threshold.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._runs = {kind.folder: _runs_of(store, kind) for kind in KINDS}
        self._beside: dict[str, set[str]] = {}

    def keep_up(self, batches: Sequence[str], kinds: Sequence[Kind] = KINDS) -> None:
        """Have the rows of exactly these batches, each as its parts are now."""
        for kind in kinds:
            stamps = _stamps(self._store, kind, batches)
            missing = sorted(set(stamps) - self._runs[kind.folder].keep(stamps))
            for start in range(0, len(missing), TOGETHER):
                names = missing[start : start + TOGETHER]
                parts = pl.concat([self._part(kind, name) for name in names])
                rows = kind.rows(parts).collect()
                self._runs[kind.folder].enter({name: stamps[name] for name in names}, rows)

    def look_into(self, batches: Sequence[str]) -> None:
        """Have the keys and texts of these batches for reading alone: what the index has not is read from its part."""
        for kind in (KEYS, TEXTS):
            stamps = _stamps(self._store, kind, batches)
            self._beside[kind.folder] = set(stamps) - self._runs[kind.folder].keep(stamps, clear=False)

    def _part(self, kind: Kind, name: str) -> pl.LazyFrame:
        if self._store.dropped(kind.step, name):
            return whole(self._store, self._settings, kind.step, name).lazy()
        return self._store.scan(kind.step, [name], kind.schema)

    def search(
        self, signatures: Mapping[str, pl.DataFrame]
    ) -> tuple[dict[str, pl.DataFrame], Candidates, pl.DataFrame]:
        """What new batches bring: BAND_KEYS of each, and the Candidates and PAIRS of all, with those of the index too.

        The texts of the batches are entered; their keys, pairs and full buckets are once ``keep_up`` finds their parts.

        Args:
            signatures: SIGNATURES of each batch.
        """
        keys = {name: band_keys(signed) for name, signed in signatures.items()}
        new = band_keys(pl.concat([signed.select("body", "keys") for signed in signatures.values()]))
        found = candidate_pairs(new, self.keys(new["key"]), self._settings.duplicates)
        stamps = _stamps(self._store, TEXTS, signatures)
        self._runs[TEXTS.folder].enter(stamps, _texts(pl.concat(signatures.values()).lazy()).collect())
        return keys, found, verified_pairs(found.pairs, self.texts, self._settings.duplicates)

    def texts(self, bodies: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """Those ``columns`` of SIGNATURES that tell of a text, of each of ``bodies`` that is known."""
        found = self._runs[TEXTS.folder].rows(bodies, columns)
        for name in sorted(self._beside.get(TEXTS.folder, ())):
            unseen = pl.col("body").is_in(bodies.filter(~bodies.is_in(found["body"].implode())).implode())
            if self._store.scan(SIGNED, [name], SIGNATURES).select(unseen.any()).collect().item():
                part = TEXTS.rows(self._part(TEXTS, name)).select(columns).filter(unseen)
                found = pl.concat([found, part.collect()])
        return found.unique("body", keep="any")

    def keys(self, keys: pl.Series) -> pl.DataFrame:
        """BAND_KEYS with one of ``keys``."""
        wanted = pl.col("key").is_in(keys.implode())
        beside = [self._part(KEYS, name).filter(wanted).collect() for name in sorted(self._beside.get(KEYS.folder, ()))]
        return pl.concat([self._runs[KEYS.folder].rows(keys), *beside])

    def pairs(self, bodies: pl.Series) -> pl.DataFrame:
        """PAIRS of copies with one of ``bodies``, each once."""
        return self._runs[ENDS.folder].rows(bodies, PAIRS.names()).unique(["left", "right"], keep="any")

    def full_buckets(self, keys: pl.Series) -> pl.DataFrame:
        """FULL_BUCKETS of ``keys``, a row for each batch that found the bucket full."""
        return self._runs[BUCKETS.folder].rows(keys)


def held(store: Store, kind: Kind, batches: Sequence[str]) -> list[str]:
    """Those of ``batches`` whose rows of ``kind`` the index holds, each as its part is now; nothing is changed."""
    stamps = _stamps(store, kind, batches)
    return sorted(_runs_of(store, kind).keep(stamps, clear=False))


def keys_of(store: Store, batches: Sequence[str], bodies: pl.Series) -> pl.DataFrame | None:
    """BAND_KEYS of ``bodies``, which ``batches`` hold or held, from the index; None where it does not know them all."""
    runs = _runs_of(store, KEYS)
    return runs.where("body", bodies) if runs.open().issuperset(batches) else None


def remove_outdated(store: Store) -> Iterator[tuple[str, int, int]]:
    """Remove the files of the index with rows of a part that is gone or another now: they are made again when needed.

    Returns:
        Of each kind of rows its folder, how many files there were, and how many went.
    """
    for kind in KINDS:
        runs = _runs_of(store, kind)
        before = len(runs.files())
        runs.keep(_stamps(store, kind, store.parts(kind.step)))
        yield kind.folder, before, before - len(runs.files())


def _runs_of(store: Store, kind: Kind) -> SortedRuns:
    return SortedRuns(store, kind.folder, kind.hashed, kind.schema)


def _stamps(store: Store, kind: Kind, batches: Iterable[str]) -> dict[str, str]:
    """What rows of each of ``batches`` are made from: the very file."""
    return store.written(kind.step, batches)
