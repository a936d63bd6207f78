"""The seeds themselves: what ``expected.jsonl`` says can be read on the pages, and contradicts nothing on them."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kliping.frames import BODY_ROLES, ROLES

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
EXPECTED = [json.loads(row) for row in (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
NOTES = {"README.md", "expected.jsonl"}
STATUSES = {"published", "duplicate", "quarantined", "unreadable"}

WEEKDAYS = (
    "senin monday isnin",
    "selasa tuesday",
    "rabu wednesday",
    "kamis thursday khamis",
    "jumat friday jumaat",
    "sabtu saturday",
    "minggu sunday ahad",
)
MONTHS = (
    "januari january",
    "februari february",
    "maret march mac",
    "april",
    "mei may",
    "juni june",
    "juli july julai",
    "agustus august ogos",
    "september",
    "oktober october",
    "november",
    "desember december disember",
)
WEEKDAY = {word: number for number, words in enumerate(WEEKDAYS) for word in words.split()}
MONTH = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}

DAY_MONTH_YEAR = re.compile(r"(?P<weekday>\w+), (?P<day>\d{1,2}) (?P<month>[^\W\d]+) (?P<year>\d{4})")
MONTH_DAY_YEAR = re.compile(r"(?P<weekday>\w+), (?P<month>[^\W\d]+) (?P<day>\d{1,2}), (?P<year>\d{4})")
SLASHED = re.compile(r"(?P<weekday>\w+) \((?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?\)")


def name_of(document: dict[str, Any]) -> str:
    return document["file"] + (document["member"] or "")


def text_of(document: dict[str, Any]) -> str:
    """The page as a person sees it: the file, or the record's text."""
    raw = (SEEDS / document["file"]).read_bytes().decode(document.get("encoding", "utf-8"))
    if document["member"] is None:
        return raw
    return json.loads(raw.splitlines()[int(document["member"].removeprefix("#")) - 1])["text"]


def source_of(document: dict[str, Any]) -> str:
    """Everything a value may be read from: the file, or the whole record, its fields included."""
    raw = (SEEDS / document["file"]).read_bytes().decode(document.get("encoding", "utf-8"))
    return raw if document["member"] is None else raw.splitlines()[int(document["member"].removeprefix("#")) - 1]


READABLE = [document for document in EXPECTED if document["status"] != "unreadable"]
LINED = [document for document in READABLE if "line_roles" in document]
each_readable = pytest.mark.parametrize("document", READABLE, ids=name_of)
each_lined = pytest.mark.parametrize("document", LINED, ids=name_of)


def test_every_page_is_expected_and_every_expected_page_is_there() -> None:
    assert {document["file"] for document in EXPECTED} == {path.name for path in SEEDS.iterdir()} - NOTES


def test_every_page_is_described_in_the_note() -> None:
    note = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [document["file"] for document in EXPECTED if f"`{document['file']}`" not in note] == []


def test_every_status_is_shown() -> None:
    assert {document["status"] for document in EXPECTED} == STATUSES


@each_lined
def test_every_line_that_is_not_blank_has_one_role(document: dict[str, Any]) -> None:
    lines = text_of(document).splitlines()
    there = {str(number) for number, line in enumerate(lines, start=1) if line.strip()}
    assert set(document["line_roles"]) == there
    assert set(document["line_roles"].values()) <= set(ROLES)


@each_lined
def test_a_line_called_a_duplicate_repeats_an_earlier_line(document: dict[str, Any]) -> None:
    lines = [line.strip() for line in text_of(document).splitlines()]
    for number, role in document["line_roles"].items():
        if role == "duplicate":
            assert lines[int(number) - 1] in lines[: int(number) - 1], f"line {number}"


@each_lined
def test_a_body_line_does_not_repeat_an_earlier_line(document: dict[str, Any]) -> None:
    lines = [line.strip() for line in text_of(document).splitlines()]
    kept = [lines[int(number) - 1] for number, role in document["line_roles"].items() if role in BODY_ROLES]
    assert len(kept) == len(set(kept))


@each_readable
def test_every_value_can_be_read_on_the_page(document: dict[str, Any]) -> None:
    page = squeezed(source_of(document))
    for field in ("title", "editor", "publisher", "source", "place"):
        if document[field]:
            assert squeezed(document[field]) in page, field
    for author in document["authors"]:
        assert squeezed(author) in page


def squeezed(text: str) -> str:
    """``text`` without case, white space, full stops and hyphens, as an outlet's name appears in its address."""
    return re.sub(r"[\s.\-]+", "", text).casefold()


@each_readable
def test_a_date_has_a_basis_and_a_basis_has_a_date(document: dict[str, Any]) -> None:
    assert (document["published_on"] is None) == (document["published_basis"] is None)


@each_readable
def test_the_weekday_of_every_date_on_the_page_is_right(document: dict[str, Any]) -> None:
    page = source_of(document)
    for found in [*DAY_MONTH_YEAR.finditer(page), *MONTH_DAY_YEAR.finditer(page)]:
        if found["weekday"].casefold() in WEEKDAY:
            date = datetime.date(int(found["year"]), MONTH[found["month"].casefold()], int(found["day"]))
            assert date.weekday() == WEEKDAY[found["weekday"].casefold()], found[0]


def test_half_a_date_has_one_solution() -> None:
    halves = {}
    for document in READABLE:
        for found in SLASHED.finditer(source_of(document)):
            years = [int(found["year"])] if found["year"] else range(2019, 2027)
            solutions = [
                date
                for date in (datetime.date(year, int(found["month"]), int(found["day"])) for year in years)
                if date.weekday() == WEEKDAY[found["weekday"].casefold()]
            ]
            assert [str(date) for date in solutions] == [document["published_on"]], name_of(document)
            halves[name_of(document)] = found["year"]
    assert None in halves.values()


def test_a_copy_names_a_canonical_document_of_its_group() -> None:
    published = {name_of(document): document for document in EXPECTED if document["status"] == "published"}
    copies = [document for document in EXPECTED if document["status"] == "duplicate"]
    assert copies
    for copy in copies:
        canonical = published[copy["canonical"] + copy.get("canonical_member", "")]
        assert canonical["group"] == copy["group"]


def test_the_mail_addresses_are_of_a_reserved_domain() -> None:
    addresses = [
        address for document in READABLE for address in re.findall(r"[\w.+-]+@([\w.-]+\w)", source_of(document))
    ]
    assert set(addresses) == {"example.org"}
