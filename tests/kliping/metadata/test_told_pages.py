"""What is found in some pages is what it was; run as a script, this file writes it down anew.

The pages stand in ``told_pages.txt``, each below a line with its language; ``*`` is three lines of an article. A change
of the answers may be for the better: whoever writes them down anew reads what changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.metadata.dates.published import find_published
from kliping.metadata.people.people import find_people
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.titles import find_titles
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, batch

WRITTEN = Path(__file__).with_name("told_pages.json")

Row = list[Any]


def pages() -> list[tuple[str, list[tuple[str, str]]]]:
    """Language and lines, each with its role, of every page."""
    found = []
    for page in WRITTEN.with_suffix(".txt").read_text(encoding="utf-8").split("\n\n"):
        language, *lines = page.strip().split("\n")
        told: list[tuple[str, str]] = []
        for line in lines:
            if line == "*":
                told += [("body", text) for text in BODY]
            elif line.startswith("["):
                role, _, text = line[1:].partition("] ")
                told.append((role, text))
            else:
                told.append(("body" if len(line) >= (80 if line.isascii() else 60) else "boilerplate", line))
        found.append((language.removeprefix("# "), told))
    return found


def told(language: str, page: list[tuple[str, str]]) -> dict[str, Any]:
    """What is found in a page, and the points by which it is chosen."""
    documents, lines, languages = batch([page], language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    survey = surveyed(documents, lines, languages)
    best = find_titles(survey).filter(pl.col("chosen")).select("doc", "index", "value")
    away = survey.distances(best)
    arrivals = documents.select(doc=pl.lit(0, pl.UInt32), arrival=pl.col("first_seen_at").dt.date())
    days = find_published(survey, away, arrivals, MetadataSettings())
    people = find_people(survey, away, survey.copies(best, away))
    shown = ["field", "value", "basis", "line", "start", "end", "chosen"]
    chosen = chosen_values(evidence).row(0, named=True)
    return {
        "evidence": rows(evidence, [*shown, "evidence"]),
        "chosen": {name: str(value) for name, value in chosen.items() if value not in (None, [])},
        "roles": settle_roles(lines, evidence)["role"].to_list(),
        "days": rows(days, ["field", "value", "basis", "points", "line", "start"]),
        "people": rows(people.filter(pl.col("field") == "authors"), ["value", "points", "line", "start"]),
    }


def rows(frame: pl.DataFrame, columns: list[str]) -> list[Row]:
    """Some columns, numbers with four digits, in a fixed order."""
    floats = [name for name in columns if frame.schema[name] == pl.Float64]
    return sorted(
        (
            [
                float(f"{value:.4g}") if name in floats and value is not None else value
                for name, value in zip(columns, row, strict=True)
            ]
            for row in frame.select(columns).iter_rows()
        ),
        key=repr,
    )


@pytest.mark.parametrize("number", range(len(pages())))
def test_what_is_found_in_a_page_is_what_is_written_down(number: int) -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))[number]
    found = json.loads(json.dumps(told(*pages()[number])))
    for kind, answer in written.items():
        assert found[kind] == answer, kind


if __name__ == "__main__":
    every = [told(*page) for page in pages()]
    kinds = [
        ",\n".join(f" {json.dumps(kind)}: {json.dumps(of, ensure_ascii=False)}" for kind, of in one.items())
        for one in every
    ]
    WRITTEN.write_text("[" + ",\n".join(f"{{\n{one}}}" for one in kinds) + "]\n", encoding="utf-8")
