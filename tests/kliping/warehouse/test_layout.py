"""A home of another layout: an older one is made anew from its pages, a newer one is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.settings import Settings
from kliping.tables.tables import EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse import ingest, shared_ids, sightings, takedown
from kliping.warehouse.layout import FILE, LAYOUT, STAYS, layout_of, settle_layout
from kliping.warehouse.lock import writing
from kliping.warehouse.stamping import AGAIN
from kliping.warehouse.store import BATCHES, Store
from tests.kliping.warehouse.homes import article, publish_rows


def test_what_stays_are_the_folders_that_nothing_could_make_again() -> None:
    named = {BATCHES, "raw_documents", AGAIN, sightings.ELSEWHERE, sightings.STEP, ingest.UNREAD, takedown.COPIES}
    assert named | {EDITIONS.name, EXPECTATION_RESULTS.name, shared_ids.STEP} == STAYS


def test_a_new_home_is_noted_and_a_lost_note_is_no_other_layout(tmp_path: Path) -> None:
    told: list[str] = []
    settle_layout(tmp_path, told.append)
    assert json.loads((tmp_path / FILE).read_text()) == {"layout": LAYOUT}
    for text in ("", "[]", '{"layout": "x"}', '{"layout": true}'):
        (tmp_path / FILE).write_text(text)
        assert layout_of(tmp_path) == LAYOUT
        settle_layout(tmp_path, told.append)
        assert json.loads((tmp_path / FILE).read_text()) == {"layout": LAYOUT}
    assert told == []


def test_an_older_home_keeps_what_came_in_and_says_that_the_rest_is_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    publish_rows(store, 1, {"articles": [article("1")]})
    held = store.published.read_bytes()
    for name in (*STAYS, "lines", "metadata", "corpus", "band_keys"):
        (store.root / name).mkdir(exist_ok=True)
        (store.root / name / "b-1.parquet").write_text("x")
    (store.home / FILE).write_text('{"layout": 0}')
    told: list[str] = []
    settle_layout(store.home, told.append)
    assert sorted(path.name for path in store.root.iterdir()) == sorted(STAYS)
    assert ["layout 0 of an earlier version" in one for one in told] == [True]
    assert store.published.read_bytes() == held
    assert layout_of(store.home) == LAYOUT


def test_a_newer_home_is_refused_to_whoever_writes_and_the_published_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"layout": LAYOUT + 1}))
    newer = pytest.raises(StoreError, match=r"a newer version of Kliping.*the published file can be read")
    with newer, writing(tmp_path, doing="a test"):
        pass
    (tmp_path / FILE).unlink()
    with writing(tmp_path, doing="a test"):
        pass


@pytest.mark.parametrize("version", ["v1.0.0", "v1.5.0"])
def test_the_format_that_is_asked_for_is_kept_by_publishing_keeping_and_take_downs(
    tmp_path: Path, version: str
) -> None:
    from kliping.warehouse.connections import opened, storage_of
    from kliping.warehouse.erasing import erase

    store = Store(tmp_path / "home")
    known = Settings(home=store.home, publishing={"storage_version": version})
    publish_rows(store, 1, {"articles": [article("1"), article("2")]}, known)
    assert erase(store.home, store.candidate, ["d2"]) == 1
    for file in (store.published, store.kept_edition(1), store.candidate):
        with opened(file) as connection:
            assert storage_of(connection, "kliping") == version
