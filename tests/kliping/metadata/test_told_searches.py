"""What each search finds by itself in many composed pages is what it was; run as a script, this file writes it down.

A page is mostly filler, with a few telling lines at dice's distances from its title, its article and its ends: the
limits of the searches lie between them. Of each page a short sum of what a search finds is written down (a point:
nothing), so that a failure says in which page, and shows it. Searches by themselves take no time for choosing titles,
so a run has hundreds of pages. The pages of ``told_pages.txt`` are there to be read.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
import pytest

from kliping.metadata.dates.published import find_published
from kliping.metadata.dates.relative import find_relative
from kliping.metadata.extras import find_extras
from kliping.metadata.outlets import datelines, mastheads, publishers, sources
from kliping.metadata.outlets.known import printed_names
from kliping.metadata.people.editors import find_editors
from kliping.metadata.people.outlet_names import before_outlets
from kliping.metadata.people.people import find_people
from kliping.metadata.people.zones import zone_of
from kliping.metadata.survey import Survey, surveyed
from kliping.metadata.titles import never, one_line
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from composing import filling, summed
from pages import BODY, batch
from test_told_pages import rows

if TYPE_CHECKING:
    from collections.abc import Callable

WRITTEN = Path(__file__).with_name("told_searches.json")

BATCHES, PAGES = 14, 40
LIMITS = (20, 40, 60, 64, 80, 90, 100, 120, 140, 160, 200, 300, 400, 600)
LANGUAGES = ("id", "en", "ms", "de", "it", "ko", "id", "id", "id", "id", "id", "en", "id", "id")
KNOWN = [name for name in sorted(printed_names()) if name.istitle() and name.isalpha() and 5 <= len(name) <= 12]

BY_ARRIVAL = MetadataSettings(resolve_relative_to_arrival=True)

SAID = json.loads(WRITTEN.with_name("searched.json").read_text(encoding="utf-8"))
SAID |= {"outlet": KNOWN[1:2], "second": KNOWN[2:3], "branded": [f"{KNOWN[1].lower()}Sehat"]}

Line = tuple[str, str]


whole = filling(SAID)


def filled(dice: random.Random, form: str) -> str:
    """A form with its blanks filled in, now and then a letter about as long as some search looks at."""
    form = whole(dice, form)
    if dice.random() < 0.1:
        wanted = dice.choice([limit for limit in LIMITS if limit > len(form)]) + dice.choice((-1, 0, 0, 1))
        form = (form + " kata tentang desa dan jembatan" * 20)[:wanted].strip().ljust(wanted, "a")
    return form


def on_one_line(dice: random.Random) -> str:
    """A page whose whole text stands on one line."""
    menus = dice.choices(("Beranda", "Nasional", "Video", "Share", "Kabar"), k=dice.randint(0, 5))
    title = " ".join(
        (dice.choice(SAID["title"]) + " jembatan" * 30).split(" ")[: dice.choice((3, 4, 5, 12, 24, 25, 26))]
    )
    signed = filled(dice, dice.choice(("", "", "Oleh {name}", "Penulis: {name}", "By {name}", "| oleh: {name}")))
    day = dice.choice(
        (
            "Senin, 3 Juni 2024 10:15",
            "3 Juni 2024 - 10.15",
            "3 Juni 2024",
            "June 3, 2024 | 9:15",
            "Published: Mei 3, 2024, 08.05",
        )
    )
    body = "".join(BODY)[: dice.choice((40, 300, 330, 360))]
    return " ".join(part for part in (*menus, title, signed, day, body) if part)


def composed(dice: random.Random, theme: str) -> tuple[list[Line], int | None]:
    """A page, and which of its lines is its title."""
    if theme == "tops" and dice.random() < 0.5:
        return [("body", on_one_line(dice))], None
    above, below, foot = (dice.choice((0, 1, 2, 3, 5, 8, most)) for most in (14, 19, 13))
    title = dice.random() < 0.85
    told_there = dice.choice((SAID["body"], SAID["quoted"], SAID["credits"] if theme == "credits" else SAID["quoted"]))
    body = [
        dice.choice(BODY) if dice.random() < 0.6 else filled(dice, dice.choice(told_there))
        for _ in range(dice.choice((0, 1, 2, 2, 3, 5)))
    ]
    page = [("boilerplate", dice.choice(SAID["filler"])) for _ in range(above + below)]
    page += [("body" if dice.random() < 0.9 else "boilerplate", line) for line in body]
    page += [("boilerplate", dice.choice(SAID["filler"])) for _ in range(foot)]
    opens = above + below
    for _ in range(dice.randint(2, 6)):
        anchor = dice.choice((above, above, above, opens, opens + len(body), len(page)))
        at = min(
            max(anchor + dice.choice((-12, -6, -4, -3, -2, -1, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 8, 12)), 0),
            len(page),
        )
        told = (
            dice.choice(SAID["block"])
            if dice.random() < 0.3
            else [dice.choice(dice.choice((SAID["one"], SAID[theme], SAID[theme], SAID[theme])))]
        )
        role = dice.choice(("boilerplate",) * 9 + ("byline", "date", "caption", "related", "body", "contact"))
        page[at : at + dice.choice((0, len(told)))] = [(role, filled(dice, form)) for form in told]
    if theme == "credits":  # names of outlets on top of the page, which something below shows to be its masthead
        page.insert(min(dice.choice((0, 1, 4, 5, 6, 7)), above), ("boilerplate", dice.choice(SAID["masthead"])))
    if not title:
        return page or [("body", BODY[0])], None
    headline = dice.choice(SAID["title"])
    at = min(above, len(page))
    page.insert(at, ("title", headline))
    if dice.random() < 0.3:
        page.insert(dice.randrange(len(page)), ("boilerplate", headline + dice.choice(("", " - Kabar Contoh"))))
    return page, next(number for number, line in enumerate(page) if line == ("title", headline))


class Asked(NamedTuple):
    """Pages as searches see them."""

    pages: list[list[Line]]
    survey: Survey
    away: np.ndarray
    titles: np.ndarray
    best: pl.DataFrame
    arrivals: pl.DataFrame


@cache
def asked(number: int) -> Asked:
    """One batch of pages, surveyed."""
    dice = random.Random(number)
    theme = (["one"] * 6 + SAID["themes"])[number]
    made = [composed(dice, theme) for _ in range(PAGES)]
    pages = [page for page, _ in made]
    documents, lines, languages = batch(pages, language=LANGUAGES[number])
    survey = surveyed(documents, lines, languages)
    held = [(doc, at, int(survey.first_line[doc]) + at, pages[doc][at][1])
            for doc, (_, at) in enumerate(made) if at is not None]  # fmt: skip
    schema = {"doc": pl.UInt32, "index": pl.Int32, "row": pl.UInt32, "value": pl.String}
    best = pl.DataFrame(held, schema=schema, orient="row")
    away = survey.distances(best)
    arrivals = documents.select(arrival=pl.col("first_seen_at").dt.date()).with_row_index("doc")
    return Asked(pages, survey, away, survey.copies(best, away), best, arrivals)


def _days(of: Asked) -> pl.DataFrame:
    away = of.survey.distances_of_days(of.best, of.away)
    return find_published(of.survey, away, of.arrivals, MetadataSettings())


def _with_outlets(of: Asked) -> pl.DataFrame:
    lines = of.survey.lines.with_columns(pl.Series("distance", of.away), by_date=pl.lit(value=False), rest="text")
    return before_outlets(lines)


def _of_lines(of: Asked) -> pl.DataFrame:
    """What is told of every line, whatever stands on it."""
    survey, every = of.survey, np.arange(of.survey.lines.height)
    found = {
        "below": survey.below_article(),
        "only": survey.only_lines(),
        "days": survey.distances_of_days(of.best, of.away),
        "copies": of.titles,
        "never": never.never(survey.lines["text"], every, survey),
        "inside": never.inside_article(survey.lines["text"], every, survey),
    }
    return survey.lines.select("doc", "start", "body").with_columns(pl.Series(name, of) for name, of in found.items())


def _zones(of: Asked) -> pl.DataFrame:
    zone = zone_of(of.survey, of.away, of.titles)
    return of.survey.lines.select("doc").with_columns(
        pl.Series(field.name, getattr(zone, field.name)) for field in fields(zone)
    )


OWN = pl.DataFrame({"doc": range(0, PAGES, 3), "own": "kabarcontoh"}, {"doc": pl.UInt32, "own": pl.String})
FRAMED = OWN.rename({"own": "framed"}).clear()

SHOWN = ("field", "value", "basis", "points", "confidence", "chosen", "index", "start", "end", "rest", "distance")
OF_PEOPLE = ("explicit", "labelled", "glued", "inside", "under_label", "lone", "near", "by_date", "dated", "next_dated",
             "dated_below", "biography", "sketch", "whole", "bare", "tailed", "pieces", "times", "opens")  # fmt: skip
OF_DAYS = ("labelled", "only", "above", "below", "listed", "likely", "rank", "plausible", "late", "time", "offset",
           "changed", "retold", "weekday", "sign")  # fmt: skip
KNOWING = {"people": OF_PEOPLE, "editors": (), "days": OF_DAYS}
"""Of the searches that keep all they know of a line: what a choice is made by. A column more changes no sum."""

SEARCHES: dict[str, Callable[[Asked], pl.DataFrame]] = {
    "people": lambda of: find_people(of.survey, of.away, of.titles),
    "editors": lambda of: find_editors(of.survey, of.away),
    "outlet names": _with_outlets,
    "zones": _zones,
    "lines": _of_lines,
    "mastheads": lambda of: mastheads.find_mastheads(of.survey),
    "source lines": lambda of: sources.source_lines(of.survey),
    "attributions": lambda of: sources.attributions(of.survey),
    "agencies": lambda of: sources.signatures(of.survey),
    "datelines": lambda of: datelines.datelines(of.survey, OWN, FRAMED),
    "datelines' bylines": lambda of: datelines.with_bylines(of.survey, of.away),
    "suffixes": lambda of: publishers.suffixes(of.survey, of.best),
    "followed": lambda of: publishers.followed(of.survey),
    "copyrights": lambda of: publishers.copyrights(of.survey),
    "furniture": lambda of: publishers.furniture(of.survey),
    "signatures": lambda of: publishers.signatures(of.survey),
    "bylines": lambda of: publishers.with_bylines(of.survey, of.away),
    "reporting": lambda of: publishers.reporting(of.survey),
    "credited": lambda of: publishers.credited(of.survey),
    "extras": lambda of: find_extras(of.survey, of.best, of.away),
    "days": _days,
    "hours ago": lambda of: find_relative(of.survey, of.away, _days(of), of.arrivals, BY_ARRIVAL),
    "one line": lambda of: one_line.one_line_titles(of.survey),
}


def told(search: str, number: int) -> list[list[list[object]]]:
    """What a search finds in each page of a batch."""
    frame = SEARCHES[search](asked(number))
    shown = [name for name in frame.columns if not isinstance(frame.schema[name], pl.Struct)]
    if search in KNOWING:
        shown = [name for name in (*SHOWN, *KNOWING[search]) if name in frame.columns]
    parts = {doc: rows(part, shown) for (doc,), part in frame.group_by("doc")}
    return [parts.get(doc, []) for doc in range(PAGES)]


@pytest.mark.parametrize("number", range(BATCHES))
@pytest.mark.parametrize("search", SEARCHES)
def test_what_a_search_finds_in_composed_pages_is_what_is_written_down(search: str, number: int) -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))[search][number].split(" ")
    for at, (found, was) in enumerate(zip(told(search, number), written, strict=True)):
        assert summed(found) == was, f"page {at}: {asked(number).pages[at]}, of which is found {found}"


if __name__ == "__main__":
    searches = [
        f"{json.dumps(search)}: [\n"
        + ",\n".join(json.dumps(" ".join(map(summed, told(search, number)))) for number in range(BATCHES))
        + "]"
        for search in SEARCHES
    ]
    WRITTEN.write_text("{" + ",\n".join(searches) + "}\n", encoding="utf-8")
