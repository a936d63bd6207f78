"""What markup, columns and lines say by themselves is what it was; run as a script, this file writes it down anew.

Heads, bylines, addresses and cells that dice compose of forms, each document with others: a short sum of what is read
of each is written down (a point: nothing), and a failure shows the document.
"""

from __future__ import annotations

import json
import random
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.digits import with_plain_digits
from kliping.metadata.people.names import names_in
from kliping.metadata.statements import find_statements
from kliping.metadata.survey import surveyed
from kliping.metadata.witnesses import weighed
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from composing import filling, summed
from pages import BODY, TITLE, batch
from test_told_pages import rows

if TYPE_CHECKING:
    from collections.abc import Callable

WRITTEN = Path(__file__).with_name("told_statements.json")

BATCHES, DOCUMENTS, LINES = 8, 25, 150

SAID = json.loads(WRITTEN.with_name("stated.json").read_text(encoding="utf-8"))

META = ("article:author", "author", "og:site_name", "og:title", "keywords", "article:published_time",
        "article:modified_time", "date", "description", "news_keywords", "dc.creator", "twitter:title")  # fmt: skip
OF_META = ("names", "names", "small", "titles", "tags", "times", "times", "times", "titles", "tags", "names", "titles")
COLUMNS = {"authors": "names", "publisher": "small", "source": "small", "url": "url", "published_on": "times",
           "title": "titles", "tags": "tags", "editor": "names", "updated_on": "times"}  # fmt: skip


filled = filling(SAID)


def worded(dice: random.Random, kind: str) -> str:
    """One of a kind of words, now and then as long as a limit or a letter more or less."""
    words = filled(dice, dice.choice(SAID[kind]))
    if kind != "url" and dice.random() < 0.08:
        wanted = dice.choice((4, 5, 15, 60, 60, 61, 120, 400, 401))
        words = (words + "anilestari" * 40)[:wanted]
    return words


def html_of(dice: random.Random) -> str:
    """A page's markup."""
    heads = [
        f'<meta property="{META[at]}" content="{worded(dice, OF_META[at])}">'
        for at in sorted(dice.sample(range(len(META)), dice.randint(1, 5)))
    ]
    heads += [f'<link rel="canonical" href="{worded(dice, "url")}">'] * (dice.random() < 0.6)
    if dice.random() < 0.4:
        linked = {"@type": "NewsArticle", "headline": TITLE, "author": {"name": worded(dice, "names")},
                  "datePublished": worded(dice, "times"), "publisher": {"name": worded(dice, "small")}}  # fmt: skip
        heads.append(f'<script type="application/ld+json">{json.dumps(linked)}</script>')
    shown = [f"<h1>{TITLE}</h1>", *(filled(dice, form) for form in dice.sample(SAID["elements"], dice.randint(0, 4)))]
    heads.append(f"<title>{worded(dice, 'titles')}</title>")
    return f"<html><head>{''.join(heads)}</head><body>{''.join(shown)}</body></html>"


@cache
def made(kind: str, number: int) -> list[list[str]]:
    """What the documents of a batch hold."""
    dice = random.Random(number)
    if kind == "markup":
        return [[html_of(dice)] for _ in range(DOCUMENTS)]
    if kind == "columns":
        fields = [[name for name in COLUMNS if dice.random() < 0.45] for _ in range(DOCUMENTS)]
        return [[f"{name}\t{worded(dice, COLUMNS[name])}" for name in one] for one in fields]
    return [[filled(dice, dice.choice(SAID[kind]))] for _ in range(LINES)]


def of_documents(kind: str, number: int) -> list[list[list[object]]]:
    """The statements of each document, before and after the page is heard."""
    documents, lines, languages = batch([[TITLE, *BODY]] * DOCUMENTS)
    said = made(kind, number)
    if kind == "markup":
        documents = documents.with_columns(text=pl.Series([one for (one,) in said]), markup=pl.lit(value=True))
    else:
        fields = [[dict(zip(("column", "value"), cell.split("\t"), strict=True)) for cell in one] for one in said]
        given = [[{"field": cell["column"], **cell} for cell in one] for one in fields]
        documents = documents.with_columns(pl.Series("fields", given, dtype=documents.schema["fields"]))
    arrivals = documents.select(arrival=pl.col("first_seen_at").dt.date()).with_row_index("doc")
    found = find_statements(documents, surveyed(documents, lines, languages), arrivals, MetadataSettings())
    of_lines = pl.DataFrame(
        [(doc, field, value, "header", 0.9, doc % 3 > 0) for doc in range(DOCUMENTS)
         for field, value in (("published_on", "2024-06-03"), ("authors", "Sari Wulandari"), ("title", TITLE))],
        schema={"doc": pl.UInt32, "field": pl.String, "value": pl.String, "basis": pl.String,
                "confidence": pl.Float64, "chosen": pl.Boolean}, orient="row",
    )  # fmt: skip
    parts = {doc: [rows(part, part.columns)] for (doc,), part in found.group_by("doc")}
    heard = weighed(found, of_lines) if found.height else found
    for (doc,), part in heard.group_by("doc"):
        parts[doc].append(rows(part, ["field", "value", "rank", "confidence", "evidence"]))
    return [parts.get(doc, []) for doc in range(DOCUMENTS)]


def of_dates(kind: str, number: int) -> list[list[list[object]]]:
    """The dates of each line."""
    said = pl.Series([one for (one,) in made(kind, number)])
    spoken = [("id", "en", "de", "es", "ms-latn", None)[at % 6] for at in range(LINES)]
    schema = {"row": pl.UInt32, "text": pl.String, "language": pl.String}
    lines = pl.DataFrame({"row": range(LINES), "text": said, "language": spoken}, schema)
    lines = lines.with_columns(plain=with_plain_digits(pl.col("text")))
    found = find_dates(lines, without_year=number % 3 > 0)
    parts = {row: rows(part, part.columns) for (row,), part in found.group_by("row")}
    return [parts.get(row, []) for row in range(LINES)]


def of_names(kind: str, number: int) -> list[list[list[object]]]:
    """The names in each line."""
    spoken = ("id", "en", None, "de")
    return [
        [[names_in(line, loose=loose, language=spoken[at % 4])] for loose in (False, True)]
        for at, (line,) in enumerate(made(kind, number))
    ]


TOLD: dict[str, Callable[[str, int], list[list[list[object]]]]] = {
    "markup": of_documents,
    "columns": of_documents,
    "dated": of_dates,
    "names": of_names,
}


@pytest.mark.parametrize("number", range(BATCHES))
@pytest.mark.parametrize("kind", TOLD)
def test_what_is_stated_is_what_is_written_down(kind: str, number: int) -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))[kind][number].split(" ")
    for at, (found, was) in enumerate(zip(TOLD[kind](kind, number), written, strict=True)):
        assert summed(found) == was, f"of {made(kind, number)[at]} is found {found}"


if __name__ == "__main__":
    kinds = [
        f"{json.dumps(kind)}: [\n"
        + ",\n".join(json.dumps(" ".join(map(summed, of(kind, number)))) for number in range(BATCHES))
        + "]"
        for kind, of in TOLD.items()
    ]
    WRITTEN.write_text("{" + ",\n".join(kinds) + "}\n", encoding="utf-8")
