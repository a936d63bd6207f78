"""Where every document stands among the texts of its page: since when its source holds it, and whether it still does.

Belongs here: which documents are texts of one page, by file and by address of the web, and what left its source. Does
not belong here: which of them is published (``kliping.duplicates.newest``).

Only files of which more than one version arrived, or that are gone, are looked into: of all others every document is
current since its batch arrived.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import OWN_RANKS
from kliping.duplicates.signatures import title_words
from kliping.duplicates.similarity import measurable, measured
from kliping.frames import DOCUMENTS
from kliping.tables.description import UTC_TIME
from kliping.warehouse import gathered
from kliping.warehouse.alignment import FILE_TITLES, PLACE, Row, aligned, apart, unlike_rows
from kliping.warehouse.copy_index import CopyIndex
from kliping.warehouse.parts import written_in
from kliping.warehouse.sightings import ELSEWHERE, NOT_HAD, STEP, known
from kliping.warehouse.store import BATCHES
from kliping.warehouse.whole import SIGNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kliping.settings import Settings
    from kliping.warehouse.alignment import Alike
    from kliping.warehouse.store import Store

RANKS = "ranks"
"""The step that gives what a document decides by itself of its rank."""

STANDING = pl.Schema(
    [
        ("document_id", pl.String()),
        ("arrived_at", UTC_TIME),  # since when its file holds it, without a break
        ("current", pl.Boolean()),  # it is in the newest version of its file
        ("gone", pl.Boolean()),  # its source does not hold it any more: the file, or its place in the file, is gone
        ("readable", pl.Boolean()),
        ("page", pl.String()),  # the same for texts of one place in a file; null: the only one
    ]
)
"""Documents of files with a history; of one that is not here, everything is as its batch says."""


def standing(store: Store, settings: Settings, batches: Sequence[str]) -> pl.DataFrame:
    """STANDING of the documents of ``batches`` whose files have a history."""
    contested = _contested(store, batches)
    if contested.is_empty():
        return STANDING.to_frame()
    held = _held(store, contested).filter("had")
    seen = (
        contested.filter(~pl.col("gone"))
        .select("uri", "sha256", at="first_seen_at")
        .unique(maintain_order=True)
        .join(held.select("uri", "sha256").unique(), on=["uri", "sha256"], how="semi", maintain_order="left")
        .with_columns(turn=pl.int_range(pl.len()).over("uri"), last=(pl.len() - 1).over("uri"))
        .join(held, on=["uri", "sha256"])
        .sort("document_id", "turn")
    )
    pages = _pages(store, settings, seen, _renamed(contested))
    left = vanished(store, batches)
    began = (pl.col("turn") - pl.col("turn").shift(1)).over("document_id").fill_null(1) != 1
    runs = seen.with_columns(run=began.cum_sum().over("document_id"))
    return (
        runs.sort("document_id", "run", "turn", descending=[False, True, False])
        .group_by("document_id", maintain_order=True)
        .agg(
            pl.col("at").first().alias("arrived_at"),
            (pl.col("turn").max() == pl.col("last").first()).alias("current"),
            pl.col("uri").first(),
            pl.col("readable").first(),
        )
        .with_columns(gone=~pl.col("current") | pl.col("uri").is_in(left.implode()))
        .join(pages, on="document_id", how="left", maintain_order="left")
        .select(*STANDING)
    )


MOST_TEXTS = 8
"""Different texts that may arrive at once under one address of the web and still be texts of one page: a scraper that
wrote the address of a list, or of the outlet, into every row gives hundreds; a crawl has a few captures of a page."""


def placed(store: Store, settings: Settings, batches: Sequence[str], documents: pl.DataFrame) -> pl.DataFrame:
    """``documents`` with arrived_at, gone and page, as in RANKING.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        documents: document_id, batch, address (of the page in the web, or null) and body, of all that can be read.
    """
    stands = standing(store, settings, batches).select("document_id", "arrived_at", "gone", "page")
    known_places = (
        documents.join(arrivals(store, batches), on="batch", how="left", maintain_order="left")
        .join(stands, on="document_id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("arrived_at", "first_seen_at").alias("arrived_at"), pl.col("gone").fill_null(value=False)
        )
    )
    texts = pl.col("body").n_unique().over("address", "arrived_at").max().over("address")
    recurring = known_places.filter(pl.col("address").is_not_null() & pl.col("address").is_duplicated())
    shared = recurring.filter(texts <= MOST_TEXTS)
    links = list(shared.select(pl.lit("web\0") + pl.col("address"), "document_id").iter_rows())
    links += known_places.filter(pl.col("page").is_not_null()).select("page", "document_id").iter_rows()
    pages = pl.DataFrame(joined(links), schema={"document_id": pl.String, "page": pl.String}, orient="row")
    return known_places.drop("page").join(pages, on="document_id", how="left", maintain_order="left")


def arrivals(store: Store, batches: Sequence[str]) -> pl.DataFrame:
    """When each batch arrived, and with it all of its documents: batch, first_seen_at."""
    return _arrivals(store, written_in(store.root / BATCHES)).filter(pl.col("batch").is_in(batches))


@lru_cache(maxsize=1)
def _arrivals(store: Store, written: frozenset[tuple[object, ...]]) -> pl.DataFrame:
    """The arrival of every batch of the ledger, which is as ``written`` says; a publish asks several times."""
    del written
    return gathered.ledger(store).group_by("batch").agg(pl.col("first_seen_at").min()).collect()


def removed_documents(ranks: pl.DataFrame) -> pl.DataFrame:
    """Of documents with their places those that left their source, and left no other text of their page there."""
    return ranks.filter(pl.col("gone").all().over(pl.coalesce("page", "document_id")))


def overcome(store: Store, batches: Sequence[str]) -> pl.Series:
    """Ids of rows for what could not be read, where the file has another version by now that does not hold them.

    A row that no version has mended is held by the batch that met it first, and the others name it as it stands there.
    """
    contested = _contested(store, batches)
    newest = contested.filter(~pl.col("gone")).unique("uri", keep="last", maintain_order=True)
    seen = _held(store, contested)
    here = seen.join(newest, on=["uri", "sha256"], how="semi", nulls_equal=True)["document_id"]
    return seen.filter(~pl.col("readable") & ~pl.col("document_id").is_in(here.implode()))["document_id"].unique()


def arrived(store: Store) -> pl.DataFrame:
    """ARRIVED of all batches, without the rows of what has been read since: all that has to be in ``documents``."""
    since = overcome(store, store.parts(BATCHES))
    return gathered.arrived(store).filter(~pl.col("document_id").is_in(since.implode()).fill_null(value=False))


def vanished(store: Store, batches: Sequence[str]) -> pl.Series:
    """Addresses of the files that are not in their source any more."""
    last = _contested(store, batches).unique("uri", keep="last", maintain_order=True)
    return last.filter("gone")["uri"]


def _contested(store: Store, batches: Sequence[str]) -> pl.DataFrame:
    """The events of files with more than one version, or that are gone, or that are such a file under another name."""
    written = written_in(store.root / BATCHES) | written_in(store.root / STEP)
    return _contested_in(store, written).filter(pl.col("batch").is_null() | pl.col("batch").is_in(batches))


@lru_cache(maxsize=1)
def _contested_in(store: Store, written: frozenset[tuple[object, ...]]) -> pl.DataFrame:
    """The same of all batches, by the ledger and the sightings as ``written`` says; a publish asks several times."""
    del written
    events = known(store)
    versions = pl.struct("sha256", "gone").n_unique().over("uri")
    several = (versions > 1) | pl.col("uri").is_in(_renamed(events)["to"].implode())
    return events.filter(several)


def _renamed(events: pl.DataFrame) -> pl.DataFrame:
    """Files that were given another name (uri, sha256, to): one look missed them, and saw their bytes elsewhere."""
    at = ["sha256", "first_seen_at"]
    there = events.filter(~pl.col("gone")).select(*at, to="uri")
    return events.filter("gone").select(*at, "uri").join(there, on=at).select("uri", "sha256", "to").unique()


def _held(store: Store, contested: pl.DataFrame) -> pl.DataFrame:
    """What each version of these files holds: _HELD; ``had`` is false for rows of files whose bytes were not had."""
    files = contested.filter(pl.col("batch").is_not_null()).select("uri", "sha256", "batch").unique()
    frames = [pl.DataFrame(schema=_HELD)]
    for batch in sorted(files["batch"].unique()):
        own = files.filter(pl.col("batch") == batch).select("uri", "sha256")
        columns = ("document_id", "uri", "member", pl.col("sha256").alias("content"))
        not_had = pl.col("reason").is_in(NOT_HAD).fill_null(value=False) & pl.col("member").is_null()
        read = store.scan("raw_documents", [batch], _READ)
        places = [read.select(*columns, readable=pl.col("reason").is_null(), had=~not_had)]
        if store.path(ELSEWHERE, batch).is_file():
            yes = pl.lit(value=True)
            places.append(store.scan(ELSEWHERE, [batch], _READ).select(*columns, readable=yes, had=yes))
        found = pl.concat(places).collect()
        frames.append(found.join(own, on="uri").select(*_HELD))
    return pl.concat(frames).unique(maintain_order=True)


_FACTS = pl.Schema({name: OWN_RANKS[name] for name in ("document_id", "address", "body", "words", "title")})
"""Of what is kept under RANKS, what tells one row of a file from another."""

_READ = pl.Schema({name: DOCUMENTS[name] for name in ("document_id", "uri", "member", "sha256", "reason")})
_HELD = pl.Schema(
    {
        **{name: DOCUMENTS[name] for name in ("uri", "sha256", "document_id", "member")},
        "content": DOCUMENTS["sha256"],
        "readable": pl.Boolean(),
        "had": pl.Boolean(),
    }
)


def _pages(store: Store, settings: Settings, seen: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """document_id and page of documents that share their place in a file with another, whatever the file is called."""
    placed = seen.filter("readable").with_columns(PLACE)
    facts = store.scan(RANKS, store.parts(RANKS), _FACTS).select(*_FACTS)
    known = facts.filter(pl.col("document_id").is_in(placed["document_id"].unique().implode())).collect()
    told = known.with_columns(title=title_words(known["title"], settings.duplicates))
    shared = partial(_alike, store, settings, pl.max_horizontal("jaccard", "left_in_right", "right_in_left"))
    whole = placed.filter(pl.col("row").is_null()).join(told, on="document_id", how="left")
    links = _file_pages(whole, shared, settings)
    alike = ["sha256", "member", "content"]
    moved = placed.join(renamed, on=["uri", "sha256"]).join(
        placed.select(*alike, to="uri", under="document_id"), on=["to", *alike], nulls_equal=True
    )
    links += moved.select("document_id", "under").unique().sort("document_id", "under").iter_rows()
    rows = placed.filter(pl.col("row").is_not_null()).join(told, on="document_id", how="left")
    alike_texts = partial(_alike, store, settings, pl.col("jaccard"))
    for before, after in unlike_rows(rows):
        links += aligned(before, after, alike_texts, shared, settings.duplicates)
    return pl.DataFrame(joined(links), schema={"document_id": pl.String, "page": pl.String}, orient="row")


def _file_pages(whole: pl.DataFrame, shared: Alike, settings: Settings) -> list[tuple[str, str]]:
    """Of files that are one page each, or their members: a name of the page and the document, for every text.

    A file that was written over with another story begins another page; the story before stays as what left its source.
    """
    ordered = whole.sort("uri", "base", "turn", "document_id")
    facts = ordered.select("document_id", "content", "body", "address", "words", "title").iter_rows()
    texts = [
        Row(one, content, 0, None, body, address, words, frozenset(title or ()))
        for one, content, body, address, words, title in facts
    ]
    place, later = pl.struct("uri", "base"), pl.col("turn") != pl.col("turn").shift(1)
    follows = (
        ordered.select(((place == place.shift(1)) & later).fill_null(value=False)).to_series().arg_true().to_list()
    )
    others = apart([(texts[at - 1], texts[at]) for at in follows], shared, settings.duplicates, FILE_TITLES)
    begins = {at for at, unlike in zip(follows, others, strict=True) if unlike}
    names = ordered.select(pl.concat_str("uri", "base", separator="\0"), "document_id").iter_rows()
    links, page = [], 0
    for at, (name, document) in enumerate(names):
        page += at in begins
        links.append((f"{name}\0{page}", document))
    return links


def _alike(store: Store, settings: Settings, measure: pl.Expr, pairs: list[tuple[int, int]]) -> list[float]:
    """A ``measure`` of the similarity of pairs of bodies; 0 where one has no signature."""
    wanted = pl.DataFrame(pairs, schema={"left": pl.UInt64, "right": pl.UInt64}, orient="row")
    index = CopyIndex(store, settings)
    index.look_into(store.parts(SIGNED))
    known = measurable(index.texts, pl.concat([wanted["left"], wanted["right"]]), settings.duplicates, words=False)
    present = pl.Series(known.bodies).implode()
    can_be = wanted.unique().filter(pl.col("left").is_in(present) & pl.col("right").is_in(present))
    found = measured(can_be, known).select("left", "right", share=measure)
    return wanted.join(found, on=["left", "right"], how="left", maintain_order="left")["share"].fill_null(0).to_list()


def joined(links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Classes of what is linked: each document (the second of a link) that is not alone, and its class's least name."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    documents: set[str] = set()
    for one, other in links:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
        documents.add(other)
        if "\0" not in one:
            documents.add(one)
    classes: dict[str, list[str]] = defaultdict(list)
    for document in sorted(documents):
        classes[root(document)].append(document)
    return [(name, members[0]) for members in classes.values() if len(members) > 1 for name in members]
