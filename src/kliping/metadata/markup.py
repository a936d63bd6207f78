"""What a page's HTML says of itself to machines: JSON-LD, OpenGraph, ``<meta>`` and ``<time>``.

Belongs here: reading these out of HTML source as raw words. Does not belong here: what the words mean
(``statements``), and the visible text (``kliping.cleaning``).

Page source is hostile: it is parsed by libxml2 without network access, entities of documents are not resolved, and no
page makes this module raise.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.metadata.vocabulary import vocabulary
from kliping.text.tags import with_few_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LARGEST = 4_000_000
"""Characters of HTML that are read; what stands behind them is no head of a page."""

DEEPEST = 12
"""Levels of JSON-LD that are walked."""

SAYINGS = pl.Schema({"doc": pl.UInt32, "field": pl.String, "words": pl.String, "rank": pl.Int32})
"""One saying a row: the words as they stand in the markup; of a field's sayings the lowest rank is believed first."""

ARTICLES = ("article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",  # noqa: E501
            "reviewnewsarticle", "liveblogposting", "webpage", "report")  # fmt: skip

JSON_LD = {
    "headline": "title",
    "datepublished": "published_on",
    "datemodified": "updated_on",
    "author": "authors",
    "editor": "editor",
    "publisher": "publisher",
    "keywords": "tags",
    "url": "url",
    "mainentityofpage": "url",
}


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
    found = [*_json_ld(tree), *_metas(tree), *_elements(tree)]
    return [(field, " ".join(words.split())[:1000], rank) for field, words, rank in found if words and words.strip()]


def _json_ld(tree: HtmlElement) -> Iterator[tuple[str, str, int]]:
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in _articles(content, 0):
            for key, value in entry.items():
                field = JSON_LD.get(str(key).lower())
                if field:
                    yield from ((field, words, 0) for words in _words(value, field))


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node[:50]:
            yield from _articles(one, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.lower() in ARTICLES for kind in kinds):
            yield node
        elif "@graph" in node:
            yield from _articles(node["@graph"], depth + 1)


def _words(value: Any, field: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:30]:
            yield from _words(one, field)
    elif isinstance(value, dict):
        name = value.get("@id" if field == "url" else "name")
        if isinstance(name, (str, list)):
            yield from _words(name, field)


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str, int]]:
    fields = {
        name: (field, rank + 1) for field, names in vocabulary()["meta"].items() for rank, name in enumerate(names)
    }
    for meta in tree.iterfind(".//meta[@content]"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in fields:
            field, rank = fields[name]
            yield field, meta.get("content"), rank


def _elements(tree: HtmlElement) -> Iterator[tuple[str, str, int]]:
    for link in tree.iterfind(".//link[@rel='canonical']"):
        yield "url", link.get("href") or "", 0
    for name, field in (("datePublished", "published_on"), ("dateModified", "updated_on")):
        for element in tree.iterfind(f".//*[@itemprop='{name}']"):
            yield field, element.get("datetime") or element.get("content") or element.text_content()[:80], 20
    for element in tree.iterfind(".//time[@pubdate]"):
        yield "published_on", element.get("datetime") or "", 21
