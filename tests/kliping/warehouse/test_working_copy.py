"""A home at an address: what one machine made another goes on from, and nothing half-written counts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines.objects import system_of
from kliping.errors import SettingsError, StoreError
from kliping.warehouse.leases import HomeHead
from kliping.warehouse.lock import catch_up, writing
from kliping.warehouse.manifests import files_of, packed
from kliping.warehouse.store import Store
from kliping.warehouse.takedown import take_down
from kliping.warehouse.working_copy import bind, state_of
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows
from tests.kliping.warehouse.machines import ADDRESS, contents, has, named, put, same
from tests.longer import seldom
from tests.object_store import BUCKET

pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("default")]  # the server's and the client's own

SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"


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


@pytest.mark.parametrize("fault", [seldom("500"), "cut", seldom("slow")])
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


def test_a_home_of_its_own_is_brought_to_an_address_and_never_over_another(address, tmp_path: Path, machine) -> None:
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


def test_two_homes_that_were_bound_to_an_empty_address_do_not_wipe_each_other(address, tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    for number, store in enumerate((one, other)):
        put(store, "first", number)
        bind(store.home, ADDRESS)
    put(one, "second", 1)
    with pytest.raises(StoreError, match="holds another one"):
        put(other, "second", 1)
    assert has(other, "first") == 1


def test_a_service_that_does_not_keep_conditions_is_refused(address, faults, tmp_path: Path) -> None:
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


def test_a_head_of_somebody_else_is_left_alone(address, tmp_path: Path) -> None:
    HomeHead(ADDRESS).put("head.json", json.dumps({"edition": 1}).encode())
    with pytest.raises(StoreError, match="no head of ours"):
        bind(tmp_path / "one", ADDRESS)
    assert list(contents()) == ["head.json"]
