"""Whether confidence is what it says: ``python -m benchmarks.calibration [PAGES.jsonl.gz…] [--write]``.

Without files the values are counted on the sets of ``calibration_sets``, and ``--write`` puts the counts into
``confidence.toml``; with files (labelled pages: ``text`` or ``file``, ``title``, ``published_on``, ``authors``, and
whether each can be seen) only printed: so it is seen what became of them on pages that were not counted.

Belongs here: counting, by field, basis and grade, how many of the values are right; the table of docs/accuracy.md. Does
not belong here: using the counts (``kliping.metadata.confidence``), and which pages hold which truth
(``calibration_sets``).
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import tempfile
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from benchmarks.calibration_sets import SETS, Labelled, of_file
from benchmarks.metadata import ARRIVAL, documents, words
from kliping.cleaning import clean
from kliping.frames import SEVERAL
from kliping.language import detect_languages
from kliping.metadata import extract_metadata
from kliping.metadata.confidence import FILE, TWICE, UNLIKELY, graded
from kliping.metadata.outlets.mastheads import named_by_host
from kliping.reading import stream_documents
from kliping.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH = 500
"""Pages understood at once."""

A_SITE = 20
"""Values of one basis that are counted of a site: it writes all its pages alike, and some sets are of few sites."""

COUNTED = "\n[counted]\n"
"""Where the counts begin in ``confidence.toml``."""

NOT_ASKED = (
    "published_on event", "published_on attribution", "published_at event", "published_at attribution",
    "published_at header", "published_at published_label", "published_at updated_label",
)  # fmt: skip
"""What is stated with the odds of a model, or with what its day has, and not with the share that is counted."""

BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
"""Bounds of the confidences that are printed together."""

SHORTEST = 4
"""Letters from which a word of a name that stands in an address is no chance."""


class Told(NamedTuple):
    """One value with its truth."""

    field: str
    grade: str
    confidence: float
    right: bool
    site: str


def evidence_of(pages: list[Labelled]) -> pl.DataFrame:
    """The evidence of the pages with ``page``: the position of its page in the list; nothing is held back as unsure."""
    found = []
    settings = load_settings()
    metadata = settings.metadata.model_copy(update={"minimum_confidence": 0.0})
    for rows, places in _batches(pages):
        lines = clean(rows, settings.cleaning)
        evidence = extract_metadata(rows, lines, detect_languages(lines, settings.language), metadata)
        there = rows.select("document_id", page=pl.Series(places, dtype=pl.Int64))
        found.append(evidence.join(there, on="document_id"))
    return pl.concat(found)


def _batches(pages: list[Labelled]) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    """Documents and the positions of their pages."""
    for markup in (False, True):
        whole = [(at, page.content) for at, page in enumerate(pages)
                 if isinstance(page.content, str) and page.markup is markup]  # fmt: skip
        for start in range(0, len(whole), BATCH):
            part = whole[start : start + BATCH]
            yield documents([str(content) for _, content in part], markup=markup), [at for at, _ in part]
    table = [(at, page.content) for at, page in enumerate(pages) if isinstance(page.content, dict)]
    if not table:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for _, row in table), encoding="utf-8")
        for rows in stream_documents([str(file)], load_settings().reading, ARRIVAL):
            numbers = rows["member"].str.extract(r"(\d+)$", 1).cast(pl.Int64)
            yield rows, [table[number - 1][0] for number in numbers]


def outcomes(pages: list[Labelled], evidence: pl.DataFrame) -> list[Told]:
    """Every chosen value of a field whose truth is known, and every one that is stated as unlikely.

    The values that a page has of one field count together, right if any is; but for parts of the page, each is one.
    """
    columns = ("page", "field", "basis", "confidence", "chosen", "value", "line")
    pages_of = evidence.select(columns).partition_by("page", as_dict=True, maintain_order=True)
    return [told for (at,), rows in pages_of.items() for told in _of_page(pages[at], rows.rows(named=True))]


def _of_page(page: Labelled, rows: list[dict[str, Any]]) -> Iterator[Told]:
    stated = {row["value"] for row in rows if row["field"] == "title" and row["basis"] == "markup"}
    keywords = {row["value"].lower() for row in rows if row["field"] == "tags" and row["basis"] == "markup"}
    truth = {**page.truth, **({"tags": frozenset(keywords)} if keywords else {})}
    if "published_on" in truth:
        truth["published_at"] = truth["published_on"]
    if "host" in truth:
        truth.setdefault("publisher", truth["host"])
    asked: dict[tuple[str, ...], list[dict[str, Any]]] = collections.defaultdict(list)
    for row in rows:
        field, basis = row["field"], row["basis"]
        if field not in truth or (page.only and basis not in page.only) or (field == "tags" and basis == "markup"):
            continue
        grade = basis + page.grade if page.grade else graded(field, basis, row["confidence"])
        if field == "title" and basis == "heading" and row["value"] in stated:
            grade = basis + TWICE
        if row["chosen"] or grade.endswith(UNLIKELY):
            together = field == "authors" and row["chosen"]
            several = field in SEVERAL or not row["chosen"]
            key = (field, grade) if together or not several else (field, grade, str(len(asked)))
            asked[key].append(row)
    for (field, grade, *_), values in asked.items():
        ok = any(_right(field, row, truth[field], hosted="host" in truth) for row in values)
        yield Told(field, grade, max(row["confidence"] for row in values), ok, page.site)


def _right(field: str, row: dict[str, Any], truth: frozenset[Any], *, hosted: bool) -> bool:
    value = row["value"]
    if field in ("caption", "related"):
        return row["line"] in truth
    if field in ("published_on", "published_at"):
        return value[:10] in truth
    if field == "url":
        return _address(value) in map(_address, truth)
    if field == "publisher" and hosted:
        return any(_names(value, url) for url in truth)
    if field == "tags":
        return value.lower() in truth
    return words(value) in map(words, truth)


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url).rstrip("/").lower()


def _names(value: str, url: str) -> bool:
    """Whether a name is that of the site at an address: they share a word, or one is the other's first letters."""
    host = re.sub(r"^\w*https?://(?:www\d?\.|m\.)?|[/:?#].*$", "", url.lower())
    parts = ["".join(words(part)) for part in host.split(".")]
    said = [word for spelt in (value, _spelt(value)) for word in words(spelt) if word != "news"]
    first = "".join(word[0] for word in words(value) if word != "the")
    listed = pl.DataFrame({"host": [host]}).select(named_by_host(pl.col("host"))).item()
    return (
        words(value) == words(listed or "")
        or any(word in parts[:-1] for word in said)
        or any(len(word) >= SHORTEST and word in "".join(parts) for word in said)
        or any(len(part) >= SHORTEST and part != "news" and part in "".join(words(value)) for part in parts[:-1])
        or (len(first) > 1 and any(part.startswith(first) for part in parts))
    )


def _spelt(name: str) -> str:
    """A name as hosts spell it: "Köln" is "koeln", "Révolution" is "revolution"."""
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.lower().replace(letter, plain)
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


def fair(told: Iterable[Told]) -> list[Told]:
    """``told`` with no more than ``A_SITE`` values of one basis and site, the first that come."""
    seen: collections.Counter[tuple[str, str, str]] = collections.Counter()
    kept = []
    for one in told:
        key = (one.field, one.grade, one.site)
        seen[key] += 1
        if not one.site or seen[key] <= A_SITE:
            kept.append(one)
    return kept


def counts(told: list[Told]) -> dict[str, tuple[int, int]]:
    """Right and stated by ``"field grade"``."""
    found: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for one in told:
        found[f"{one.field} {one.grade}"][one.right] += 1
    return {key: (found[key][True], found[key].total()) for key in sorted(found)}


def table(told: list[Told]) -> str:
    """Of the values stated with each confidence, how many are right: by field and basis, and by band."""
    lines = ["| field and basis | stated | stated with, on average | right |", "|---|---:|---:|---:|"]
    lines += [_row(f"`{field}` {grade}", [one for one in told if (one.field, one.grade) == (field, grade)])
              for field, grade in sorted({(one.field, one.grade) for one in told})]  # fmt: skip
    for low, high in pairwise(BANDS):
        band = [one for one in told if low <= one.confidence < high]
        if band:
            lines.append(_row(f"**all from {low:.1f} to {min(high, 1.0):.1f}**", band))
    return "\n".join(lines)


def _row(name: str, told: list[Told]) -> str:
    stated = sum(one.confidence for one in told) / len(told)
    return f"| {name} | {len(told)} | {stated:.3f} | {sum(one.right for one in told) / len(told):.3f} |"


def write(counted: dict[str, tuple[int, int]]) -> None:
    """Put the counts behind what ``confidence.toml`` says of those that no set reaches."""
    head = FILE.read_text(encoding="utf-8").split(COUNTED)[0]
    rows = "\n".join(
        f'"{key}" = [{right}, {stated}]' for key, (right, stated) in counted.items() if key not in NOT_ASKED
    )
    FILE.write_text(f"{head}{COUNTED}# right, stated\n{rows}\n", encoding="utf-8")


def of_files(paths: list[Path]) -> list[Told]:
    """The outcomes on labelled pages of files."""
    pages = [page for path in paths for page in of_file(path)]
    return outcomes(pages, evidence_of(pages))


def of_sets() -> list[Told]:
    """The outcomes on all sets, no site more than its share."""
    told: list[Told] = []
    for pages in SETS.values():
        listed = list(pages())
        told += outcomes(listed, evidence_of(listed))
    return fair(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="*")
    parser.add_argument("--write", action="store_true", help="put the counts of the sets into confidence.toml")
    given = parser.parse_args()
    if given.write and given.pages:
        parser.error("--write counts on the sets of calibration_sets: name no files")
    told = of_files(given.pages) if given.pages else of_sets()
    print(table(told))
    if given.write:
        write(counts(told))


if __name__ == "__main__":
    main()
