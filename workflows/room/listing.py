"""The list: articles or documents by filters, found by words or not, a page at a time.

Belongs here: the queries of the list. Does not belong here: the filters' words (``filters``).

Pages follow each other by key: the next one begins behind the last row of this one, so the thousandth page costs what
the first one does. The rows of a page are found by narrow columns first, and read whole only then, by their place in
the file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kliping.text.patterns import any_of
from workflows.room.filters import CONFIDENCES, QUALITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflows.room.filters import Filters
    from workflows.room.reader import Reader, Row

Key = TypeVar("Key")

PAGE_ROWS = 25
HITS = 1_000
"""Best articles of a search; filters choose among these."""

EXCERPT = 260
"""Characters of the body that a row of the list shows."""

BEFORE_HIT = 3
"""The first word found stands behind a third of the excerpt: what leads to it is read before it."""

SEARCHED = 20_000
"""Characters of a body in which the words are looked for: beyond, the excerpt is its beginning."""

NO_DAY = date(1, 1, 1)
"""Where an article without a date stands in the order of days: behind all others."""

OUTLETS = 300
"""Outlets that the filter offers, the largest first; any other can be written."""


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    rows: list[Row]
    total: int  # rows that fit, on all pages
    after: str  # where the next page begins; empty for the last page
    best: bool = False  # whether these are the best ``HITS`` of more


def choices(reader: Reader) -> dict[str, list[Row]]:
    """What the filters offer, counted once an edition: outlets, languages, kinds of pages."""
    counted = (
        "SELECT {0} AS name, count(*) AS rows FROM {1} WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
    )
    asked = {
        "outlets": ("publisher", "articles"),
        "languages": ("language", "articles"),
        "kinds": ("page_kind", "documents"),
    }
    found: dict[str, list[Row]] = reader.once(
        "choices", lambda: {name: reader.ask(counted.format(*of), [OUTLETS]) for name, of in asked.items()}
    )
    return found


def listed(reader: Reader, filters: Filters) -> Listing:
    """The page of the list that ``filters`` ask for."""
    return _documents(reader, filters) if filters.of_documents else _articles(reader, filters)


def _conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """Conditions on a row of ``articles``, with their parameters."""
    where: list[str] = []
    values: list[object] = []
    for column, value in (("publisher", filters.outlet), ("language", filters.language)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    for sign, day in ((">=", filters.since), ("<=", filters.until)):
        if day:
            where.append(f"published_on {sign} ?")
            values.append(date.fromisoformat(day))
    if filters.confidence:
        where.append("coalesce(body_confidence, 0) >= ? AND coalesce(body_confidence, 0) < ?")
        values += CONFIDENCES[filters.confidence]
    if filters.quality:
        where.append(QUALITIES[filters.quality])
    return where, values


def _articles(reader: Reader, filters: Filters) -> Listing:
    find = _hits if filters.q else _ordered
    counted, found = find(reader, filters, *_conditions(filters))
    after = _cursor(found[PAGE_ROWS - 1], "article_id") if len(found) > PAGE_ROWS else ""
    found = found[:PAGE_ROWS]
    rows = _by_place(
        reader,
        "SELECT rowid AS place, document_id, article_id, title, publisher, published_on, published_precision, "
        "language, body_confidence, copies, word_count, body FROM articles",
        found,
    )
    terms = words_of(filters.q)
    for row in rows:
        row["status"] = "published"
        row["excerpt"] = excerpt(row.pop("body") or "", terms)
    return Listing(rows, counted, after, best=bool(filters.q) and counted >= HITS)


def _hits(reader: Reader, filters: Filters, where: list[str], values: list[object]) -> tuple[int, list[Row]]:
    """How many of the best articles of a search fit, and those the page begins with: ranked once for both."""
    hits = reader.ask(
        "SELECT articles.rowid AS place, article_id, score AS key "
        "FROM (SELECT article_id, score FROM search(?, n := ?)) JOIN articles USING (article_id) "
        f"WHERE {' AND '.join(where) or 'true'} ORDER BY score DESC, article_id",
        [filters.q, HITS, *values],
    )
    bound = _bound(filters.after, float)
    following = [hit for hit in hits if bound is None or (-hit["key"], hit["article_id"]) > (-bound[0], bound[1])]
    return len(hits), following[: PAGE_ROWS + 1]


def _ordered(reader: Reader, filters: Filters, where: list[str], values: list[object]) -> tuple[int, list[Row]]:
    """How many articles fit, and those the page begins with, in the order that was asked for."""
    fitting = " AND ".join(where) or "true"
    counted = reader.ask(f"SELECT count(*) AS rows FROM articles WHERE {fitting}", values)[0]["rows"]
    kind: Callable[[str], float | date]
    if filters.order == "least_sure":
        key, direction, sign, kind = "coalesce(body_confidence, 0)", "ASC", ">", float
    else:
        key, direction, sign, kind = "coalesce(published_on, DATE '0001-01-01')", "DESC", "<", date.fromisoformat
    bound = _bound(filters.after, kind)
    if bound is not None:
        fitting += f" AND ({key} {sign} ? OR ({key} = ? AND article_id > ?))"
        values = [*values, bound[0], bound[0], bound[1]]
    return counted, reader.ask(
        f"SELECT rowid AS place, article_id, {key} AS key FROM articles WHERE {fitting} "
        f"ORDER BY key {direction}, article_id LIMIT {PAGE_ROWS + 1}",
        values,
    )


def _documents(reader: Reader, filters: Filters) -> Listing:
    where: list[str] = ["true"]
    values: list[object] = []
    if filters.status != "any":
        where.append("status = ?")
        values.append(filters.status)
    if filters.kind:
        where.append("page_kind = ?")
        values.append(filters.kind)
    if filters.q:  # the index holds articles alone; a document is found by its address
        where.append("contains(lower(uri), lower(?))")
        values.append(filters.q)
    of_article, told = _conditions(filters)
    if of_article:
        where.append(f"article_id IN (SELECT article_id FROM articles WHERE {' AND '.join(of_article)})")
        values += told
    fitting = " AND ".join(where)
    counted = reader.ask(f"SELECT count(*) AS rows FROM documents WHERE {fitting}", values)[0]["rows"]
    if filters.after:
        fitting += " AND document_id > ?"
        values.append(filters.after)
    found = reader.ask(
        f"SELECT rowid AS place, document_id FROM documents WHERE {fitting} ORDER BY document_id LIMIT {PAGE_ROWS + 1}",
        values,
    )
    after = found[PAGE_ROWS - 1]["document_id"] if len(found) > PAGE_ROWS else ""
    rows = _by_place(
        reader, "SELECT rowid AS place, document_id, article_id, uri, member, status, page_kind FROM documents",
        found[:PAGE_ROWS],
    )  # fmt: skip
    return Listing(named(reader, rows), counted, after)


def named(reader: Reader, rows: list[Row]) -> list[Row]:
    """Rows of documents with the title, outlet and date that were read from each page, whatever became of it."""
    ids = [row["document_id"] for row in rows]
    told = reader.ask(
        f"SELECT document_id, field, value FROM metadata_evidence WHERE document_id IN ({_marks(ids)}) AND chosen "
        "AND field IN ('title', 'publisher', 'published_on')",
        ids,
    ) if ids else []  # fmt: skip
    values = {(row["document_id"], row["field"]): row["value"] for row in told}
    return [
        {**row, **{field: values.get((row["document_id"], field)) for field in ("title", "publisher", "published_on")}}
        for row in rows
    ]


def _by_place(reader: Reader, query: str, found: Sequence[Row]) -> list[Row]:
    """Rows of a table by their places in the file, in the order of ``found``."""
    if not found:
        return []
    places = [row["place"] for row in found]
    rows = {row["place"]: row for row in reader.ask(f"{query} WHERE rowid IN ({_marks(places)})", places)}
    return [rows[place] for place in places if place in rows]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _cursor(row: Row, key: str) -> str:
    return json.dumps([str(row["key"]), row[key]], separators=(",", ":"))


def _bound(after: str, kind: Callable[[str], Key]) -> tuple[Key, str] | None:
    """The key and id behind which the page begins; None for the first page, or where the address was tampered with."""
    try:
        key, identity = json.loads(after)
        return kind(str(key)), str(identity)
    except (ValueError, TypeError):
        return None


def words_of(query: str) -> list[str]:
    """The words of a question, folded as the index folds them."""
    return re.findall(r"[^\W_]+", folded(query))


def folded(text: str) -> str:
    """Small letters without accents, of the same length as ``text`` wherever that can be."""
    return "".join((unicodedata.normalize("NFKD", one)[:1] or one).lower()[:1] or one for one in text)


def excerpt(body: str, terms: Sequence[str]) -> list[tuple[bool, str]]:
    """A passage of ``body`` around the first of ``terms``: stretches, each with whether it is one of the terms."""
    plain = folded(body[:SEARCHED])
    pattern = re.compile(rf"(?<![^\W_]){any_of(terms)}(?![^\W_])") if terms else None
    first = pattern.search(plain) if pattern else None
    start = max(0, first.start() - EXCERPT // BEFORE_HIT) if first else 0
    if start:
        start = plain.find(" ", start) + 1 or start
    end = start + EXCERPT
    found: list[tuple[bool, str]] = [(False, "… ")] if start else []
    at = start
    for match in pattern.finditer(plain, start, end) if pattern else ():
        found += [(False, body[at : match.start()]), (True, body[match.start() : match.end()])]
        at = match.end()
    found.append((False, body[at:end] + (" …" if end < len(body) else "")))
    return [(hit, re.sub(r"\s+", " ", text)) for hit, text in found if text]
