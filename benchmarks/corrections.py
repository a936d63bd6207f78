"""What corrected pages of an outlet teach: ``python -m benchmarks.corrections MODEL PAGES HOST…``.

MODEL is a line model that has seen no page of the outlets (``kliping train --anew``), PAGES are labelled pages as
``kliping correct gold`` writes them, and each HOST names an outlet among them by the end of its host. Of each outlet 30
pages stand for corrected ones and 100 others are held out. Prints, for the pages held out, how much of their bodies is
right (F1 over runs of four words) and how many of the titles that stand on the page, before and after ``kliping train``
was given the 30.

Belongs here: the comparison. Does not belong here: learning (``kliping.learning.added``).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.exam import rows
from benchmarks.metadata import documents, same
from kliping.cleaning import bodies, clean, paragraphs
from kliping.cleaning.labels import f1, precision_recall
from kliping.language import detect_languages
from kliping.learning.added import add_pages
from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.settings import load_settings

CORRECTED, HELD_OUT = 30, 100
"""Pages that a person corrects in an hour, and pages of the same sites enough to tell a point of F1."""


def scores(pages: list[dict[str, Any]], model: Path) -> tuple[float, float]:
    """F1 of the bodies of labelled pages, and the share of titles that are right, of those that stand on the page.

    Args:
        pages: labelled pages: text, body, title, title_visible.
        model: the line model to clean with.
    """
    settings = load_settings(None, cleaning={"model": str(model)})
    given = documents([page["text"] for page in pages], markup=False)
    lines = clean(given, settings.cleaning)
    spoken = detect_languages(lines, settings.language)
    evidence = extract_metadata(given, lines, spoken, settings.metadata)
    found = paragraphs(settle_roles(lines, evidence), spoken)
    chosen = chosen_values(evidence).select("document_id", "title")
    told = given.select("document_id").join(bodies(given, found), on="document_id", how="left", maintain_order="left")
    told = told.join(chosen, on="document_id", how="left", maintain_order="left")
    measured = [precision_recall(page["body"], body or "") for page, body in zip(pages, told["body"], strict=True)]
    precision, recall = (sum(one[at] for one in measured) / len(measured) for at in (0, 1))
    titled = [
        same("title", page["title"], title or "")
        for page, title in zip(pages, told["title"], strict=True)
        if page["title"] and page["title_visible"]
    ]
    return f1(precision, recall), sum(titled) / max(len(titled), 1)


def main() -> None:
    """Print a row an outlet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("hosts", nargs="+")
    asked = parser.parse_args()
    every = sorted(rows(asked.pages), key=lambda page: sha256(page["text"].encode()).hexdigest())
    print("| outlet | pages held out | body F1 before | after | titles right before | after |")
    print("|---|---:|---:|---:|---:|---:|")
    for host in asked.hosts:
        pages = [page for page in every if (urlsplit(page["url"] or "").hostname or "").endswith(host)]
        corrected, others = pages[:CORRECTED], pages[CORRECTED:][:HELD_OUT]
        with tempfile.TemporaryDirectory() as name:
            gold, mended = Path(name, "gold.jsonl"), Path(name, "mended.gz")
            gold.write_text("".join(json.dumps(page) + "\n" for page in corrected), encoding="utf-8")
            add_pages(gold, mended, asked.model)
            (body, title), (body_after, title_after) = (scores(others, model) for model in (asked.model, mended))
        print(
            f"| {host} | {len(others)} | {body:.4f} | {body_after:.4f} | {title:.1%} | {title_after:.1%} |", flush=True
        )


if __name__ == "__main__":
    main()
