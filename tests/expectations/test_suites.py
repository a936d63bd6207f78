# ruff: noqa: E501 - a case is a row
"""Every expectation: a sound candidate keeps it; broken in one way, it names just the rows that are broken."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from expectations import Outcome, audit
from expectations.rulebook import built_in, written
from expectations.spec import ExpectationSpec
from kliping.settings import GateSettings, Settings

A, B, C = "d-a", "d-b", "d-c"
ARRIVALS = "every_arrival_present"
LONG = "Paragraf panjang yang sama persis berdiri dua kali di dalam satu artikel ini."

Case = tuple[str, list[str], set[Any], dict[str, Any]]


def body(sql: str, where: str = "a") -> str:
    return f"UPDATE articles SET body = {sql} WHERE article_id = 'a-{where}'"


def title(text: str, where: str = "a") -> str:
    return f"UPDATE articles SET title = '{text}' WHERE article_id = 'a-{where}'"


def one_more_paragraph(number: int, text: str, line: int, where: str = "a", language: str = "id") -> str:
    return (
        f"INSERT INTO paragraphs VALUES ('a-{where}', {number}, '{text}', 'body', '{language}', 0.9,"
        f" {len(text.split())}, {line}, {line})"
    )


def observed(name: str, value: str) -> str:
    return f"UPDATE expectation_results SET observed = '{value}' WHERE expectation = '{name}'"


def piece(start: int, end: int, text: str = "Baca juga", line: int = 3) -> str:
    return (
        'INSERT INTO removed_lines (document_id, line, text, role, reason, "start", "end")'
        f" VALUES ('d-a', {line}, '{text}', 'related', 'inline:link', {start}, {end})"
    )


CASES: list[Case] = [
    # articles
    ("unique_article_ids", ["UPDATE articles SET article_id = 'a-b' WHERE article_id = 'a-a'"], {"a-b"}, {}),
    (
        "unique_article_ids",
        ["ALTER TABLE articles ALTER article_id DROP NOT NULL", "UPDATE articles SET article_id = NULL WHERE article_id = 'a-a'"],
        {None},
        {},
    ),
    ("one_article_per_group", ["UPDATE articles SET group_id = 'g-b' WHERE article_id = 'a-a'"], {"g-b"}, {}),
    ("articles_refer_to_documents", ["DELETE FROM documents WHERE document_id = 'd-a'"], {("a-a", A)}, {}),
    (
        "articles_refer_to_documents",
        ["UPDATE documents SET status = 'duplicate' WHERE document_id = 'd-b'"],
        {("a-b", B)},
        {},
    ),
    ("body_length", [body("NULL"), "UPDATE articles SET word_count = 0 WHERE article_id = 'a-a'"], {A}, {}),
    ("body_length", ["UPDATE articles SET word_count = 19 WHERE article_id IN ('a-a', 'a-c')"], {A, C}, {}),
    ("body_length", ["UPDATE articles SET word_count = 1, language = 'ja' WHERE article_id = 'a-a'"], set(), {}),
    ("body_length", [body("'短い'"), "UPDATE articles SET language = 'ja' WHERE article_id = 'a-a'"], {A}, {}),
    ("one_page_per_body", ["UPDATE articles SET word_count = 30001 WHERE article_id = 'a-b'"], {B}, {}),
    ("bodies_made_of_paragraphs", ["UPDATE articles SET word_count = 99 WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("bodies_made_of_paragraphs", ["DELETE FROM paragraphs WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("unbroken_characters", [body("body || ' â€œmakanâ€\x9d dan minum � � itu'")], {A}, {}),
    ("unbroken_characters", [body("body || ' NÃO, São Tomé, Ãngela, Â, crème brûlée'")], set(), {}),
    ("no_markup", [body("body || '<p>teks</p><br/> &nbsp;'")], {A}, {}),
    ("no_markup", [body("body || ' 3 < 5 & 7 > 2, AT&T dan R&D'")], set(), {}),
    ("no_contact_data", [body("body || ' Kirim ke rina.hapsari@example.org segera'")], {A}, {}),
    ("no_contact_data", [body("body || ' Telp: 021-555 0142 ya'"), body("body || ' +62 812 5550 1234'", "b")], {A, B}, {}),
    ("no_contact_data", [body("body || ' @kliping, Rp 12.000.000.000, 2023-2024, 1+1'")], set(), {}),
    ("distinct_bodies", [body("(SELECT body FROM articles WHERE article_id = 'a-b')")], {A, B}, {}),
    (
        "no_near_duplicates",
        [
            "DELETE FROM paragraphs WHERE article_id IN ('a-a', 'a-b')",
            *(one_more_paragraph(n, f"{LONG} Bagian {n}.", 2 + n, where) for n in range(1, 11) for where in "ab"),
            one_more_paragraph(11, "Kalimat penutup yang hanya ada di sini, tidak di yang lain.", 13, "b"),
        ],
        {A},
        {},
    ),
    (
        "no_near_duplicates",  # a refrain and a common quotation make no copy
        [one_more_paragraph(3, LONG, 5), one_more_paragraph(3, LONG, 5, "b")],
        set(),
        {},
    ),
    ("title_present", ["UPDATE articles SET title = NULL WHERE article_id = 'a-c'", title(" ")], {A, C}, {}),
    ("title_length", [title("Menu"), title("kata " * 61, "b")], {A, B}, {}),
    ("title_length", [title("地震速報"), "UPDATE articles SET language = 'ja' WHERE article_id = 'a-a'"], set(), {}),
    ("title_not_boilerplate", [title("Kabar Sukamaju"), title("Just a moment...", "b")], {A, B}, {}),
    ("title_not_boilerplate", [title("Berita Pilihan"), "INSERT INTO templates VALUES ('berita pilihan', 3, 3, 1)"], {A}, {}),
    (
        "title_not_boilerplate",
        ["UPDATE articles SET title = 'Rubrik Mingguan' WHERE article_id != 'a-c'"],
        {A, B},
        {"title_articles_max": 1},
    ),
    ("title_matches_body", [title("Harga cabai melonjak menjelang lebaran tahun")], {A}, {}),
    (
        "title_matches_body",
        [title("Harga cabai melonjak menjelang lebaran tahun"), body("body || ' Melonjaknya harganya'")],
        set(),
        {},
    ),
    ("publication_date", ["UPDATE articles SET published_on = NULL WHERE article_id = 'a-b'"], {B}, {}),
    (
        "plausible_publication_date",
        [
            "UPDATE articles SET published_on = '1604-12-31' WHERE article_id = 'a-a'",
            "UPDATE articles SET published_on = '2024-05-05' WHERE article_id = 'a-b'",
            "UPDATE articles SET published_on = '2024-05-04' WHERE article_id = 'a-c'",
        ],
        {A, B},
        {},
    ),
    (
        "weekday_agrees_with_date",
        [
            "UPDATE articles SET published_evidence = 'Kamis (2/5)', published_on = '2024-05-01' WHERE article_id = 'a-a'",
            "UPDATE articles SET published_evidence = 'Wednesday 1 May' WHERE article_id = 'a-b'",
            "UPDATE articles SET published_evidence = 'terça-feira, 1 de maio' WHERE article_id = 'a-c'",
        ],
        {A, C},
        {},
    ),
    ("sure_publication_date", ["UPDATE articles SET published_confidence = 0.3 WHERE article_id = 'a-a'"], {A}, {}),
    ("whole_dates", ["UPDATE articles SET published_precision = 'month' WHERE article_id != 'a-a'",
                     "UPDATE articles SET published_on = '2024-05-02' WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("whole_dates", ["UPDATE articles SET published_on = NULL WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("allowed_language", ["UPDATE articles SET language = 'fi' WHERE article_id = 'a-b'"], {B}, {"languages": ("id",)}),
    ("allowed_language", ["UPDATE articles SET language = 'fi' WHERE article_id = 'a-b'"], set(), {}),
    ("allowed_language", ["UPDATE articles SET language = NULL WHERE article_id = 'a-b'"], {B}, {}),
    (
        "sure_language",
        [
            "UPDATE articles SET language = 'und' WHERE article_id = 'a-a'",
            "UPDATE articles SET language_confidence = 0.3 WHERE article_id = 'a-b'",
            "UPDATE articles SET language = 'und', word_count = 49 WHERE article_id = 'a-c'",
        ],
        {A, B},
        {},
    ),
    (
        "authors_are_names",
        [
            "UPDATE articles SET authors = ['Rina', 'rina@example.org'] WHERE article_id = 'a-a'",
            f"UPDATE articles SET authors = ['{'kata ' * 17}'] WHERE article_id = 'a-b'",
            "UPDATE articles SET authors = ['Siti Nur''aini', 'Jean-Luc d’Arc', 'O''Neil Jr.'] WHERE article_id = 'a-c'",
        ],
        {A, B},
        {},
    ),
    # paragraphs
    ("numbered_paragraphs", ["UPDATE paragraphs SET paragraph = 3 WHERE article_id = 'a-a' AND paragraph = 2"], {"a-a"}, {}),
    ("numbered_paragraphs", ["UPDATE paragraphs SET paragraph = 1 WHERE article_id = 'a-a'"], {"a-a"}, {}),
    ("paragraphs_in_line_order", ["UPDATE paragraphs SET line_to = 4 WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("paragraphs_in_line_order", ["UPDATE paragraphs SET line_to = 2 WHERE article_id = 'a-b'"], {"a-b"}, {}),
    ("no_duplicate_paragraphs", [one_more_paragraph(3, LONG, 5), one_more_paragraph(4, LONG, 6)], {A}, {}),
    ("no_duplicate_paragraphs", [one_more_paragraph(3, "Ya.", 5), one_more_paragraph(4, "Ya.", 6)], set(), {}),
    ("no_furniture_paragraphs", [one_more_paragraph(3, "Baca Juga: Jembatan baru", 5)], {A}, {}),
    (
        "no_furniture_paragraphs",
        [one_more_paragraph(3, "Hak Cipta 2024 Kabar", 5, "b"), "INSERT INTO templates VALUES ('hak cipta 0 kabar', 9, 9, 1)"],
        {B},
        {},
    ),
    ("no_furniture_paragraphs", [one_more_paragraph(3, "Bacaan juga penting, kata Rina.", 5)], set(), {}),
    ("one_language_per_article", [one_more_paragraph(3, "word " * 60, 5, language="en")], {A}, {}),
    ("one_language_per_article", [one_more_paragraph(3, "word " * 10, 5, language="en")], set(), {}),
    # documents
    ("unique_document_ids", ["UPDATE documents SET document_id = 'd-b' WHERE document_id = 'd-a'"], {B}, {}),
    ("every_line_accounted_for", ["DELETE FROM removed_lines WHERE document_id = 'd-a' AND line = 2"], {A}, {}),
    ("every_line_accounted_for", ["UPDATE removed_lines SET line = 1 WHERE document_id = 'd-a'"], {A}, {}),
    ("every_line_accounted_for", ["UPDATE documents SET raw_lines = 5 WHERE document_id = 'd-b'"], {B}, {}),
    ("every_line_accounted_for", ["DELETE FROM paragraphs WHERE article_id = 'a-c' AND paragraph = 2"], {C}, {}),
    (
        "every_line_accounted_for",  # a line that is in the body and removed as well
        ["UPDATE removed_lines SET line = 4 WHERE document_id = 'd-a' AND line = 2"],
        {A},
        {},
    ),
    (
        "every_line_accounted_for",  # a copy keeps no line
        ["UPDATE documents SET kept_lines = 1, removed_lines = 3 WHERE document_id = 'd-copy'"],
        {"d-copy"},
        {},
    ),
    (
        "every_line_accounted_for",  # a paragraph over two lines with a blank one between
        [
            "UPDATE paragraphs SET line_to = 6 WHERE article_id = 'a-a' AND paragraph = 2",
            "UPDATE documents SET raw_lines = 5, kept_lines = 3 WHERE document_id = 'd-a'",
        ],
        set(),
        {},
    ),
    ("every_document_accounted_for", ["DELETE FROM duplicates"], {("d-copy", "duplicate")}, {}),
    ("every_document_accounted_for", ["UPDATE documents SET status = 'gone' WHERE document_id = 'd-a'"], {(A, "gone")}, {}),
    (
        "every_document_accounted_for",
        ["INSERT INTO quarantine SELECT * REPLACE ('d-b' AS document_id) FROM quarantine WHERE document_id = 'd-held'"],
        {(B, "published")},
        {},
    ),
    ("documents_refer_to_articles", ["UPDATE documents SET article_id = 'a-b' WHERE document_id = 'd-copy'"], {"d-copy"}, {}),
    ("documents_refer_to_articles", ["UPDATE documents SET article_id = 'a-b' WHERE document_id = 'd-dark'"], {"d-dark"}, {}),
    ("few_repeats_in_source", ["UPDATE documents SET duplicate_paragraph_ratio = 0.4 WHERE document_id = 'd-a'"], {A}, {}),
    ("few_unreadable", ["UPDATE documents SET status = 'unreadable' WHERE document_id IN ('d-a', 'd-b')"], {0.5},
     {"share_documents_min": 6}),
    ("few_unreadable", ["UPDATE documents SET status = 'unreadable' WHERE document_id IN ('d-a', 'd-b')"], set(), {}),
    ("few_held_back", ["UPDATE documents SET status = 'quarantined' WHERE document_id != 'd-a'"], {0.8333},
     {"share_documents_min": 6}),
    ("fresh_arrivals", ["UPDATE documents SET first_seen_at = '2024-04-02 00:00:00+00'"],
     {datetime(2024, 4, 2, tzinfo=UTC)}, {}),
    # pages
    ("page_is_an_article", ["UPDATE documents SET page_kind = 'index' WHERE document_id IN ('d-a', 'd-held')"], {A}, {}),
    ("confident_body", ["UPDATE articles SET body_confidence = 0.4 WHERE article_id = 'a-a'"], {A}, {}),
    ("confident_body", ["UPDATE articles SET body_confidence = 0.4 WHERE article_id = 'a-a'"], set(), {"body_confidence_min": 0.3}),
    # removed_lines
    ("removed_lines_refer_to_documents", ["UPDATE removed_lines SET document_id = 'd-x' WHERE document_id = 'd-a'"], {"d-x"}, {}),
    ("pieces_name_their_characters", [piece(20, 29), piece(40, 49)], set(), {}),
    ("every_line_accounted_for", [piece(20, 29), piece(40, 49)], set(), {}),
    ("every_line_accounted_for", [piece(0, 9), piece(40, 49)], set(), {}),  # the line itself stays
    ("pieces_name_their_characters", [piece(20, 28)], {(A, 3, 20)}, {}),
    ("pieces_name_their_characters", [piece(20, 29), piece(25, 34)], {(A, 3, 20)}, {}),
    ("pieces_name_their_characters", [piece(29, 20)], {(A, 3, 29)}, {}),
    ("every_removal_explained", ["UPDATE removed_lines SET reason = NULL WHERE document_id = 'd-a' AND line = 1"], {(A, 1)}, {}),
    ("repeats_point_at_what_stays", ["UPDATE removed_lines SET role = 'duplicate' WHERE document_id = 'd-a' AND line = 1"], {A}, {}),
    (
        "repeats_point_at_what_stays",
        ["UPDATE removed_lines SET role = 'duplicate', same_as_line = 3 WHERE document_id = 'd-a'"],
        set(),
        {},
    ),
    # metadata_evidence
    ("evidence_refers_to_documents", ["UPDATE metadata_evidence SET document_id = 'd-x' WHERE document_id = 'd-a'"], {"d-x"}, {}),
    ("one_chosen_value", ["INSERT INTO metadata_evidence SELECT * FROM metadata_evidence WHERE document_id = 'd-a'"], {A}, {}),
    (
        "one_chosen_value",
        ["INSERT INTO metadata_evidence SELECT * REPLACE ('tags' AS field) FROM metadata_evidence WHERE document_id = 'd-a'"],
        set(),
        {},
    ),
    ("dates_have_evidence", ["UPDATE articles SET published_on = '2024-04-30' WHERE article_id = 'a-a'"], {A}, {}),
    ("dates_have_evidence", ["UPDATE articles SET published_on = NULL WHERE article_id = 'a-a'"], {A}, {}),
    ("dates_have_evidence", ["UPDATE metadata_evidence SET value = '2024-05' WHERE field = 'published_on'"], set(), {}),
    ("titles_have_evidence", [title("Judul yang lain sama sekali")], {A}, {}),
    ("evidence_has_a_place", ['UPDATE metadata_evidence SET start = 9, "end" = 3 WHERE document_id = \'d-b\''], {B}, {}),
    ("evidence_has_a_place", ["UPDATE metadata_evidence SET field = 'judul' WHERE document_id = 'd-b'"], {B}, {}),
    # duplicates
    ("unique_copies", ["INSERT INTO duplicates FROM duplicates"], {"d-copy"}, {}),
    ("copies_refer_to_canonicals", ["UPDATE duplicates SET canonical_document_id = 'd-held'"], {"d-copy"}, {}),
    ("copies_refer_to_canonicals", ["UPDATE duplicates SET group_id = 'g-b'"], {"d-copy"}, {}),
    ("copies_are_counted", ["UPDATE articles SET copies = 0"], {"a-a"}, {}),
    ("similar_copies", ["UPDATE duplicates SET similarity = 1.2"], {"d-copy"}, {}),
    ("similar_copies", ["UPDATE duplicates SET kind = 'exact'"], {"d-copy"}, {}),
    # quarantine
    ("quarantine_refers_to_documents", ["UPDATE quarantine SET stage = 'reading'"], {"d-held"}, {}),
    ("quarantine_refers_to_documents", ["DELETE FROM documents WHERE document_id = 'd-dark'"], {"d-dark"}, {}),
    ("every_reason_given", ["UPDATE quarantine SET detail = '' WHERE document_id = 'd-held'"], {"d-held"}, {}),
    ("every_reason_given", ["INSERT INTO quarantine FROM quarantine WHERE document_id = 'd-dark'"], {"d-dark"}, {}),
    # templates
    ("templates_recur", ["INSERT INTO templates VALUES ('menu', 1, 1, 0.1), ('iklan', 3, 4, 1.2), ('kaki', 3, 4, 1)"], {1, 3}, {}),
    # related_articles, syndication, article_versions, shared_paragraphs
    ("related_articles_are_two", ["INSERT INTO related_articles (group_id, other_group_id, document_id, other_document_id) VALUES ('g1', 'g2', 'd-a', 'd-b'), ('g1', 'g3', 'd-a', 'd-x'), ('g2', 'g1', 'd-b', 'd-a')"], {("d-a", "d-x"), ("d-b", "d-a")}, {}),
    ("related_articles_shared_is_a_share", ["INSERT INTO related_articles (group_id, other_group_id, document_id, other_document_id, kind, shared, similarity) VALUES ('g', 'h', 'd-a', 'd-b', 'serial', 0.4, 0.3), ('g', 'h', 'd-a', 'd-x', 'serial', 1.4, 0.3), ('g', 'h', 'd-a', 'd-y', 'cousin', 0.4, 0.3)"], {("d-a", "d-x"), ("d-a", "d-y")}, {}),
    ("syndication_in_documents", ["INSERT INTO syndication (group_id, document_id, first_document_id) VALUES ('g', 'd-a', 'd-a'), ('g', 'd-b', 'd-x')"], {B}, {}),
    ("versions_in_documents", ["INSERT INTO article_versions (history_id, document_id, version, versions) VALUES ('h', 'd-a', 1, 2), ('h', 'd-x', 2, 2), ('h', 'd-b', 3, 2)"], {"d-x", B}, {}),
    ("shared_paragraphs_in_documents", ["INSERT INTO shared_paragraphs (paragraph_id, group_id, document_id, groups) VALUES ('p', 'g', 'd-a', 2), ('p', 'g', 'd-x', 2), ('p', 'g', 'd-b', 1)"], {"d-x", B}, {}),
    # editions and expectation_results
    ("unique_editions", ["INSERT INTO editions FROM editions WHERE edition = 2"], {2}, {}),
    ("unique_editions", ["UPDATE editions SET edition = 6 WHERE edition = 5"], {6}, {}),
    ("unique_results", ["INSERT INTO expectation_results FROM expectation_results WHERE edition = 2 AND expectation = 'steady_copies'"],
     {(2, "steady_copies")}, {}),
    ("no_shrinking", ["UPDATE editions SET articles = 4 WHERE edition = 5"], {(4, 3)}, {}),
    ("no_shrinking", ["UPDATE editions SET articles = 4, verdict = 'refused' WHERE edition = 5"], set(), {}),
    ("steady_arrivals", ["UPDATE editions SET documents = 100 * edition", "UPDATE editions SET documents = 5 WHERE edition = 5"],
     set(), {"history_editions_min": 5}),
    ("steady_arrivals", ["INSERT INTO documents SELECT d.* REPLACE (d.document_id || n AS document_id) FROM documents AS d, range(20) AS t(n)"],
     {("steady_arrivals", 121.0)}, {}),
    ("steady_date_coverage", ["UPDATE articles SET published_on = NULL"], {("steady_date_coverage", 0.0)}, {}),
    ("steady_date_coverage", ["UPDATE articles SET published_on = NULL", "DELETE FROM editions WHERE edition < 3"], set(), {}),
    ("steady_date_coverage", [observed("steady_date_coverage", "0.9400 (silent)")], set(), {}),
    ("steady_title_coverage", ["UPDATE articles SET title = NULL"], {("steady_title_coverage", 0.0)}, {}),
    ("steady_body_length", ["UPDATE articles SET word_count = 30"], {("steady_body_length", 30.0)}, {}),
    ("steady_kept_lines", [observed("steady_kept_lines", "0.9000")], {("steady_kept_lines", 0.5)}, {}),
    ("steady_copies", [observed("steady_copies", "0.9000")], {("steady_copies", 0.25)}, {}),
    ("steady_language_mix", ["UPDATE articles SET language = 'en'"], {("steady_language_mix", 1.0)}, {}),
    ("steady_outlet_mix", ["UPDATE articles SET publisher = 'Harian Baru'"], {("steady_outlet_mix", 1.0)}, {}),
]  # fmt: skip

SHARES = [
    ("ratios_are_shares", "UPDATE documents SET boilerplate_ratio = 1.5 WHERE document_id IN ('d-a', 'd-b')", 2),
    ("known_roles", "UPDATE removed_lines SET role = 'banner' WHERE document_id = 'd-a' AND line = 1", 1),
    ("confidence_is_a_share", "UPDATE metadata_evidence SET confidence = -0.1 WHERE document_id = 'd-a'", 2),
]


def test_a_sound_candidate_keeps_every_expectation(sound: Path) -> None:
    found = audit(sound, Settings(), edition=6, run_id="run", checked_at=datetime(2024, 5, 3, tzinfo=UTC))
    assert [one.spec.name for one in found.outcomes if not one.success] == []
    assert len(found.outcomes) == len(built_in(GateSettings())) >= 50


@pytest.mark.parametrize(("name", "statements", "named", "thresholds"), CASES)
def test_just_the_broken_rows_are_named(
    broken_rows: Callable[..., set[Any]], name: str, statements: list[str], named: set[Any], thresholds: dict[str, Any]
) -> None:
    assert broken_rows(name, *statements, **thresholds) == named


@pytest.mark.parametrize(("name", "statement", "count"), SHARES)
def test_great_expectations_own_are_counted(
    outcome_of: Callable[..., Outcome], name: str, statement: str, count: int
) -> None:
    assert outcome_of(name, statement).unexpected_count == count


def test_an_arrival_that_no_row_tells_of_is_named(
    broken_rows: Callable[..., set[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = pl.DataFrame({"batch": ["b-1", "b-1", "b-2"], "document_id": [A, "d-x", None]})
    monkeypatch.setattr("expectations.facts.nothing_arrived", lambda: arrived)
    assert broken_rows(ARRIVALS) == {("b-1", "d-x"), ("b-2", None)}


BREAKING = [pytest.param(spec, id=spec.name) for spec in written(GateSettings()) if spec.broken_by]


@pytest.mark.parametrize("spec", BREAKING)
def test_what_a_rule_says_breaks_it_does(broken_rows: Callable[..., set[Any]], spec: ExpectationSpec) -> None:
    assert broken_rows(spec.name, *spec.broken_by)


def test_every_expectation_has_a_case_that_breaks_it() -> None:
    broken = {name for name, _, named, _ in CASES if named} | {name for name, _, _ in SHARES} | {ARRIVALS}
    broken |= {spec.name for spec in written(GateSettings()) if spec.broken_by}
    assert broken == {spec.name for spec in written(GateSettings())}
