"""What new pages copy in the corpus, told without entering them.

Belongs here: comparing pages that no batch holds with the index of the corpus. Does not belong here: entering batches
into the index (``copies``), what a copy is (``kliping.duplicates``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates import band_keys, candidate_pairs, verified_pairs
from kliping.duplicates.circumstances import OUTLET_KEYS, circumstances, copies_in, told_of
from kliping.duplicates.groups import published_days
from kliping.duplicates.schemas import OWN_RANKS, SIGNATURES
from kliping.errors import StoreError
from kliping.frames import conform
from kliping.tables.groups import RELATED_ARTICLES
from kliping.tables.tables import ARTICLES, DOCUMENTS
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.copy_index import CopyIndex
from kliping.warehouse.standing import RANKS
from kliping.warehouse.whole import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

_BESIDE = ("document_id", *OUTLET_KEYS, "published_on", "published_confidence")

MATCHES = pl.Schema(
    {
        **RELATED_ARTICLES.schema("document_id", "kind", "shared", "similarity"),  # the new page; null: nothing like it
        **ARTICLES.schema("article_id", "title", "publisher", "published_on"),
        **DOCUMENTS.schema("uri"),  # of the article's document
    }
)
"""What new pages have in common with published articles: a row a page and article, the closest first.

``kind`` is that of a copy (exact, near, rewrite) or of a relative (followup, serial, digest).
"""


def match(store: Store, settings: Settings, signatures: pl.DataFrame, ranks: pl.DataFrame) -> pl.DataFrame:
    """MATCHES of new pages against the published corpus; nothing is written.

    Args:
        store: the home.
        settings: every threshold.
        signatures: SIGNATURES of the new pages.
        ranks: OWN_RANKS of theirs.

    Raises:
        StoreError: nothing has been published yet.
    """
    if not store.published.is_file():
        raise StoreError(f"{store.published} does not exist: there is no corpus yet. Run 'kliping run' first.")
    batches = store.parts(INDEX)
    index = CopyIndex(store, settings)
    index.look_into(batches)
    keys = band_keys(signatures)
    found = candidate_pairs(keys, index.keys(keys["key"]), settings.duplicates)

    def texts(bodies: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        own = signatures.select(columns).filter(pl.col("body").is_in(bodies.implode()))
        return pl.concat([own, index.texts(bodies, columns)]).unique("body", keep="any")

    pairs = verified_pairs(found.pairs, texts, settings.duplicates)
    holds = pl.col("left_holds") | pl.col("right_holds")
    told = pairs.select("left", "right", "kind", "shared", "jaccard", "otherwise", holds=holds)
    ways = pl.concat([told, told.rename({"left": "right", "right": "left"}).select(told.columns)])
    same = signatures.select(left="body", right="body").drop_nulls().unique()
    same = same.with_columns(kind=pl.lit("exact"), shared=pl.lit(1.0), jaccard=pl.lit(1.0))
    same = same.with_columns(otherwise=pl.lit(None, pl.String), holds=pl.lit(0, pl.UInt8))
    ends = pl.concat([ways, same]).unique()
    known = store.scan("signatures", batches, SIGNATURES).select("body", other="document_id")
    named = known.filter(pl.col("body").is_in(ends["right"].unique().implode()))
    with opened(store.published) as connection:
        articles = fetch(
            connection,
            "SELECT d.document_id AS other, a.article_id, a.title, a.publisher, a.published_on, c.uri "
            "FROM documents AS d JOIN articles AS a USING (article_id) JOIN documents AS c "
            "ON c.document_id = a.document_id ORDER BY other",
        )
    known_pages = named.collect()
    matches = (
        signatures.select("document_id", left="body")
        .join(ends, on="left")
        .join(known_pages, left_on="right", right_on="body")
        .pipe(_in_their_circumstances, ranks, _ranks_of(store, batches, known_pages["other"]))
        .join(articles, on="other")
        .rename({"jaccard": "similarity"})
        .sort("document_id", "similarity", "shared", "article_id", "kind", descending=[False, True, True, False, False])
        .unique(["document_id", "article_id"], keep="first", maintain_order=True)
    )
    lonely = signatures.select("document_id").join(matches, on="document_id", how="anti", maintain_order="left")
    return pl.concat([conform(matches, MATCHES), lonely], how="diagonal")


def _ranks_of(store: Store, batches: Sequence[str], documents: pl.Series) -> pl.DataFrame:
    """OWN_RANKS of documents of the corpus."""
    ranks = store.scan(RANKS, batches, OWN_RANKS).select(*_BESIDE)
    return ranks.filter(pl.col("document_id").is_in(documents.unique().implode())).collect()


def _in_their_circumstances(matches: pl.DataFrame, new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``matches`` (columns document_id and other) with the ``kind`` that they have by outlets and days."""
    documents = pl.concat([new.select(*_BESIDE), known]).unique("document_id", keep="first", maintain_order=True)
    told = told_of(documents, documents.select(published_days()).to_series().to_numpy())
    seats = documents.select("document_id").with_row_index("seat")
    left, right = (
        matches.select(document_id=name).join(seats, on="document_id", how="left", maintain_order="left")["seat"]
        for name in ("document_id", "other")
    )
    codes = circumstances(told, left.to_numpy(), right.to_numpy())
    copies = pl.Series(copies_in(matches["holds"].to_numpy(), codes), dtype=pl.Boolean)
    kind = pl.when(pl.col("otherwise").is_null() | copies).then("kind").otherwise("otherwise")
    return matches.with_columns(kind=kind).drop("otherwise", "holds")
