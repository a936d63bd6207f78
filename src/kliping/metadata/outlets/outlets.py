"""The outlets: who publishes the page, whom it is taken from, and the place in its dateline.

Belongs here: publisher, source and place from lines. Does not belong here: people (``people``), dates of datelines
(``published``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import keyed
from kliping.metadata.dates.expressions import with_plain_digits
from kliping.metadata.line_facts import ATTRIBUTION, FOLLOW, RIGHTS, SOURCE_LABEL, code_points
from kliping.metadata.line_kernel import BAR, CLOSED, COPYRIGHT, DASH, MIDDOT, SITE
from kliping.metadata.outlets.mastheads import find_mastheads
from kliping.metadata.page import NOWHERE
from kliping.metadata.search_kernels import count_tokens
from kliping.metadata.vocabulary import alternation, groups, letters, vocabulary
from kliping.text.buffers import text_buffers

if TYPE_CHECKING:
    from kliping.metadata.line_kernel import Array
    from kliping.metadata.page import Page

DATELINE = 3
"""Body lines from the first on in which a dateline is looked for: a summary may stand before it."""

LONGEST_SMALL, PLACE_WORDS = 15, 4
"""Characters of an outlet's name in small letters, and words of a place's name, in a dateline."""

LONGEST_SUFFIX = 48
"""Characters of an outlet's name behind a title, with what parts them."""

DOMAIN = r"(?:co\.id|com|co|id|net|org|tv|info|news|my|sg|in|uk|de)"
_SITE = letters(rf"(?:www\.)?[\p{{L}}0-9-]{{2,24}}\.{DOMAIN}")
_NAME = letters(r"\p{Lu}[\p{L}0-9.&'’-]*(?:\s(?:\p{Lu}|[0-9])[\p{L}0-9.&'’-]*){0,3}")

HEAD = r"^(.{2,64}?)\s*(?:--+|—|\s?–|\s-)\s*[\p{Lu}\"“”‘’'«0-9]"
"""A dateline ends in a dash, and a sentence begins behind it: "Tesla — the company" is none."""

HEAD_COLON = letters(r"^(\p{Lu}\p{L}{2,}(?:\s\p{Lu}\p{L}+)?):\s[\p{Lu}\"“‘'«]")
"""Sites that write "Brussels: The secretary general …"."""

LEAD, VALUE = (pl.col("parts").struct.field(number).alias(name) for number, name in (("1", "lead"), ("2", "value")))
"""What ``groups`` found: the words before a name, and the name."""

PUBLISHER_ORDER = ("dateline", "follow_us", "title_suffix", "copyright", "masthead", "furniture")


def find_outlets(page: Page, titles: pl.DataFrame, away: Array, said: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``source``, ``publisher`` and ``place``, the winners chosen.

    Args:
        page: the lines of a batch.
        titles: chosen title of each document: doc, index, value.
        away: how far below its page's title each line stands (``Page.distances``).
        said: doc, field, value: what source, markup and address say of the document.
    """
    mastheads = find_mastheads(page)
    stated = said.filter(pl.col("field") == "publisher").select("doc", "value")
    own = pl.concat([mastheads.select("doc", "value"), stated]).select("doc", _folded("value").alias("own")).unique()
    found = [
        _source_lines(page),
        _attributions(page),
        _signatures(page),
        _datelines(page, own),
        _with_bylines(page, away),
        _suffixes(page, titles),
        _followed(page),
        _copyrights(page),
        _furniture(page),
        _as(mastheads.with_columns(lead=_lead_of_last()), "publisher", "masthead"),
    ]
    rows = _located(pl.concat(found, how="vertical_relaxed").filter(pl.col("value").str.len_chars().is_between(2, 60)))
    order = {
        "source": ("source_label", "byline", "attribution", "signature", "dateline"),
        "publisher": PUBLISHER_ORDER,
        "place": ("dateline",),
    }
    ranks = {f"{field} {basis}": rank for field, bases in order.items() for rank, basis in enumerate(bases)}
    key = pl.format("{} {}", "field", "basis")
    rows = rows.with_columns(
        rank=key.replace_strict(ranks, default=9, return_dtype=pl.Int32),
        confidence=key.replace_strict(keyed(), default=0.5, return_dtype=pl.Float64),
    ).sort("doc", "field", "rank", "index", "start", "value", "basis")
    return rows.with_columns(chosen=pl.int_range(pl.len()).over("doc", "field") == 0)


def _folded(column: str) -> pl.Expr:
    """A name for comparison: "Kabar Contoh" and "kabar-contoh" are one."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def _located(rows: pl.DataFrame) -> pl.DataFrame:
    """``start`` and ``end`` of ``value`` in ``text``, from the first place it stands at or behind ``lead``."""
    lead = pl.col("lead").fill_null("")
    behind = pl.col("text").str.slice(lead.str.len_chars())
    offset = behind.str.find(pl.col("value"), literal=True)
    chars = behind.cast(pl.Binary).bin.slice(0, offset).cast(pl.String).str.len_chars() + lead.str.len_chars()
    return (
        rows.with_columns(start=chars.cast(pl.Int32))
        .filter(pl.col("start").is_not_null())
        .with_columns(end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32))
        .select("doc", "field", "value", "basis", "row", "line", "index", "start", "end")
    )


def _as(rows: pl.DataFrame, field: str, basis: str) -> pl.DataFrame:
    """``rows`` with their ``value`` said to be of a field and read on a basis; ``_located`` finds them later."""
    lead = pl.col("lead") if "lead" in rows.columns else pl.lit("").alias("lead")
    return rows.select(
        "doc",
        pl.lit(field).alias("field"),
        "value",
        pl.lit(basis).alias("basis"),
        "row",
        "line",
        "index",
        "text",
        lead,
    )


def _source_lines(page: Page) -> pl.DataFrame:
    """As in "Sumber : CNA/SL"."""
    labels = alternation(vocabulary()["byline"]["source_labels"])
    pattern = rf"^\(?((?i:{labels})\s*[:：]\s*)(\S.{{0,48}}?)[.)]?$"
    labelled = page.having(first_word=SOURCE_LABEL) & (page.chars <= 80)
    rows = page.take(labelled).with_columns(groups("text", pattern)).with_columns(LEAD, VALUE)
    return _as(rows.filter(~pl.col("value").str.contains(r"https?:|www\.|@")), "source", "source_label")


def _attributions(page: Page) -> pl.DataFrame:
    """As in "dilansir dari laman VOA Indonesia pada Kamis", "dikutip dari Tass, Senin"."""
    words = vocabulary()
    verbs, fillers = alternation(words["attribution"]["verbs"]), alternation(words["attribution"]["fillers"])
    titles, agencies = alternation(words["attribution"]["titles"]), alternation(words["outlets"]["agencies"])
    known = rf"(?i:{titles})\s+(?i:{agencies})\b"
    pattern = rf"((?i:{verbs})\s+(?:(?i:dari|oleh)\s+)?(?:(?:(?i:{fillers})|{titles})\s+)*)((?:{_SITE})|{_NAME})"
    offices = alternation(words["outlets"]["offices"])
    rows = (
        page.take(page.body & page.having(word=ATTRIBUTION))
        .with_columns(plain=with_plain_digits(pl.col("text")))
        .with_columns(groups("plain", pattern))
        .with_columns(LEAD.alias("verb"), VALUE.str.strip_chars(" .,"))
        .with_columns(
            value=pl.when(pl.col("value").str.contains(rf"^{known}"))
            .then(pl.col("value").str.replace(rf"^(?i:{titles})\s+", ""))
            .otherwise("value")
        )
        .filter(pl.col("value").is_not_null() & ~pl.col("value").str.contains(rf"^(?i:{offices})\b"))
    )
    lead = pl.col("plain").cast(pl.Binary).bin.slice(0, pl.col("plain").str.find(pl.col("verb"), literal=True))
    return _as(rows.with_columns(lead=lead.cast(pl.String)), "source", "attribution")


def _signatures(page: Page) -> pl.DataFrame:
    """As in "(Antara)" or "(Reuters/abc)" at the end of a body line, if an agency is named."""
    agencies = alternation(vocabulary()["outlets"]["agencies"])
    inside = letters(rf"\(((?i:{agencies})(?:\s?/\s?[\p{{L}}0-9 .]{{2,20}})?)\)\.?$")
    rows = page.take(page.body & page.having(flag=CLOSED)).with_columns(value=pl.col("text").str.extract(inside, 1))
    return _as(rows.with_columns(lead=pl.col("text").str.extract(rf"^(.*)\({agencies}", 1)), "source", "signature")


def _lead_of_last() -> pl.Expr:
    """What stands before the last place of ``value`` in ``text``: a credit ends its line."""
    pieces = pl.col("text").str.split(pl.col("value"))
    return pieces.list.slice(0, pieces.list.len() - 1).list.join(pl.col("value"))


def _datelines(page: Page, own: pl.DataFrame) -> pl.DataFrame:
    """Outlet, agency and place before the first sentence: "JAKARTA, KOMPAS.com - …", "Washington | EGINDO.co – …"."""
    long = np.flatnonzero(page.body & (page.chars >= 40))
    of_page = np.searchsorted(page.first_line, long, side="right")
    nth = np.arange(long.size) - np.searchsorted(of_page, of_page)
    opening = (
        page.lines[long[nth < DATELINE]]
        .with_columns(pl.Series("nth", nth[nth < DATELINE]))
        .with_columns(head=pl.col("text").str.extract(HEAD, 1), colon=pl.col("text").str.extract(HEAD_COLON, 1))
    )
    opening = opening.filter(pl.col("head").is_not_null() | (pl.col("colon").is_not_null() & (pl.col("nth") == 0)))
    if opening.is_empty():
        return _as(opening.with_columns(value=pl.lit(None, pl.String)), "place", "dateline")
    opening = opening.with_columns(from_colon=pl.col("head").is_null(), head=pl.coalesce("head", "colon"))
    pieces = (
        opening.with_columns(
            parts=pl.col("head").str.replace_all(r"\s*[,|()/•]\s*", "\n").str.strip_chars("\n ").str.split("\n")
        )
        .with_columns(count=pl.col("parts").list.len())
        .filter(pl.col("count") <= 4)
        .explode("parts")
        .rename({"parts": "value"})
        .with_columns(pl.col("value").str.strip_chars(" ."), part=pl.int_range(pl.len()).over("doc", "line"))
        .filter(pl.col("value").str.len_chars() >= 2)
    )
    words = vocabulary()
    agency = pl.col("value").str.to_lowercase().is_in(words["outlets"]["agencies"])
    site = (
        pl.col("value").str.contains(rf"^{_SITE}$")
        | pl.col("value").str.contains(
            letters(
                rf"^(?:\p{{Lu}}[\p{{L}}0-9]*\s)?(?i:{alternation(words['outlets']['signs'])})(?:\s\p{{Lu}}\p{{L}}*)?$"
            )
        )
        | pl.col("value").str.contains(letters(r"^\p{Lu}\p{Ll}+\p{Lu}\p{L}+$|^(?:CNN|CNBC|BBC|VOA|DW|RRI|TVRI|MNC)\b"))
    )
    named = own.group_by("doc").agg("own")
    pieces = pieces.join(named, on="doc", how="left", maintain_order="left")
    itself = _folded("value").is_in(pl.col("own")).fill_null(value=False)
    small = pl.col("value").str.contains(r"^\p{Ll}[\p{Ll}0-9]+$") & (pl.col("count") == 1)
    small &= pl.col("value").str.len_chars() <= LONGEST_SMALL
    # copies of a class of capitals are what a pattern costs most: words are counted apart
    placed = pl.col("value").str.contains(letters(r"^(?:\p{Lu}[\p{L}\p{M}'’.-]+(?:\s|$))+$")) & (
        pl.col("value").str.count_matches(r"\s") < PLACE_WORDS
    )
    kind = (
        pl.when(agency)
        .then(pl.lit("agency"))
        .when(site | small | itself)
        .then(pl.lit("outlet"))
        .when(placed)
        .then(pl.lit("place"))
        .otherwise(pl.lit("other"))
    )
    dated = pl.col("value").str.contains(r"[0-9]")
    pieces = pieces.with_columns(kind=kind).filter(~dated)
    # a head with a piece that is none of the three is a clause of a sentence; a person's name before a dash is a speaker's  # noqa: E501
    clean = pieces.filter(~(pl.col("kind") == "other").any().over("doc", "line"))
    places = clean.filter((pl.col("kind") == "place") & ~_also_a_common_word(clean, page)).unique(
        ["doc", "line"], keep="first", maintain_order=True
    )
    alone = (
        (pl.col("count") == 1) & ~pl.col("from_colon") & ~pl.col("value").str.contains(r"^\p{Lu}{3,}(?:\s\p{Lu}{3,})?$")
    )
    places = places.filter((pl.col("nth") == 0) | ~alone)
    return pl.concat(
        [
            _as(clean.filter(pl.col("kind") == "outlet").with_columns(pl.col("value")), "publisher", "dateline"),
            _as(clean.filter(pl.col("kind") == "agency"), "source", "dateline"),
            _as(places, "place", "dateline").unique("doc", keep="first", maintain_order=True),
        ]
    )


def _also_a_common_word(pieces: pl.DataFrame, page: Page) -> pl.Expr:
    """Whether the page also writes the piece in small letters, or it is a label: names of places never are."""
    labels = set(vocabulary()["byline"]["labels"]) | set(vocabulary()["byline"]["source_labels"])
    small = (
        pieces.select("doc", pl.col("value").str.to_lowercase().alias("small"))
        .unique()
        .filter(~pl.col("small").str.contains(r"\s"))
    )
    asked = np.zeros(page.documents, np.bool_)
    asked[small["doc"].to_numpy()] = True
    text = page.take(page.body & asked[page.lines["doc"].to_numpy()])
    joined = text.group_by("doc").agg(pl.col("text").str.join(" ").alias("all"))
    common = (
        small.join(joined, on="doc")
        .filter(pl.col("all").str.contains(pl.lit(" ") + pl.col("small") + pl.lit(" "), literal=True))
        .select(pl.format("{} {}", "doc", "small").alias("key"))["key"]
    )
    key = pl.format("{} {}", "doc", pl.col("value").str.to_lowercase())
    return key.is_in(common.implode()) | pl.col("value").str.to_lowercase().is_in(list(labels))


def _with_bylines(page: Page, away: Array) -> pl.DataFrame:
    """As in "Muhaimin, Sindonews" below the title: the outlet that the author writes for."""
    from kliping.metadata.people.people import WITH_OUTLET

    rows = page.take((away >= 1) & (away <= 3) & (page.chars <= 60))
    rows = rows.with_columns(groups("text", WITH_OUTLET)).with_columns(LEAD, VALUE)
    return _as(rows, "source", "byline")


def _suffixes(page: Page, titles: pl.DataFrame) -> pl.DataFrame:
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
    return _as(rows, "publisher", "title_suffix")


def _strange(column: str) -> pl.Expr:
    strangers = alternation(vocabulary()["outlets"]["strangers"])
    return pl.col(column).str.contains(rf"(?i)^(?:www\.)?{strangers}\b")


def _followed(page: Page) -> pl.DataFrame:
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
    return _as(rows, "publisher", "follow_us")


def _copyrights(page: Page) -> pl.DataFrame:
    """As in "COPYRIGHT © ANTARA 2015", "© 2024 Example News Ltd. All rights reserved"."""
    legal = alternation(vocabulary()["outlets"]["legal"])
    pattern = (
        r"^((?i:.{0,24}copyright|hak cipta)?\s*(?:©|\(c\)|(?i:copyright|hak cipta(?: terpelihara| milik)?))\s*(?:©\s*)?(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{2,4})?)?,?\s*(?i:by\s|-\s|:\s)?)"  # noqa: E501
        rf"({_NAME})(?:\s[0-9]{{4}})?(?:[.,|]|\s(?i:all|-)|\s?$)"
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
    return _as(last, "publisher", "copyright")


def _furniture(page: Page) -> pl.DataFrame:
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
        return _as(stems, "publisher", "furniture")
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
    return _as(named, "publisher", "furniture")
