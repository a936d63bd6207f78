"""Names in cells word by word, what is known of a page's outlet, and a column beside the page."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.fields import METADATA_FIELDS
from kliping.metadata.columns import OF_LINES, _is_outlet, _sites, _undashed, people_in, source_sayings
from kliping.metadata.evidence import CANDIDATES, candidates
from kliping.metadata.witnesses import weighed
from kliping.reading.formats.columns import listed, vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

SITES = frozenset(["kabarlereng", "abd", "lens"])


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ("", True),
        ("123 -", True),
        ("Kabar Lereng", True),
        ("kabarlereng sport", True),
        ("redaktur kabarlereng", True),
        ("Ayu kabarlereng Dewi", False),
        ("ABD", True),
        ("Lens Dewi", True),
        ("Dewi Lens", True),
        ("ABD Dewi", False),  # of three letters only the whole
        ("Dewi ABD", False),
        ("lereng.example.com", True),
        ("Lereng.news", True),
        ("Lereng.newsy", False),
        ("detikHealth", True),
        ("detikHealth Sari", False),
        ("Sari", False),
        ("antara", True),
        ("ANTARA", True),
        ("ANI", True),
        ("Ani", False),
        ("AFP", True),
        ("Sari TV", True),
        ("Sari Herald.", True),
        ("Tim Sari", True),
        ("Sari Tim", True),
        ("Sari, Redaksi.", True),
        ("Sari Dewi", False),
    ],
)
def test_what_is_the_name_of_an_outlet_or_a_desk(words, outlet):
    assert _is_outlet(words, SITES) is outlet


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Sari Dewi", ["Sari Dewi"]),
        ("Redaksi", ["Redaksi"]),
        ("Sari Dewi - Budi Roy", ["Sari Dewi", "Budi Roy"]),
        ("Sari Dewi - Olahraga", ["Sari Dewi"]),
        ("Sari - Budi Roy", ["Sari", "Budi Roy"]),
        ("Redaksi - Sari", ["Sari"]),
        ("Sari-Dewi", ["Sari-Dewi"]),
        ("Sari -", ["Sari"]),
        ("- Redaksi", ["Redaksi"]),
    ],
)
def test_parts_between_dashes(words, parts):
    assert _undashed(words, SITES) == parts


@pytest.mark.parametrize(
    ("cell", "authors", "editors"),
    [
        ("A", [], []),
        ("Al", ["Al"], []),
        ("S" * 60, ["S" * 60], []),
        ("S" * 61, [], []),
        ("Sa Da Ba Ca Ra Ta La", ["Sa Da Ba Ca Ra Ta La"], []),
        ("Sa Da Ba Ca Ra Ta La Ma", [], []),
        ("Sari Dewi, M.Si", ["Sari Dewi"], []),
        ("M.Si, Sari Dewi", ["M.Si", "Sari Dewi"], []),
        ("Sari Dewi 12 Juni", ["Sari Dewi"], []),
        ("Sari Dewi; Sari Dewi", ["Sari Dewi"], []),
        ("Editor: Sari Dewi; Budi Roy", ["Budi Roy"], ["Sari Dewi"]),
        ("Editor", [], []),
        ("Penulis", [], []),
        (" [Sari Dewi] ", ["Sari Dewi"], []),
        ("Sari Dewi (Kabar)", ["Sari Dewi"], []),
        ("Kontributor Lereng, Sari Dewi", ["Sari Dewi"], []),
        ("Penulis Kontributor Lereng, Sari Dewi | Editor: Budi Roy", ["Sari Dewi"], ["Budi Roy"]),
        ("Kontributor Sari, Budi", ["Sari", "Budi"], []),
        ("Pieter van der Meer", ["Pieter van der Meer"], []),
        ("van der Meer, Pieter", ["Pieter van der Meer"], []),
        ("Doe, Jane; van der Meer, Pieter", ["Jane Doe", "Pieter van der Meer"], []),
        ("Sari Dewi, S.Sos; Budi Roy, M.Si", ["Sari Dewi", "Budi Roy"], []),
        ("Sari Dewi, Kabar TV; Budi Roy, Kabar TV", ["Sari Dewi", "Budi Roy"], []),
        ("John W. Carter, Jr. and Ann Roe", ["John W. Carter Jr.", "Ann Roe"], []),
        ("Jane Doe; Sr.", ["Jane Doe"], []),
        ("Jane Doe is a reporter based in Sampletown", [], []),
        ("Sr. / kabar24.example.org", [], []),
        ("Sari Dewi @sari", ["Sari Dewi"], []),
        ("Jane Doe in Ende", ["Jane Doe"], []),
        ("By Jane Doe in New Ende and John Roe in Bima", ["Jane Doe", "John Roe"], []),
    ],
)
def test_names_have_bounds(cell, authors, editors):
    assert people_in(cell, SITES) == (authors, editors)


def test_what_is_known_of_an_outlet_are_labels_of_its_host_and_its_publisher():
    rows = pl.DataFrame(
        [
            (0, "url", "https://www.kabar-lereng.example.org/1"),
            (0, "publisher", "Kabar 24 Desa"),
            (1, "url", "kabar"),
            (1, "title", "https://lain.example.org"),
            (2, "publisher", "Abc"),
        ],
        schema={"doc": pl.UInt32, "field": pl.String, "words": pl.String},
        orient="row",
    )
    assert _sites(rows) == {
        0: frozenset({"kabarlereng", "example", "kabardesa"}), 1: frozenset({"kabar"}), 2: frozenset(),
    }  # fmt: skip


def sayings(*fields):
    return source_sayings(batch([["x"]], fields=fields)[0])


def test_cells_become_sayings_in_their_order():
    found = sayings(("title", "Jembatan", "judul"), ("authors", "Sari Dewi; Budi Roy", "penulis"),
                    ("editor", "Tono Ayu", "editor", None, "it says the same"), ("editor", "", "redaktur"),
                    ("unheard of", "x", "lain"))  # fmt: skip
    assert found.select("field", "value", "words", "rank", "basis", "position").rows() == [
        ("title", None, "Jembatan", 0, "column", 0), ("authors", "Sari Dewi", "Sari Dewi; Budi Roy", 0, "column", 1000),
        ("authors", "Budi Roy", "Sari Dewi; Budi Roy", 0, "column", 1001),
        ("editor", "Tono Ayu", "Tono Ayu", 450, "column", 2000),
    ]  # fmt: skip
    assert found["evidence"].to_list()[0] == "judul: Jembatan"
    assert found["evidence"].to_list()[-1] == "editor: Tono Ayu (it says the same)"
    assert sayings(("title", "", "judul"), ("published_on", "  ", "tanggal"), ("unheard of", "", "lain")).is_empty()
    bare = sayings(("title", f"  {'x' * 1001} ", None))
    assert bare.select(pl.col("words").str.len_chars(), "basis", pl.col("evidence").str.len_chars()).row(0) == (
        1000, "source", 300,
    )  # fmt: skip


def test_a_field_has_its_own_name_and_readers_alone_know_others():
    """Names of columns stand in one file: whatever a reader maps them to is heard, and the names themselves are not."""
    mapped = listed()["fields"]
    assert set(mapped) - set(METADATA_FIELDS) == {"language"}
    heard = {field for field in (*mapped, *METADATA_FIELDS) if len(sayings((field, "Sari Dewi", "x")))}
    assert heard == set(METADATA_FIELDS) - set(OF_LINES)
    assert [name for name in vocabulary() if name not in heard and len(sayings((name, "Sari Dewi", "x")))] == []
    assert sayings(("published_at", "3 Juni 2024", "x"))["field"].to_list() == ["published_on"]


OUTLETS = [
    ([("publisher", "www.kabar-desa.co.id", "situs")], [("publisher", "Kabar Desa")]),
    ([("source", "https://kabardesa.com/", "sumber")], [("publisher", "kabardesa")]),
    ([("publisher", "Kabar Desa", "situs")], [("publisher", None)]),
    ([("source", "Kabar Desa", "sumber")], [("source", None)]),
    ([("title", "kabardesa.com", "judul")], [("title", None)]),
    (
        [("source", "Kabar Desa", "sumber"), ("url", "https://kabardesa.example.org/1", "url")],
        [("publisher", None), ("url", None)],
    ),
    (
        [("source", "Kabar Lain", "sumber"), ("url", "https://kabardesa.example.org/1", "url")],
        [("source", None), ("url", None)],
    ),
]


@pytest.mark.parametrize(("fields", "found"), OUTLETS)
def test_where_a_site_stands_for_an_outlet_its_name_is_the_value(fields, found):
    assert sayings(*fields).select("field", "value").rows() == found


STATEMENT = {"doc": pl.UInt32, "field": pl.String, "value": pl.String, "basis": pl.String, "rank": pl.Int32,
             "confidence": pl.Float64, "evidence": pl.String}  # fmt: skip


def says(value, basis="column", rank=0, field="published_on", doc=0):
    return dict(zip(STATEMENT, (doc, field, value, basis, rank, 0.8, "x"), strict=True))


def line(value, basis="header", field="published_on", confidence=0.5, chosen=True, doc=0):
    return {"doc": doc, "field": field, "value": value, "basis": basis, "confidence": confidence, "chosen": chosen}


def heard(said, lines=()):
    """Confidence, rank and what the evidence adds, of the first statement."""
    frame = candidates(pl.DataFrame(lines)) if lines else pl.DataFrame(schema=CANDIDATES)
    found = weighed(pl.DataFrame(said, schema=STATEMENT), frame)
    assert found.columns == list(STATEMENT)
    assert found.height == len(said)
    row = found.row(0, named=True)
    return round(row["confidence"], 4), row["rank"], row["evidence"][1:]


DAY, OTHER = "2024-06-03", "2024-06-05"
AGREES, DIFFERS = (0.94, 0, " (the page agrees)"), f" (the page says {OTHER}: "
BELIEVED = f"{DIFFERS}the column is believed)"
TWICE = f"{DIFFERS}it is believed, told twice)"
DOUBTED = f"{DIFFERS}it is believed, the column is doubted)"
HEARD = [
    ([says(DAY)], [], (0.8, 0, "")),
    ([says(DAY)], [line(DAY)], AGREES),
    ([says(DAY)], [line(OTHER)], (0.65, 0, BELIEVED)),
    ([says(DAY)], [line(OTHER, chosen=False)], (0.8, 0, "")),
    ([says(DAY)], [line(OTHER, basis="event")], (0.8, 0, "")),
    ([says(DAY)], [line(OTHER, confidence=0.49)], (0.8, 0, "")),
    ([says(DAY)], [line(OTHER, doc=1)], (0.8, 0, "")),
    ([says(DAY), says(OTHER, "markup")], [], (0.65, 0, BELIEVED)),
    ([says(DAY), says(DAY, "markup")], [line(OTHER)], (0.94, 0, " (the page agrees)")),
    # what the page says twice, in two places, outvotes the column
    ([says(DAY), says(OTHER, "markup")], [line(OTHER)], (0.65, 450, TWICE)),
    ([says(DAY), says(OTHER, "url")], [line(OTHER)], (0.65, 450, TWICE)),
    ([says(DAY), says(OTHER, "url"), says(OTHER, "markup")], [], (0.65, 450, TWICE)),
    ([says(DAY), says(OTHER, "markup"), says(OTHER, "markup")], [], (0.65, 0, BELIEVED)),
    ([says(DAY, rank=450)], [line(OTHER)], (0.65, 450, DOUBTED)),
    ([says(DAY, rank=449)], [line(OTHER)], (0.65, 449, BELIEVED)),
    ([says(DAY, rank=450), says(OTHER, "markup")], [line(OTHER)], (0.65, 450, DOUBTED)),
    # statements of something else are not heard
    ([says(DAY, "source")], [line(OTHER)], (0.8, 0, "")),
    ([says(DAY, field="updated_on")], [line(OTHER, field="updated_on")], (0.8, 0, "")),
    ([says(DAY), says(OTHER, "url", field="title")], [], (0.8, 0, "")),
]


@pytest.mark.parametrize(("said", "lines", "told"), HEARD)
def test_a_column_has_the_page_for_a_second_witness(said, lines, told):
    assert heard(said, lines) == told


@pytest.mark.parametrize("basis", ["header", "published_label", "heading", "byline_label", "byline"])
def test_the_strong_bases_of_lines_are_witnesses(basis):
    assert heard([says(DAY)], [line(DAY, basis=basis)]) == AGREES


def test_with_an_outvoted_day_its_time_is_outvoted():
    said = [says("2024-06-03T08:00", field="published_at"), says(DAY), says(OTHER, "markup")]
    assert heard(said, [line(OTHER)])[1] == 450
    assert heard(said)[1] == 0
    markup = [says("2024-06-03T08:00", "markup", field="published_at"), *said[1:]]
    assert heard(markup, [line(OTHER)])[1] == 0


LONG = "Jembatan Baru Des"
TITLES = [
    (LONG, f"{LONG} - Kabar", True),
    (f"{LONG} - Kabar", LONG, True),
    (LONG[:-1], f"{LONG[:-1]} - Kabar", False),
    (LONG, "Jembatan baru des", True),
    ("Kabar Jembatan Baru Desa", "Jembatan Baru Desa", False),
]


@pytest.mark.parametrize(("column", "page", "agrees"), TITLES)
def test_a_title_may_have_more_behind_it(column, page, agrees):
    said, lines = [says(column, field="title")], [line(page, "heading", "title")]
    assert heard(said, lines)[0] == (0.94 if agrees else 0.75)
    authors = [says(column, field="authors")], [line(page, "byline", "authors")]
    assert heard(*authors)[0] == (0.94 if column.lower() == page.lower() else 0.75)


def test_of_several_authors_one_that_both_name_is_enough():
    said = [says("Budi", field="authors"), says("Sari", field="authors")]
    assert heard(said, [line("Sari", "byline", "authors")]) == (0.8, 0, "")
    assert heard(said[::-1], [line("Sari", "byline", "authors")])[0] == 0.94
    assert heard(said, [line("Tono", "byline", "authors"), line("Ayu", "byline", "authors")])[2] == (
        " (the page says Tono, Ayu: the column is believed)"
    )
