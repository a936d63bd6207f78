"""The newest text of a page stands for it, whatever else ranks better: older texts join its group and never lead one.

Belongs here: which text of a page is the newest, and the groups with older texts in them. Does not belong here: which
documents are texts of one page (``kliping.warehouse.standing``), copies (``groups``), the history (``versions``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.groups import group_copies
from kliping.duplicates.schemas import NAME_DIGITS, RANKING
from kliping.duplicates.versions import with_similarity
from kliping.frames import DUPLICATES, conform

if TYPE_CHECKING:
    from kliping.duplicates.similarity import Texts
    from kliping.settings import DuplicateSettings


def find_duplicates(
    signatures: pl.DataFrame | pl.LazyFrame,
    ranking: pl.DataFrame,
    settings: DuplicateSettings,
    *,
    pairs: pl.DataFrame | None = None,
    full_buckets: pl.DataFrame | None = None,
    texts: Texts | None = None,
) -> pl.DataFrame:
    """DUPLICATES of the whole corpus: a row for every document of ``signatures``, sorted by document.

    Documents with the same ``page`` are texts of one page. The newest that is not held back stands for all of them in
    the search for copies; the others are rows of its group, ``exact`` where the text is the canonical one's, else
    ``version``.

    It may also be asked of documents that hang together with no others (``touched``): the rows are those that the
    whole corpus would give them.

    Args:
        signatures: SIGNATURES of all batches.
        ranking: RANKING; documents it does not know rank as undated and not held, and are pages of their own.
        settings: thresholds.
        pairs: PAIRS of all batches, where they were found batch by batch; None: they are searched here.
        full_buckets: FULL_BUCKETS of all batches, which belong to ``pairs``.
        texts: where bodies are looked up; None: in ``signatures``, of which else the first four columns do.
    """
    ranking = conform(ranking, RANKING)
    known = signatures.lazy().select("document_id", "sha256", text="body").collect()
    older = _older_texts(known, ranking, settings)
    found = group_copies(
        signatures.lazy().join(older.lazy(), on="document_id", how="anti"),
        ranking,
        settings,
        pairs=pairs,
        full_buckets=full_buckets,
        texts=texts,
    )
    if older.is_empty():
        return found
    joined = _joined(older, found, known, signatures if texts is None else texts, settings)
    return _renamed(pl.concat([found, joined]), known, ranking)


def _older_texts(texts: pl.DataFrame, ranking: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """Documents that are not the newest text of their page: document_id, and the ``newest`` of the same page.

    Not held before held; then the later arrival, update, publication; then the better dated and the longer, and last
    the smaller SHA-256 and id, so that no two are equal.
    """
    paged = ranking.filter(pl.col("page").is_not_null()).join(texts, on="document_id")
    ordered = paged.sort(
        "page",
        pl.col("held").fill_null(value=False),
        "arrived_at",
        pl.coalesce("updated_on", "published_on"),
        (pl.col("published_confidence").fill_null(0.0) / settings.confidence_step).floor(),
        pl.col("body_length").fill_null(0),
        "sha256",
        "document_id",
        descending=[False, False, True, True, True, True, False, False],
        nulls_last=True,
    )
    newest = ordered.with_columns(newest=pl.col("document_id").first().over("page"))
    return newest.filter(pl.col("newest") != pl.col("document_id")).select("document_id", "newest")


def _joined(
    older: pl.DataFrame,
    found: pl.DataFrame,
    known: pl.DataFrame,
    texts: Texts,
    settings: DuplicateSettings,
) -> pl.DataFrame:
    """DUPLICATES of older texts, in the groups of the newest ones."""
    groups = found.select(newest="document_id", canonical_document_id="canonical_document_id", group_id="group_id")
    canonical = known.select(canonical_document_id="document_id", canonical_sha256="sha256", canonical_text="text")
    beside = (
        older.join(groups, on="newest")
        .join(known, on="document_id")
        .join(canonical, on="canonical_document_id")
        .sort("document_id")
    )
    same = (pl.col("text") == pl.col("canonical_text")) | (pl.col("sha256") == pl.col("canonical_sha256"))
    rows = with_similarity(beside, "canonical_text", texts, settings).with_columns(
        kind=pl.when(same.fill_null(value=False)).then(pl.lit("exact")).otherwise(pl.lit("version")),
        similarity=pl.when(same.fill_null(value=False)).then(1.0).otherwise(pl.col("jaccard").fill_null(0.0)),
    )
    return conform(rows, DUPLICATES)


def _renamed(found: pl.DataFrame, texts: pl.DataFrame, ranking: pl.DataFrame) -> pl.DataFrame:
    """``found`` in which a group with older texts keeps the name that it had before the newer one came.

    A page counts with the first of its texts; the group's name is then made as for all groups. Bytes that stand in
    another group too name none.
    """
    facts = ranking.select("document_id", "page", "arrived_at", "published_on")
    members = found.join(texts.select("document_id", "sha256"), on="document_id").join(
        facts, on="document_id", how="left"
    )
    shared = members.group_by("sha256").agg(pl.col("group_id").n_unique().alias("groups")).filter(pl.col("groups") > 1)
    several = members.filter(pl.col("page").is_not_null()).select("group_id").unique()
    telling = members.join(several, on="group_id", how="semi").join(shared, on="sha256", how="anti")
    firsts = (
        telling.sort("arrived_at", "published_on", "sha256", nulls_last=True)
        .with_columns(page=pl.coalesce("page", "document_id"))
        .unique(["group_id", "page"], keep="first", maintain_order=True)
        .sort("published_on", "sha256", nulls_last=True)
        .unique("group_id", keep="first", maintain_order=True)
        .select("group_id", name=pl.lit("g") + pl.col("sha256").str.slice(0, NAME_DIGITS))
    )
    named = found.join(firsts, on="group_id", how="left")
    return conform(named.with_columns(group_id=pl.coalesce("name", "group_id")).sort("document_id"), DUPLICATES)
