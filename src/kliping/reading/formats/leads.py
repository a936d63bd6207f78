"""The first paragraph in a column of its own, which a scraper took off the text: it is put back before it.

Belongs here: telling such a column from one of teasers or of summaries, and joining it. Does not belong here: what the
other columns hold (``profiles``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.formats.cells import is_placeholder
from kliping.reading.formats.columns import bare, listed
from kliping.reading.formats.looks import TEXT_SPACES
from kliping.text import folding, lengths
from kliping.text.datelines import dateline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kliping.reading.formats.columns import Mapped

_KEY = 60
"""Letters and digits by which it is told whether a text holds a paragraph."""
_LEAST = 60
"""Characters of the shortest paragraph; what is shorter is a headline."""
_SHARE = 0.8
"""Of the rows in which both columns are filled, those that must look so."""
_DATED = 0.5
"""Of the rows of a column with another name, those that must open with a dateline: a summary has none."""

_TAG = rf"<[^<>]{lengths.WHOLE_TAG}>"
_SENTENCE = re.compile(r"[^\s.…][.!?。।][\"'”’»)]*$|[^\W\d_][.!?]?[”»]$")
_DATELINE = re.compile(dateline(r"[^\W\d_]", r"\w", r"[^\W\d_“\"‘']"))


def lead_column(sample: Mapping[str, Sequence[str | None]], mapping: Mapped, chosen: Mapping[str, str]) -> str | None:
    """The column whose cells are the first paragraphs of the texts in another; None where there is none.

    Its cells are sentences that the texts do not hold. By its name it is a lead; where its name says no more than that
    it is short (a summary, an excerpt), its cells open with datelines, which only a text's first paragraph does.

    Args:
        sample: column → its cells in some rows of the table.
        mapping: what the columns were taken for.
        chosen: the user's own mapping, which is left alone.
    """
    if not mapping.text:
        return None
    text = sample[mapping.text[0]]
    for column in (*mapping.fields.get("subtitle", ()), *mapping.text[1:]):
        if column in chosen.values():
            continue
        pairs = [
            (lead.strip(), whole)
            for lead, whole in zip(sample[column], text, strict=False)
            if lead and whole and not (is_placeholder(lead) or is_placeholder(whole))
        ]
        least = max(_SHARE * len(pairs), 1)
        paragraphs = [one for one, whole in pairs if _is_paragraph(one) and _letters(one)[:_KEY] not in _letters(whole)]
        dated = sum(_DATELINE.match(one) is not None for one in paragraphs)
        named = bare(column) in listed()["page"]["leads"]
        if len(paragraphs) >= least and (named or dated >= max(_DATED * len(pairs), 1)):
            return column
    return None


def _is_paragraph(cell: str) -> bool:
    """Whether a cell is one paragraph: of several it is another text."""
    return (
        "\n" not in cell
        and len(cell) >= _LEAST
        and cell.count(" ") >= TEXT_SPACES
        and _SENTENCE.search(cell) is not None
    )


def _letters(cell: str) -> str:
    return folding.bare(re.sub(_TAG, " ", cell))


def with_leads(text: pl.Series, leads: pl.Series) -> pl.Series:
    """Texts with their first paragraphs before them, on a line or in an element of its own; not where they hold it."""
    lead = leads.str.replace_all(_TAG, " ").str.strip_chars()
    held = lead.map_elements(lambda one: None if is_placeholder(one) else one, return_dtype=pl.String)
    frame = pl.DataFrame({"text": text, "lead": held})
    key = _key("lead").str.slice(0, _KEY)
    told = _key("text").str.contains(key, literal=True)
    tagged = pl.col("text").str.contains(r"(?i)</?(?:p|div|br|h[1-6]|li)\b")
    joined = (
        pl.when(tagged)
        .then(pl.concat_str(pl.lit("<p>"), "lead", pl.lit("</p>\n"), "text"))
        .otherwise(pl.concat_str("lead", pl.lit("\n"), "text"))
    )
    wanted = pl.col("lead").is_not_null() & ~told
    return frame.select(pl.when(wanted.fill_null(value=False)).then(joined).otherwise("text").alias("text"))["text"]


def _key(column: str) -> pl.Expr:
    return folding.bare_names(pl.col(column).str.replace_all(_TAG, " "))
