"""What a page as a whole is, and how sure its body is: an article, or one of the pages a scraper saves instead.

Belongs here: a page's kind with a probability and a reason, and the probability that its body is right. Does not belong
here: numbers about a page (``page_facts``), what becomes of a page that is no article (the row rules), fitting
(``kliping.learning.page_kinds``).

Both probabilities are sums of one curve a fact, under a logistic link (Hastie and Tibshirani, Generalized additive
models, 1990), fitted on sites held out. ``page_model.gz`` holds the curves.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.features import first_lines
from kliping.cleaning.given import given_titles
from kliping.cleaning.indexes import front_pages, headline_lists, lone_teasers, stated_lists
from kliping.cleaning.page_facts import FACTS, Facts, page_facts
from kliping.frames import PAGES, conform
from kliping.packed import parts_of, read_packed
from kliping.words.sections import PAGE_KINDS, PAGE_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.cleaning.kernels import Array
    from kliping.settings.cleaning import CleaningSettings

MODEL = "page_model.gz"

HEAD = "kliping page model 1"
"""First line of the model's text: what it is, and the version of its form."""

CURVES = ("article", "unsuspected", "body")
"""Parts of the model: curves of a suspected page, of one that nothing speaks against, and of a body; JSON each."""

Curve = tuple[list[float], list[float]]
"""Where a curve bends, and its heights there, in log-odds."""

_OTHERS = [*PAGE_SECTIONS, *(kind for kind in PAGE_KINDS if kind not in ("article", *PAGE_SECTIONS))]
_INDEX, _EMPTY = _OTHERS.index("index"), _OTHERS.index("empty")
_PAYWALL = PAGE_SECTIONS.index("paywall")
_WITH_BODY = ("article", "paywall", "empty")
"""Kinds of pages of which what is kept is a body: an article, its beginning, or the few lines of a gallery."""
_STUB = 0.1
"""The most that a page may be an article which an appeal to subscribe breaks off: of 1,738 labelled articles none looks
so, but a short one may stand above such a line. And the most of a page that in half of its text says that it is another
kind of page and reports nothing, however long it is: of some 4,600 labelled articles none does."""
_TEASERS = float(np.log2(1 + 2))
"""Teasers, as the fact tells them, that raise the suspicion of a list of articles."""
_LITTLE = float(np.log2(1 + 100))
"""Characters of the article's own, as the fact tells them, below which a page is suspected to have none."""
_FEW = float(np.log2(1 + 300))
"""Characters below which what stands above them, or links beside them, can say that they are no article."""
_CUT, _ENDED = 0.15, 0.5
"""Share of what is kept that is teasers, from which a list is suspected, and share that ends sentences, below which."""
_SPOKEN = 0.1
"""Share of what is kept, and of what stands above it, that says it is another kind of page, and raises a suspicion."""
_MOST = 0.5
"""Share that says so, from which a page is suspected although it reports what was said."""
_READER, _THINGS, _SHORT = 0.3, 2, float(np.log2(1 + 800))
"""Share of a text that speaks to its reader, of how many things of another kind of page, and below how many characters,
from which it is suspected, unless it reports what was said more than once."""
_ENTRIES, _BROKEN = float(np.log2(1 + 3)), 0.75
"""Headlines with dates that raise the suspicion of a list, and the share that ends sentences, below which."""


def page_kinds(documents: pl.DataFrame, lines: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``PAGES`` of readable ``DOCUMENTS`` and their ``LINES``, a row a document, in their order."""
    first_line = first_lines(lines)
    names = pl.Series("document_id", lines.get_column("document_id").gather(first_line[:-1]))
    facts = page_facts(lines, first_line, settings.lexicons) if names.len() else None
    given = names.is_in(list(given_titles(documents))).to_numpy()
    told = judge_pages(facts, settings.article_probability, given).with_columns(names) if facts else None
    if told is not None and facts is not None:
        place = (lines, first_line, facts.values)
        listed = headline_lists(*place) | front_pages(*place) | lone_teasers(*place, settings.lexicons)
        told = _indexes(told, listed & ~given, "teasers")
        told = _indexes(told, names.is_in(list(stated_lists(documents))), "markup")
    readable = documents.filter(pl.col("text").is_not_null()).select("document_id")
    without = {"page_kind": "empty", "page_kind_confidence": 1.0, "page_kind_reason": "no_text", "body_confidence": 0.0}
    if told is None:
        return readable.with_columns(**{name: pl.lit(value) for name, value in without.items()}).pipe(conform, PAGES)
    joined = readable.join(told, on="document_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null(pl.lit(value)) for name, value in without.items()).pipe(
        conform, PAGES
    )


def without_bodies(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` in which what is kept of a page that is no article, nor the beginning of one, is of no body.

    Args:
        lines: LINES.
        pages: PAGES of the same documents.
    """
    kinds = pages.select("document_id", "page_kind")
    none = pl.col("paragraph").is_not_null() & ~pl.col("page_kind").is_in(_WITH_BODY)
    new = {
        "role": pl.when(pl.col("page_kind") == "index").then(pl.lit("related")).otherwise(pl.lit("boilerplate")),
        "reason": pl.lit("page:") + pl.col("page_kind"),
        "paragraph": pl.lit(None),
        "cuts": pl.lit(None),
    }
    return (
        lines.join(kinds, on="document_id", how="left", maintain_order="left")
        .with_columns(pl.when(none).then(value).otherwise(name).alias(name) for name, value in new.items())
        .select(lines.columns)
    )


def _indexes(told: pl.DataFrame, which: Array | pl.Series, reason: str) -> pl.DataFrame:
    """``told`` with the articles among ``which`` called lists of articles."""
    changed = pl.Series(which) & (told.get_column("page_kind") == "article")
    new = {"page_kind": "index", "page_kind_confidence": 1 - _STUB, "page_kind_reason": reason}
    return told.with_columns(
        pl.when(changed).then(pl.lit(value)).otherwise(name).alias(name) for name, value in new.items()
    )


def judge_pages(facts: Facts, least: float, given: Array) -> pl.DataFrame:
    """``PAGES`` without ids, of pages with these facts.

    Args:
        facts: what is known of each page.
        least: the least probability of an article.
        given: which pages are bodies that a table gives (bool): little text is no reason against them.
    """
    model = _model()
    spoken, listed, bare = suspicions(facts)
    bare &= ~given | (facts.values[:, FACTS.index("kept_chars")] == 0)
    suspected = spoken | listed | bare
    article = np.where(
        suspected, probability(facts.values, model["article"]), probability(facts.values, model["unsuspected"])
    )
    article[facts.values[:, FACTS.index("kept_chars")] == 0] = 0
    stub = facts.stub & ~given
    values = {name: facts.values[:, FACTS.index(name)] for name in ("told_share", "reports")}
    plain = (facts.told >= 0) & (values["told_share"] >= _MOST) & (values["reports"] == 0)
    article[stub | plain] = np.minimum(article[stub | plain], _STUB)
    spoken, suspected = spoken | stub, suspected | stub
    named = np.where(stub, _PAYWALL, np.where(facts.told >= 0, facts.told, facts.about))
    kind = np.where(spoken, named, np.where(listed, _INDEX, _EMPTY))
    reason = np.where(spoken, "words", np.where(listed, "teasers", "no_text"))
    other = suspected & (article < least)
    return pl.DataFrame(
        {
            "page_kind": np.where(other, np.array(_OTHERS)[kind], "article"),
            "page_kind_confidence": np.where(other, 1 - article, article),
            "page_kind_reason": np.where(other, reason, "text"),
            "body_confidence": probability(facts.values, model["body"]),
        }
    )


def suspicions(facts: Facts) -> tuple[Array, Array, Array]:
    """What speaks against an article at all, each bool [pages]: the page's words, teasers, next to no text.

    A page without any of these is an article, whatever it looks like: a poem, a table of results, a horoscope.
    """
    values = {name: facts.values[:, at] for at, name in enumerate(FACTS)}
    few = values["own_chars"] < _FEW
    quiet = (values["reports"] <= 1) | (values["told_share"] >= _MOST)
    said = (values["told_share"] >= _SPOKEN) | (values["appeals"] > 0) | ((values["told_first"] > 0) & few)
    reader, things = values["reader_share"] >= _READER, values["things"] >= _THINGS
    speaks = (reader & things & (values["reports"] <= 1)) | ((reader | things) & (values["reports"] == 0) & few)
    loose = (values["teaser_share"] >= _CUT) | (values["ended_share"] < _ENDED) | few
    entries = (values["listed"] >= _ENTRIES) | (values["list_first"] > 0)
    return (
        ((facts.told >= 0) & said & quiet) | (speaks & (values["own_chars"] < _SHORT)),
        ((values["teasers"] >= _TEASERS) & loose) | (entries & (values["ended_share"] < _BROKEN)),
        values["own_chars"] < _LITTLE,
    )


def probability(facts: Array, curves: Mapping[str, Curve]) -> Array:
    """The probability (float64) that the curves give to each row of ``facts``."""
    odds = np.full(facts.shape[0], curves[""][1][0])
    for name, (bends, heights) in curves.items():
        if name:
            odds += np.interp(facts[:, FACTS.index(name)], bends, heights)
    told: Array = 1 / (1 + np.exp(-odds))
    return told


@functools.cache
def _model() -> dict[str, dict[str, Curve]]:
    curves = parts_of(read_packed(resources.files("kliping.cleaning"), MODEL), HEAD, CURVES)
    return {name: json.loads(told) for name, told in zip(CURVES, curves, strict=True)}
