"""One number an edition, never a part of a corpus, and what is published is what was judged."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations import accept, read_verdict
from expectations.editions import audit_candidate, make_candidate, publish_candidate
from kliping.errors import GateClosed, StoreError
from kliping.frames import DUPLICATES, TEMPLATES, empty
from kliping.settings import Settings, load_settings
from kliping.stamps import stamps
from kliping.warehouse import publish as publishing
from kliping.warehouse.ingest import look
from kliping.warehouse.numbers import birth_of, next_number
from kliping.warehouse.publish import candidate_at_hand, last_edition, put_aside
from kliping.warehouse.store import BATCH_STEPS, Store
from kliping.warehouse.takedown import take_down
from tests.workflows.conftest import NO_CHILLI

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def settings_of(home: Path, *sources: Path) -> Settings:
    return load_settings(None, home=home, source=tuple(map(str, sources)))


def test_an_accepted_edition_has_one_number_everywhere(run, ran, home, source, ask) -> None:
    ran(source / "a.txt")
    (home / "expectations.toml").write_text(NO_CHILLI)
    with pytest.raises(GateClosed, match=r"Edition 2 refused: no_chilli"):
        ran(source / "b.txt")
    store, settings = Store(home), settings_of(home, source / "b.txt")
    assert (birth_of(store.candidate).edition, next_number(store)) == (2, 3)
    judged = audit_candidate(store, settings, run_id="again")
    accept(home, "no_chilli", "the market desk asked for it", "Rina", NOW)
    published = publish_candidate(store, settings, run_id="again")
    assert (judged.edition, published.edition, published.verdict) == (2, 2, "accepted")
    assert ask("SELECT edition, verdict FROM editions ORDER BY 1") == [(1, "passed"), (2, "accepted")]
    assert ask("SELECT DISTINCT edition FROM expectation_results ORDER BY 1") == [(1,), (2,)]
    assert ask("SELECT since_edition, title FROM articles ORDER BY 1") == [
        (1, "Warga Sukamaju Bersihkan Sungai"),
        (2, "Harga Cabai Turun di Pasar Induk"),
    ]
    verdict = read_verdict(home)
    assert verdict is not None
    assert verdict.edition == 2
    assert sorted(path.name for path in store.data_docs.glob("0*")) == ["00000001", "00000002"]
    assert json.loads((home / "acceptances.jsonl").read_text())["edition"] == 2

    assert not audit_candidate(store, settings, run_id="once more").passed
    assert last_edition(store) == published, "what is published stays on record as it was published"
    (home / "expectations.toml").unlink()
    assert run(source / "c.txt").edition.edition == 3
    assert ask("SELECT since_edition, count(*) FROM articles GROUP BY 1 ORDER BY 1") == [(1, 1), (2, 1), (3, 1)]


def test_numbers_go_on_above_every_trace_that_is_left(run, ran, home, source, ask) -> None:
    ran(source / "a.txt")
    second = ran(source / "b.txt").edition
    store = Store(home)
    (home / "edition.json").unlink()
    shutil.rmtree(store.root / "editions")
    assert last_edition(store) == second
    assert next_number(store) == 3
    again = run(source / "b.txt")
    assert (again.fresh, again.edition) == (False, second)
    assert store.parts("editions") == ["00000001", "00000002"]
    shutil.rmtree(store.root / "editions")
    assert not store.candidate.exists()
    for path in (home / "edition.json", store.published, home / "verdict.json"):
        path.unlink()
    assert next_number(store) == 3, "the Data Docs and the results still speak of edition 2"


def test_a_part_of_a_corpus_is_refused_whoever_asks(ran, home, source) -> None:
    ran(source / "a.txt")
    store, settings = Store(home), settings_of(home, source)
    held = store.published.read_bytes()
    look(store, settings, settings.source, NOW)
    (pending,) = store.pending(stamps(settings))
    for ask_for in (
        lambda: make_candidate(store, settings, empty(DUPLICATES), empty(TEMPLATES)),
        lambda: audit_candidate(store, settings, run_id="x"),
        lambda: publish_candidate(store, settings, run_id="x"),
    ):
        with pytest.raises(GateClosed, match=rf"1 of 2 batches are not understood yet \({pending}\).*kliping run"):
            ask_for()
    assert store.published.read_bytes() == held


def test_a_candidate_without_a_batch_of_the_ledger_breaks_an_expectation(ran, home, source, monkeypatch) -> None:
    ran(source / "a.txt")
    store, settings = Store(home), settings_of(home, source)
    look(store, settings, settings.source, NOW)
    monkeypatch.setattr("expectations.editions.require_understood", lambda *_: None)
    shut = audit_candidate(store, settings, run_id="x").shut_by
    assert shut == {"every_arrival_present": 1}


def test_a_candidate_that_changes_between_verdict_and_copy_is_refused(
    run, ran, home, source, tmp_path, monkeypatch
) -> None:
    ran(source / "a.txt")
    store = Store(home)
    other = tmp_path / "other.duckdb"
    candidate_at_hand(store)
    shutil.copy(store.candidate, other)
    held = store.published.read_bytes()
    copy = shutil.copyfile

    def after_another_took_its_place(copied: Path, temporary: Path) -> None:
        if copied == store.candidate:
            other.replace(copied)
        copy(copied, temporary)

    monkeypatch.setattr(publishing.shutil, "copyfile", after_another_took_its_place)
    with pytest.raises(GateClosed, match="is of another candidate"):
        run(source / "b.txt")
    assert store.published.read_bytes() == held
    monkeypatch.undo()
    assert run(source / "b.txt").edition.verdict == "passed"


def test_a_candidate_replaced_while_it_is_judged_gets_no_verdict(ran, home, source, tmp_path, monkeypatch) -> None:
    ran(source / "a.txt")
    store = Store(home)
    candidate_at_hand(store)
    shutil.copy(store.candidate, tmp_path / "other.duckdb")
    from expectations import editions

    audit = editions.audit

    def replaced_meanwhile(*given, **named):
        judged = audit(*given, **named)
        (tmp_path / "other.duckdb").replace(store.candidate)
        return judged

    monkeypatch.setattr(editions, "audit", replaced_meanwhile)
    with pytest.raises(GateClosed, match="replaced while it was judged"):
        audit_candidate(store, settings_of(home, source), run_id="x")


def test_what_lies_in_the_place_of_the_published_file_is_never_lost(run, home, source, ask) -> None:
    """Somebody's own file is moved beside, where even a take-down leaves it alone."""
    home.mkdir()
    (home / "kliping.duckdb").write_text("my own notes")
    run(source / "a.txt")
    assert ask("SELECT count(*) FROM articles") == [(1,)]
    ((document,),) = ask("SELECT document_id FROM articles")
    take_down(Store(home), document, NOW)
    assert (home / "kliping.duckdb.aside-1").read_text() == "my own notes"


def test_a_damaged_edition_is_set_aside_where_a_take_down_reaches_it(ran, home, source) -> None:
    ran(source / "a.txt")
    path = home / "kliping.duckdb"
    held = path.read_bytes()
    path.write_bytes(held[: len(held) // 3])
    assert put_aside(path) == home / "aside" / "kliping.duckdb.1"
    assert not path.exists()


def test_a_published_file_that_is_open_for_writing_is_left_alone(home, kliping) -> None:
    import duckdb

    home.mkdir()
    with duckdb.connect(home / "kliping.duckdb") as mine:
        mine.execute("CREATE TABLE notes AS SELECT 1 AS one")
        mine.execute("CHECKPOINT")
        told = kliping("sql", "SELECT 1", "--home", home)
        assert told.returncode == 1
        assert "open for writing in another program" in told.stderr
        assert "remove" not in told.stderr.lower()
    assert put_aside(home / "kliping.duckdb") == home / "kliping.duckdb.aside-1"


def test_a_missing_last_step_makes_a_batch_pending(run, ran, home, source) -> None:
    ran(source / "a.txt")
    store, settings = Store(home), settings_of(home, source / "a.txt")
    (batch,) = store.parts("batches")
    store.path(BATCH_STEPS[-1], batch).unlink()
    with pytest.raises((GateClosed, StoreError), match=batch):
        publish_candidate(store, settings, run_id="x")
    assert run(source / "a.txt").understood == 1
