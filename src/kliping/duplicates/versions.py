"""Versions: different texts of one article, told by its address or its title.

Belongs here: which documents are versions of each other, and in what order. Does not belong here: copies (``groups``).

An address with two texts is one article that was changed. A title is weaker: columns reuse theirs every day (`Gold
price today`), so the texts must have something in common as well.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import ARTICLE_VERSIONS, NAME_DIGITS, VERSION_FACTS
from kliping.duplicates.signatures import WORDS_ALONE, read_texts
from kliping.duplicates.similarity import measurable, measured
from kliping.frames import conform
from kliping.text.buffers import read_only

if TYPE_CHECKING:
    from kliping.duplicates.similarity import Texts
    from kliping.settings import DuplicateSettings


def article_versions(
    facts: pl.DataFrame,
    signatures: pl.DataFrame | pl.LazyFrame,
    duplicates: pl.DataFrame,
    settings: DuplicateSettings,
    *,
    texts: Texts | None = None,
) -> pl.DataFrame:
    """ARTICLE_VERSIONS: articles of which more than one text is at hand, a row a text, by history and version.

    Documents with the same address (of the web, or ``page``) are versions of one article; documents with the same title
    and publisher are, if they share ``version_similarity`` of their shingles with the first of them. Documents with the
    same text are one version, and the best of them speaks for it. Versions are kept whether or not one is a near copy
    of another.

    Args:
        facts: VERSION_FACTS, a row a document; with ``address`` too, where ``page_address`` of ``url`` is known.
        signatures: SIGNATURES of all batches.
        duplicates: DUPLICATES.
        settings: thresholds.
        texts: where bodies are looked up; None: in ``signatures``, of which else the first four columns do.
    """
    known = _known(facts, signatures, duplicates, settings)
    looked_up: Texts = signatures if texts is None else texts
    histories, found = _histories(known, looked_up, settings)
    spoken = (
        histories.sort(pl.col("kind") != "canonical", "when", "sha256", "document_id", nulls_last=True)
        .with_columns(
            copies=pl.len().over("history", "text") - 1,
            when=pl.col("when").min().over("history", "text"),
            arrival=pl.col("arrival").max().over("history", "text"),
        )
        .unique(["history", "text"], keep="first", maintain_order=True)
        .filter(pl.len().over("history") > 1)
        .sort("history", "arrival", "when", "words", "sha256", nulls_last=True)
    )
    told = spoken.with_columns(
        history_id=pl.lit("h") + pl.col("sha256").first().over("history").str.slice(0, NAME_DIGITS),
        version=pl.int_range(1, pl.len() + 1).over("history"),
        versions=pl.len().over("history"),
        before=pl.col("text").shift(1).over("history"),
        words_more=pl.col("words") - pl.col("words").shift(1).over("history"),
    )
    return conform(
        with_similarity(told, "before", looked_up, settings, found)
        .rename({"jaccard": "similarity"})
        .sort("history_id", "version"),
        ARTICLE_VERSIONS,
    )


def linked_with(
    touched: pl.Series,
    facts: pl.DataFrame,
    signatures: pl.DataFrame | pl.LazyFrame,
    duplicates: pl.DataFrame,
    settings: DuplicateSettings,
) -> pl.Series:
    """Ids of the documents whose address or title links them with one of ``touched``, over however many others.

    No other document's row in ``article_versions`` hangs on those. Arguments are those of ``article_versions``.
    """
    known = _linked(facts, signatures, duplicates, settings)
    classes = _classes(known)
    asked = classes.filter(known["document_id"].is_in(touched.implode()))
    return known["document_id"].filter(classes.is_in(asked.unique().implode()))


def _known(
    facts: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, duplicates: pl.DataFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    """``_linked``, with the day of each text, and in which order the texts of a page arrived."""
    # arrivals order the texts of one page, and nothing else: pages of their own may come in any order
    page = pl.coalesce("of_file", "document_id")
    return _linked(facts, signatures, duplicates, settings).with_columns(
        when=pl.coalesce("updated_on", "published_on"),
        arrival=pl.col("arrived_at").rank("dense").over(page).fill_null(1),
    )


def _linked(
    facts: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, duplicates: pl.DataFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    """``facts`` of documents with a text worth comparing, with ``text``, and ``page`` and ``heading``, which link them.

    What was ``page`` is ``of_file``.
    """
    signed = signatures.lazy().select("document_id", "sha256", "words", text="body").collect()
    address = pl.col("address") if "address" in facts.columns else page_address(pl.col("url"))
    known = (
        conform(facts, VERSION_FACTS)
        .with_columns(facts.select(address=address))
        .rename({"page": "of_file"})
        .join(signed, on="document_id")
        .filter(pl.col("words") >= settings.exact_words)
        .join(duplicates.select("document_id", "group_id", "kind"), on="document_id")
        .sort("document_id")
        .with_columns(page=pl.coalesce("of_file", "address"))
    )
    return known.with_columns(heading=_headings(known, settings))


def page_address(url: pl.Expr) -> pl.Expr:
    """What of ``url`` names a page: host and path and the query without tracking; null for a site's front page."""
    address = (
        url.str.strip_chars()
        .str.replace(r"#.*$", "")
        .str.replace_all(_tracking(), "")
        .str.replace(r"^(?i)https?://(www\.|m\.|amp\.)?", "")
        .str.replace(r"[?&]+$", "")
        .str.replace(r"/+(amp)?/*$", "")
    )
    host = address.str.extract(r"^([^/?]*)", 1).str.to_lowercase()
    rest = address.str.extract(r"^[^/?]*(.*)$", 1)
    return pl.when(rest != "").then(host + rest)


@lru_cache(maxsize=1)
def _tracking() -> str:
    """A pattern of the query parameters in ``urls.toml``, each with the mark before it."""
    listed = tomllib.loads((files("kliping.duplicates") / "urls.toml").read_text("utf-8"))["tracking"]
    names = "|".join(name.removesuffix("*") + ("[^=&]*" if name.endswith("*") else "") for name in sorted(listed))
    return rf"(?i)\b(?:{names})=[^&]*&?"


def _headings(known: pl.DataFrame, settings: DuplicateSettings) -> pl.Series:
    """A number for each title of enough words with its publisher, the same for the same words; null for others."""
    titles = read_texts(known["title"], WORDS_ALONE, settings)
    publishers = read_texts(known["publisher"], WORDS_ALONE, settings)
    pairs = pl.DataFrame({"title": titles["body"], "words": titles["words"], "publisher": publishers["body"]})
    named = pl.struct("title", "publisher").rank("dense")
    told = (pl.col("words") >= settings.version_title_words) & pl.col("publisher").is_not_null()
    return pairs.select(pl.when(told).then(named)).to_series()


def _histories(known: pl.DataFrame, texts: Texts, settings: DuplicateSettings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``known`` with ``history``, the same number for versions of one article, and the ``basis`` that links them.

    The second frame has what was measured on the way: text, other, jaccard.
    """
    first = pl.col("text").sort_by("when", "words", "sha256", nulls_last=True).first().over("heading")
    headed = with_similarity(known.with_columns(opening=first), "opening", texts, settings)
    alike = (pl.col("text") == pl.col("opening")) | (pl.col("jaccard") >= settings.version_similarity)
    linked = headed.with_columns(heading=pl.when(alike).then(pl.col("heading"))).drop("jaccard")
    told = linked.with_columns(history=_classes(linked)).with_columns(
        basis=pl.when(pl.col("address").is_not_null() & (pl.col("text").n_unique().over("address") > 1))
        .then(pl.lit("url"))
        .when(pl.col("page").is_not_null() & (pl.col("text").n_unique().over("page") > 1))
        .then(pl.lit("file"))
        .otherwise(pl.lit("title"))
    )
    return told, headed.select("text", "jaccard", other="opening").drop_nulls().unique()


def _classes(linked: pl.DataFrame) -> pl.Series:
    """A number for each row, the same for rows that ``page`` and ``heading`` link."""
    from kliping.duplicates import pair_kernels

    pages = linked["page"].fill_null(linked["document_id"]).rank("dense").cast(pl.Int64) - 1
    headings = linked["heading"].rank("dense").fill_null(0).cast(pl.Int64)
    return pl.Series(pair_kernels.joined_classes(read_only(pages.to_numpy()), read_only(headings.to_numpy())))


def with_similarity(
    texts: pl.DataFrame,
    other: str,
    signatures: Texts,
    settings: DuplicateSettings,
    known: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """``texts`` with ``jaccard`` of ``text`` and the text in column ``other``; null where that is null.

    Args:
        texts: their rows.
        other: a column of texts.
        signatures: where bodies are looked up.
        settings: thresholds.
        known: text, other and jaccard of pairs that were measured already.
    """
    pairs = texts.select("text", other=other).drop_nulls().unique()
    same = pl.col("text") == pl.col("other")
    found = [pairs.filter(same).with_columns(jaccard=1.0)]
    pairs = pairs.filter(~same)
    if known is not None:
        found.append(pairs.join(known, on=["text", "other"]))
        pairs = pairs.join(known, on=["text", "other"], how="anti")
    if not pairs.is_empty():
        bodies = measurable(signatures, pl.concat([pairs["text"], pairs["other"]]), settings, words=False)
        told = measured(pairs.select(left="text", right="other"), bodies)
        found.append(told.select(text="left", other="right", jaccard="jaccard"))
    similar = pl.concat(found)
    return texts.join(similar, left_on=["text", other], right_on=["text", "other"], how="left", maintain_order="left")
