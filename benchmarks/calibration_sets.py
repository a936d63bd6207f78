"""The labelled pages by which confidences are counted, each with what is known to be true of it.

Belongs here: which sets hold the truth of which field, in one shape. Does not belong here: counting
(``calibration``). ``gold/pages`` is none of these sets: by it the table of docs/accuracy.md shows what became of the
counts.
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.exam import SHARED, rows
from kliping.metadata.confidence import ONE_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DESK = re.compile(r"\s*-\s*(?:detik|wolipop|20detik|sepakbola|fotoINET)\w*.*$", re.IGNORECASE)
"""A desk behind the name in the cells of ``gold/scrapes``."""

NOBODY = re.compile(
    r"\btim\b|detik|redaksi|antara|liputan6|kompas|tempo|okezone|team|admin|editor|cnn|bbc|reuters|turnback|mafindo"
    r"|republika|sindo|tribun|kapanlagi",
    re.IGNORECASE,
)
"""An outlet or a desk in such a cell: it says nothing of a person."""

LABEL = re.compile(r"^(?:oleh|by|penulis|reporter|pewarta|jurnalis)\s*:?\s*", re.IGNORECASE)

FEW_WORDS = 3
"""Letters up to which a part of such a cell is no name."""

PUBLIC = 3
"""Letters up to which the label before a country's is part of the public ending ("co.id", "com.my")."""


class Labelled(NamedTuple):
    """A page, whole or as a row of a table, and what is true of it.

    ``truth`` holds the fields of which something is known: the values that are right, or the numbers of the lines for
    fields that are parts of the page; ``host`` is the page's address, which names its publisher. A field that it lacks
    is not asked. ``only`` are the bases that the set is asked about, where its shape makes the others unlike those of
    real pages; nothing for all. ``grade`` is what a value of such a shape is stated as.
    """

    content: str | dict[str, str]
    markup: bool
    site: str
    truth: dict[str, frozenset[Any]]
    only: tuple[str, ...] = ()
    grade: str = ""


def site_of(url: str) -> str:
    """The registered part of an address's host: "kabar.example.co.id" is "example.co.id"."""
    labels = re.sub(r"^https?://|[/:?#].*$", "", url.lower()).split(".")
    long = 3 if len(labels) > 2 and len(labels[-2]) <= PUBLIC else 2
    return ".".join(labels[-long:])


def seen(label: dict[str, Any]) -> dict[str, frozenset[Any]]:
    """Title, day and authors of a labelled page, where a reader can see them."""
    truth: dict[str, frozenset[Any]] = {}
    for field, sign in (("title", "title_visible"), ("published_on", "date_visible"), ("authors", "author_visible")):
        values = label.get(field)
        if values and label.get(sign, True):
            truth[field] = frozenset([values] if isinstance(values, str) else values)
    if label.get("url"):
        truth["host"] = frozenset([label["url"]])
    return truth


def training(*, joined: bool = False) -> Iterator[Labelled]:
    """The training pages; ``joined``: on one line each, as some scrapers leave them."""
    for name in ("train.jsonl.gz", "train_id.jsonl.gz"):
        for label in rows(SHARED / "gold" / name):
            text = " ".join(label["text"].split()) if joined else label["text"]
            truth = seen(label)
            if label.get("editor"):
                truth["editor"] = frozenset([label["editor"]])
            site = site_of(label["url"] or label["id"])
            if joined:
                yield Labelled(
                    text, markup=False, site=site, truth=truth, only=("heading", "byline_label"), grade=ONE_LINE
                )
            else:
                yield Labelled(text, markup=False, site=site, truth=truth)


def addressed() -> Iterator[Labelled]:
    """The training pages with their addresses, for what these say."""
    for name in ("train.jsonl.gz", "train_id.jsonl.gz"):
        for label in rows(SHARED / "gold" / name):
            if not label["url"]:
                continue
            page = {"url": label["url"], "text": label["text"]}
            yield Labelled(page, markup=False, site=site_of(label["url"]), truth=seen(label), only=("url",))


def by_hand() -> Iterator[Labelled]:
    """The pages whose every line and field was labelled; where a label is empty, whatever is stated is wrong."""
    for name in ("id_pages.jsonl", "seeds.jsonl"):
        for label in rows(SHARED / "gold" / name):
            folder = SHARED / ("gold" if name.startswith("id") else "seeds")
            truth = seen(label) | {
                field: frozenset([label[field]] if label[field] else [])
                for field in ("editor", "publisher", "source", "place")
            }
            roles = label["line_roles"].items()
            truth |= {
                field: frozenset(int(at) for at, role in roles if role == field) for field in ("caption", "related")
            }
            truth.pop("host", None)
            text = (folder / label["file"]).read_text(encoding="utf-8")
            site = site_of(label.get("url") or label["file"])
            yield Labelled(text, markup=False, site=site, truth=truth)
            if label.get("url"):
                yield Labelled({"url": label["url"], "text": text}, markup=False, site=site, truth=truth, only=("url",))


def pages_with_markup() -> Iterator[Labelled]:
    """The pages of the evaluation sets of trafilatura and htmldate, as HTML."""
    for label in rows(SHARED / "gold" / "html.jsonl"):
        source = gzip.decompress((SHARED / "gold" / label["file"]).read_bytes()).decode("utf-8", "replace")
        truth = seen(label)
        if label.get("url"):
            truth["url"] = frozenset([label["url"]])
        yield Labelled(source, markup=True, site=site_of(label["url"] or label["file"]), truth=truth)


def _scraped() -> Iterator[tuple[dict[str, Any], dict[str, frozenset[Any]]]]:
    for row in rows(SHARED / "gold" / "scrapes.jsonl.gz"):
        truth: dict[str, frozenset[Any]] = {}
        if row["gold_date"]:
            truth["published_on"] = frozenset(filter(None, (row["gold_date"], row.get("date_url"))))
        cell = LABEL.sub("", DESK.sub("", row["gold_author_raw"] or ""))
        names = [one.strip() for one in re.split(r"[,;/|]|\s(?:dan|and|&)\s", cell) if len(one.strip()) >= FEW_WORDS]
        if names and not all(NOBODY.search(name) for name in names):
            truth["authors"] = frozenset(names)
        if row["url"]:
            truth["host"] = frozenset([row["url"]])
        yield row, truth


def texts_of_scrapes() -> Iterator[Labelled]:
    """The texts that scrapers stored, without what they stored beside them."""
    for row, truth in _scraped():
        yield Labelled(row["raw_text"], markup=False, site=site_of(row["url"] or row["source"]), truth=truth)


def rows_of_scrapes() -> Iterator[Labelled]:
    """The same with the columns beside the text: of these, only what it takes to read is asked."""
    for row, truth in _scraped():
        cells = {
            "url": row["url"],
            "title": row["gold_title"],
            "author": row["gold_author_raw"],
            "date": row["date_raw"],
        }
        given = {name: value for name, value in (cells | {"text": row["raw_text"]}).items() if value}
        yield Labelled(
            given, markup=False, site=site_of(row["url"] or row["source"]), truth=truth, only=("column", "url")
        )


def of_file(path: Path) -> Iterator[Labelled]:
    """The labelled pages of a file: ``text`` (or ``file``, relative to the list's folder) and the labels."""
    for label in rows(path):
        text = label["text"] if "text" in label else (path.parent / label["file"]).read_text(encoding="utf-8")
        truth = seen(label)
        truth.pop("host", None)
        yield Labelled(text, markup=False, site=site_of(label.get("url") or ""), truth=truth)


SETS: dict[str, Callable[[], Iterator[Labelled]]] = {
    "training pages": training,
    "training pages on one line": lambda: training(joined=True),
    "training pages with their addresses": addressed,
    "pages labelled by hand": by_hand,
    "pages with markup": pages_with_markup,
    "texts of scrapes": texts_of_scrapes,
    "rows of scrapes": rows_of_scrapes,
}
"""What is counted, set by set."""
