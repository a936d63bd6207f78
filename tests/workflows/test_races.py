"""Several processes at one home: each waits for its turn or says who is at it, and the tables are those of one run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.mending import examine
from kliping.warehouse.store import Store
from tests.longer import LONGER, seldom
from tests.processes import PATIENCE_SECONDS, PATIENT, Process

pytestmark = pytest.mark.slow

WHILE_BUILT = "kliping.warehouse.publish._complete"
WHILE_UNDERSTOOD = "kliping.steps.extract_metadata"

SENSOR = """
import dagster as dg
from kliping.settings import load_settings
from kliping.warehouse.store import Store
from workflows.definitions import build_defs
from workflows.sensors import new_runs
settings = load_settings()
definitions = build_defs()
with dg.DagsterInstance.ephemeral() as instance:
    asked = new_runs(instance, Store(settings.home), settings, 60.0)
    print(getattr(asked, "skip_message", asked), flush=True)
    done = definitions.resolve_job_def("publish").execute_in_process(instance=instance)
    print(done.success, flush=True)
"""


def digest(home: Path) -> str:
    with opened(home / "kliping.duckdb") as connection:
        return tables_sha256(connection)


@pytest.fixture
def wanted(ran, source: Path, tmp_path: Path) -> str:
    """The digest of the tables of one run over the whole source."""
    ran(source, into=tmp_path / "whole")
    return digest(tmp_path / "whole")


def test_a_check_during_a_publish_waits_and_judges_what_was_published(
    ran, source, home, tmp_path, ask, wanted: str
) -> None:
    ran(source / "a.txt")
    publishing = Process("run", source, "--home", home, at=WHILE_BUILT, folder=tmp_path).stopped()
    assert len([*home.glob(".writing-*kliping.duckdb")]) == 1, "it is half built"
    hurried = Process("check", "--home", home, folder=tmp_path, KLIPING_WAIT_SECONDS="0.5").ended()
    assert (hurried[0], ask("SELECT count(*) FROM articles")) == (1, [(1,)])
    assert re.search(rf"by kliping run \(process {publishing.running.pid} on .*Waited 0\.5 seconds", hurried[2])
    patient = Process("check", "--home", home, folder=tmp_path)
    assert f"kliping run (process {publishing.running.pid} " in patient.heard("Waiting for up to")
    assert publishing.ended()[0] == 0
    code, _, errors = patient.ended()
    assert code == 0, errors
    assert digest(home) == wanted
    assert ask("SELECT edition, verdict FROM editions ORDER BY 1") == [(1, "passed"), (2, "passed")]
    assert examine(Store(home), thorough=True) == []


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), seldom(("a.txt", "b.txt", "c.txt"))])
def test_runs_at_once(run, source, home, tmp_path, ask, wanted: str, names: tuple[str, ...]) -> None:
    runs = [Process("run", source / name, "--home", home, "--json", folder=tmp_path) for name in names]
    told = [one.ended() for one in runs]
    assert {code for code, *_ in told} == {0}, told
    editions = sorted(json.loads(output)["edition"] for _, output, _ in told)
    assert editions == [number for number, _ in enumerate(names, start=1)]
    assert ask("SELECT edition, verdict FROM editions ORDER BY 1") == [(number, "passed") for number in editions]
    assert ask("SELECT count(*), count(DISTINCT document_id), count(DISTINCT batch) FROM documents") == [
        (len(names),) * 3
    ]
    assert run().edition.verdict == "passed"
    assert digest(home) == wanted
    assert examine(Store(home), thorough=True) == []


@pytest.mark.chaos
@LONGER
def test_a_sensor_and_a_worker_during_a_run(ran, source, home, tmp_path, ask, wanted: str) -> None:
    """The sensor says who is at it and asks for nothing; the worker waits, and then there is nothing left to add."""
    ran(source / "a.txt")
    running = Process("run", source, "--home", home, at=WHILE_UNDERSTOOD, folder=tmp_path).stopped()
    settings = {"KLIPING_HOME": str(home), "KLIPING_SOURCE": json.dumps([str(source)])}
    program = [sys.executable, "-W", "ignore", "-c", SENSOR]
    with subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **PATIENT, **settings},
    ) as daemon:
        assert daemon.stdout is not None
        skipped = daemon.stdout.readline()
        assert f"is being written to by kliping run (process {running.running.pid} " in skipped, skipped
        assert ask("SELECT count(*) FROM articles") == [(1,)]
        assert running.ended()[0] == 0
        output, errors = daemon.communicate(timeout=PATIENCE_SECONDS)
    assert (output, daemon.returncode) == ("True\n", 0), errors[-2000:]
    assert digest(home) == wanted
    assert ask("SELECT count(*), count(DISTINCT document_id) FROM documents") == [(4, 4)]
    assert examine(Store(home), thorough=True) == []


def test_a_page_forgotten_during_a_run_stays_forgotten(run, ran, source, home, tmp_path, ask) -> None:
    (source / "a_lagi.txt").unlink()
    ran(source / "b.txt")
    running = Process("run", source, "--home", home, at=WHILE_UNDERSTOOD, folder=tmp_path).stopped()
    forgetting = Process("forget", f"file://{source / 'c.txt'}", "--home", home, folder=tmp_path)
    assert f"kliping run (process {running.running.pid} " in forgetting.heard("Waiting for up to")
    assert running.ended()[0] == 0
    code, _, errors = forgetting.ended()
    assert code == 0, errors
    known = "SELECT count(*) FROM documents WHERE uri LIKE '%/c.txt'"
    assert ask(known) == [(0,)]
    (source / "d.txt").write_text((source / "a.txt").read_text().replace("Kali Bening", "Kali Jernih"))
    assert run().edition.verdict == "passed"
    assert ask(known) == [(0,)]
