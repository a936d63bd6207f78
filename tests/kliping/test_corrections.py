"""What a person says of lines, values, kinds of pages and copies stands above what the steps made."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.corrections import correct_copies, correct_evidence, correct_lines, correct_pages
from kliping.frames import CORRECTIONS, DUPLICATES, LINES, METADATA_EVIDENCE, PAGES, conform

PAGE = [
    (1, "Beranda", "boilerplate", None),
    (2, "Judul Berita", "title", None),
    (4, "Kalimat pertama.", "body", 1),
    (5, "Kalimat kedua.", "boilerplate", None),
    (6, "lanjutannya.", "body", 1),
    (8, "Kalimat akhir.", "body", 2),
    (9, "Beranda", "boilerplate", None),
]


def lines() -> pl.DataFrame:
    rows = [
        {"document_id": document, "line": line, "text": text, "role": role, "reason": "model", "paragraph": paragraph}
        for document in ("d1", "d2")
        for line, text, role, paragraph in PAGE
    ]
    return pl.DataFrame(rows, schema=LINES)


def asked(**correction: object) -> pl.DataFrame:
    return pl.DataFrame([{"document_id": "d1", **correction}], schema=CORRECTIONS)


def paragraphs(found: pl.DataFrame, document: str = "d1") -> list[int | None]:
    return found.filter(pl.col("document_id") == document)["paragraph"].to_list()


@pytest.mark.parametrize(
    ("line", "text", "role", "expected"),
    [
        (8, "Kalimat akhir.", "related", [None, None, 1, None, 1, None, None]),
        (4, "Kalimat pertama.", "caption", [None, None, None, None, 1, 2, None]),
        (5, "Kalimat kedua.", "body", [None, None, 1, 1, 1, 2, None]),  # within a paragraph: a part of it
        (9, "Beranda", "body", [None, None, 1, None, 1, 2, 3]),
        (1, "Beranda", "body", [1, None, 2, None, 2, 3, None]),
        (2, "Beranda", "body", [1, None, 2, None, 2, 3, None]),  # its line moved by one since
    ],
)
def test_a_line_has_the_role_that_a_person_gave(line, text, role, expected) -> None:
    found = correct_lines(lines(), asked(kind="role", line=line, text=text, value=role))
    assert paragraphs(found) == expected
    assert paragraphs(found, "d2") == paragraphs(lines(), "d2")
    assert found.filter(pl.col("reason") == "person")["role"].to_list() == [role]
    assert found.select("document_id", "line").equals(lines().select("document_id", "line"))


def test_a_line_that_is_gone_changes_nothing() -> None:
    given = asked(kind="role", line=4, text="Kalimat yang sudah tidak ada.", value="related")
    assert correct_lines(lines(), given).equals(lines())


def evidence() -> pl.DataFrame:
    rows = [
        ("d1", "title", "Beranda", "heading", 0.9, 1, 0, 7, "Beranda", True),
        ("d1", "title", "Judul Berita", "heading", 0.1, 2, 0, 12, "Judul Berita", False),
        ("d1", "published_on", "2024-06-03", "header", 0.9, 4, 0, 3, "Kal", True),
        ("d1", "published_at", "2024-06-03T10:00+07:00", "header", 0.9, 4, 0, 3, "Kal", True),
        ("d2", "title", "Beranda", "heading", 0.9, 1, 0, 7, "Beranda", True),
    ]
    return pl.DataFrame(rows, schema=METADATA_EVIDENCE, orient="row")


def chosen(found: pl.DataFrame, field: str) -> list[tuple[object, ...]]:
    mine = found.filter((pl.col("document_id") == "d1") & (pl.col("field") == field) & pl.col("chosen"))
    return mine.select("value", "basis", "line", "evidence").rows()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "Judul Berita", [("Judul Berita", "person", 2, "Judul Berita")]),
        (
            "title",
            "Judul yang Benar",
            [("Judul yang Benar", "person", 1, "Beranda")],
        ),  # the words it takes the place of
        ("title", "", []),
        ("authors", "Sari; Budi Luhur", [("Sari", "person", None, None), ("Budi Luhur", "person", None, None)]),
        ("published_on", "2024-05-01", [("2024-05-01", "person", 4, "Kal")]),
    ],
)
def test_a_value_is_the_one_that_a_person_gave(field, value, expected) -> None:
    found = correct_evidence(evidence(), lines(), asked(kind="field", field=field, value=value))
    assert chosen(found, field) == expected
    assert found.filter(pl.col("document_id") == "d2").equals(evidence().filter(pl.col("document_id") == "d2"))
    assert found.filter(pl.col("basis") != "person").height == evidence().height


def test_a_moment_gives_way_with_its_day() -> None:
    found = correct_evidence(evidence(), lines(), asked(kind="field", field="published_on", value="2024-05-01"))
    assert chosen(found, "published_at") == []


def test_a_page_is_of_the_kind_that_a_person_gave() -> None:
    pages = pl.DataFrame(
        [("d1", "error", 0.8, "words", 0.1), ("d2", "error", 0.8, "words", 0.1)], schema=PAGES, orient="row"
    )
    found = correct_pages(pages, asked(kind="page_kind", value="article"))
    assert found["page_kind"].to_list() == ["article", "error"]
    assert found["page_kind_reason"].to_list() == ["person", "words"]
    assert found["page_kind_confidence"].to_list() == [1.0, 0.8]


def groups() -> pl.DataFrame:
    rows = [
        ("d1", "d1", "g1", "canonical", 1.0),
        ("d2", "d1", "g1", "near", 0.8),
        ("d3", "d1", "g1", "exact", 1.0),
        ("d4", "d4", "g4", "canonical", 1.0),
        ("d5", "d4", "g4", "near", 0.9),
    ]
    return pl.DataFrame(rows, schema=DUPLICATES, orient="row")


def canonicals(found: pl.DataFrame) -> dict[str, str]:
    assert found["document_id"].to_list() == sorted(found["document_id"])
    return dict(found.select("document_id", "canonical_document_id").iter_rows())


@pytest.mark.parametrize(
    ("kind", "document", "other", "held", "expected"),
    [
        ("no_copy", "d2", "d1", [], {"d2": "d2"}),
        ("no_copy", "d1", "d2", [], {"d2": "d2"}),  # the canonical stays with the others
        ("no_copy", "d2", "d4", [], {}),
        ("no_copy", "d2", "gone", [], {}),
        ("copy", "d4", "d2", [], {"d4": "d1", "d5": "d1"}),  # with its own copies
        ("copy", "d4", "d2", ["d1"], {}),  # no copy of what is held back
    ],
)
def test_copies_are_told_apart_and_together(kind, document, other, held, expected) -> None:
    one = {"kind": kind, "document_id": document, "value": other, "similarity": 0.5}
    found = correct_copies(groups(), [one], pl.Series(held, dtype=pl.String))
    assert canonicals(found) == {**canonicals(groups()), **expected}
    assert conform(found, DUPLICATES).schema == DUPLICATES
    named = found.filter(pl.col("document_id") == pl.col("canonical_document_id"))
    assert named["group_id"].is_unique().all()
    assert set(named["kind"]) == {"canonical"}
