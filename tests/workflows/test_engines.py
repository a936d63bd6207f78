"""Engines by the settings: the tables are the same, and the assets submit to a cluster and take up what comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.ahead import made_ahead
from kliping.engines import Embedded
from kliping.files import TEMPORARY, left_behind
from kliping.settings import load_settings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.lock import writing
from kliping.warehouse.store import Store
from workflows.ending import before_the_end
from workflows.engines import engine_for
from workflows.executing import definitions, instance_of, run_job
from workflows.workers import Workers

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def made(home: Path) -> str:
    with opened(home / "kliping.duckdb") as connection:
        return tables_sha256(connection)


@pytest.mark.parametrize(
    ("engine", "workers", "recorded", "kind"),
    [
        ("embedded", 3, True, None),
        ("embedded", 3, False, Embedded),
        ("workers", 1, True, None),
        ("workers", 1, False, Embedded),
        ("workers", 2, True, Workers),
    ],
)
def test_the_settings_choose(tmp_path: Path, engine: str, workers: int, recorded: bool, kind: type | None) -> None:
    settings = load_settings(None, home=tmp_path, engine=engine, workers=workers)
    chosen_for = engine_for(settings, ["b1", "b2", "b3"], recorded=recorded)
    with writing(tmp_path, doing="a test"), chosen_for as chosen:
        assert (chosen is None) == (kind is None)
        assert kind is None or isinstance(chosen[0], kind)
    assert left_behind(tmp_path) == []


def test_a_signal_that_ends_the_process_takes_the_exchange_away(tmp_path: Path) -> None:
    settings = load_settings(None, home=tmp_path, engine="embedded")
    with writing(tmp_path, doing="a test"), engine_for(settings, ["b1"], recorded=False) as chosen:
        assert chosen is not None
        chosen[1].target.put("frame", b"words of a page")
        assert list(tmp_path.glob(f"{TEMPORARY}*"))
        for taking_along in reversed(before_the_end):
            taking_along()
        assert list(tmp_path.glob(f"{TEMPORARY}*")) == []
    assert before_the_end == []


@pytest.mark.slow
@pytest.mark.cluster
@pytest.mark.skipif(not os.environ.get("KLIPING_CLUSTER_PAGES"), reason="minutes on two processors: make test-cluster")
def test_a_run_on_ray_makes_the_tables_of_this_process(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the engine ray is tested where kliping[ray] is installed")
    kliping = [sys.executable, "-c", "from workflows.cli import main; main()", "run", str(SEEDS), "--json", "--home"]
    given = {**os.environ, "KLIPING_READING__BATCH_DOCUMENTS": "8", "KLIPING_READING__SETTLE_SECONDS": "0"}
    for engine in ("embedded", "ray"):
        done = subprocess.run(
            [*kliping, str(tmp_path / engine)],
            env={**given, "KLIPING_ENGINE": engine, "KLIPING_WORKERS": "2"},
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
    assert made(tmp_path / "ray") == made(tmp_path / "embedded")
    assert left_behind(tmp_path / "ray") == []


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # Ray's own warnings
def test_a_run_of_dagsters_submits_its_batch(run, home: Path, source: Path) -> None:
    pytest.importorskip("ray", reason="the engine ray is tested where kliping[ray] is installed")
    run(store={"keep": "all"})
    settings = load_settings(None, home=home, source=(str(source),), engine="ray", workers=2)
    store = Store(home)
    (batch,) = store.parts("batches")
    before = {step.name: store.read(step.name, batch) for step in PAGE_STEPS}
    for step in PAGE_STEPS:
        store.path(step.name, batch).unlink()
    with writing(home, doing="a test"), instance_of(recorded=False, home=home) as instance:
        from workflows.sensors import enter_batches

        enter_batches(instance, [batch])
        run_job(definitions(settings).resolve_job_def("ingest"), instance, batch, [step.name for step in PAGE_STEPS])
    assert {step.name: store.read(step.name, batch).equals(before[step.name]) for step in PAGE_STEPS} == dict.fromkeys(
        before, True
    )
    assert store.outdated(batch, stamps(settings)) == []


def test_what_was_made_ahead_is_taken_up_and_not_made_again(ran, home: Path, source: Path, monkeypatch) -> None:
    ran()
    settings = load_settings(None, home=home, source=(str(source),))
    (batch,) = Store(home).parts("batches")

    def never(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("assets.steps.run_step", never)
    with writing(home, doing="a test"), instance_of(recorded=False, home=home) as instance, made_ahead(batch):
        from workflows.sensors import enter_batches

        enter_batches(instance, [batch])
        run_job(definitions(settings).resolve_job_def("ingest"), instance, batch, [step.name for step in PAGE_STEPS])
    assert Store(home).outdated(batch, stamps(settings)) == []
