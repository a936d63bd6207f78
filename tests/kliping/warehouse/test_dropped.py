"""What is dropped once an edition is out: it changes no table, it is made again as it was, a kill harms none."""

from __future__ import annotations

import random
from copy import copy
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.errors import StoreError
from kliping.files import remove
from kliping.frames import FAILURES
from kliping.settings import StoreSettings
from kliping.stamps import stamps
from kliping.warehouse.copy_index import KEYS, TEXTS, held
from kliping.warehouse.dropped import COLUMNS, drop_frames
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.store import Store
from kliping.warehouse.whole import make_whole, whole
from tests.kills import kill_before
from tests.kliping.warehouse.test_delta import Home, otherwise
from tests.kliping.warehouse.test_histories import STEPS
from tests.longer import seldom

DROPPING = ("lines", *COLUMNS)


def begun(folder: Path, keep: str, seed: int = 7) -> Home:
    home = Home(folder / "source", folder / "home", random.Random(seed), follow=True)
    home.settings = home.settings.model_copy(update={"store": StoreSettings(keep=keep)})
    for _ in range(6):
        home.arrive()
    return home


def published(home: Home) -> None:
    home.run()
    home.build()
    home.publish()


def twin(home: Home, keep: str) -> Home:
    """Another home over the same source."""
    other = copy(home)
    other.home = home.home.with_name(f"home-{keep}")
    other.settings = home.settings.model_copy(update={"home": other.home, "store": StoreSettings(keep=keep)})
    other.store = Store(other.home)
    return other


ON_FILES = [name for name in STEPS if name not in ("forget", "refresh", "backfill", "look")]


@pytest.mark.parametrize(("seed", "turns"), [(7, 3), seldom(7, 5), seldom(11, 5)])
def test_it_changes_no_table_whatever_comes_after(tmp_path: Path, seed: int, turns: int) -> None:
    home = begun(tmp_path, "needed", seed)
    other = twin(home, "all")
    told: list[str] = []
    for _ in range(turns):
        other.moment = home.moment
        published(home)
        published(other)
        less, kept = home.store, other.store
        assert set(otherwise(kept.published, less.published)) <= {"editions"}, told  # which tell the settings
        assert all(less.dropped(step, batch) for step in DROPPING for batch in less.parts(step))
        assert not any(kept.dropped(step, batch) for step in DROPPING for batch in kept.parts(step))
        told.append(home.dice.choice(ON_FILES))
        getattr(home, told[-1])()


def test_it_is_made_again_as_it_was(tmp_path: Path) -> None:
    home = begun(tmp_path, "all")
    published(home)
    store, less = home.store, home.settings.model_copy(update={"store": StoreSettings()})
    batches = store.finished(stamps(less))
    before = {(step, batch): store.read(step, batch) for step in DROPPING for batch in batches}
    recipes = {place: (store.recipe(*place), store.path(*place).stat().st_size) for place in before}
    drop_frames(store, less)
    for (step, batch), frame in before.items():
        with pytest.raises(StoreError, match="was dropped once the edition was out"):
            store.read(step, batch)
        assert_frame_equal(whole(store, less, step, batch), frame)
        assert store.recipe(step, batch) == recipes[step, batch][0]
    assert store.pending(stamps(less)) == []
    assert all(held(store, kind, batches) == batches for kind in (KEYS, TEXTS)), "what was made from it is made again"
    for step in DROPPING:
        make_whole(store, less, step, batches)
        assert all(store.dropped(step, batch) == () for batch in batches)
    assert all(held(store, kind, batches) == batches for kind in (KEYS, TEXTS))
    assert_frame_equal(store.read("signatures", batches[0]), before["signatures", batches[0]])


def test_an_index_that_is_lost_is_made_again_from_what_is_left(tmp_path: Path) -> None:
    home = begun(tmp_path, "needed")
    other = twin(home, "all")
    for _ in range(2):
        other.moment = home.moment
        for one in (home, other):
            published(one)
            for kind in (KEYS, TEXTS):
                remove(one.store.root / kind.folder)
        home.arrive()
    assert set(otherwise(home.store.published, other.store.published)) <= {"editions"}
    assert len(home.store.parts("signatures")) == 2


def test_a_setting_of_a_later_step_makes_what_it_takes_again(tmp_path: Path) -> None:
    home = begun(tmp_path, "needed")
    published(home)
    known = stamps(home.settings) | {"metadata": "another"}
    (batch, *_) = home.store.finished(stamps(home.settings))
    assert home.store.outdated(batch, known)[:2] == ["lines", "metadata"]
    assert "languages" not in home.store.outdated(batch, known)


def test_lines_of_a_page_that_a_later_step_could_not_take_stay(tmp_path: Path) -> None:
    home = begun(tmp_path, "needed")
    home.run()
    (batch, *_) = home.store.parts("lines")
    lost = home.store.read("lines", batch)["document_id"][0]
    failure = [{"document_id": lost, "stage": "metadata", "reason": "step_failed", "detail": "It raised."}]
    home.store.write("failures", f"{batch}.metadata", pl.DataFrame(failure, schema=FAILURES))
    drop_frames(home.store, home.settings)
    assert home.store.read("lines", batch, less=True)["document_id"].unique().to_list() == [lost]


def test_a_kill_at_any_moment_leaves_a_sound_home(tmp_path: Path, monkeypatch) -> None:
    home = begun(tmp_path, "all")
    published(home)
    less = home.settings.model_copy(update={"store": StoreSettings()})
    for moment in range(40):
        with kill_before(monkeypatch, moment) as killed:
            drop_frames(home.store, less)
        assert examine(home.store, thorough=True) == [], moment
        mend(home.store, [], say=print)  # as every run begins
        assert home.store.pending(stamps(less)) == [], moment
        if not killed():
            break
    assert moment >= 4
    assert all(home.store.dropped(step, batch) for step in DROPPING for batch in home.store.parts(step))
