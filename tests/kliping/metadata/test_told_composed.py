"""What is found in pages that dice compose is what it was; run as a script, this file writes it down anew.

Every page is put together of lines that say who, when, where and from whom, some out of their place, role or
form. Of each batch a short sum a field is written down: what a search does at its limits shows in some of them.
The pages of ``told_pages.txt`` and their variants are there to be read.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata import extract_metadata, settle_roles
from kliping.metadata.columns import people_in
from kliping.metadata.dates.events import with_likelihood
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.people.names import names_in
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, batch
from test_told_pages import rows

WRITTEN = Path(__file__).with_name("told_composed.json")

BATCHES, PAGES = 12, 4

SAID = json.loads(WRITTEN.with_name("composed.json").read_text(encoding="utf-8"))


def filled(dice: random.Random, form: str) -> str:
    """A form with its blanks filled in."""
    while "{" in form:
        before, _, rest = form.partition("{")
        name, _, after = rest.partition("}")
        form = before + dice.choice(SAID[name]) + after
    return form


def page(dice: random.Random) -> list[tuple[str, str]]:
    """A page: what stands above its title, the title, what stands below it, the article, and its foot."""
    title = filled(dice, "{title}")
    above = [filled(dice, dice.choice(SAID["above"])) for _ in range(dice.randint(0, 4))]
    below = [filled(dice, dice.choice(SAID["below"])) for _ in range(dice.choice((1, 2, 2, 3, 4)))]
    body = [*BODY, *(filled(dice, dice.choice(SAID["body"])) for _ in range(dice.randint(1, 4)))]
    dice.shuffle(body)
    foot = [filled(dice, dice.choice(SAID["foot"])) for _ in range(dice.randint(1, 6))]
    head = [("boilerplate", line) for line in above] + [("title", title + dice.choice(("", "", " - Kabar Contoh")))]
    lines = [*head, *(("boilerplate", line) for line in below), *(("body", line) for line in body)]
    lines += [("boilerplate", line) for line in foot]
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(lines))
        lines[at] = (
            dice.choice(("boilerplate", "byline", "date", "caption", "related", "body", "contact")),
            lines[at][1],
        )
    if dice.random() < 0.3:
        lines.insert(dice.randrange(len(lines)), ("boilerplate", title))
    return lines


def of_pages(number: int) -> dict[str, str]:
    """A sum of every field of the evidence of some pages, and of the roles that follow."""
    dice = random.Random(number)
    language = dice.choice(("id", "id", "id", "en", "de", "ms"))
    documents, lines, languages = batch([page(dice) for _ in range(PAGES)], language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    shown = ["document_id", "value", "basis", "line", "start", "end", "chosen", "confidence"]
    found = {name: rows(part, shown) for (name,), part in evidence.group_by("field")}
    return {**found, "roles": settle_roles(lines, evidence)["role"].to_list()}


def of_lines(number: int) -> dict[str, str]:
    """A sum of the dates and names of some lines, whatever the page."""
    dice = random.Random(number)
    forms = [*SAID["below"], *SAID["foot"], *SAID["body"], "{date}", "{date} {date}", "{name}", "{name}, {name}"]
    said = [filled(dice, dice.choice(forms)) for _ in range(80)]
    languages = [dice.choice(("id", "en", "de", "es", None)) for _ in said]
    lines = pl.DataFrame(
        {"row": range(len(said)), "plain": said, "language": languages}, schema_overrides={"row": pl.UInt32}
    )
    with_year, every = (find_dates(lines, without_year=wanted) for wanted in (False, True))
    days = every.filter(pl.col("year").is_not_null() & pl.col("day").is_not_null()).select(
        "weekday", "rest_before", "rest_after", doc=pl.col("row") // 4, index=pl.col("row") % 13, opens=pl.lit(2),
        date=pl.date("year", pl.col("month").fill_null(1), pl.col("day").clip(1, 28)),
    )  # fmt: skip
    return {
        "with year": with_year.rows(),
        "every": every.rows(),
        "likely": [f"{value:.4g}" for value in with_likelihood(days)["likely"].to_list()],
        "strict": [names_in(line, loose=False) for line in said],
        "loose": [names_in(line, loose=True) for line in said],
        "cells": [people_in(line, frozenset(("kabarcontoh", "lens"))) for line in said],
    }


TOLD = {"pages": of_pages, "lines": of_lines}


def told(kind: str, number: int) -> dict[str, str]:
    """A short sum of each of what is found."""
    return {name: hashlib.sha256(repr(of).encode()).hexdigest()[:6] for name, of in sorted(TOLD[kind](number).items())}


@pytest.mark.parametrize("number", range(BATCHES))
@pytest.mark.parametrize("kind", TOLD)
def test_what_is_found_in_composed_pages_is_what_is_written_down(kind: str, number: int) -> None:
    found = told(kind, number)
    assert found == dict(row.rsplit(" ", 1) for row in json.loads(WRITTEN.read_text(encoding="utf-8"))[kind][number])


if __name__ == "__main__":
    every = {
        kind: [[f"{name} {value}" for name, value in told(kind, number).items()] for number in range(BATCHES)]
        for kind in TOLD
    }
    batches = [f"{json.dumps(kind)}: [" + ",\n".join(map(json.dumps, of)) + "]" for kind, of in every.items()]
    WRITTEN.write_text("{" + ",\n".join(batches) + "}\n", encoding="utf-8")
