"""A home at an address: what one machine made another goes on from, and nothing half-written counts."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines.objects import system_of
from kliping.errors import HomeBusy, SettingsError, StoreError
from kliping.warehouse import leases
from kliping.warehouse.leases import HomeHead
from kliping.warehouse.lock import catch_up, writing
from kliping.warehouse.manifests import files_of, packed
from kliping.warehouse.store import Store
from kliping.warehouse.takedown import take_down
from kliping.warehouse.working_copy import bind, state_of
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows
from tests.object_store import BUCKET

pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("default")]  # the server's and the client's own

ADDRESS = f"s3://{BUCKET}/homes/one"
SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"


@pytest.fixture(autouse=True)
def emptied(faults):
    """Nothing is at the address."""
    system = system_of(ADDRESS)
    if system.exists(ADDRESS):
        system.rm(ADDRESS, recursive=True)


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with a working folder of its own."""

    def made(name: str) -> Store:
        bind(tmp_path / name, ADDRESS)
        return Store(tmp_path / name)

    return made


def contents() -> dict[str, bytes]:
    system = system_of(ADDRESS)
    return {path.removeprefix(f"{BUCKET}/homes/one/"): system.cat_file(path) for path in system.find(ADDRESS)}


def put(store: Store, step: str, number: int, **how: object) -> None:
    with writing(store.home, doing=f"the test's {step}", **how):
        store.write(step, "a", pl.DataFrame({"number": [number]}))


def has(store: Store, step: str) -> int | None:
    return store.read(step, "a")["number"][0] if store.parts(step) else None


def same(one: Store, other: Store) -> None:
    """Both folders hold the same files, bytes and times."""
    found = [
        {
            name: (at.st_size, at.st_mtime_ns, (store.home / name).read_bytes())
            for name, at in files_of(store.home).items()
        }
        for store in (one, other)
    ]
    assert found[0] == found[1]


def test_another_machine_goes_on_from_what_one_made(machine) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    put(other, "second", 2)
    assert (has(other, "first"), has(other, "second")) == (1, 2)
    put(one, "first", 3)
    catch_up(other.home)
    assert has(other, "first") == 3
    same(one, other)
    assert set(contents()) == {
        "head.json",
        f"objects/{HomeHead(ADDRESS).head().told['manifest']}",
        *(f"objects/{one}" for one in named()),
    }, "what does not count any more lies there"


def named() -> set[str]:
    """Digests of the files that count."""
    from kliping.warehouse.manifests import unpacked

    there = HomeHead(ADDRESS)
    manifest = there.head().told["manifest"]
    return {one.sha256 for one in unpacked(there.get(f"objects/{manifest}"), "here").values()}


def test_what_did_not_change_is_neither_put_nor_fetched_again(machine, faults) -> None:
    one, other = machine("one"), machine("other")
    for step in ("first", "second", "third"):
        put(one, step, 1)
    catch_up(other.home)
    before = faults.asked
    catch_up(other.home)
    assert faults.asked - before == 1, "the head is all that is asked for"
    put(one, "first", 2)
    before = set(contents())
    catch_up(other.home)
    assert has(other, "first") == 2
    assert before == set(contents())


def test_what_goes_goes_everywhere(machine) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    put(one, "second", 1)
    catch_up(other.home)
    with writing(one.home, doing="removing"):
        one.path("second", "a").unlink()
    catch_up(other.home)
    assert has(other, "second") is None
    same(one, other)


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


def test_a_fetch_that_breaks_off_is_gone_on_with(machine, faults, monkeypatch) -> None:
    from kliping.warehouse import working_copy

    one, other = machine("one"), machine("other")
    for step in ("first", "second", "third"):
        put(one, step, 1)
    fetched = working_copy._fetched

    def broken(home: Path, there: HomeHead, name: str, file: object) -> bool:
        if "third" in name:
            raise StoreError("the network went")
        return fetched(home, there, name, file)

    monkeypatch.setattr(working_copy, "_fetched", broken)
    with pytest.raises(StoreError, match="the network went"):
        catch_up(other.home)
    assert not state_of(other.home).whole
    monkeypatch.setattr(working_copy, "_fetched", fetched)
    put(other, "fourth", 4)
    assert [has(other, step) for step in ("first", "second", "third", "fourth")] == [1, 1, 1, 4]
    catch_up(one.home)
    same(one, other)


@pytest.mark.parametrize("fault", ["500", "cut", "slow"])
def test_faults_on_the_way_heal(machine, faults, fault: str) -> None:
    one, other = machine("one"), machine("other")
    faults.every = {fault: 3 if fault != "slow" else 9}
    try:
        put(one, "first", 1)
        put(other, "second", 2)
        put(one, "first", 3)
        catch_up(other.home)
    finally:
        faults.every = {}
    assert faults.met
    assert (has(other, "first"), has(other, "second")) == (3, 2)
    same(one, other)


def test_what_a_block_raised_keeps_what_was_made_until_then(machine) -> None:
    one, other = machine("one"), machine("other")
    with pytest.raises(ValueError, match="a fault"), writing(one.home, doing="breaking"):
        one.write("first", "a", pl.DataFrame({"number": [1]}))
        raise ValueError("a fault")
    put(other, "second", 2)
    assert has(other, "first") == 1


def test_an_object_that_is_damaged_is_never_put_in_place(machine) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    (name,) = (f"objects/{digest}" for digest in named() if contents()[f"objects/{digest}"][:4] == b"PAR1")
    HomeHead(ADDRESS).put(name, contents()[name][:-1] + b"x")
    with pytest.raises(StoreError, match="its bytes are not those of its name"):
        catch_up(other.home)
    assert not other.path("first", "a").exists()


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/x", "store/../../outside", ".lock", "store/./x", "dagster/runs.db", "a//b", ""]
)
def test_no_path_of_a_manifest_leads_out_of_the_home(machine, tmp_path: Path, name: str) -> None:
    one, other = machine("one"), machine("other")
    put(one, "first", 1)
    import hashlib

    from kliping.warehouse.manifests import Copied

    there = HomeHead(ADDRESS)
    content = packed({name: Copied(next(iter(named())), 1, 1)})
    manifest = hashlib.sha256(content).hexdigest()
    there.put(f"objects/{manifest}", content)
    head = there.head()
    assert there.swapped({**head.told, "manifest": manifest}, head)
    with pytest.raises(StoreError, match="is no file of a home"):
        catch_up(other.home)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]


def test_the_record_of_runs_and_half_written_files_stay_here(machine) -> None:
    one, other = machine("one"), machine("other")
    with writing(one.home, doing="a run"):
        for name in ("dagster/runs.db", "store/.writing-0-1-1-ab-x", "reports/1.html"):
            (one.home / name).parent.mkdir(parents=True, exist_ok=True)
            (one.home / name).write_text(name)
    catch_up(other.home)
    assert "reports/1.html" in files_of(other.home)
    assert not (other.home / "dagster").exists()
    assert not list(other.home.rglob(".writing-*"))


def test_a_home_of_its_own_is_brought_to_an_address_and_never_over_another(tmp_path: Path, machine) -> None:
    kept = Store(tmp_path / "kept")
    put(kept, "first", 1)
    bind(kept.home, ADDRESS)
    put(kept, "second", 2)
    other = machine("other")
    catch_up(other.home)
    assert has(other, "first") == 1
    stranger = Store(tmp_path / "stranger")
    put(stranger, "first", 9)
    with pytest.raises(StoreError, match="holds another one"):
        bind(stranger.home, ADDRESS)
    assert has(stranger, "first") == 9
    with pytest.raises(SettingsError, match="works for"):
        bind(kept.home, f"s3://{BUCKET}/homes/two")


def test_two_homes_that_were_bound_to_an_empty_address_do_not_wipe_each_other(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    for number, store in enumerate((one, other)):
        put(store, "first", number)
        bind(store.home, ADDRESS)
    put(one, "second", 1)
    with pytest.raises(StoreError, match="holds another one"):
        put(other, "second", 1)
    assert has(other, "first") == 1


def test_a_service_that_does_not_keep_conditions_is_refused(faults, tmp_path: Path) -> None:
    faults.always = "unconditional"
    with pytest.raises(StoreError, match="does not keep the conditions of puts"):
        bind(tmp_path / "one", ADDRESS)
    assert not (tmp_path / "one").exists()
    assert contents() == {}


def test_a_take_down_leaves_no_word_at_the_address(machine) -> None:
    one, other = machine("one"), machine("other")
    with writing(one.home, doing="publishing"):
        rows = {"articles": [article("1"), article("2", SECRET)], "documents": [document("1"), document("2")]}
        publish_rows(one, 1, rows)
    catch_up(other.home)
    assert_frame_equal(pl.DataFrame(asked(one)), pl.DataFrame(asked(other)))
    assert any(SECRET.encode() in content for content in contents().values())
    take_down(other, "a2", NOW)
    assert not any(SECRET.encode() in content for content in contents().values())
    catch_up(one.home)
    assert [row[0] for row in asked(one)] == ["a1"]
    assert not any(SECRET.encode() in path.read_bytes() for path in one.home.rglob("*") if path.is_file())


def asked(store: Store) -> list[tuple]:
    import duckdb

    with duckdb.connect(str(store.published), read_only=True) as connection:
        return connection.execute("SELECT article_id, body FROM articles ORDER BY ALL").fetchall()


def test_a_copy_of_a_working_folder_waits_for_its_turn(machine, tmp_path: Path) -> None:
    import shutil

    one = machine("one")
    put(one, "first", 1)
    shutil.copytree(one.home, tmp_path / "copy")
    with writing(one.home, doing="a run"), pytest.raises(HomeBusy):
        put(Store(tmp_path / "copy"), "first", 2)


def test_an_address_that_was_emptied_empties_no_folder(machine, tmp_path: Path) -> None:
    one = machine("one")
    put(one, "first", 1)
    system_of(ADDRESS).rm(ADDRESS, recursive=True)
    catch_up(one.home)
    with pytest.raises(StoreError, match="There is nothing at"):
        put(one, "second", 2)
    assert has(one, "first") == 1
    (one.home / ".working-copy.json").unlink()
    put(machine("one"), "second", 2)
    other = machine("other")
    catch_up(other.home)
    assert (has(other, "first"), has(other, "second")) == (1, 2)


def test_a_head_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    HomeHead(ADDRESS).put("head.json", json.dumps({"edition": 1}).encode())
    with pytest.raises(StoreError, match="no head of ours"):
        bind(tmp_path / "one", ADDRESS)
    assert list(contents()) == ["head.json"]
