"""The outlet's name behind a title: whether what stands behind the sign is one.

Belongs here: cutting a title's line. Does not belong here: naming the publisher by it (``outlets.publishers``), titles
of markup (``kliping.metadata.statements``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import RIGHTS
from kliping.metadata.line_flags import ADDRESS, BAR, BULLET, COPYRIGHT, DASH, DATED, MIDDOT
from kliping.metadata.outlets.known import is_known
from kliping.metadata.vocabulary import SUFFIX, small_words
from kliping.text.folding import bare_names
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

HOST = r"(?i)(?:https?://|www\.|@)([a-z0-9.-]+)"
"""The host of an address on a line."""

NAMING = 300
"""Characters of a line that claims rights or gives an address; longer ones are paragraphs."""

SIGNS = r"^((?:[:|»•·▶►>*~#/=–—-]{1,3}\s+)+)[\p{L}\p{N}\"“‘'«„(¿¡]"
"""Signs that open a title and are none of it: what stood before them was cut off."""

TOP, WORDS = 2, 4
"""Lines of a page from whose beginning its window's title stands on top, and the fewest words of one before the outlet:
"News - Example Times" heads a section."""

NAMES = 2
"""Words of a name before an outlet that is a byline above a date; of three words as many are a headline."""

_SIGN = "(?:[|–—·»•-]|::)"
"""What stands between a title, a section and an outlet."""

SHORTEST = 4
"""Letters of a name that is looked for in an address: less is part of many."""


def signs_before() -> pl.Expr:
    """The signs that ``value`` opens with, with the blanks behind them; empty where there are none."""
    return pl.col("value").str.extract(SIGNS, 1).fill_null("")


def without_signs(said: pl.DataFrame) -> pl.DataFrame:
    """What was said outside the lines, its titles without signs that they open with: ": The mill", "» The mill"."""
    title = pl.col("field") == "title"
    bare = pl.col("value").str.slice(signs_before().str.len_chars())
    return said.with_columns(value=pl.when(title).then(bare).otherwise("value"))


def without_outlets(best: pl.DataFrame, survey: Survey, hosts: pl.DataFrame | None = None) -> pl.DataFrame:
    """``best`` with ``value``: the line without the outlet behind it, and without the section before that.

    "Bridge reopens | News | Example Times": once the outlet is off, the section is asked for in the same way.

    Args:
        best: doc, index, row, text of lines that may be titles.
        survey: the lines of a batch.
        hosts: doc, host: the addresses that the documents are said to come from.
    """
    once = without_outlet(best, survey, hosts)
    shorter = once.filter(pl.col("value") != pl.col("text")).with_columns(text="value").select(best.columns)
    if shorter.is_empty():
        return once
    again = without_outlet(shorter, survey, hosts, sections=True).select("doc", "row", again="value")
    return once.join(again, on=["doc", "row"], how="left", maintain_order="left").with_columns(
        value=pl.coalesce("again", "value")
    )


def with_place(best: pl.DataFrame, survey: Survey) -> pl.DataFrame:
    """``best`` with the ``odds`` that follow from where a line with its outlet behind it stands.

    What opens its page is the window's title, and is chosen; a few words above a date are a byline, and are not.

    Args:
        best: row, index, text, value (without the outlet) of lines that may be titles; odds and ``least`` of titles.
        survey: the lines of a batch.
    """
    words = pl.col("value").str.count_matches(r"\s") + 1
    outlet, top = pl.col("value") != pl.col("text"), pl.col("index") < TOP
    dated = pl.Series(survey.beside(survey.having(flag=DATED), best["row"].to_numpy().astype(np.int64), 1))
    return best.with_columns(
        odds=pl.when(outlet & top & (words >= WORDS))
        .then(pl.max_horizontal("odds", "least"))
        .when(outlet & ~top & (words <= NAMES) & dated)
        .then(0.0)
        .otherwise("odds")
    )


@made_of_words
def _sections() -> list[str]:
    """Names of sections, as menus have them, or as they stand behind headlines, in small letters."""
    return [name.lower() for name in (*phrases("title", "sections"), *phrases("navigation", "equals"))]


def _among(name: pl.Expr, names: list[str]) -> pl.Expr:
    return small_words(name).is_in(names)


def section_behind(title: pl.Expr) -> pl.Expr:
    """The section's name that a title ends in, with the sign before it: " - Opinion"; null where it ends in none."""
    last = title.str.extract(rf"^.*(\s{_SIGN}\s.+)$", 1)
    return pl.when(_among(last.str.replace(rf"^\s{_SIGN}\s", ""), _sections())).then(last)


def before_outlet(suffix: pl.Expr) -> pl.Expr:
    """Whether a suffix is a section's name and the outlet behind it."""
    return _among(suffix.str.extract(rf"^(.+?)\s{_SIGN}\s", 1), _sections()).fill_null(value=False)


def without_outlet(
    best: pl.DataFrame, survey: Survey, hosts: pl.DataFrame | None = None, *, sections: bool = False
) -> pl.DataFrame:
    """``best`` with ``value``: the line without the outlet's name behind it, where the page shows that it is one.

    It is one behind a section's name, if the line without it stands on the page as well, or if the name itself stands
    on a line of its own, in a claim of rights or in an address, or is a known outlet's. A section's name behind a bar
    goes as well.

    Args:
        best: doc, index, row, text of lines that may be titles.
        survey: the lines of a batch.
        hosts: doc, host: the addresses that the documents are said to come from.
        sections: the outlet is off, and what is left may end in a section's name.
    """
    barred = survey.having(flag=BAR | DASH | MIDDOT | BULLET)[best["row"].to_numpy()]
    text = pl.when(pl.Series(barred)).then("text")
    cut = best.with_columns(
        key=pl.coalesce(text.str.replace(SUFFIX, ""), "text"),
        suffix=text.str.extract(SUFFIX, 1).str.to_lowercase(),
    )
    suffixed = cut.filter(pl.col("key") != pl.col("text"))
    if suffixed.is_empty():
        return cut.with_columns(value=pl.col("text"))
    section = pl.col("text").str.extract(r"\|\s([^|]+)$", 1)
    barred_off = _among(section, [name.lower() for name in phrases("title", "sections")]).fill_null(value=False)
    of_them = np.zeros(survey.documents, np.bool_)
    of_them[suffixed["doc"].to_numpy()] = True
    mine = of_them[survey.lines["doc"].to_numpy()]
    longest = suffixed["text"].str.len_chars().to_numpy().max()
    shown = survey.take(mine & (survey.chars <= longest)).select("doc", "text")
    small = shown.with_columns(pl.col("text").str.to_lowercase())
    proofs = [
        suffixed.join(shown, left_on=["doc", "key"], right_on=["doc", "text"], how="semi"),
        suffixed.join(small, left_on=["doc", "suffix"], right_on=["doc", "text"], how="semi"),
        suffixed.filter(barred_off | is_known("suffix")),  # "… | Opinion"
        # "… - Opinion - Example Times", and what is left of it
        suffixed.filter(
            section_behind(pl.col("text" if sections else "key")).is_not_null() | before_outlet(pl.col("suffix"))
        ),
    ]
    short = mine & (survey.chars <= NAMING)
    rights = survey.take(short & survey.having(flag=COPYRIGHT, word=RIGHTS)).select("doc", said=_words("text"))
    proofs.append(_holding(suffixed.with_columns(name=_words("suffix")), rights))
    addressed = survey.take(short & survey.having(flag=ADDRESS)).select("doc", host=pl.col("text").str.extract(HOST, 1))
    named = pl.concat([addressed, *([hosts.select("doc", "host").cast(addressed.schema)] if hosts is not None else [])])
    own = suffixed.with_columns(name=bare_names("suffix")).filter(pl.col("name").str.len_chars() >= SHORTEST)
    proofs.append(_holding(own, named.select("doc", said=bare_names("host"))))
    proven = pl.concat(proof.select("doc", "index", pl.lit(value=True).alias("proven")) for proof in proofs)
    return (
        cut.join(proven.unique(), on=["doc", "index"], how="left", maintain_order="left")
        .with_columns(value=pl.when(pl.col("proven")).then("key").otherwise("text"))
        .drop("proven")
    )


def _words(column: str) -> pl.Expr:
    """The words in small letters, a blank before and behind each."""
    words = pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars()
    return pl.lit(" ") + words + pl.lit(" ")


def _holding(names: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """``names`` whose ``name`` is in one of the things ``said`` of its document."""
    pairs = names.join(said.drop_nulls(), on="doc", how="inner", maintain_order="left")
    return pairs.filter(pl.col("said").str.contains(pl.col("name"), literal=True)).select(names.columns)
