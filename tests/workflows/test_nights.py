"""Nights without people, by a running daemon: a schedule publishes, what failed is tried again, a refusal is not."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from kliping.warehouse.store import Store
from tests.driving import serving, wait_for
from tests.workflows.conftest import rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.network,
    pytest.mark.chaos,
    pytest.mark.skipif(os.environ.get("KLIPING_CHAOS_EVERY") != "1", reason="waits for minutes: run make test-chaos"),
]

EVERY_MINUTE = {"KLIPING_AUTOMATION__INGEST_CRON": "* * * * *", "KLIPING_AUTOMATION__PUBLISH_CRON": "* * * * *"}
NOTHING_PASSES = """
[[rule]]
name = "no_articles"
table = "articles"
severity = "critical"
description = "No article at all."
sql = "SELECT article_id FROM articles"
"""


def edition(home: Path) -> tuple[int, str]:
    record = json.loads((home / "edition.json").read_text())
    return int(record["edition"]), str(record["verdict"])


def runs(home: Path, job: str) -> Iterator[dg.DagsterRun]:
    """Every run of a job, the newest first."""
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        yield from instance.get_runs(dg.RunsFilter(job_name=job))


def test_a_schedules_own_tick_understands_and_publishes(tmp_path: Path, source: Path) -> None:
    with serving(tmp_path, source, **EVERY_MINUTE, KLIPING_AUTOMATION__SENSORS="false") as (_, home, log):
        wait_for("the edition of the schedules", lambda: edition(home) == (1, "passed"), log)
        assert rows(home, "SELECT count(*) FROM articles") == [(2,)]
        for job, schedule in (("ingest", "daily_ingest"), ("publish", "daily_publish")):
            by = {run.tags.get("dagster/schedule_name") for run in runs(home, job)}
            assert by == {schedule}


def test_what_failed_is_tried_again_and_what_was_refused_is_not(tmp_path: Path, source: Path) -> None:
    home = tmp_path / "home"
    obstacle = Store(home).root / "languages"
    obstacle.parent.mkdir(parents=True)
    obstacle.write_text("no folder: nothing can be written here")
    retry = {"KLIPING_AUTOMATION__RETRY_MINUTES": "[0.05]", "KLIPING_AUTOMATION__LOOK_SECONDS": "5"}
    with serving(tmp_path, source, **retry, KLIPING_AUTOMATION__SCHEDULES="false") as (_, _, log):
        failed = dg.DagsterRunStatus.FAILURE
        wait_for("a failed run", lambda: failed in [run.status for run in runs(home, "ingest")], log)
        obstacle.unlink()
        wait_for("the edition of the run that was tried again", lambda: edition(home) == (1, "passed"), log)
        (home / "expectations.toml").write_text(NOTHING_PASSES)
        wait_for("the refusal", lambda: edition(home) == (2, "refused"), log)
        time.sleep(30)  # some ticks
        refused = [run for run in runs(home, "publish") if run.status == failed]
        assert len(refused) == 1
        assert edition(home) == (2, "refused")
        assert "Edition 2 refused: no_articles" in log.read_text()
