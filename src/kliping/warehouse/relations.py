"""What articles have to do with each other: syndication, versions, shared paragraphs, as rows of the published tables.

Belongs here: gathering the few documents concerned, so that memory grows with them and not with the corpus. Does not
belong here: what makes a version or a shared paragraph (``kliping.duplicates``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.duplicates import article_versions, linked_with, related_articles, shared_paragraphs, syndication
from kliping.duplicates.candidates import supported_pairs
from kliping.duplicates.schemas import ARTICLE_VERSIONS, FULL_BUCKETS, PAIRS, SIGNATURES
from kliping.frames import LINES, conform
from kliping.warehouse.connections import fetch
from kliping.warehouse.copies import own_ranks
from kliping.warehouse.copy_index import TOGETHER, CopyIndex
from kliping.warehouse.gathered import scan_gathered
from kliping.warehouse.redaction import redacted
from kliping.warehouse.rows import groups_of
from kliping.warehouse.standing import arrivals, standing
from kliping.warehouse.whole import SIGNED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

FIELDS = ("url", "title", "publisher", "published_on", "updated_on")


class Kept(NamedTuple):
    """What is known of the candidate's articles before their relations are looked for."""

    folded: Folded
    told: pl.Series  # ``told_versions``
    touched: pl.Series | None = None
    """Where nothing that an earlier document brings with it is another now: ids of the documents that are new, or have
    another place in their group. Only what hangs together with these is looked for. None: all of it."""


class Rows(NamedTuple):
    """Rows of a table that hangs on all articles."""

    rows: pl.DataFrame
    of: pl.Series | None = None  # ids of the documents that these are all rows of; None: of all


FOLDED = pl.Schema({"article_id": pl.String(), "paragraph": pl.List(pl.Int32()), "words": pl.List(pl.UInt64())})
"""Of an article the numbers of its paragraphs, and of each a hash of its letters and digits."""


class Folded(NamedTuple):
    """The paragraphs of a candidate's articles, and those that it has not any more."""

    now: pl.DataFrame  # FOLDED
    gone: pl.DataFrame  # FOLDED of the articles that went, or are others now, as they were


_SIGNED = pl.Schema({name: SIGNATURES[name] for name in ("document_id", "body")})
"""Of a signature what names a text."""

BODIES = pl.Schema({"document_id": pl.String(), "body": pl.String()})


def told_versions(connection: duckdb.DuckDBPyConnection, changed: pl.Series) -> pl.Series:
    """Ids of the documents that are versions in the file as it was published, but for those ``changed`` since."""
    found = fetch(connection, "SELECT DISTINCT document_id FROM article_versions")["document_id"]
    return found.filter(~found.is_in(changed.implode()))


def relation_rows(
    store: Store,
    settings: Settings,
    batches: Sequence[str],
    duplicates: pl.DataFrame,
    connection: duckdb.DuckDBPyConnection,
    kept: Kept,
) -> dict[str, Rows]:
    """Rows of ``syndication``, ``related_articles``, ``article_versions`` and ``shared_paragraphs``, by table name.

    A version that is told already is given without its body.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        duplicates: DUPLICATES of the whole corpus.
        connection: the candidate, in which ``articles`` and ``paragraphs`` stand already.
        kept: what need not be read again.
    """
    facts = _facts(store, settings, batches)
    return {
        "syndication": _syndication(duplicates, facts, kept.touched),
        "related_articles": Rows(_related(store, batches, duplicates, connection)),
        "article_versions": _versions(store, settings, duplicates, facts, kept),
        "shared_paragraphs": _shared(settings, duplicates, connection, kept),
    }


def _syndication(duplicates: pl.DataFrame, facts: pl.DataFrame, touched: pl.Series | None) -> Rows:
    """SYNDICATION of all groups, or of those of the documents ``touched``."""
    if touched is None:
        return Rows(syndication(duplicates, facts))
    members = groups_of(duplicates, touched)
    own = facts.filter(pl.col("document_id").is_in(members["document_id"].implode()))
    return Rows(syndication(members, own), pl.concat([members["document_id"], touched]).unique())


def _facts(store: Store, settings: Settings, batches: Sequence[str]) -> pl.DataFrame:
    """Address, title, outlet, dates, uri, batch and the name of the text of every document that has a signature.

    Of those whose file has a history, ``page`` and ``arrived_at`` too.
    """
    stands = standing(store, settings, batches).select("document_id", "arrived_at", "page")
    return (
        own_ranks(store, batches)
        .select("document_id", "batch", "uri", *FIELDS, "address", "sha256", "body", "words")
        .collect()
        .join(stands, on="document_id", how="left", maintain_order="left")
    )


def _related(
    store: Store, batches: Sequence[str], duplicates: pl.DataFrame, connection: duckdb.DuckDBPyConnection
) -> pl.DataFrame:
    """RELATED_ARTICLES among the articles that are published, by the pairs that a search over all batches makes."""
    full = scan_gathered(store, "full_buckets", batches, FULL_BUCKETS).select("key", "last_anchor").collect()
    pairs = supported_pairs(scan_gathered(store, "pairs", batches, PAIRS).collect(), full)
    found = related_articles(pairs, scan_gathered(store, SIGNED, batches, _SIGNED), duplicates)
    asked = pl.concat([found["document_id"], found["other_document_id"]]).unique()
    connection.register("asked", asked.to_frame("document_id").to_arrow())
    try:
        articles = fetch(connection, "SELECT document_id FROM articles SEMI JOIN asked USING (document_id)")
    finally:
        connection.unregister("asked")
    return found.join(articles, on="document_id", how="semi").join(
        articles, left_on="other_document_id", right_on="document_id", how="semi"
    )


def _versions(store: Store, settings: Settings, duplicates: pl.DataFrame, facts: pl.DataFrame, kept: Kept) -> Rows:
    """ARTICLE_VERSIONS among documents that share an address, or a title and an outlet; without bodies of told ones."""
    twice = facts.filter(
        (pl.col("url").is_not_null() & pl.col("url").is_duplicated())
        | pl.col("page").is_not_null()
        | (pl.col("title").is_not_null() & pl.struct("title", "publisher").is_duplicated())
    )
    signatures = twice.select("document_id", "sha256", "body", "words")
    nothing = (
        twice.join(arrivals(store, twice["batch"].unique().to_list()), on="batch", how="left", maintain_order="left")
        .with_columns(pl.coalesce("arrived_at", "first_seen_at").alias("arrived_at"))
        .with_columns(body=pl.lit(None, pl.String))
    )
    linked = None
    if kept.touched is not None:
        # what one of them shares may have brought another in; and of files with a history any look changes the story
        own = twice.filter(pl.col("document_id").is_in(kept.touched.implode()))
        titles = own.filter(pl.col("title").is_not_null()).select("title", "publisher").unique()
        known = pl.col("url").is_in(own["url"].drop_nulls().implode()) | pl.col("arrived_at").is_not_null()
        alike = [twice.filter(known), twice.join(titles, on=titles.columns, how="semi", nulls_equal=True)]
        news = pl.concat([own["document_id"], *(one["document_id"] for one in alike)]).unique()
        linked = linked_with(news, nothing, signatures, duplicates, settings.duplicates)
        wanted = pl.col("document_id").is_in(linked.implode())
        nothing, signatures = nothing.filter(wanted), signatures.filter(wanted)
    index = CopyIndex(store, settings)
    index.look_into(store.parts(SIGNED))
    versions = article_versions(nothing, signatures, duplicates, settings.duplicates, texts=index.texts)
    ids = versions["document_id"]
    untold = facts.filter(pl.col("document_id").is_in(ids.filter(~ids.is_in(kept.told.implode())).implode()))
    read = _bodies(store, untold)
    if settings.publishing.redact_contacts:
        read = read.with_columns(redacted(pl.col("body")))
    whole = versions.drop("body").join(read, on="document_id", how="left", maintain_order="left")
    return Rows(conform(whole, ARTICLE_VERSIONS), linked)


def _bodies(store: Store, documents: pl.DataFrame) -> pl.DataFrame:
    """BODIES of ``documents`` (document_id, batch); only their batches are read, some at a time."""
    ids = documents["document_id"].implode()
    batches = documents["batch"].unique().sort().to_list()
    found = [BODIES.to_frame()]
    for start in range(0, len(batches), TOGETHER):
        kept = store.scan("settled_lines", batches[start : start + TOGETHER], LINES).filter(
            pl.col("paragraph").is_not_null() & pl.col("document_id").is_in(ids)
        )
        bodies = (
            kept.group_by("document_id", "paragraph")
            .agg(pl.col("text").sort_by("line").str.join(" "))
            .sort("document_id", "paragraph")
            .group_by("document_id", maintain_order=True)
            .agg(body=pl.col("text").str.join("\n\n"))
        )
        found.append(conform(bodies.collect(), BODIES))
    return pl.concat(found)


def folded_paragraphs(
    connection: duckdb.DuckDBPyConnection,
    kept: pl.DataFrame | None,
    changed: pl.Series,
    left: pl.Series | None = None,
) -> Folded:
    """Folded of the candidate's articles.

    Args:
        connection: the candidate, in which ``articles`` and ``paragraphs`` stand already.
        kept: those of the edition it was made from; None: all are read.
        changed: ids of the documents that it holds other rows of than that edition.
        left: ids of the articles that these had there.
    """
    every = """
        SELECT article_id, paragraph,
               hash(regexp_replace(replace(lower(text), ' ', ''), '[^\\pL\\pN]+', '', 'g')) AS words
        FROM paragraphs
    """
    if kept is None or left is None:
        return Folded(_by_article(fetch(connection, every)), FOLDED.to_frame())
    connection.register("changed", changed.to_frame("document_id").to_arrow())
    try:
        articles = "SELECT article_id FROM articles SEMI JOIN changed USING (document_id)"
        places = f"SELECT rowid FROM paragraphs WHERE article_id IN ({articles})"
        fresh = fetch(connection, f"{every} WHERE rowid IN ({places})")
    finally:
        connection.unregister("changed")
    gone = pl.col("article_id").is_in(left.implode())
    return Folded(pl.concat([kept.filter(~gone), _by_article(fresh)]), kept.filter(gone))


def _by_article(folded: pl.DataFrame) -> pl.DataFrame:
    return conform(folded.group_by("article_id").agg("paragraph", "words"), FOLDED)


def _shared(settings: Settings, duplicates: pl.DataFrame, connection: duckdb.DuckDBPyConnection, kept: Kept) -> Rows:
    """SHARED_PARAGRAPHS of all articles, or of those that have a paragraph in common with one that came or went."""
    now, gone = kept.folded
    if kept.touched is None:
        return Rows(shared_paragraphs(_recurring(connection, now), duplicates, settings.duplicates))
    come = now.filter(pl.col("article_id").is_in(articles_of(connection, kept.touched).implode()))
    beside = _holding(now, pl.concat([come["words"], gone["words"]]))
    alike = _holding(now, beside["words"])
    found = shared_paragraphs(_recurring(connection, alike), duplicates, settings.duplicates)
    connection.register("beside", beside.select("article_id").to_arrow())
    try:
        documents = fetch(connection, "SELECT document_id FROM articles SEMI JOIN beside USING (article_id)")
    finally:
        connection.unregister("beside")
    of = pl.concat([documents["document_id"], kept.touched]).unique()
    return Rows(found.filter(pl.col("document_id").is_in(of.implode())), of)


def articles_of(connection: duckdb.DuckDBPyConnection, documents: pl.Series) -> pl.Series:
    """Ids of the articles of ``documents`` (ids) in an open file."""
    asked = "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS document_id) AS asked USING (document_id)"
    return fetch(connection, f"SELECT article_id FROM articles {asked}", [documents.to_list()])["article_id"]


def _holding(folded: pl.DataFrame, lists: pl.Series) -> pl.DataFrame:
    """Those of ``folded`` in which one of the hashes in ``lists`` stands."""
    wanted = lists.explode().drop_nulls().unique().implode()
    return folded.filter(pl.col("words").list.eval(pl.element().is_in(wanted)).list.any())


def _recurring(connection: duckdb.DuckDBPyConnection, folded: pl.DataFrame) -> pl.DataFrame:
    """Paragraphs of articles whose letters and digits stand in another article too, with the article's document."""
    names = folded["article_id"]  # numbers stand for them: there are many paragraphs
    each = folded.select("paragraph", "words", article=pl.int_range(pl.len())).explode("paragraph", "words")
    twice = each.filter(pl.col("words").is_duplicated())
    articles = twice.select("words", "article").unique()
    wanted = articles.filter(pl.col("words").is_duplicated())["words"].unique().implode()
    recurring = twice.filter(pl.col("words").is_in(wanted))
    recurring = recurring.select("paragraph", article_id=names.gather(recurring["article"]))
    connection.register("recurring", recurring.to_arrow())
    query = """
        SELECT document_id, paragraphs.paragraph, paragraphs.text, role, paragraphs.language,
               paragraphs.language_confidence, paragraphs.word_count, line_from, line_to
        FROM recurring JOIN paragraphs USING (article_id, paragraph) JOIN articles USING (article_id)
        ORDER BY ALL
    """
    try:
        return fetch(connection, query)
    finally:
        connection.unregister("recurring")
