"""Names in the credits at either end of a text that stands on one line: "… Reporter: Sari Dewi Editor: Budi Roy".

Belongs here: reading the pieces that were cut out as such. Does not belong here: finding them
(``kliping.cleaning.pieces``), credits on lines of their own (``people``, ``editors``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning.pieces import CREDIT
from kliping.metadata.confidence import ONE_LINE, confidence
from kliping.metadata.people.names import names_in
from kliping.metadata.vocabulary import alternation
from kliping.words import labels, made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey


@made_of_words
def _labelled() -> re.Pattern[str]:
    """A label, in the group of its field, and what stands between it and the name."""
    authors = alternation({*labels("byline"), *phrases("byline", "starts")})
    named = rf"(?i:(?P<authors>{authors})|(?P<editor>{alternation(labels('editor'))}))"
    return re.compile(rf"(?:(?<=[a-z])(?=[A-Z])|(?<!\w)){named}\s?(?:[:：]|(?<=\w)\s(?:[\w.]+(?:\s[\w.]+)?,)?)\s*")


@made_of_words
def _ends() -> re.Pattern[str]:
    """What ends a name: a sign, a claim of rights, a tag, or a label, which may be glued to it."""
    claim = rf"\s(?i:{alternation(phrases('outlet', 'copyright'))})\b"
    glued = r"(?<=[a-z])(?=[A-Z][a-z]+\s?$)"
    return re.compile(rf"\s*[|;•#©]|\s-\s|[^\W\d_][\w&/]*\s?[:：]|{claim}|{glued}")


@made_of_words
def _of_others() -> re.Pattern[str]:
    """Credits of others with such a label in them ("Video editor")."""
    return re.compile(rf"(?i){alternation(phrases('editor', 'others'))}$")


def cut_credits(survey: Survey, lines: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``authors`` and ``editor`` in the columns of ``people``: chosen where nothing else names one.

    Args:
        survey: the lines of a batch.
        lines: the same as LINES, row for row.
        people: doc, field, chosen: what other lines named.
    """
    known = survey.lines.select("doc", "row", "line", "text", "index", "language")
    rows = lines.select("cuts").with_row_index("row").filter(pl.col("cuts").is_not_null())
    pieces = rows.explode("cuts", empty_as_null=False, keep_nulls=False).unnest("cuts")
    pieces = pieces.filter((pl.col("role") == CREDIT.role) & (pl.col("reason") == CREDIT.reason)).select(
        "row", "start", "end"
    )
    credited = pieces.join(known, on="row", how="left", maintain_order="left")
    found = [
        (one["doc"], one["row"], one["line"], one["index"], field, name, one["start"] + at)
        for one in credited.iter_rows(named=True)
        for field, name, at in credited_in(one["text"][one["start"] : one["end"]], one["language"])
    ]
    schema = pl.Schema(
        {
            "doc": pl.UInt32(),
            "row": pl.UInt32(),
            "line": known.schema["line"],
            "index": pl.Int32(),
            "field": pl.String(),
            "value": pl.String(),
            "start": pl.Int32(),
        }
    )
    named = people.filter("chosen").select("doc", "field").unique().with_columns(other=pl.lit(value=True))
    read = pl.DataFrame(found, schema=schema, orient="row")
    return read.join(named, on=["doc", "field"], how="left", maintain_order="left").select(
        *schema,
        basis=pl.when(pl.col("field") == "authors").then(pl.lit("byline_label")).otherwise(pl.lit("editor_label")),
        confidence=pl.when(pl.col("field") == "authors")
        .then(confidence("authors", f"byline_label{ONE_LINE}"))
        .otherwise(confidence("editor", "editor_label")),
        end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
        chosen=pl.col("other").is_null(),
    )


def credited_in(piece: str, language: str | None) -> list[tuple[str, str, int]]:
    """Field, name and where it stands, of whom the first label of each field names."""
    told, of_others = list(_labelled().finditer(piece)), _of_others()
    found: dict[str, list[tuple[str, str, int]]] = {}
    for label, stop in zip(told, [*(match.start() for match in told[1:]), len(piece)], strict=True):
        field = label.lastgroup or ""
        if field in found or of_others.search(piece[: label.end()].rstrip(" :：")):
            continue
        behind = piece[label.end() : stop]
        ended = _ends().search(behind)
        names = names_in(behind[: ended.start()] if ended else behind, loose=True, language=language)
        found[field] = [(field, name, label.end() + behind.find(name)) for name in names if name in behind]
    if "editor" in found:
        found["editor"] = found["editor"][:1]
    return [one for names in found.values() for one in names]
