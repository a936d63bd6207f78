"""One machine at a time writes to a home at an address: turns, leases taken over, and writers that are killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import HomeBusy, StoreError
from kliping.warehouse import leases
from kliping.warehouse.leases import HomeHead
from kliping.warehouse.lock import catch_up, writing
from kliping.warehouse.store import Store
from tests.kliping.warehouse.machines import ADDRESS, contents, has, named, put

pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("default")]  # the server's and the client's own


def test_two_write_one_after_the_other(machine) -> None:
    """Twenty numbers counted up by two machines at once: none is lost."""
    stores = [machine("one"), machine("other")]
    put(stores[0], "count", 0)

    def count(store: Store) -> None:
        for _ in range(5):
            with writing(store.home, doing="counting", seconds=60):
                store.write("count", "a", store.read("count", "a").with_columns(pl.col("number") + 1))

    leases.POLL_SECONDS, before = 0.05, leases.POLL_SECONDS
    threads = [threading.Thread(target=count, args=[store]) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    leases.POLL_SECONDS = before
    catch_up(stores[0].home)
    assert has(stores[0], "count") == 10


def test_who_writes_is_said_to_another_machine(machine) -> None:
    one, other = machine("one"), machine("other")
    said: list[str] = []
    with writing(one.home, doing="kliping run"), pytest.raises(HomeBusy, match=r"kliping run .* its lease runs out in"):
        put(other, "first", 1, seconds=0.1, say=said.append)
    assert "is being written to by kliping run (process" in said[0]
    put(other, "first", 1)


def test_a_writer_whose_lease_was_taken_over_is_told_and_nothing_of_it_counts(machine, monkeypatch) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.0)
    monkeypatch.setattr(leases.Lease, "_keep_alive", lambda _: None)
    told = pytest.raises(StoreError, match="ran out and another writer took it over")
    with told, writing(one.home, doing="slowly"):
        one.write("first", "a", pl.DataFrame({"number": [2]}))
        put(other, "second", 5)
    catch_up(other.home)
    assert (has(other, "first"), has(other, "second")) == (1, 5)
    put(one, "third", 7)
    assert (has(one, "first"), has(one, "second")) == (1, 5), "it goes on from what counts"
    assert {name for name in contents() if name != "head.json"} == {
        f"objects/{one}" for one in (*named(), HomeHead(ADDRESS).head().told["manifest"])
    }


def test_a_lease_is_kept_alive(machine, monkeypatch) -> None:
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.4)
    one = machine("one")
    with writing(one.home, doing="for long"):
        until(lambda: HomeHead(ADDRESS).head().told["lease"]["beats"] >= 3)
        one.write("first", "a", pl.DataFrame({"number": [1]}))
    assert HomeHead(ADDRESS).head().told["lease"] is None
    other = machine("other")
    catch_up(other.home)
    assert has(other, "first") == 1


def until(holds, seconds: float = 60) -> None:
    """Wait for what is bound to hold soon."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


KILLED = """
import os, sys
from pathlib import Path
import polars as pl
from kliping.warehouse import leases
from kliping.warehouse.lock import writing
from kliping.warehouse.store import Store
leases.LEASE_SECONDS = float(sys.argv[2])
leases.Lease._keep_alive = lambda _: None
store = Store(Path(sys.argv[1]))
with writing(store.home, doing="what is killed"):
    store.write("first", "a", pl.DataFrame({"number": [2]}))
    store.write("lost", "a", pl.DataFrame({"number": [2]}))
    if sys.argv[3] == "in the block":
        os._exit(9)
    leases.Lease.make_count = lambda *_: os._exit(9)
"""


@pytest.mark.parametrize("where", ["in the block", "before it counts"])
def test_a_killed_writer_leaves_what_counted(machine, where: str) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    done = subprocess.run([sys.executable, "-c", KILLED, str(one.home), "600", where], check=False)
    assert done.returncode == 9
    catch_up(other.home)
    assert (has(other, "first"), has(other, "lost")) == (1, None)
    with pytest.raises(HomeBusy, match="what is killed"):
        put(other, "second", 2)
    put(one, "third", 3)
    assert (has(one, "first"), has(one, "lost")) == (2, 2), "its own folder goes on from where it stood"
    put(other, "second", 2)
    assert (has(other, "first"), has(other, "third")) == (2, 3)


def test_what_a_killed_writer_had_made_is_dropped_where_another_went_on(machine, caplog) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    subprocess.run([sys.executable, "-c", KILLED, str(one.home), "0", "in the block"], check=False)
    put(other, "second", 2)
    put(one, "third", 3)
    assert (has(one, "first"), has(one, "lost"), has(one, "second")) == (1, None, 2)
    assert "are dropped" in caplog.text
    assert {name for name in contents() if name != "head.json"} == {
        f"objects/{one}" for one in (*named(), HomeHead(ADDRESS).head().told["manifest"])
    }, "of the killed writer something is left"


def test_a_copy_of_a_working_folder_waits_for_its_turn(machine, tmp_path: Path) -> None:
    one = machine("one")
    put(one, "first", 1)
    shutil.copytree(one.home, tmp_path / "copy")
    with writing(one.home, doing="a run"), pytest.raises(HomeBusy):
        put(Store(tmp_path / "copy"), "first", 2)
