"""What is old goes, what is in use stays, and what was freed is said."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from kliping.files import temporary_name
from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows.pruning import prune, prune_runs

LATER = timedelta(days=365)


def by_what(freed) -> dict[str, int]:
    return {one.what: one.count for one in freed}


def test_a_home_in_use_loses_only_what_nobody_needs(run, ran, home: Path, source: Path, ask) -> None:
    ran(source)
    before = {path: path.stat().st_size for path in home.rglob("*") if path.is_file() and path.name != ".lock"}
    rows = ask("SELECT * FROM articles ORDER BY ALL")
    stray = Store(home).path("lines", "2001-01-01-001")
    aside = home / "aside" / "old.parquet.1"
    left = home / temporary_name("x").replace(str(os.getpid()), "1")
    for path in (stray, aside, left):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 1000)
    freed = prune(Settings(home=home), None, datetime.now(UTC) + LATER)
    assert by_what(freed) == {
        "temporary files": 1,
        "frames of no batch": 1,
        "files set aside": 1,
        "kept editions": 0,
        "Data Docs": 0,
    }
    assert sum(one.bytes for one in freed) == 3000
    assert not any(path.exists() for path in (stray, aside, left))
    assert {path for path in before if not path.exists()} == set()
    assert ask("SELECT * FROM articles ORDER BY ALL") == rows
    assert not run(source).fresh  # nothing is to be made again


def test_what_lies_aside_stays_until_its_time(home: Path) -> None:
    aside = home / "aside" / "young"
    aside.parent.mkdir(parents=True)
    aside.write_bytes(b"x")
    prune(Settings(home=home), None, datetime.now(UTC))
    assert aside.exists()


@dg.job
def ingest() -> None:
    """Nothing: stands for the job in the record of runs."""


@pytest.fixture
def instance(tmp_path: Path):
    (tmp_path / "runs").mkdir()
    with dg.instance_for_test(overrides={"telemetry": {"enabled": False}}, temp_dir=str(tmp_path / "runs")) as made:
        yield made


def ended(instance, status: dg.DagsterRunStatus, batch: str) -> str:
    return instance.create_run_for_job(ingest, status=status, tags={"dagster/partition": batch}).run_id


def test_old_runs_go_but_the_last_good_one_of_each_batch(instance) -> None:
    first = ended(instance, dg.DagsterRunStatus.SUCCESS, "2026-01-01-001")
    last = ended(instance, dg.DagsterRunStatus.SUCCESS, "2026-01-01-001")
    failed = ended(instance, dg.DagsterRunStatus.FAILURE, "2026-01-01-001")
    only = ended(instance, dg.DagsterRunStatus.SUCCESS, "2026-01-01-002")
    under_way = ended(instance, dg.DagsterRunStatus.STARTED, "2026-01-01-003")
    assert prune_runs(instance, datetime.now(UTC) - timedelta(days=1)).count == 0
    assert prune_runs(instance, datetime.now(UTC) + timedelta(days=1)).count == 2
    left = {one.run_id for one in instance.get_runs()}
    assert left == {last, only, under_way}
    assert {first, failed} & left == set()
