"""Whether confidence is what it says: ``python -m benchmarks.calibration PAGES.jsonl.gz… [--write]``.

A labelled page is ``text`` (or ``file``, relative to the list's folder), ``title``, ``published_on``, ``authors``, and
whether each can be seen (``title_visible`` and so on). Belongs here: counting, by field, basis and grade, how many of
the chosen values are right; the table of docs/accuracy.md. Does not belong here: using the counts
(``kliping.metadata.confidence``).

Of a field only pages where a reader can see the value are asked; a value stated elsewhere is not known to be wrong.
``--write`` puts the counts into ``confidence.toml``; count on other pages than those by which the table is printed.
"""

from __future__ import annotations

import argparse
import collections
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.exam import rows
from benchmarks.metadata import FIELDS, documents, same
from kliping.cleaning import clean
from kliping.language import detect_languages
from kliping.metadata import extract_metadata
from kliping.metadata.confidence import FILE, graded
from kliping.settings import load_settings

BATCH = 500
"""Pages understood at once."""

COUNTED = "\n[counted]\n"
"""Where the counts begin in ``confidence.toml``."""

BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
"""Bounds of the confidences that are printed together."""


def labelled(path: Path) -> list[dict[str, Any]]:
    """The labelled pages of a file, each with its ``text``."""
    pages = rows(path)
    for page in pages:
        if "text" not in page:
            page["text"] = (path.parent / page["file"]).read_text(encoding="utf-8")
    return pages


def chosen(pages: list[dict[str, Any]]) -> pl.DataFrame:
    """The chosen evidence of the pages with ``page``: the position of its page in the list."""
    settings = load_settings()
    found = []
    for start in range(0, len(pages), BATCH):
        rows = documents([page["text"] for page in pages[start : start + BATCH]], markup=False)
        lines = clean(rows, settings.cleaning)
        evidence = extract_metadata(rows, lines, detect_languages(lines, settings.language), settings.metadata)
        places = rows.select("document_id", page=pl.int_range(start, start + rows.height))
        found.append(evidence.filter("chosen").join(places, on="document_id"))
    return pl.concat(found)


def outcomes(pages: list[dict[str, Any]], evidence: pl.DataFrame) -> list[tuple[str, str, float, bool]]:
    """``(field, grade, confidence, right)`` of every chosen value on pages where a reader can see the value."""
    rows = []
    for field, seen in FIELDS.items():
        asked = (
            evidence.filter(pl.col("field") == field)
            .group_by("page", maintain_order=True)
            .agg(pl.col("value"), pl.col("basis").first(), pl.col("confidence").max())
        )
        for page, values, basis, confidence in asked.iter_rows():
            gold = pages[page]
            if gold[field] and gold.get(seen):
                told = values if field == "authors" else values[0]
                rows.append((field, graded(field, basis, confidence), confidence, same(field, gold[field], told)))
    return rows


def counts(rows: list[tuple[str, str, float, bool]]) -> dict[str, tuple[int, int]]:
    """Right and stated by ``"field grade"``."""
    table: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for field, grade, _, right in rows:
        table[f"{field} {grade}"][right] += 1
    return {key: (table[key][True], table[key].total()) for key in sorted(table)}


def table(rows: list[tuple[str, str, float, bool]]) -> str:
    """Of the values stated with each confidence, how many are right: by field and basis, and by band."""
    lines = ["| field and basis | stated | stated with, on average | right |", "|---|---:|---:|---:|"]
    lines += [_row(f"`{field}` {grade}", [row for row in rows if row[:2] == (field, grade)])
              for field, grade in sorted({row[:2] for row in rows})]  # fmt: skip
    for low, high in pairwise(BANDS):
        band = [row for row in rows if low <= row[2] < high]
        if band:
            lines.append(_row(f"**all from {low:.1f} to {min(high, 1.0):.1f}**", band))
    return "\n".join(lines)


def _row(name: str, rows: list[tuple[str, str, float, bool]]) -> str:
    stated = sum(row[2] for row in rows) / len(rows)
    return f"| {name} | {len(rows)} | {stated:.3f} | {sum(row[3] for row in rows) / len(rows):.3f} |"


def write(counted: dict[str, tuple[int, int]]) -> None:
    """Put the counts behind the judgements in ``confidence.toml``."""
    head = FILE.read_text(encoding="utf-8").split(COUNTED)[0]
    rows = "\n".join(f'"{key}" = [{right}, {stated}]' for key, (right, stated) in counted.items())
    FILE.write_text(f"{head}{COUNTED}# right, stated\n{rows}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="put the counts into confidence.toml")
    given = parser.parse_args()
    pages = [page for path in given.pages for page in labelled(path)]
    rows = outcomes(pages, chosen(pages))
    print(table(rows))
    if given.write:
        write(counts(rows))


if __name__ == "__main__":
    main()
