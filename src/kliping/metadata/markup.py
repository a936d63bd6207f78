"""What a page's HTML says of itself: linked data, OpenGraph and ``<meta>``, and elements by their names.

Belongs here: reading the head of a page, and all of its sayings as raw words. Does not belong here: linked data
(``json_ld``), the state of a page's program (``page_state``), the elements of the body (``elements``), what the words
mean (``statements``), and the visible text (``kliping.cleaning``).

Page source is hostile: it is parsed by libxml2 without network access, entities of documents are not resolved, and no
page makes this module raise.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.elements import main_heading, read_elements, text_of
from kliping.metadata.json_ld import read_json_ld, read_parsely
from kliping.metadata.page_state import read_state
from kliping.metadata.vocabulary import named_fields, plain
from kliping.text.patterns import any_of
from kliping.text.tags import with_few_attributes
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

OWNER = 20
"""What is added to the rank of a company: an outlet that ``<meta>`` names is believed before its owner, who publishes
rather than who signs (``AS_OUTLET``)."""

LARGEST = 4_000_000
"""Characters of HTML that are read; what stands behind them is no head of a page."""

LONGEST = 1000
"""Characters that are read of what is said of a page: a value, and no article."""

SAYINGS = pl.Schema({"doc": pl.UInt32, "field": pl.String, "words": pl.String, "rank": pl.Int32})
"""One saying a row: the words as they stand in the markup; of a field's sayings the lowest rank is believed first."""

LOOSE = {"authors": 35, "published_on": 65}
"""What is added to the rank of a name in ``[meta.loose]``: sites write themselves there, or the day of their last
change."""

PRINTED = -1
"""The rank of the heading that the page prints, where the markup's title says the same and more."""

HEADING, WINDOW = 50, 330
"""Ranks of a lone heading, and of the window's title: behind what a line of the page says."""

SECTION = 8
"""Characters of a heading below which it may be a section's name, which stands in titles as well."""

LONG_WORD, SHARED = 4, 0.4
"""Letters of a word that tells headlines apart, and the share of them that two wordings of one headline have."""

_PARTED = re.compile(r"\s*(?:[|–—·»›•:,-]|::)\s*")
_BARRED = re.compile(r"\s*(?:[|»·]|::)\s*")


def read_markup(documents: pl.DataFrame) -> pl.DataFrame:
    """``SAYINGS`` of the documents with ``markup``.

    Args:
        documents: DOCUMENTS.
    """
    rows: list[tuple[int, str, str, int]] = []
    pages = (
        documents.with_row_index("doc").filter(pl.col("markup") & pl.col("text").is_not_null()).select("doc", "text")
    )
    for doc, source in pages.iter_rows():
        rows += [(doc, field, words, rank) for field, words, rank in _sayings(source)]
    return pl.DataFrame(rows, schema=SAYINGS, orient="row")


def _sayings(source: str) -> list[tuple[str, str, int]]:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        tree = html.document_fromstring(with_few_attributes(source[:LARGEST]).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return []
    metas = list(_metas(tree))
    window = " ".join((tree.findtext(".//title") or "").split())
    titled = [*(words for field, words, _ in metas if field == "title"), window]
    heading = main_heading(tree, titled)
    scripts = (one.text or "" for one in tree.iterfind(".//script[@type]") if "ld+json" in one.get("type", "").lower())
    linked = list(read_json_ld(scripts, [*titled, text_of(heading) if heading is not None else ""]))
    titles = [words for field, words, _ in (*linked, *metas) if field == "title"]
    named = [*linked, *metas, *read_elements(tree, heading)]
    if not {"published_on", "authors"} <= {field for field, _, _ in named}:
        states = ((one.get("type", "").lower(), one.text or "") for one in tree.iterfind(".//script"))
        named += read_state(states, [*titles, window, text_of(heading) if heading is not None else ""])
    found = [
        *_owners_last(named),
        *_titles(heading, titles, window),
        *(("url", link.get("href") or "", 0) for link in tree.iterfind(".//link[@rel='canonical']")),
    ]
    return [
        (field, " ".join(unescape(words).split())[:LONGEST], rank)
        for field, words, rank in found
        if words and words.strip()
    ]


def _owners_last(named: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """``named`` with companies behind the outlets that they own: "PT Kabar Contoh Media" behind "Kabar Contoh"."""
    return [
        (field, words, rank + OWNER if field == "publisher" and _company().search(words) else rank)
        for field, words, rank in named
    ]


@made_of_words
def _company() -> re.Pattern[str]:
    """A name that says what kind of company it is: "PT …", "… Ltd.", "… Holdings"."""
    before, behind = any_of(phrases("outlet", "legal_before")), any_of(phrases("outlet", "legal", "owners"))
    return re.compile(rf"^\s*{before}\.?\s|\s{behind}\.?\s*$", re.IGNORECASE)


def _titles(heading: HtmlElement | None, titles: list[str], window: str) -> Iterator[tuple[str, str, int]]:
    """The heading that the page prints and the window's title.

    The heading comes first where it is the markup's title without a kicker before it or the site behind it, and where
    it is the same headline in other words: the markup's are for search engines and for those who share it.
    """
    if heading is not None:
        printed = text_of(heading)
        known = any(_is_part(printed, title) or _is_reworded(printed, title) for title in titles)
        yield "title", printed, PRINTED if known else HEADING
    if window:
        yield "title", max(_BARRED.split(window), key=len), WINDOW


def _is_part(printed: str, title: str) -> bool:
    """Whether ``title`` is ``printed`` with more before it or behind it, parted by a sign."""
    whole, part = unescape(title).strip().lower(), printed.lower()
    if len(part) < SECTION or part not in whole:
        return False
    before, _, behind = whole.partition(part)
    return all(not rest or _PARTED.match(rest) or _PARTED.match(rest[::-1]) for rest in (before, behind))


def _is_reworded(printed: str, title: str) -> bool:
    """Whether two titles share enough of their longer words, and neither is the other with more around it."""
    one, other = (plain(unescape(words)) for words in (printed, title))
    if one in other or other in one:
        return False
    mine, theirs = ({word for word in words.split() if len(word) >= LONG_WORD} for words in (one, other))
    shared = len(mine & theirs)
    return shared >= 2 and shared >= SHARED * min(len(mine), len(theirs))


@cache
def _listed() -> dict[str, tuple[str, int]]:
    """Field and rank of each name of ``<meta>`` elements."""
    words = named_fields()["meta"]
    listed = {
        name: (field, rank + 1) for field, names in words.items() if field != "loose" for rank, name in enumerate(names)
    }
    loose = words["loose"].items()
    return listed | {name: (field, LOOSE[field] + rank) for field, names in loose for rank, name in enumerate(names)}


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str, int]]:
    listed = _listed()
    metas = tree.findall(".//meta[@content]")
    # microdata names the parts of teasers and comments as well: what it says once is the page's own
    props = Counter(meta.get("itemprop", "").strip().lower() for meta in metas)
    for meta in metas:
        prop = meta.get("itemprop", "").strip().lower()
        name = (meta.get("property") or meta.get("name") or "").strip().lower() or prop * (props[prop] == 1)
        if name == "parsely-page":
            yield from read_parsely(unescape(meta.get("content") or ""))
        if name in listed:
            field, rank = listed[name]
            yield field, meta.get("content"), rank
