"""The exchange of a home: however its use ends, no words of pages are left there."""

from __future__ import annotations

import contextlib
from pathlib import Path

import polars as pl
import pytest

from kliping.engines import Kept, Objects
from kliping.settings import Settings
from kliping.warehouse import away
from kliping.warehouse.store import Store

WORDS = Kept(pl.DataFrame({"words": ["Kabar"]}))


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch):
    """Makes the block of a home on a cluster that does nothing, with its exchange in a folder."""

    @contextlib.contextmanager
    def joined(address: str, processors: int):
        yield object()

    monkeypatch.setattr(away, "joined", joined)
    monkeypatch.setattr(away, "LAST_SECONDS", 0.01)
    settings = Settings(home=tmp_path / "home", ray_address="head:6379", exchange=str(tmp_path / "exchange"))
    return lambda: away.on_cluster(Store(settings.home), settings)


def left(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "exchange").rglob("*") if path.is_file()]


def test_a_run_that_ends_empties_its_exchange(cluster, tmp_path: Path) -> None:
    with cluster() as (_, exchange):
        exchange.target.write("lines/b1", WORDS)
        assert left(tmp_path)
    assert left(tmp_path) == []


def test_a_task_that_was_taken_back_may_write_a_last_object(cluster, tmp_path: Path, monkeypatch) -> None:
    late = iter([True, True, False])

    with pytest.raises(KeyboardInterrupt), cluster() as (_, exchange):

        def sleep(_: float) -> None:
            if next(late, False):
                exchange.target.write("lines/late", WORDS)

        monkeypatch.setattr(away.time, "sleep", sleep)
        exchange.target.write("lines/b1", WORDS)
        raise KeyboardInterrupt
    assert left(tmp_path) == []


def test_a_signal_empties_it_from_its_own_thread(cluster, tmp_path: Path, monkeypatch) -> None:
    gone = []
    monkeypatch.setattr(away, "leave", lambda: gone.append(True))
    with cluster() as (_, exchange):
        exchange.source.write("raw_documents/b1", WORDS)
        away.given_up()
        assert gone
        assert left(tmp_path) == []
    away.given_up()


def test_what_a_killed_run_left_goes_with_the_next(cluster, tmp_path: Path) -> None:
    with cluster() as (_, exchange):
        pass
    Objects(exchange.target.address).write("lines/b1", WORDS)
    with cluster():
        assert left(tmp_path) == []


def test_a_cluster_that_is_held_is_joined_once_until_it_is_let_go(cluster, tmp_path: Path) -> None:
    with away.cluster_held():
        with cluster() as (first, exchange):
            exchange.target.write("lines/b1", WORDS)
        with cluster() as (second, _):
            assert second is first
            assert left(tmp_path)
        away.let_go()
        assert left(tmp_path) == []
        with cluster() as (third, _):
            assert third is not first
            exchange.target.write("lines/b1", WORDS)
    assert left(tmp_path) == []
    with cluster() as (fourth, _), cluster() as (fifth, _):
        assert fourth is not fifth


def test_a_fault_while_it_is_held_empties_the_exchange(cluster, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), away.cluster_held(), cluster() as (_, exchange):
        exchange.target.write("lines/b1", WORDS)
        raise OSError("full")
    assert left(tmp_path) == []
    away.let_go()
