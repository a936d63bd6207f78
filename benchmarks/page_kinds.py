"""How true ``page_kind`` and ``body_confidence`` are: ``python -m benchmarks.page_kinds``.

Belongs here: real articles that would be held back, and how often a body that says 0.9 is right, over the development
exam. Does not belong here: fitting (``kliping.learning.page_kinds``). Nothing was fitted to these pages.
"""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np
import polars as pl

from benchmarks.exam import SHARED, documents, exam_scorer, rows
from kliping.cleaning import bodies, clean, page_kinds, paragraphs
from kliping.cleaning.labels import f1
from kliping.frames import LANGUAGES, empty
from kliping.learning.page_kinds import RIGHT, reliability, reliability_table
from kliping.settings.cleaning import CleaningSettings

_PORTION = 500
"""Pages that are cleaned at once: memory alone."""


def judged(texts: dict[str, str], *, markup: bool = False) -> pl.DataFrame:
    """PAGES of texts by name, and their ``body``."""
    settings, found = CleaningSettings.model_validate({}), []
    names = list(texts)
    for at in range(0, len(names), _PORTION):
        given = documents({name: texts[name] for name in names[at : at + _PORTION]}, markup=markup)
        lines = clean(given, settings)
        body = bodies(given, paragraphs(lines, empty(LANGUAGES))).select("document_id", "body")
        found.append(page_kinds(given, lines, settings).join(body, on="document_id", maintain_order="left"))
    return pl.concat(found)


def sources() -> dict[str, tuple[dict[str, str], bool]]:
    """Real articles by kind of material, and whether they are HTML."""
    gold = SHARED / "gold"
    scraped = rows(gold / "scrapes.jsonl.gz")
    above = ("gold_title", "gold_author_raw", "date_raw")
    small = ["\n".join(filter(None, (*(row[name] for name in above), row["raw_text"]))) for row in scraped]
    marked = rows(gold / "html.jsonl")
    return {
        "news pages, flattened": (_texts("pages.jsonl"), False),
        "Indonesian and Malay pages": (_texts("id_pages.jsonl"), False),
        "rows of scrapers, text alone": ({str(at): row["raw_text"] for at, row in enumerate(scraped)}, False),
        "rows of scrapers, as small pages": ({str(at): text for at, text in enumerate(small)}, False),
        "HTML": (
            {
                row["file"]: gzip.decompress((gold / row["file"]).read_bytes()).decode("utf-8", "replace")
                for row in marked
            },
            True,
        ),
    }


def _texts(name: str) -> dict[str, str]:
    gold = SHARED / "gold"
    listed = rows(gold / name)
    return {row["file"]: (gold / row["file"]).read_bytes().decode("utf-8", "replace") for row in listed}


def report() -> str:
    """Both tables, as Markdown."""
    told = {name: judged(texts, markup=markup) for name, (texts, markup) in sources().items()}
    rows = ["| articles | pages | held back | by kind |", "|---|---:|---:|---|"]
    for name, found in told.items():
        held = found.filter(pl.col("page_kind") != "article")
        kinds = held.group_by("page_kind").len().sort("page_kind").rows()
        listed = ", ".join(f"{kind} {count}" for kind, count in kinds)
        rows.append(f"| {name} | {found.height} | {held.height} | {listed} |")
    sure, right = _confidence(told["news pages, flattened"], told["Indonesian and Malay pages"])
    return "\n".join(rows) + "\n\n" + reliability_table("body_confidence", reliability(sure, right))


def _confidence(*found: pl.DataFrame) -> tuple[Any, Any]:
    """What is said of each body, and whether it reaches ``RIGHT`` by the exam's own count."""
    scorer = exam_scorer()
    gold: dict[str, str] = {}
    for name in ("pages.jsonl", "id_pages.jsonl"):
        gold |= {row["file"]: row["body"] for row in rows(SHARED / "gold" / name)}
    every = pl.concat(found)
    right = [
        f1(*scorer.precision_recall(gold[name], body)) >= RIGHT
        for name, body in every.select("document_id", "body").iter_rows()
    ]
    return every.get_column("body_confidence").to_numpy(), np.array(right)


if __name__ == "__main__":
    print(report())
