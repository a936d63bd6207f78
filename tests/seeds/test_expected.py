"""What the pure engine makes of the seeds, against what a careful reader says: a case for each field and each line."""

from __future__ import annotations

import codecs
import datetime
import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import pytest

from kliping.engine import as_records, understand
from kliping.frames import BODY_ROLES
from kliping.reading import list_files, read_documents
from kliping.settings import Settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
EXPECTED = [json.loads(row) for row in (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]

ARRIVAL = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)

FIELDS = (
    "language",
    "title",
    "authors",
    "editor",
    "publisher",
    "source",
    "place",
    "published_on",
    "published_basis",
)

KNOWN = Path(__file__).with_name("known_faults.txt")
FAULTS = {line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
"""Cases in which the engine disagrees with the reader, who is right. A case that is mended leaves the list."""

NEWS = [document for document in EXPECTED if document["status"] in ("published", "duplicate")]


def case(name: str, *values: object) -> object:
    """A case named ``name``; a known fault must fail, so that the list cannot outlive the fault."""
    marks = (
        [pytest.mark.xfail(reason="the engine still disagrees with the reader", strict=True)] if name in FAULTS else []
    )
    return pytest.param(*values, id=name, marks=marks)


def name_of(document: dict[str, Any]) -> str:
    return document["file"] + (document["member"] or "")


def words(value: object) -> object:
    """``value`` for comparison: a name without case, punctuation and white space between its words."""
    if isinstance(value, str):
        return " ".join(re.findall(r"\w+", value.casefold()))
    return [words(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def understood() -> dict[str, dict[str, Any]]:
    """The engine's record of every seed, by file name and member."""
    settings = Settings(_env_file=None)
    documents = read_documents(list_files([str(SEEDS)], settings.reading), settings.reading, ARRIVAL)
    made = understand(documents, settings)
    mixed = made.languages.filter(pl.col("paragraph").is_null()).select("document_id", "evidence").rows()
    records = {}
    for record in as_records(made):
        record["language_evidence"] = dict(mixed).get(record["document_id"])
        records[PurePosixPath(record["uri"]).name + (record["member"] or "")] = record
    return records


def test_every_document_comes_out_once(understood: dict[str, dict[str, Any]]) -> None:
    assert sorted(understood) == sorted(map(name_of, EXPECTED))


@pytest.mark.parametrize(
    ("document", "field"),
    [case(f"{name_of(document)} {field}", document, field) for document in NEWS for field in FIELDS],
)
def test_a_field_is_what_a_reader_says(
    understood: dict[str, dict[str, Any]], document: dict[str, Any], field: str
) -> None:
    found = understood[name_of(document)][field]
    assert words(found or ([] if field == "authors" else None)) == words(document[field])


@pytest.mark.parametrize(
    ("document", "line"),
    [
        case(f"{name_of(document)} line {line}", document, int(line))
        for document in EXPECTED
        for line in document.get("line_roles", ())
    ],
)
def test_a_line_is_kept_or_removed_as_a_reader_would(
    understood: dict[str, dict[str, Any]], document: dict[str, Any], line: int
) -> None:
    found = {row["line"]: row["role"] for row in understood[name_of(document)]["lines"]}
    want = document["line_roles"][str(line)]
    assert line in found, "the line is lost"
    assert (found[line] in BODY_ROLES) == (want in BODY_ROLES), f"a reader says {want}, the engine {found[line]}"


@pytest.mark.parametrize("document", [row for row in EXPECTED if "line_roles" in row], ids=name_of)
def test_no_line_comes_from_nowhere(understood: dict[str, dict[str, Any]], document: dict[str, Any]) -> None:
    assert {str(row["line"]) for row in understood[name_of(document)]["lines"]} == set(document["line_roles"])


@pytest.mark.parametrize("document", [case(f"{name_of(row)} body", row) for row in EXPECTED if "body" in row])
def test_the_body_of_a_page_with_markup_is_what_a_reader_says(
    understood: dict[str, dict[str, Any]], document: dict[str, Any]
) -> None:
    assert understood[name_of(document)]["body"].split("\n\n") == document["body"]


@pytest.mark.parametrize("document", [row for row in EXPECTED if "encoding" in row], ids=name_of)
def test_the_encoding_is_found(understood: dict[str, dict[str, Any]], document: dict[str, Any]) -> None:
    record = understood[name_of(document)]
    assert codecs.lookup(record["encoding"]).name == codecs.lookup(document["encoding"]).name
    page = (SEEDS / document["file"]).read_bytes().decode(document["encoding"])
    strange = {character for character in record["body"] if not character.isascii()}
    assert strange > set("ñ½“”°")
    assert strange <= set(page)


@pytest.mark.parametrize(
    "document", [case(f"{name_of(row)} languages", row) for row in EXPECTED if "other_languages" in row]
)
def test_a_second_language_is_in_the_evidence(understood: dict[str, dict[str, Any]], document: dict[str, Any]) -> None:
    evidence = understood[name_of(document)]["language_evidence"]
    assert evidence is not None
    assert all(re.search(rf"\b{language}\b", evidence) for language in document["other_languages"])


@pytest.mark.parametrize("document", [row for row in EXPECTED if row["status"] == "unreadable"], ids=name_of)
def test_what_cannot_be_read_says_why(understood: dict[str, dict[str, Any]], document: dict[str, Any]) -> None:
    record = understood[name_of(document)]
    assert record["reason"]
    assert document["file"] in record["detail"]
    assert not record["body"]


def test_every_known_fault_is_a_case() -> None:
    cases = {f"{name_of(row)} {field}" for row in NEWS for field in FIELDS}
    cases |= {f"{name_of(row)} line {line}" for row in EXPECTED for line in row.get("line_roles", ())}
    cases |= {f"{name_of(row)} {word}" for row in EXPECTED for word in ("body", "languages")}
    assert sorted(FAULTS - cases) == []
