"""What we lean on in DuckDB: locks, what a reader sees after a replacement, and which clients open which file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

READ = "con = duckdb.connect(sys.argv[1], read_only=True); print(con.execute('SELECT x FROM t').fetchall())"
WRITE = "con = duckdb.connect(sys.argv[1]); con.execute('CREATE TABLE u AS SELECT 1'); print('written')"


def elsewhere(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs ``code`` with our own DuckDB in another process."""
    command = [sys.executable, "-c", f"import sys, duckdb\n{code}", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def file_with(path: Path, value: int, storage: str | None = None) -> Path:
    """A closed DuckDB file with a table ``t`` of one row, in a storage version."""
    option = f" (STORAGE_VERSION '{storage}')" if storage else ""
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH '{path}' AS made{option}")
        connection.execute(f"CREATE TABLE made.t AS SELECT {value} AS x, ['a', 'b'] AS names, now() AS seen")
        connection.execute("COMMENT ON COLUMN made.t.x IS 'a number'")
        connection.execute("DETACH made")
    finally:
        connection.close()
    return path


def test_an_open_writer_shuts_readers_of_other_processes_out(tmp_path: Path) -> None:
    path = file_with(tmp_path / "file.duckdb", 1)
    writer = duckdb.connect(str(path))
    try:
        done = elsewhere(READ, path)
    finally:
        writer.close()
    assert "Could not set lock on file" in done.stderr


def test_an_open_writer_shuts_readers_of_its_own_process_out(tmp_path: Path) -> None:
    path = file_with(tmp_path / "file.duckdb", 1)
    writer = duckdb.connect(str(path))
    try:
        with pytest.raises(duckdb.ConnectionException, match="different configuration"):
            duckdb.connect(str(path), read_only=True)
    finally:
        writer.close()


def test_an_open_reader_shuts_writers_out_and_readers_in(tmp_path: Path) -> None:
    path = file_with(tmp_path / "file.duckdb", 1)
    reader = duckdb.connect(str(path), read_only=True)
    try:
        writing, reading = elsewhere(WRITE, path), elsewhere(READ, path)
    finally:
        reader.close()
    assert "Could not set lock on file" in writing.stderr
    assert reading.stdout.strip() == "[(1,)]"


def test_replacing_a_file_under_an_open_reader_is_safe(tmp_path: Path) -> None:
    path, next_edition = file_with(tmp_path / "file.duckdb", 1), file_with(tmp_path / "next.duckdb", 2)
    reader = duckdb.connect(str(path), read_only=True)
    try:
        next_edition.replace(path)
        assert reader.execute("SELECT x FROM t").fetchall() == [(1,)]
        again = duckdb.connect(str(path), read_only=True)
        try:
            assert again.execute("SELECT x FROM t").fetchall() == [(1,)], "same process: still the old file"
        finally:
            again.close()
        assert elsewhere(READ, path).stdout.strip() == "[(2,)]", "another process: the new one"
    finally:
        reader.close()
    last = duckdb.connect(str(path), read_only=True)
    try:
        assert last.execute("SELECT x FROM t").fetchall() == [(2,)], "once every reader has closed: the new one"
    finally:
        last.close()


@pytest.mark.parametrize(
    ("storage", "client", "opens"),
    [
        ("v1.0.0", "1.1.3", True),
        ("v1.0.0", "1.4.4", True),
        ("v1.2.0", "1.1.3", False),
        ("v1.2.0", "1.4.4", True),
        (None, "1.1.3", False),
        (None, "1.4.4", False),
    ],
)
def test_old_clients_open_the_old_storage_format_only(tmp_path, old_duckdb, storage, client, opens) -> None:
    path = file_with(tmp_path / "file.duckdb", 7, storage)
    done = old_duckdb(client).run(f"import sys\n{READ}", str(path))
    if opens:
        assert done.stdout.strip() == "[(7,)]", done.stderr
    else:
        assert done.returncode != 0
        assert "storage" in done.stderr


def test_our_own_client_opens_the_old_storage_format(tmp_path: Path) -> None:
    path = file_with(tmp_path / "file.duckdb", 7, "v1.0.0")
    assert elsewhere(READ, path).stdout.strip() == "[(7,)]"


def test_comments_survive_in_the_old_storage_format(tmp_path: Path) -> None:
    connection = duckdb.connect(str(file_with(tmp_path / "file.duckdb", 7, "v1.0.0")), read_only=True)
    try:
        found = connection.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'x'").fetchall()
    finally:
        connection.close()
    assert found == [("a number",)]


def test_a_polars_frame_is_scanned_through_pyarrow() -> None:
    frame = pl.DataFrame({"x": [1, 2]})  # noqa: F841 - DuckDB finds it by its name
    assert duckdb.sql("SELECT sum(x) FROM frame").fetchall() == [(3,)]
    scan = "import polars as pl\nframe = pl.DataFrame({'x': [1, 2]})\nprint(duckdb.sql('FROM frame').fetchall())"
    done = elsewhere(f"sys.modules['pyarrow'] = None\n{scan}")
    assert "pyarrow" in done.stderr
    assert done.returncode != 0


def test_an_exception_leaves_a_connection_open_until_it_is_closed(tmp_path: Path) -> None:
    path = file_with(tmp_path / "file.duckdb", 1)
    writer = duckdb.connect(str(path))
    try:
        with pytest.raises(duckdb.CatalogException):
            writer.execute("SELECT * FROM missing")
        assert "Could not set lock on file" in elsewhere(READ, path).stderr
    finally:
        writer.close()
    assert elsewhere(READ, path).stdout.strip() == "[(1,)]"
