"""The publisher as the page's frame names it: behind the title, in calls to follow, in copyrights, in the furniture.

Belongs here: publishers named by a label, a sign or repetition. Does not belong here: mastheads and hosts
(``mastheads``), datelines (``datelines``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import FOLLOW, RIGHTS, code_points
from kliping.metadata.line_flags import BAR, COPYRIGHT, DASH, MIDDOT, SITE
from kliping.metadata.outlets.found import DOMAIN, LEAD, NAME, VALUE, as_field
from kliping.metadata.page import NOWHERE
from kliping.metadata.search_kernels import count_tokens
from kliping.metadata.vocabulary import alternation, groups, letters, vocabulary
from kliping.text.buffers import text_buffers

if TYPE_CHECKING:
    from kliping.metadata.page import Page

LONGEST_SUFFIX = 48
"""Characters of an outlet's name behind a title, with what parts them."""


def suffixes(page: Page, titles: pl.DataFrame) -> pl.DataFrame:
    """As in "Title - Outlet" on a line of its own."""
    values = titles.with_columns(pl.col("value").str.len_chars().alias("size"))
    size = np.full(page.documents, NOWHERE)
    size[values["doc"].to_numpy()] = values["size"].to_numpy()
    longer = page.having(flag=BAR | DASH | MIDDOT) & (page.chars > size[page.lines["doc"].to_numpy()] + 3)
    near = page.take(longer & (page.chars <= size[page.lines["doc"].to_numpy()] + LONGEST_SUFFIX))
    near = near.join(titles.select("doc", pl.col("value").alias("title")), on="doc", maintain_order="left").filter(
        pl.col("text").str.starts_with(pl.col("title")) & (pl.col("chars") > pl.col("title").str.len_chars() + 3)
    )
    rest = pl.col("text").str.slice(pl.col("title").str.len_chars())
    rows = near.with_columns(value=rest.str.extract(r"^\s+[|–—·-]\s+([^|–—·]{2,32})$", 1), lead=pl.col("title"))
    return as_field(rows, "publisher", "title_suffix")


def _strange(column: str) -> pl.Expr:
    strangers = alternation(vocabulary()["outlets"]["strangers"])
    return pl.col(column).str.contains(rf"(?i)^(?:www\.)?{strangers}\b")


def followed(page: Page) -> pl.DataFrame:
    """As in "Ikuti jfid di Google News"."""
    words = vocabulary()["outlets"]
    before, after = alternation(words["follow_before"]), alternation(words["follow_after"])
    pattern = letters(rf"^([^\p{{L}}0-9]*(?i:{before})\s+)([\p{{L}}0-9.]+(?:\s[\p{{L}}0-9.]+)?)\s+(?i:{after})")
    rows = (
        page.take(~page.body & (page.chars <= 200) & page.having(word=FOLLOW))
        .filter(pl.col("text").str.contains_any(words["follow_after"], ascii_case_insensitive=True))
        .with_columns(groups("text", pattern))
        .with_columns(LEAD, VALUE)
        .filter(~_strange("value"))
    )
    return as_field(rows, "publisher", "follow_us")


def copyrights(page: Page) -> pl.DataFrame:
    """As in "COPYRIGHT © ANTARA 2015", "© 2024 Example News Ltd. All rights reserved"."""
    legal = alternation(vocabulary()["outlets"]["legal"])
    pattern = (
        r"^((?i:.{0,24}copyright|hak cipta)?\s*(?:©|\(c\)|(?i:copyright|hak cipta(?: terpelihara| milik)?))\s*(?:©\s*)?(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{2,4})?)?,?\s*(?i:by\s|-\s|:\s)?)"  # noqa: E501
        rf"({NAME})(?:\s[0-9]{{4}})?(?:[.,|]|\s(?i:all|-)|\s?$)"
    )
    rows = (
        page.take(~page.body & (page.chars <= 160) & page.having(flag=COPYRIGHT, word=RIGHTS))
        .with_columns(groups("text", pattern))
        .with_columns(
            LEAD,
            VALUE.str.replace(rf"(?i)[\s,]+{legal}\.?$", "")
            .str.replace(r"(?i)\s?all\srights.*$", "")
            .str.replace(r"\s[0-9]{4}$", "")
            .str.strip_chars(" .,"),
        )
        .filter(
            ~_strange("value")
            & ~pl.col("value").str.contains(r"(?i)^(?:all|the|by|hak|terpelihara|dilindungi)\b|rights")
        )
    )
    last = rows.sort("index", descending=True, maintain_order=True).unique("doc", keep="first", maintain_order=True)
    return as_field(last, "publisher", "copyright")


def furniture(page: Page) -> pl.DataFrame:
    """A site's name in the furniture: "… program iNews.id Network", if its stem stands on another line of it too."""
    frame = ~page.body & page.lines["role"].is_in(["boilerplate", "contact", "template"]).to_numpy()
    lines = page.take(frame & page.having(flag=SITE)).filter(
        pl.col("text").str.contains(rf"\.{DOMAIN}\b") & ~pl.col("text").str.contains(r"@|https?:|/")
    )
    stems = lines.with_columns(
        value=pl.col("text").str.extract(letters(rf"\b(?:www\.)?([\p{{L}}][\p{{L}}0-9-]{{2,20}})\.{DOMAIN}\b"), 1)
    )
    stems = stems.filter(pl.col("value").is_not_null() & ~_strange("value"))
    if stems.is_empty():
        return as_field(stems, "publisher", "furniture")
    stems = stems.with_columns(token=pl.col("value").str.to_lowercase()).sort("row", maintain_order=True)
    tokens = text_buffers(stems["token"])
    times = np.empty(stems.height, np.int64)
    of_page = np.searchsorted(page.first_line, stems["row"].to_numpy(), side="right") - 1
    count_tokens(page.text, code_points(), page.first_line, frame, tokens, of_page, times)
    named = (
        stems.with_columns(times=pl.Series(times))
        .filter(pl.col("times") >= 2)
        .sort("doc", "times", "index", descending=[False, True, False])
        .unique("doc", keep="first", maintain_order=True)
    )
    return as_field(named, "publisher", "furniture")
