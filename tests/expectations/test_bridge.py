# ruff: noqa: E501 - programs in strings
"""The bridge: results outlive what Great Expectations does to a connection, and nothing is left open."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from expectations.bridge import open_candidate
from kliping.errors import StoreError


def test_a_result_outlives_the_rollback_of_its_connection(sound: Path) -> None:
    with open_candidate(sound, memory_mb=256, threads=1) as candidate:
        engine = sqlalchemy.create_engine(candidate.url)
        with engine.connect() as connection:
            result = connection.execute(sqlalchemy.text("SELECT count(*) FROM articles"))
        assert result.fetchall() == [(3,)]
        engine.dispose()


def test_the_candidate_is_read_only_and_the_rest_of_the_machine_out_of_reach(sound: Path) -> None:
    with open_candidate(sound, memory_mb=256, threads=1) as candidate:
        with pytest.raises(duckdb.Error, match="read-only"):
            candidate.duckdb.execute("DELETE FROM candidate.main.articles")
        with pytest.raises(duckdb.Error, match=r"[Dd]isabled|[Pp]ermission"):
            candidate.duckdb.execute("SELECT * FROM read_text('/etc/hostname')")


def test_the_file_can_be_written_again_afterwards(candidate) -> None:
    made = candidate().publish("a")
    with open_candidate(made.path, memory_mb=256, threads=1):
        pass
    made.sql("DELETE FROM articles")
    assert sorted(made.path.parent.iterdir()) == [made.path]


@pytest.mark.parametrize(
    ("content", "fault"), [(None, "There is no candidate"), (b"not a database", "cannot be opened")]
)
def test_a_missing_or_broken_file_is_said(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "candidate.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=fault), open_candidate(path, memory_mb=256, threads=1):
        pass


def test_an_audit_leaves_nothing_behind_and_prints_nothing(sound: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime; from expectations import audit, warm_up;"
        "from kliping.settings import Settings; warm_up();"
        "audit(Path(sys.argv[1]), Settings(), edition=6, run_id='r', checked_at=datetime(2024, 5, 3, tzinfo=UTC))"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(sound)], capture_output=True, text=True, check=True, cwd=root, env=environment
    )
    assert (done.stdout, done.stderr) == ("", "")
