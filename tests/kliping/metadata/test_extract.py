"""Whole pages: what is chosen of all fields, and that the words quoted are the words that stand there."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kliping.fields import METADATA_FIELDS
from kliping.frames import BODY_ROLES, METADATA_EVIDENCE, ROLES
from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.metadata.extras import SHORTEST_LINK
from kliping.settings.metadata import MetadataSettings
from kliping.words import phrases

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, HTML, TITLE, batch, chosen_of, read

from tests.longer import many


def test_tags_captions_and_related_links_are_rows():
    photo = ("caption", "Foto")  # the name of a menu
    page = [TITLE, photo, ("caption", "Jembatan gantung di desa itu"), *BODY, "Tags: jembatan, banjir"]
    page.append(("related", "Baca Juga : Banjir Bandang Rusak Sawah"))
    _, evidence, chosen = read(page)
    assert chosen["tags"] == ["jembatan", "banjir"]
    assert chosen["image_captions"] == ["Jembatan gantung di desa itu"]
    assert evidence.filter(field="related")["value"].to_list() == ["Banjir Bandang Rusak Sawah"]


def related_in(*lines: str) -> list[str]:
    """What an article's page is found to link to in lines of that role."""
    _, evidence, _ = read([TITLE, *BODY, *(("related", line) for line in lines)])
    return evidence.filter(field="related")["value"].to_list()


def test_every_word_that_announces_another_article_is_left_out_of_its_title():
    """A label is written down once: it tells what the line is, and where the other title begins."""
    labels = phrases("related", "labels", "starts")
    headline = "Harga cabai turun di pasar"
    assert {"simak selengkapnya", "leia também", "関連記事", "tonton juga"} <= set(labels)
    assert set(related_in(*(f"{label.capitalize()}: {headline}" for label in labels))) == {headline}
    assert set(related_in(*(f"{label.title()} - {headline}" for label in labels))) == {headline}


def test_a_heading_above_links_is_none_and_a_compound_keeps_its_first_part():
    headings = [one for one in phrases("related", "labels", "starts", "equals") if len(one) >= SHORTEST_LINK]
    assert "artikel terkait" in headings
    assert related_in(*headings, *(f"{one}:" for one in headings)) == []
    whole = ["Video-Assistent entscheidet das Derby", "Baca puisi di depan kelas kembali ramai"]
    assert related_in(*whole) == whole


def test_markup_is_evidence_like_any_other():
    _, evidence, chosen = read(["Jembatan Baru", "Oleh Sari Wulandari", *BODY], html=HTML)
    assert chosen["title"] == "Jembatan Baru"
    assert str(chosen["published_on"]) == "2024-06-03"
    assert chosen["published_basis"] == "markup"
    assert chosen["published_at"] == "2024-06-03T08:00+07:00"
    assert chosen["authors"] == ["Sari Wulandari"]
    assert chosen["publisher"] == "Kabar Contoh"
    assert chosen["url"] == "https://kabarcontoh.example/2024/06/03/jembatan"
    assert evidence.filter(basis="markup")["line"].null_count() == evidence.filter(basis="markup").height


def test_what_the_source_brought_comes_first():
    brought = (
        ("url", "https://kabar.example/2024/06/01/x"),
        ("published_on", "2 Juni 2024"),
        ("authors", "['Bayu Pratama']"),
    )
    _, _, chosen = read([TITLE, "3 Juni 2024", *BODY], fields=brought)
    assert str(chosen["published_on"]) == "2024-06-02"
    assert chosen["published_basis"] == "source"
    assert chosen["authors"] == ["Bayu Pratama"]
    assert chosen["url"] == brought[0][1]


EQUAL = """<html><head><meta property="article:published_time" content="{}">
<meta property="article:published_time" content="{}"></head></html>"""


def test_of_equal_values_from_two_markups_the_same_one_is_shown_whatever_stands_first():
    spelt = ("2024-06-03T08:00:00+07:00", "2024-06-03 08:00 +07:00")
    shown = [
        read([TITLE, *BODY], html=EQUAL.format(*words))[1].filter(pl.col("field").str.starts_with("published"))
        for words in (spelt, spelt[::-1])
    ]
    assert shown[0].height == 2
    assert shown[0].equals(shown[1])


def test_roles_follow_the_values():
    page = [("body", TITLE), "Oleh Sari Wulandari", "3 Juni 2024", ("body", TITLE), *BODY, "Editor : Wulan"]
    lines, evidence, _ = read(page)
    settled = settle_roles(lines, evidence)
    assert settled["role"].to_list() == ["title", "byline", "date", "duplicate", "body", "body", "body", "editor"]
    assert settled["same_as_line"].to_list()[3] == 1
    assert settled["paragraph"].to_list() == [None, None, None, None, 3, 4, 5, None]


@pytest.mark.parametrize(
    ("line", "role"),
    [("June 3, 2024 report", "date"), ("June 3, 2024, seen by many a reader", "body"), ("June 4, 2024 report", "body")],
)
def test_the_chosen_day_on_a_line_of_its_own_is_a_date_though_markup_told_it(line, role):
    lines, evidence, chosen = read([TITLE, ("body", line), *BODY], html=HTML)
    assert chosen["published_basis"] == "markup"
    assert settle_roles(lines, evidence)["role"].to_list()[1] == role


def test_a_date_inside_a_body_line_leaves_it_there():
    lines, evidence, chosen = read([TITLE, *BODY, BODY[0] + " Demikian dikutip dari Kabar Contoh, Senin, 3 Juni 2024."])
    assert chosen["published_basis"] == "attribution"
    assert settle_roles(lines, evidence)["role"].to_list()[-1] == "body"


def test_an_empty_batch_is_an_empty_answer():
    documents, lines, languages = batch([])
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    assert evidence.schema == METADATA_EVIDENCE
    assert chosen_values(evidence).height == 0
    assert settle_roles(lines, evidence).height == 0


def test_a_name_that_a_byline_below_says_again_is_no_paragraph():
    name, credit = "Sari Wulandari", "(Ditulis oleh Sari Wulandari)"
    page = [TITLE, ("body", name), BODY[0], ("body", f"  {name.upper()} "), *BODY[1:], credit]
    lines, evidence, chosen = read(page)
    settled = settle_roles(lines, evidence)
    roles = settled["role"].to_list()
    assert chosen["authors"] == [name]
    assert (roles[1], settled["reason"][1], settled["paragraph"][1]) == ("byline", "metadata:authors", None)
    assert roles[3] == "body"  # who speaks in an interview


def test_a_name_of_nobody_who_wrote_the_article_stays():
    page = [TITLE, ("body", "Budi Santoso"), *BODY, "(Ditulis oleh Sari Wulandari)"]
    lines, evidence, _ = read(page)
    assert settle_roles(lines, evidence)["role"][1] == "body"


PIECES = [
    "Kamis, 14 November 2024 14:56 WIB", "(13/6)", "3/4/2024", "By Jane Doe", "Oleh: ", "Sumber :", "99.99.9999", "© 2024",  # noqa: E501
    "dikutip dari ", "Tags: a, b", "#x #y", "Editor : ", "JAKARTA, X.com - ", "2 jam lalu", "２０２４年１１月１４日", "\u0661\u0664 نوفمبر \u0662\u0660\u0662\u0664",  # noqa: E501
    "\u200f\u202e", "e\u0301", "🇮🇩", "ﬁ", "İ", "ß", "a" * 300, ". " * 200, "(" * 120, "1" * 400, "12/" * 120, "— " * 90, "Jane, " * 60,  # noqa: E501
]  # fmt: skip


TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), min_size=1, max_size=5).map(
    lambda parts: " ".join(" ".join(parts).split())
)


PAGE = st.lists(st.tuples(st.sampled_from(ROLES), TEXT.filter(bool)), max_size=14)


@pytest.mark.chaos
@settings(max_examples=many(12, 30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages=st.lists(PAGE, max_size=9), language=st.sampled_from(["id", "en", "ja", "und", "zh-cn"]))
def test_no_input_raises_or_quotes_words_that_are_not_there(pages, language):
    documents, lines, languages = batch(pages, language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    assert evidence.schema == METADATA_EVIDENCE
    assert set(evidence["field"]) <= set(METADATA_FIELDS)
    assert evidence["confidence"].is_between(0, 1).all()
    texts = {(row["document_id"], row["line"]): row["text"] for row in lines.iter_rows(named=True)}
    for row in evidence.iter_rows(named=True):
        if row["line"] is not None:
            assert texts[row["document_id"], row["line"]][row["start"] : row["end"]] == row["evidence"]
            assert row["evidence"]
    single = evidence.filter(pl.col("chosen") & ~pl.col("field").is_in(["authors", "tags", "caption", "related"]))
    assert single.select("document_id", "field").is_duplicated().sum() == 0
    settled = settle_roles(lines, evidence)
    assert settled.select("document_id", "line", "text").equals(lines.select("document_id", "line", "text"))
    kept = settled["role"].is_in(BODY_ROLES)
    assert (settled["paragraph"].is_not_null() == kept).all()
    assert chosen_values(evidence).height == evidence["document_id"].n_unique()


SOURCE = st.one_of(st.text(max_size=200), st.text(max_size=60).map(lambda text: HTML.replace("Jembatan", text)))


@settings(max_examples=9, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sources=st.lists(SOURCE, min_size=3, max_size=5))
def test_no_markup_raises(sources):
    told = chosen_of([[TITLE, *BODY]] * len(sources), [{"html": source} for source in sources])
    assert len(told) == len(sources)
