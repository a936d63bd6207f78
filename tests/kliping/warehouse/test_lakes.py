"""A catalogue over released files: its rows say what the manifests say, and a reader with the extension reads by it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kliping.warehouse.exports import EXPORTED, export
from kliping.warehouse.lakes import Snapshot, snapshot_of, write_lake
from kliping.warehouse.releases import _named, _sized
from kliping.warehouse.store import Store
from tests.kliping.warehouse.homes import article, document, publish_rows
from tests.lake_reader import READER, WHY, asked

ADDRESS = "s3://bucket/editions"
MAY = {"published_on": date(2024, 5, 1), "authors": ["Sari", "Rahmat"], "tags": ["banjir"]}
EDITIONS = {
    1: [article("1"), article("2", **MAY)],
    2: [article("1"), article("2", **MAY), article("3", 'It\'s "quoted".', language="en")],
    3: [article("3", language="en"), article("2", **MAY)],
    5: [article("1"), article("2", **MAY)],
}


class Released:
    """Editions as a release leaves them: files by what is in them, and what the manifests say."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.snapshots: list[Snapshot] = []
        self.written = count()
        self.wanted: dict[int, list[list[Any]]] = {}

    def add(self, number: int, rows: list[dict[str, Any]]) -> None:
        store = Store(self.folder / "home")
        documents = [document(row["article_id"][1:]) for row in rows]
        publish_rows(store, number, {"articles": rows, "documents": documents})
        made = self.folder / f"edition-{number}"
        export(store.published, made, "parquet", EXPORTED)
        manifest = json.loads((made / "manifest.json").read_text())
        files = {}
        for path, told in manifest["files"].items():
            name = _named(path, told["sha256_of_rows"])
            (self.data / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made / path, self.data / name)
            files[name] = _sized(made / path, told)
        found = snapshot_of({**manifest, "files": files})
        assert found is not None
        self.snapshots.append(found)
        with duckdb.connect(str(store.published), read_only=True) as connection:
            rows = connection.execute(FACTS.format("articles", "")).fetchall()
            self.wanted[number] = json.loads(json.dumps(rows, default=str))

    def catalogue(self, snapshots: list[Snapshot] | None = None) -> Path:
        path = self.folder / f"catalogue-{next(self.written)}.ducklake"
        write_lake(path, ADDRESS, snapshots or self.snapshots)
        return path


FACTS = "SELECT article_id, body, language, authors, tags, published_on FROM {}{} ORDER BY ALL"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    made = Released(tmp_path_factory.mktemp("lake"))
    for number, rows in EDITIONS.items():
        made.add(number, rows)
    return made


def rows_of(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_each_snapshot_has_the_files_of_its_edition(released: Released) -> None:
    """Read by plain SQL, as the specification has a reader do it: begun by then, and not ended yet."""
    catalogue = released.catalogue()
    for one in released.snapshots:
        for table in one.columns:
            found = rows_of(
                catalogue,
                "SELECT t.path || f.path, f.record_count, f.file_size_bytes, f.footer_size "
                "FROM ducklake_data_file AS f "
                f"JOIN ducklake_table AS t USING (table_id) WHERE t.table_name = '{table}' "
                f"AND f.begin_snapshot <= {one.edition} AND coalesce(f.end_snapshot > {one.edition}, true) ORDER BY 1",
            )
            of_table = {name: file for name, file in one.files.items() if file["table"] == table}
            assert found == [
                (name.removeprefix("files/"), file["rows"], file["bytes"], file["footer"])
                for name, file in sorted(of_table.items())
            ]
    assert rows_of(catalogue, "SELECT snapshot_id FROM ducklake_snapshot ORDER BY 1") == [(1,), (2,), (3,), (5,)]
    numbers = rows_of(catalogue, "SELECT count(*), count(DISTINCT data_file_id) FROM ducklake_data_file")
    assert numbers[0][0] == numbers[0][1]


def test_rows_have_numbers_of_their_own(released: Released) -> None:
    found = rows_of(
        released.catalogue(),
        "SELECT table_id, row_id_start, record_count FROM ducklake_data_file WHERE record_count > 0 ORDER BY ALL",
    )
    for (table, start, rows), (other, following, _) in pairwise(found):
        assert table != other or start + rows == following


def test_the_same_editions_have_the_same_catalogue(released: Released, tmp_path: Path) -> None:
    again = tmp_path / "again.ducklake"
    write_lake(again, ADDRESS, released.snapshots)
    for table in ("data_file", "table", "schema", "snapshot", "column", "metadata"):
        query = f"SELECT columns(*)::VARCHAR FROM ducklake_{table} ORDER BY ALL"
        assert rows_of(again, query) == rows_of(released.catalogue(), query)


def test_an_edition_with_other_columns_is_left_out(released: Released, tmp_path: Path) -> None:
    first, *others = released.snapshots
    columns = {**first.columns, "articles": [*first.columns["articles"], ["label", "VARCHAR"]]}
    write_lake(tmp_path / "c.ducklake", ADDRESS, [first._replace(columns=columns), *others])
    found = rows_of(tmp_path / "c.ducklake", "SELECT snapshot_id FROM ducklake_snapshot ORDER BY 1")
    assert found == [(2,), (3,), (5,)]


def test_a_manifest_that_tells_too_little_is_no_snapshot() -> None:
    assert snapshot_of({"edition": 1, "files": {}}) is None
    told = {"edition": 1, "published_at": "x", "tables_sha256": "y", "columns": {}}
    assert snapshot_of({**told, "files": {"files/a/a.parquet": {"table": "a", "rows": 1}}}) is None


@pytest.mark.skipif(not READER.is_file(), reason=WHY)
def test_a_reader_goes_back_and_forth_between_editions(released: Released) -> None:
    questions = [FACTS.format("lake.articles", f" AT (VERSION => {number})") for number in EDITIONS]
    *then, now, gone = asked(
        released.catalogue(),
        released.data,
        *questions,
        FACTS.format("lake.articles", ""),
        FACTS.format("lake.articles", " AT (VERSION => 9)"),
    )
    assert then == list(released.wanted.values())
    assert now == released.wanted[5]
    assert "9" in gone


@pytest.mark.skipif(not READER.is_file(), reason=WHY)
def test_a_reader_reads_every_table_and_filters(released: Released) -> None:
    counts = asked(released.catalogue(), released.data, *(f"SELECT count(*) FROM lake.{name}" for name in EXPORTED))
    last = released.snapshots[-1]
    for name, answer in zip(EXPORTED, counts, strict=True):
        assert answer == [[sum(one["rows"] for one in last.files.values() if one["table"] == name)]]
    found = asked(
        released.catalogue(),
        released.data,
        "SELECT article_id FROM lake.articles WHERE published_on = DATE '2024-05-01'",
        "SELECT article_id FROM lake.articles WHERE list_contains(authors, 'Rahmat')",
        "SELECT article_id FROM lake.articles AT (VERSION => 3) WHERE language = 'en'",
        "SELECT snapshot_id, commit_message FROM lake.snapshots()",
    )
    assert found == [
        [["a2"]],
        [["a2"]],
        [["a3"]],
        [[number, f"edition {number}"] for number in EDITIONS],
    ]


@pytest.mark.skipif(not READER.is_file(), reason=WHY)
def test_a_reader_finds_nothing_of_an_edition_that_is_in_no_catalogue_any_more(released: Released) -> None:
    """As after a take-down: the newest edition stands alone, and reads as before."""
    alone = released.catalogue(released.snapshots[-1:])
    now, before = asked(
        alone,
        released.data,
        FACTS.format("lake.articles", ""),
        FACTS.format("lake.articles", " AT (VERSION => 2)"),
    )
    assert now == released.wanted[5]
    assert "2" in before
    assert isinstance(before, str)
