from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pytest

import kliping.steps
from kliping.errors import SourceError
from kliping.steps import BY_NAME, PAGE_STEPS
from kliping.warehouse.store import BATCHES, Store
from kliping.warehouse.takedown import take_down
from tests.longer import seldom


def test_the_first_run_publishes_every_document_once(run, ask):
    outcome = run()
    assert outcome.fresh
    assert outcome.edition.verdict == "passed"
    assert ask("SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 1") == [("duplicate", 1), ("published", 3)]
    assert ask("SELECT count(*) FROM articles") == [(3,)]
    assert ask("SELECT kind, similarity FROM duplicates") == [("exact", 1.0)]


def test_how_long_each_step_took_is_kept_with_its_frame(ran, home):
    ran()
    store = Store(home)
    took = {step.name: store.seconds(step.name, batch) for batch in store.parts(BATCHES) for step in PAGE_STEPS}
    assert [name for name, seconds in took.items() if seconds is None] == []


def test_titles_dates_authors_and_bodies_reach_the_table(ran, ask):
    ran()
    found = ask("SELECT title, published_on::VARCHAR, authors, language FROM articles ORDER BY title")
    assert found == [
        ("Harga Cabai Turun di Pasar Induk", "2024-06-04", ["Rahmat Hidayat"], "id"),
        ("Museum Opens New Wing for Maritime History", "2024-06-05", ["Jane Porter"], "en"),
        ("Warga Sukamaju Bersihkan Sungai", "2024-06-03", ["Sari Wulandari"], "id"),
    ]
    assert ask("SELECT count(*) FROM articles WHERE body LIKE '%Bagikan%' OR body LIKE '%Beranda%'") == [(0,)]


def test_a_second_run_over_the_same_files_makes_no_edition(run, ran, ask):
    first = ran()
    again = run()
    assert (again.fresh, again.understood, again.arrivals.fresh) == (False, 0, 0)
    assert again.edition == first.edition
    assert ask("SELECT count(*) FROM editions") == [(1,)]


def test_files_that_come_in_parts_in_any_order_make_the_tables_of_all_at_once(run, ran, source, tmp_path):
    at_once = ran(into=tmp_path / "at_once").edition
    for names in (("c.txt",), ("a_lagi.txt", "b.txt"), ("a.txt",)):
        in_parts = run(*(source / name for name in names), into=tmp_path / "in_parts").edition
    assert in_parts.edition == 3
    assert in_parts.tables_sha256 == at_once.tables_sha256


def test_small_batches_make_the_tables_of_large_ones(run, ran, tmp_path):
    large = ran(into=tmp_path / "large")
    small = run(into=tmp_path / "small", reading={"batch_documents": 1})
    assert (large.understood, small.understood) == (1, 4)
    assert small.edition.tables_sha256 == large.edition.tables_sha256


def test_a_full_refresh_understands_everything_again_and_changes_nothing(run, ran):
    first = ran().edition
    again = run(full_refresh=True)
    assert again.understood == 1
    assert again.edition.tables_sha256 == first.tables_sha256


def test_a_changed_threshold_of_a_step_is_followed_without_being_asked(run, ran):
    ran()
    assert run(language={"minimum_letters": 10_000}).understood == 1


def test_one_more_file_is_one_more_batch_and_ids_stay(run, ran, source, ask):
    ran()
    before = ask("SELECT article_id, document_id, title FROM articles ORDER BY 1")
    shutil.copy(source / "b.txt", source / "z_copy_of_b.txt")
    outcome = run()
    assert (outcome.understood, outcome.arrivals.fresh) == (1, 1)
    assert [row[0] for row in ask("SELECT article_id FROM articles ORDER BY 1")] == [row[0] for row in before]


def test_an_empty_folder_publishes_nothing_and_is_no_fault(run, tmp_path, home):
    (tmp_path / "nothing").mkdir()
    outcome = run(tmp_path / "nothing")
    assert (outcome.arrivals.listed, outcome.edition) == (0, None)
    assert not (home / "kliping.duckdb").exists()


def test_a_missing_path_is_a_sentence(run, tmp_path):
    with pytest.raises(SourceError, match="nowhere"):
        run(tmp_path / "nowhere")


HOSTILE_NAMES = (
    "it's.txt",
    'double "quotes".txt',
    "'; DROP TABLE articles; --.txt",
    "new\nline.txt",
    "percent %41.txt",
    "日本.txt",
)


def test_hostile_file_names_are_names(run, tmp_path, ask, page):
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number, name in enumerate(HOSTILE_NAMES):
        (folder / name).write_text(page(f"Panen Padi Ke-{number} di Desa {number}", f"Desa {number}"))
    run(folder)
    found = ask("SELECT uri, status IN ('published', 'duplicate') FROM documents")
    assert sorted(unquote(uri).rsplit("/", 1)[-1] for uri, _ in found) == sorted(HOSTILE_NAMES)
    assert {taken for _, taken in found} == {True}


def test_what_cannot_be_read_is_a_row_and_the_rest_is_published(run, source, ask):
    (source / "zeros.txt").write_bytes(bytes(4096))
    run()
    assert ask("SELECT status FROM documents WHERE uri LIKE '%zeros.txt'") == [("unreadable",)]
    assert ask("SELECT stage, expectation, detail LIKE '%zeros.txt%' FROM quarantine") == [("reading", None, True)]
    assert ask("SELECT count(*) FROM articles") == [(3,)]


def planted(monkeypatch, name, word):
    """Make the step ``name`` raise on every batch with ``word`` in any text it takes."""
    step = BY_NAME[name]
    make = step.make

    def raising(frames, settings):
        texts = pl.col(pl.String).str.contains(word, literal=True).any()
        if any(any(frame.select(texts).row(0)) for frame in frames.values()):
            raise ValueError(f"the page says {word}")
        return make(frames, settings)

    monkeypatch.setitem(vars(step), "make", raising)


def test_a_page_a_step_cannot_take_is_a_row_and_others_are_published(run, source, ask, monkeypatch, page):
    steps = sorted(step.name for step in PAGE_STEPS)
    for step in steps:
        (source / f"{step}.txt").write_text(page(f"Panen Padi di Rusak {step}.", f"Rusak {step}."))
        planted(monkeypatch, step, f"Rusak {step}.")
    outcome = run()
    assert outcome.edition.verdict == "passed"
    assert ask("SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 1") == [
        ("duplicate", 1),
        ("published", 3),
        ("quarantined", len(steps)),
    ]
    held = ask("SELECT uri LIKE '%' || stage || '.txt', stage, expectation, reason FROM quarantine ORDER BY stage")
    assert held == [(True, step, None, "step_failed") for step in steps]
    assert ask("SELECT DISTINCT detail LIKE '%ValueError%' AND detail NOT LIKE '%Rusak%' FROM quarantine") == [(True,)]
    whole = sum(1 for line in page("x", "y").splitlines() if line.strip())
    read = "SELECT raw_lines, kept_lines, removed_lines FROM documents WHERE uri LIKE '%/{}.txt'"
    for step in steps:
        lines = 0 if step == "lines" else whole
        assert ask(read.format(step)) == [(lines, 0, lines)]


@pytest.fixture
def not_taken(run, made, source, home, page):
    """One page among others could not be taken by a step."""
    (source / "planted.txt").write_text(page("Panen Padi di Tanjung Rusak", "Tanjung Rusak"))
    with pytest.MonkeyPatch.context() as broken:
        planted(broken, "metadata", "Tanjung Rusak")
        made.once("metadata that raises", source, home, run)


def test_a_page_that_a_step_could_not_take_is_published_once_it_can(not_taken, run, ask):
    assert ask("SELECT reason FROM quarantine") == [("step_failed",)]
    run(full_refresh=True)
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]
    assert ask("SELECT count(*) FROM documents WHERE status IN ('published', 'duplicate')") == [(5,)]


def test_a_page_that_a_step_cannot_take_can_be_forgotten(not_taken, ask, home):
    (document,) = ask("SELECT document_id FROM quarantine")[0]
    store = Store(home)
    assert take_down(store, document, datetime(2026, 1, 1, tzinfo=UTC)).named == 1
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]
    assert document.encode() not in b"".join(file.read_bytes() for file in store.root.glob("failures/*"))


def test_a_full_disk_in_a_step_stops_the_run(run, monkeypatch, ask):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kliping.steps, "extract_metadata", full)
    with pytest.raises(OSError, match="No space left"):
        run()


DRAWN = (
    '<html><head><meta property="og:title" content="Judul Halaman"></head><body><script>draw()</script></body></html>'
)


def test_a_batch_without_a_single_line_is_published_without_articles(run, source, ask, tmp_path):
    folder = tmp_path / "drawn"
    folder.mkdir()
    (folder / "a.html").write_text(DRAWN)
    assert run(folder).edition.verdict == "passed"
    assert ask("SELECT status, raw_lines FROM documents") == [("quarantined", 0)]
    assert ask("SELECT count(*) FROM quarantine WHERE stage <> 'expectations'") == [(0,)]
    assert run().edition.verdict == "passed"
    assert ask("SELECT count(*) FROM articles") == [(3,)]


def test_two_texts_of_one_address_with_a_day_of_change_are_versions(run, ask, page, tmp_path):
    rows = [
        {"url": "https://kabar.example/sungai", "title": "Warga Bersihkan Sungai", "publisher": "Kabar Contoh",
         "date": "2024-06-03", "updated_on": day, "text": page("Warga Bersihkan Sungai", "muara") + more}
        for day, more in (("2024-06-04", ""), ("2024-06-05", "\n\nKeterangan polisi menyusul pada Rabu sore, kata "
        "juru bicara yang ditemui di kantornya, dan warga menunggu kabar itu dengan sabar sejak pagi hari.\n" * 3))
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert run(tmp_path / "rows.jsonl").edition.verdict == "passed"
    versions = ask("SELECT updated_on::VARCHAR FROM article_versions ORDER BY version")
    assert versions == [("2024-06-04",), ("2024-06-05",)]


def test_every_line_ends_up_exactly_once(ran, source, ask):
    ran()
    assert ask("SELECT count(*) FROM documents WHERE raw_lines <> kept_lines + removed_lines") == [(0,)]
    accounted = ask(
        """
        SELECT document_id, count(*) FROM (
            SELECT document_id, unnest(range(line_from, line_to + 1)) AS line
            FROM paragraphs JOIN articles USING (article_id)
            UNION ALL SELECT document_id, line FROM removed_lines
        ) GROUP BY document_id, line HAVING count(*) > 1
        """
    )
    assert accounted == []
    lines = sum(1 for file in source.iterdir() for line in file.read_text().splitlines() if line.strip())
    assert ask("SELECT sum(raw_lines)::INTEGER FROM documents") == [(lines,)]


@pytest.mark.parametrize("count", [1_000, seldom(10_000)])
def test_so_many_one_byte_files_are_so_many_rows(run, tmp_path, ask, count):
    folder = tmp_path / "crumbs"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_bytes(b"x")
    run(folder)
    assert ask("SELECT count(*), count(DISTINCT document_id) FROM documents") == [(count, count)]
    assert ask("SELECT count(*) FROM articles") == [(0,)]
    assert ask("SELECT count(DISTINCT document_id) FROM quarantine") == [(count,)]


def test_the_published_file_has_a_comment_on_every_table_and_column(ran, ask):
    ran()
    assert ask("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal") == []
    assert ask("SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal") == []
    assert ask("SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal") == []


def test_the_home_can_be_moved(run, ran, source, home, tmp_path):
    first = ran()
    moved = tmp_path / "elsewhere" / "home"
    moved.parent.mkdir()
    Path(home).rename(moved)
    again = run(into=moved)
    assert (again.fresh, again.edition) == (False, first.edition)
