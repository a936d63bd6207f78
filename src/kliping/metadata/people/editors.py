"""Lines with the names in them, a row each; and the editors, whose lines need nothing else.

Belongs here: from lines to rows of names, and editors' credits. Does not belong here: authors (``people``), what is a
name (``names``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.line_facts import AUTHOR_LABEL, EDITOR_LABEL, NO_NAME, SEPARATOR, code_points, known_words
from kliping.metadata.people.labels import named_by
from kliping.metadata.people.names import names_in
from kliping.metadata.people.zones import LONGEST, lone_labels
from kliping.metadata.search_kernels import may_hold_name
from kliping.metadata.vocabulary import NAME_WORD, alternation, characters_before
from kliping.text.buffers import text_buffers
from kliping.text.patterns import letters
from kliping.words import labels as labels_of
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey


SIGNS = 3
"""Characters beside a name up to which it stands alone on its line: quotes, a bullet, a stop."""

TAIL = 4
"""Characters behind a name from which they are a job, a place or an outlet."""

SHORT = 3
"""Letters of labels that need a colon behind them."""


def find_editors(survey: Survey, away: Array) -> pl.DataFrame:
    """As in "Editor: Jane Doe", "Penulis: … | Editor: Jane Doe", "Editor Jane Doe", or the label above its name."""
    words = alternation(labels_of("editor"))
    # "Redaktur & Reporter: …": both
    also = rf"(?:\s*(?:/|{alternation(phrases('byline', 'joins'))})\s*\pL+)?"
    marked = letters(rf"(?:^[^\p{{L}}]{{0,3}}|[|,;/·•)]\s*|\s-\s*|\s)(?i:{words}){also}\s*[:：]\s*(\S.*)$")
    spelt = alternation(word for word in labels_of("editor") if len(word) > SHORT)  # "Red Hat Summit" names nobody
    # "Penulis Sari Wulandari Editor Bayu Pratama": the author's label and name, and no sign anywhere
    author = rf"^(?i:{alternation(labels_of('byline'))})\s*[:：]?\s+{NAME_WORD}(?:\s{NAME_WORD}){{0,3}}?\s+"
    above = letters(rf"(?:^[^\p{{L}}]{{0,3}}|[|;•·]\s*|{author})(?i:{spelt})\s+(\p{{Lu}}[^:：|;]*)$")
    short = survey.chars <= LONGEST
    alone = lone_labels(survey, "editor", EDITOR_LABEL)
    under = named_by(survey, alone, lone_labels(survey, "byline", AUTHOR_LABEL))
    asked = short & ((survey.having(word=EDITOR_LABEL) & ~alone) | under)
    text = pl.col("text")
    of_others = rf"(?i)\b{alternation(phrases('editor', 'others'))}"
    lines = (
        survey.take(asked)
        .with_columns(pl.Series("distance", away[asked]), pl.Series("under", under[asked]))
        .with_columns(behind=text.str.extract(marked, 1), bare=text.str.extract(above, 1))
        .with_columns(rest=pl.coalesce("behind", "bare", pl.when("under").then("text")))
        .filter(pl.col("rest").is_not_null() & ~text.str.contains(of_others))
    )
    loose = pl.col("behind").is_not_null()
    named = with_names([(lines.filter(loose), True), (lines.filter(~loose), False)])
    return (
        named.filter(loose | pl.col("whole") | (pl.col("rest").str.len_chars() - pl.col("value").str.len_chars() <= 1))
        .sort("doc", "index", "start", "end")
        .with_columns(
            field=pl.lit("editor"),
            basis=pl.lit("editor_label"),
            confidence=pl.lit(confidence("editor", "editor_label")),
            chosen=pl.int_range(pl.len()).over("doc") == 0,
        )
    )


def with_names(found: list[tuple[pl.DataFrame, bool]]) -> pl.DataFrame:
    """The names in ``rest`` of lines, a row each: ``value``, ``start``, ``end``.

    ``whole`` is whether nothing else stands on the line, ``bare`` whether nothing but a label does.

    Args:
        found: lines, and whether an explicit label stands before what they hold (``loose``).
    """
    lines = pl.concat(frame.with_columns(loose=pl.lit(loose)) for frame, loose in found)
    key = ["rest", "loose", "language"]
    asked = lines.select(key).drop_nulls(["rest", "loose"]).unique(maintain_order=True)
    read = [
        (rest, loose, language, name)
        for loose in sorted({loose for _, loose in found})
        for rest, language in _promising(asked.filter(pl.col("loose") == loose), loose=loose)
        for name in names_in(rest, loose=loose, language=language)
    ]
    named = pl.DataFrame(
        read, schema=[*((name, asked.schema[name]) for name in key), ("value", pl.String)], orient="row"
    )
    rows = lines.join(named, on=key, how="inner", nulls_equal=True, maintain_order="left_right").drop("loose")
    start = characters_before(pl.col("text"), pl.col("value"))
    rows = rows.with_columns(start=start).filter(pl.col("start").is_not_null())
    length = pl.col("value").str.len_chars().cast(pl.Int32)
    beside = pl.col("rest").str.len_chars().cast(pl.Int32) - length
    return rows.with_columns(
        end=pl.col("start") + length,
        whole=pl.col("chars") - length <= SIGNS,
        bare=beside <= 1,
        tailed=(beside >= TAIL) & ~pl.col("rest").str.contains(r"[0-9]"),
        pieces=1 + pl.col("rest").str.count_matches(",", literal=True),
    )


def _promising(asked: pl.DataFrame, *, loose: bool) -> list[tuple[str, str | None]]:
    """Those of ``rest`` that may hold names, with their language; behind an explicit label (``loose``) every one."""
    asked = asked.select("rest", "language")
    if loose:
        return asked.rows()
    rests = asked["rest"]
    found = np.empty(rests.len(), np.bool_)
    may_hold_name(text_buffers(rests), code_points(), known_words(), np.uint64(NO_NAME), np.uint64(SEPARATOR), found)
    return asked.filter(pl.Series(found)).rows()
