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
from dataclasses import fields
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import extract_metadata, settle_roles
from kliping.metadata.columns import people_in
from kliping.metadata.dates.events import with_likelihood
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.dates.published import find_published
from kliping.metadata.dates.relative import find_relative
from kliping.metadata.extras import find_extras
from kliping.metadata.outlets import datelines, publishers, sources
from kliping.metadata.outlets.mastheads import find_mastheads
from kliping.metadata.people.editors import find_editors
from kliping.metadata.people.names import names_in
from kliping.metadata.people.people import find_people
from kliping.metadata.people.zones import zone_of
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.metadata.titles.features import shortlist
from kliping.metadata.titles.never import inside_article, never
from kliping.metadata.titles.presence import framed_by_site, presence_features
from kliping.metadata.titles.titles import find_titles
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from composing import filling
from pages import BODY, batch
from test_told_pages import rows

WRITTEN = Path(__file__).with_name("told_composed.json")

BATCHES, PAGES = 16, 4

LIMITS = (20, 40, 60, 64, 80, 90, 100, 120, 140, 160, 180, 200, 300, 400, 600)
ROLES = ("boilerplate", "byline", "date", "caption", "related", "body", "contact", "subheading", "quote")

SAID = json.loads(WRITTEN.with_name("composed.json").read_text(encoding="utf-8"))


filled = filling(SAID)


def padded(dice: random.Random, line: str) -> str:
    """Now and then a line as long as some search looks at, a letter more or less."""
    if dice.random() > 0.12:
        return line
    wanted = dice.choice(LIMITS) + dice.choice((-1, 0, 0, 1))
    return (line + " kata tentang desa dan jembatan" * 20)[: max(wanted, len(line))].strip().ljust(wanted, ".")


def page(dice: random.Random) -> list[tuple[str, str]]:
    """A page: what stands above its title, the title, what stands below it, the article, and its foot."""
    title = filled(dice, "{title}")

    def several(kind: str, most: int) -> list[str]:
        made = [padded(dice, filled(dice, dice.choice(SAID[kind]))) for _ in range(dice.randint(0, most))]
        for _ in range(dice.choice((0, 0, 0, 0, 1, 2, 3, 5, 9, 12))):
            made.insert(dice.randint(0, len(made)), dice.choice(SAID["filler"]))
        return made

    above, below, foot = several("above", 4), several("below", 4), several("foot", 5)
    body = [*BODY, *(padded(dice, filled(dice, dice.choice(SAID["body"]))) for _ in range(dice.choice((1, 2, 4, 7))))]
    dice.shuffle(body)
    head = [("boilerplate", line) for line in above] + [("title", title + dice.choice(("", "", " - Kabar Contoh")))]
    lines = [*head, *(("boilerplate", line) for line in below), *(("body", line) for line in body)]
    lines += [("boilerplate", line) for line in foot]
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(lines))
        lines[at] = (dice.choice(ROLES), lines[at][1])
    if dice.random() < 0.3:
        lines.insert(dice.randrange(len(lines)), ("boilerplate", title))
    if dice.random() < 0.15:
        lines = [line for line in lines if line[1] != title]
    return lines


def of_pages(number: int) -> dict[str, object]:
    """Every field of the evidence of some pages, and of the roles that follow."""
    dice = random.Random(number)
    language = dice.choice(("id", "id", "id", "en", "de", "ms"))
    documents, lines, languages = batch([page(dice) for _ in range(PAGES)], language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    shown = ["document_id", "value", "basis", "line", "start", "end", "chosen", "confidence"]
    found = {name: rows(part, shown) for (name,), part in evidence.group_by("field")}
    return {**found, "roles": settle_roles(lines, evidence)["role"].to_list()}


def of_lines(number: int) -> dict[str, object]:
    """The dates and names of some lines, whatever the page."""
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


def of_parts(number: int) -> dict[str, object]:
    """What each search finds in such pages by itself, before anything is chosen."""
    dice = random.Random(-1 - number)
    documents, lines, languages = batch([page(dice) for _ in range(PAGES)], language=dice.choice(("id", "id", "en")))
    survey = surveyed(documents, lines, languages)
    best = find_titles(survey).filter(pl.col("chosen")).select("doc", "index", "row", "value")
    away = survey.distances(best)
    copies = survey.copies(best, away)
    arrivals = documents.select("first_seen_at").with_row_index("doc")
    arrivals = arrivals.select("doc", arrival=pl.col("first_seen_at").dt.date())
    days = find_published(survey, survey.distances_of_days(best, away), arrivals, MetadataSettings())
    everywhere, text = np.arange(lines.height), survey.lines["text"]
    zone = zone_of(survey, away, copies)
    short = shortlist(survey, np.linspace(-0.4, 0.7, len(CHEAP)).astype(np.float32))
    frames = {
        "days": days,
        "hours ago": find_relative(survey, away, days, arrivals, MetadataSettings()),
        "people": find_people(survey, away, copies),
        "editors": find_editors(survey, away),
        "mastheads": find_mastheads(survey),
        "source lines": sources.source_lines(survey),
        "attributions": sources.attributions(survey),
        "datelines": datelines.datelines(survey, pl.DataFrame({"doc": [0], "own": ["kabar lain"]}, NAMED), FRAMED),
        "bylines of places": datelines.with_bylines(survey, away),
        "suffixes": publishers.suffixes(survey, best),
        "followed": publishers.followed(survey),
        "copyrights": publishers.copyrights(survey),
        "furniture": publishers.furniture(survey),
        "signatures": publishers.signatures(survey),
        "bylines": publishers.with_bylines(survey, away),
        "reporting": publishers.reporting(survey),
        "credited": publishers.credited(survey),
        "extras": find_extras(survey, best, away),
    }
    flags = {f"zone {field.name}": getattr(zone, field.name).tolist() for field in fields(zone)}
    return flags | {
        **{name: rows(frame, frame.columns) for name, frame in frames.items()},
        "never": never(text, everywhere, survey).tolist(),
        "inside": inside_article(text, everywhere, survey).tolist(),
        "below": survey.below_article().tolist(),
        "only": survey.only_lines().tolist(),
        "presence": presence_features(survey, short, short.rows)[:, len(CHEAP) + len(CLOSE) :].tolist(),
        "framed": framed_by_site(short.rows, survey).tolist(),
    }


NAMED = {"doc": pl.UInt32, "own": pl.String}
FRAMED = pl.DataFrame(schema={"doc": pl.UInt32, "framed": pl.String})
TOLD = {"pages": of_pages, "parts": of_parts, "lines": of_lines}


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
