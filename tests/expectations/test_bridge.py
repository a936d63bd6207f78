# ruff: noqa: E501 - programs in strings
"""The bridge: results outlive what Great Expectations does to a connection, and nothing is left open."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from benchmarks.gate import build
from expectations import audit
from expectations.bridge import open_candidate
from kliping.errors import StoreError
from kliping.settings import Settings


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


def test_what_does_not_fit_into_memory_is_spilt_beside_the_file(sound: Path) -> None:
    """Ten million numbers take 80 MB, and sorting them some more, of 50."""
    seen: set[str] = set()
    with open_candidate(sound, memory_mb=50, threads=1) as connection:
        connection.duckdb.execute("CREATE TABLE many AS SELECT hash(range) AS number FROM range(10_000_000) ORDER BY 1")
        seen |= {path.name for path in sound.parent.glob(".writing-*audit*/*")}
        assert connection.duckdb.execute("SELECT count(DISTINCT number) > 9_999_000 FROM many").fetchall() == [(True,)]
    assert seen
    assert list(sound.parent.glob(".writing-*audit*")) == []


def test_too_little_memory_is_told_by_the_setting(tmp_path: Path) -> None:
    large = tmp_path / "candidate.duckdb"
    build(large, 2_000)
    known = Settings()
    scarce = known.model_copy(update={"gate": known.gate.model_copy(update={"audit_memory_mb": 4})})
    with pytest.raises(StoreError, match=r"gate\.audit_memory_mb"):
        audit(large, scarce, edition=6, run_id="r", checked_at=datetime(2024, 6, 1, tzinfo=UTC))
    assert audit(large, known, edition=6, run_id="r", checked_at=datetime(2024, 6, 1, tzinfo=UTC)).passed
