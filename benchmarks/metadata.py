"""Metadata on labelled pages: right, wrong and silent apart, dates beside htmldate, and the speed of the step.

Run ``python -m benchmarks.metadata PAGES.jsonl [--speed-pages N …]``. ``PAGES.jsonl`` holds one labelled page a line:
``file`` (relative to it), ``html`` (the same page's source, gzipped, or null), ``title``, ``published_on``, ``authors``
and whether each can be read on the page (``title_visible``, ``date_visible``, ``author_visible``).
"""

from __future__ import annotations

import argparse
import collections
import gzip
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.exam import rows
from kliping.cleaning import clean
from kliping.frames import DOCUMENTS
from kliping.language import detect_languages
from kliping.metadata import chosen_values, extract_metadata
from kliping.settings import load_settings

TURNS = 3
"""Times that the step is timed, the least of which counts."""

SPEED_PAGES = [800, 3000]
"""Pages of a batch that the step is timed with: what it takes to begin counts for less in the second."""

SHORT = 6000
"""Characters below which a page is one without long menus, which are timed alone as well."""

ARRIVAL = datetime(2026, 11, 22, tzinfo=UTC)
FIELDS = {"title": "title_visible", "published_on": "date_visible", "authors": "author_visible"}
"""Fields that are scored, and the label that says whether a reader can see the value on the page."""


def documents(texts: list[str], *, markup: bool) -> pl.DataFrame:
    rows = [
        {"document_id": f"{number:016x}", "uri": f"file:///{number}", "markup": markup, "text": text, "fields": [],
         "first_seen_at": ARRIVAL}
        for number, text in enumerate(texts)
    ]  # fmt: skip
    return pl.DataFrame([{name: row.get(name) for name in DOCUMENTS.names()} for row in rows], schema=DOCUMENTS)


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()


def same(field: str, gold: Any, found: Any) -> bool:  # noqa: ANN401 - a label of any field
    if field == "published_on":
        return str(gold) == str(found)
    if field == "title":
        return words(gold) == words(found)
    golden = gold if isinstance(gold, list) else [gold]
    return bool({" ".join(words(one)) for one in golden} & {" ".join(words(one)) for one in found})


def read(texts: list[str], *, markup: bool) -> list[dict[str, Any]]:
    settings = load_settings()
    pages = documents(texts, markup=markup)
    lines = clean(pages, settings.cleaning)
    spoken = detect_languages(lines, settings.language)
    evidence = extract_metadata(pages, lines, spoken, settings.metadata)
    chosen = pages.select("document_id").join(
        chosen_values(evidence), on="document_id", how="left", maintain_order="left"
    )
    return chosen.to_dicts()


def outcome(gold: list[dict[str, Any]], found: list[dict[str, Any]], field: str, seen: str) -> collections.Counter[str]:
    """How many values are right, wrong and silent, of the pages where a reader can see the value."""
    counts: collections.Counter[str] = collections.Counter()
    for label, value in zip(gold, found, strict=True):
        if label[field] and label[seen]:
            got = value.get(field)
            counts["silent" if not got else "right" if same(field, label[field], got) else "wrong"] += 1
    return counts


def htmldate_of(sources: list[str]) -> list[dict[str, Any]]:
    from htmldate import find_date

    return [{"published_on": find_date(source, original_date=True)} for source in sources]


def outcomes(folder: Path, gold: list[dict[str, Any]]) -> dict[str, collections.Counter[str]]:
    """The outcome of each field on the labelled pages under ``folder``, and of htmldate on those with HTML."""
    found = read([(folder / label["file"]).read_text(encoding="utf-8") for label in gold], markup=False)
    rows = {f"flattened text: {field}": outcome(gold, found, field, seen) for field, seen in FIELDS.items()}
    marked = [label for label in gold if label.get("html")]
    sources = [gzip.decompress((folder / label["html"]).read_bytes()).decode("utf-8", "replace") for label in marked]
    if sources:
        date = ("published_on", FIELDS["published_on"])
        rows["HTML: published_on"] = outcome(marked, read(sources, markup=True), *date)
        rows["HTML: published_on, htmldate"] = outcome(marked, htmldate_of(sources), *date)
    return rows


def speed(texts: list[str], pages: int) -> None:
    """The quickest of three runs over ``pages`` pages in one batch: the texts, repeated as often as it takes."""
    settings = load_settings()
    many = documents((texts * (pages // len(texts) + 1))[:pages], markup=False)
    lines = clean(many, settings.cleaning)
    spoken = detect_languages(lines, settings.language)
    spent = []
    for _ in range(TURNS):
        started = time.process_time()
        extract_metadata(many, lines, spoken, settings.metadata)
        spent.append(time.process_time() - started)
    print(
        f"metadata step: {pages / min(spent):,.0f} pages a second of processor time "
        f"({pages} pages in one batch, {lines.height / pages:.0f} lines and {sum(map(len, texts)) / len(texts):,.0f} characters a page)"  # noqa: E501
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--speed-pages", type=int, nargs="*", default=SPEED_PAGES)
    given = parser.parse_args()
    gold = rows(given.pages)
    folder = given.pages.parent
    texts = [(folder / label["file"]).read_text(encoding="utf-8") for label in gold]
    print(f"{'':<34}{'pages':>7}{'right':>9}{'wrong':>9}{'silent':>9}")
    for name, counts in outcomes(folder, gold).items():
        total = max(counts.total(), 1)
        shares = "".join(f"{counts[kind] / total:>9.1%}" for kind in ("right", "wrong", "silent"))
        print(f"{name:<34}{total:>7}{shares}")
    short = [text for text in texts if len(text) < SHORT]
    for pages in given.speed_pages:
        speed(texts, pages)
        speed(short, pages)


if __name__ == "__main__":
    main()
