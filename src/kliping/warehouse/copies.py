"""Copies across the whole corpus, found batch by batch: the cost of a new batch grows with the batch.

Belongs here: when a batch has to be indexed or grouped again, and the ranks of all documents, which decide which copy
stays. Does not belong here: the index itself (``copy_index``), how copies are found (``kliping.duplicates``).

Each part is stamped with the files it was made from. A batch that was made again, or that lost a document, has other
files, so its part is made again too, and is not compared with its own old keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping import __version__
from kliping.corrections import correct_copies
from kliping.duplicates.kinds import COPIES
from kliping.duplicates.schemas import BAND_KEYS, FULL_BUCKETS, OWN_RANKS, PAIRS, RANKING, SIGNATURES
from kliping.duplicates.touched import links, portions, reached
from kliping.frames import DUPLICATES, conform
from kliping.settings import digest
from kliping.warehouse.copy_index import FOUND, TOGETHER, CopyIndex, keys_of
from kliping.warehouse.corrections import copy_corrections
from kliping.warehouse.gathered import scan_gathered, scan_gathered_named
from kliping.warehouse.group_rounds import GROUPS, RANKED, grouped
from kliping.warehouse.group_shuffle import groups_on, where_grouped
from kliping.warehouse.parts import told_of
from kliping.warehouse.standing import RANKS, placed, removed_documents
from kliping.warehouse.store import CORPUS
from kliping.warehouse.whole import INDEX, SIGNED, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

GROUPED = "grouped"
"""The groups of the last search, and what decided each document's place: only what a change reaches is done again."""

NEW_SHARE = 0.25
"""Share of the corpus that must be new for a search over everything to pay: the index finds the copies of few."""

_PORTION = 50_000
"""Documents grouped at once when all are: the texts of those that have copies are all the memory it takes."""

_RANKED = pl.Schema({**RANKED, "batch": pl.String()})


def find_copies(store: Store, settings: Settings, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """DUPLICATES of the whole corpus; a held document is never the canonical of one that is not.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        held: QUARANTINE_REASONS.
    """
    index = index_batches(store, settings, batches)
    ranks = ranking(store, settings, batches, held)
    if settings.reading.follow_removals:
        ranks = ranks.join(removed_documents(ranks), on="document_id", how="anti")
    now = ranks.with_columns(
        text=pl.struct("document_id", "sha256", "body").hash(), facts=pl.struct(*RANKING, "sha256", "body").hash()
    )
    recipe = _thresholds(settings)
    before = _grouped_before(store, recipe, now)
    copies = scan_gathered(store, "pairs", batches, PAIRS).filter(pl.col("kind").is_in(COPIES)).select("left", "right")
    if _too_many(copies, settings, now, before):
        with where_grouped(store, settings) as (engine, exchange):
            found = groups_on(engine, exchange, store, settings, batches, now)
    elif before is None:
        parts = portions(links(now, now), copies.collect(), _PORTION)
        found = pl.concat([GROUPS.to_frame(), *(_grouped(index, settings, now[part]) for part in parts)])
        found = found.sort("document_id")
    else:
        found = _regrouped(store, settings, index, now, before)
    if found is not before:
        store.write(CORPUS, GROUPED, found, recipe=recipe, short_lived=True)
    return correct_copies(found.select(*DUPLICATES), copy_corrections(store.home), held["document_id"])


def _grouped_before(store: Store, recipe: str, now: pl.DataFrame) -> pl.DataFrame | None:
    """What the last search left; None where all begins anew.

    A text that is gone or another now may have kept others apart or together in ways that its pairs no longer tell, so
    then all is grouped anew. Texts that are new, and other dates, lengths and documents held, only reach what their
    pairs reach.
    """
    if store.recipe(CORPUS, GROUPED) != recipe:
        return None
    before = store.read(CORPUS, GROUPED)
    return before if before["text"].is_in(now["text"].implode()).all() else None


def _too_many(copies: pl.LazyFrame, settings: Settings, now: pl.DataFrame, before: pl.DataFrame | None) -> bool:
    """Whether so many documents are grouped anew, of so many pairs, that one place should not hold them."""
    if before is not None:
        changed = (~now["facts"].is_in(before["facts"].implode())).sum()
        if not changed or changed < NEW_SHARE * now.height:
            return False
    return int(copies.select(pl.len()).collect().item()) > settings.pairs_in_memory


def _regrouped(
    store: Store, settings: Settings, index: CopyIndex, now: pl.DataFrame, before: pl.DataFrame
) -> pl.DataFrame:
    """The groups of ``now``, of which only what a change may have reached is not taken from ``before``."""
    changed = ~now["facts"].is_in(before["facts"].implode())
    if not changed.any():
        return before
    fresh = now.filter(changed)
    old = before.filter(pl.col("document_id").is_in(fresh["document_id"].implode()))["group_id"]
    beside = before.filter(pl.col("group_id").is_in(old.unique().implode()))["text"]
    new = fresh.filter(~pl.col("text").is_in(before["text"].implode()))["batch"].unique()
    displaced = store.scan("full_buckets", new, FULL_BUCKETS).select(pl.col("displaced").explode().drop_nulls())
    touched = reached(
        links(now, now), changed | now["text"].is_in(beside.implode()), displaced.collect()["displaced"], index.pairs
    )
    again = now.filter(touched.documents)
    kept = before.filter(~pl.col("text").is_in(again["text"].implode()))
    fresh_groups = _grouped(index, settings, again, touched.pairs).sort("document_id")
    return kept.merge_sorted(fresh_groups, "document_id")


def _grouped(
    index: CopyIndex, settings: Settings, ranks: pl.DataFrame, pairs: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The groups of documents that hang together with no others; ``pairs``: those of the index."""
    if pairs is None:
        pairs = index.pairs(ranks["body"])
    keys = pairs["keys"].explode(empty_as_null=False, keep_nulls=False).unique()
    return grouped(ranks, pairs, index.full_buckets(keys), index.texts, settings.duplicates)


def index_batches(store: Store, settings: Settings, batches: Sequence[str]) -> CopyIndex:
    """Compare every batch that the index does not hold as it is now with those it holds, and enter it.

    Every pair is kept with each new batch that has a body of it, and every full bucket with each new batch that has a
    body in it, so a batch can be taken out and entered again by itself.

    Returns:
        The index of all ``batches``.
    """
    index = CopyIndex(store, settings)
    indexed = still_indexed(store, settings, batches)
    index.keep_up(indexed)
    fresh = sorted(set(batches) - set(indexed))
    for start in range(0, len(fresh), TOGETHER):
        together = fresh[start : start + TOGETHER]
        stamps = stamps_of(store, settings, together)
        keys, found, pairs = index.search({name: whole(store, settings, SIGNED, name) for name in together})
        keep_found(store, keys, pairs, found.full_buckets, stamps)
        indexed += together
        index.keep_up(indexed)
    return index


def keep_found(
    store: Store,
    keys: Mapping[str, pl.DataFrame],
    pairs: pl.DataFrame,
    full_buckets: pl.DataFrame,
    stamps: Mapping[str, str],
) -> None:
    """Keep what a search found of new batches, with each of them: its BAND_KEYS, its PAIRS and its FULL_BUCKETS.

    Args:
        store: the home.
        keys: BAND_KEYS of each batch.
        pairs: PAIRS that one of their bodies is in.
        full_buckets: FULL_BUCKETS that one of their bodies is in.
        stamps: of each batch, as ``stamps_of`` had it before its signatures were read.
    """
    for name, entries in keys.items():
        store.write(INDEX, name, entries, recipe=stamps[name])
    for name, entries in keys.items():
        bodies = entries["body"].unique().implode()
        own = pairs.filter(pl.col("left").is_in(bodies) | pl.col("right").is_in(bodies))
        store.write("pairs", name, own, recipe=stamps[name])
        full = full_buckets.join(entries.select("key"), on="key", how="semi")
        store.write("full_buckets", name, full, recipe=stamps[name])


def still_indexed(store: Store, settings: Settings, batches: Sequence[str]) -> list[str]:
    """Those of ``batches`` that the index holds as they are now; what it holds of others is removed from it.

    Bodies that are gone for good leave the pairs of other batches too. Where one of them was in a full bucket, others
    were not compared because it was there, so the index begins anew.
    """
    present = set(batches)
    entered = store.parts(INDEX)
    valid = _current(store, settings, [name for name in entered if name in present])
    stale = sorted(set(entered) - set(valid))
    if valid and stale:
        lost = _lost_keys(store, stale, batches)
        full = store.scan("full_buckets", valid, FULL_BUCKETS).select("key").collect()
        if lost is None or full.join(lost, on="key", how="semi").height > 0:
            stale = [*valid, *stale]  # what is sound goes first: an interruption leaves the reason to begin anew
            valid = []
        elif lost.height > 0:
            _forget_bodies(store, valid, lost["body"].unique())
    for name in stale:
        store.path(INDEX, name).unlink(missing_ok=True)
    return valid


def _current(store: Store, settings: Settings, names: Sequence[str]) -> list[str]:
    """Those of ``names`` that were entered as they are now; a folder is looked through once for all of them."""
    stamps = stamps_of(store, settings, names)
    kept = [told_of(store.root / step, names) for step in (INDEX, *FOUND)]
    return [name for name in names if all(one.get(name, {}).get("recipe") == stamps[name] for one in kept)]


def _lost_keys(store: Store, stale: Sequence[str], batches: Sequence[str]) -> pl.DataFrame | None:
    """BAND_KEYS of bodies in the parts ``stale`` of the index that no batch has any more; None where one is broken."""
    if any(store.recipe(INDEX, name) is None for name in stale):
        return None
    bodies = store.scan(SIGNED, batches, SIGNATURES).select("body").drop_nulls()
    less = [name for name in stale if store.dropped(INDEX, name)]
    full = store.scan(INDEX, set(stale) - set(less), BAND_KEYS).join(bodies, on="body", how="anti").collect()
    gone = store.scan(INDEX, less, BAND_KEYS).select("body").unique().join(bodies, on="body", how="anti").collect()
    indexed = keys_of(store, less, gone["body"]) if gone.height else gone
    return None if indexed is None else pl.concat([full, indexed], how="diagonal")


def _forget_bodies(store: Store, batches: Sequence[str], lost: pl.Series) -> None:
    """Remove the pairs of the bodies ``lost`` from what is kept of ``batches``."""
    for name in batches:
        pairs = store.read("pairs", name)
        kept = pairs.filter(~(pl.col("left").is_in(lost.implode()) | pl.col("right").is_in(lost.implode())))
        if kept.height < pairs.height:
            store.write("pairs", name, kept, recipe=store.recipe("pairs", name) or "")


def stamps_of(store: Store, settings: Settings, names: Iterable[str]) -> dict[str, str]:
    """What the index's part of each of the batches ``names`` is made from: the thresholds, and its signatures' file.

    A home that was copied without its times is indexed again, to the same result.
    """
    thresholds = _thresholds(settings)
    return {name: f"{thresholds} {written}".strip() for name, written in store.written(SIGNED, names).items()}


def _thresholds(settings: Settings) -> str:
    return digest(__version__, settings.duplicates.model_dump(mode="json"))


def ranking(store: Store, settings: Settings, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """RANKING: what decides which copy stays, of every document that has a signature.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        held: QUARANTINE_REASONS: documents that may not stay for others.

    Returns:
        The columns of RANKING, sha256, body and words of SIGNATURES, and the batch.
    """
    own = own_ranks(store, batches).drop("uri", "url", "title", "publisher").collect()
    ranks = placed(store, settings, batches, own)
    ids = held["document_id"].unique().implode()
    return conform(ranks.with_columns(held=pl.col("document_id").is_in(ids)), _RANKED)


def own_ranks(store: Store, batches: Sequence[str]) -> pl.LazyFrame:
    """OWN_RANKS of every document that has a signature, and its ``batch``."""
    return scan_gathered_named(store, RANKS, batches, OWN_RANKS, "batch")
