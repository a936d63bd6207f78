"""HTML: the visible page as flattened lines, and what others take for its article.

Belongs here: the texts of a page side by side, and an extractor's opinion. Does not belong here: what is seen of a page
(``visible``), what it states (``stated``), judging lines (``classify``).
"""

from __future__ import annotations

import html
import logging
import re
from itertools import islice

import polars as pl

from kliping.cleaning.cards import card_lines
from kliping.cleaning.stated import stated_text
from kliping.cleaning.undrawn import hidden_lines
from kliping.cleaning.visible import TAG, parsed, text_of, visible_text
from kliping.text import lengths
from kliping.text.tags import with_few_attributes

_BLOCK = re.compile(
    r"<(?:p|div|br|li|d[dt]|t[dhr]|h[1-6]|option|pre|blockquote|center|legend|optgroup)\b", re.IGNORECASE
)

_HEADING, _HEADING_END = re.compile(r"<h1\b", re.IGNORECASE), re.compile(r"</h1\b", re.IGNORECASE)
_HEADINGS, _LONGEST_HEADING = 20, 2_000
"""Main headings of a page that are read, and characters of the longest with its tags."""
_WHOLE_PAGE = re.compile(r"<(?:html|head|body|main|nav|header|footer|aside|form|h1)\b", re.IGNORECASE)
"""What a page has beside its article."""
_SHELL = 0.5
"""Visible characters for each of the ``articleBody`` that a page states, below which it does not show that text."""
_LIST = re.compile(r"<[uo]l\b", re.IGNORECASE)
_LIST_BELOW = re.compile(r"</p>\s*<[uo]l\b", re.IGNORECASE)
"""A list right below a paragraph: pages without one are not parsed for lists."""
_TOLD = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "figure", "br", "b", "strong")
"""What stands beside a list in the text of an article."""
_LINE_BREAK = re.compile(rf"<br\b[^>]{lengths.SHORT_TAG}>", re.IGNORECASE)

BESIDE = ("extracted", "stated", "headings", "listed", "cards", "hidden")
"""What is read of a page beside its text, see ``flatten_pages``."""

BLOCKS = 3_000
"""Blocks of a page from which trafilatura is not to ask jusText as well: that looks, for every short block, through all
short ones beside it (20,000 take 46 seconds, 3,000 one). News pages have some hundreds."""


def flatten_pages(documents: pl.DataFrame) -> pl.DataFrame:
    """``DOCUMENTS`` as flattened text: ``document_id``, ``text``, and the columns of ``BESIDE``.

    The text of a page in HTML is its visible page; ``extracted`` is what trafilatura takes for its article, ``stated``
    what the page's own data call its ``articleBody``, ``headings`` are the last lines of its main headings (``h1``), a
    line each, ``listed`` the items of lists in the text of an article, ``cards`` the lines of cards that link to other
    articles, ``hidden`` those that readers do not see; all are null for plain text and where there is none.
    """
    pages = documents.select("document_id", "markup", "text")
    if not pages.get_column("markup").any():
        none = pl.lit(None, pl.String)
        return pages.select("document_id", "text", **dict.fromkeys(BESIDE, none))
    rows = [
        (name, *_read(with_few_attributes(source)))
        if markup and source is not None
        else (name, source, *[None] * len(BESIDE))
        for name, markup, source in pages.iter_rows()
    ]
    columns = ("document_id", "text", *BESIDE)
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _read(source: str) -> tuple[str | None, ...]:
    visible, stated = visible_text(source), stated_text(source)
    if stated and len(visible) < len(stated) * _SHELL:  # a program draws the page, and only its data hold the article
        visible = "\n\n".join(filter(None, (visible, *stated.split("\n"))))
    extracted = extracted_text(source)
    article = extracted or ""
    beside = listed_items(source, article), card_lines(source, article), hidden_lines(source, article)
    return visible, extracted, stated, headings(source), *beside


def listed_items(source: str, article: str) -> str | None:
    """The items of lists that stand between paragraphs of an article, a line each; null for none.

    An extractor leaves short ones out, for on a page they are menus. In a source without its page all paragraphs are of
    the article; of a page those are that ``article``, what an extractor takes for it, holds on both sides of the list.
    What is a link and nothing else is none of the article.
    """
    page = _WHOLE_PAGE.search(source) is not None
    if not (_LIST_BELOW if page else _LIST).search(source) or (page and not article):
        return None
    root, _ = parsed(source)
    taken = {" ".join(line.split()) for line in article.split("\n")} if page else set()
    found: list[str] = []
    for one in [] if root is None else root.iter("ul", "ol"):
        around = (one.getprevious(), one.getnext())
        if not all(beside is not None and beside.tag in _TOLD for beside in around):
            continue
        if page and not all(" ".join(text_of(beside).split()) in taken for beside in around):
            continue
        links = sum(len(text_of(link)) for link in one.iter("a"))
        if 2 * links <= len(text_of(one)):
            found += text_of(one).split("\n")
    return "\n".join(filter(None, found)) or None


def headings(source: str) -> str | None:
    """The last line of each main heading (``h1``) of HTML ``source``, a line each; null for none."""
    opened = (_HEADING.split(before)[1:] for before in _HEADING_END.split(source, _HEADINGS)[:-1])
    inner = (parts[-1].partition(">")[2] for parts in opened if parts and len(parts[-1]) <= _LONGEST_HEADING)
    last = (html.unescape(TAG.sub("", _LINE_BREAK.split(one)[-1])) for one in inner)
    return "\n".join(filter(None, (" ".join(line.split()) for line in last))) or None


def extracted_text(source: str) -> str | None:
    """What trafilatura takes for the article of HTML ``source``; null for none. Never raises."""
    import trafilatura

    # it tells of every page without an article, and what it tells may hold the page's words
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(source, include_comments=False, fast=_is_long(source))
    except Exception:  # noqa: BLE001 - hostile pages meet several parsers in there; without it the model decides alone
        return None
    return str(found) if found else None


def _is_long(source: str) -> bool:
    """Whether ``source`` has more than ``BLOCKS`` blocks."""
    blocks = _BLOCK.finditer(source)
    return next(islice(blocks, BLOCKS, None), None) is not None
