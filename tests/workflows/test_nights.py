"""A night without people, by a running daemon: what failed is tried again, the clock publishes, a refusal stays one."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest

from kliping.warehouse.store import Store
from tests.driving import serving, wait_for
from tests.longer import LONGER
from tests.rules import NOTHING_PASSES
from tests.workflows.conftest import rows

pytestmark = [pytest.mark.slow, pytest.mark.network, pytest.mark.chaos, LONGER]

BY_THE_MINUTE = {
    "KLIPING_AUTOMATION__INGEST_CRON": "* * * * *",
    "KLIPING_AUTOMATION__PUBLISH_CRON": "* * * * *",
    "KLIPING_AUTOMATION__PRUNE_CRON": "",
    "KLIPING_AUTOMATION__LOOK_SECONDS": "5",
    "KLIPING_AUTOMATION__RETRY_MINUTES": "[0.05]",
}


def edition(home: Path) -> tuple[int, str]:
    record = json.loads((home / "edition.json").read_text())
    return int(record["edition"]), str(record["verdict"])


class Record:
    """What Dagster put on record: runs and ticks."""

    def __init__(self, home: Path) -> None:
        self._folder = str(home / "dagster")

    def runs(self, job: str) -> list[dg.DagsterRun]:
        """Every run of a job, the newest first."""
        with dg.DagsterInstance.from_config(self._folder) as instance:
            return list(instance.get_runs(dg.RunsFilter(job_name=job)))

    def said(self, name: str) -> list[str]:
        """Why the ticks of a sensor or schedule asked for nothing, the newest first."""
        with dg.DagsterInstance.from_config(self._folder) as instance:
            (state,) = [one for one in instance.all_instigator_state() if one.name == name]
            ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id)
        return [tick.skip_reason or "" for tick in ticks]

    def by(self, job: str, tag: str) -> set[str | None]:
        """What asked for the runs of a job that ended well."""
        good = [run for run in self.runs(job) if run.status == dg.DagsterRunStatus.SUCCESS]
        return {run.tags.get(tag) for run in good}


def test_what_failed_is_tried_again_the_clock_publishes_and_a_refusal_stays(tmp_path: Path, source: Path) -> None:
    home = tmp_path / "home"
    obstacle = Store(home).root / "languages"
    obstacle.parent.mkdir(parents=True)
    obstacle.write_text("no folder: nothing can be written here")
    with serving(tmp_path, source, **BY_THE_MINUTE) as (_, _, log):
        record, failed = Record(home), dg.DagsterRunStatus.FAILURE
        wait_for("a failed run", lambda: failed in [run.status for run in record.runs("ingest")], log)
        obstacle.unlink()
        wait_for("an edition of the run that was tried again", lambda: edition(home)[1] == "passed", log)
        assert rows(home, "SELECT count(*) FROM articles") == [(3,)]
        wait_for(
            "an edition by the clock", lambda: "daily_publish" in record.by("publish", "dagster/schedule_name"), log
        )
        assert "unpublished_batches" in record.by("publish", "dagster/sensor_name")
        (home / "expectations.toml").write_text(NOTHING_PASSES)
        wait_for("the refusal", lambda: edition(home)[1] == "refused", log)
        refused, ticks = edition(home), {name: len(record.said(name)) for name in ("daily_publish", "new_files")}
        wait_for(
            "another tick of the clock, and one of the sensor",
            lambda: all(len(record.said(name)) > count + 1 for name, count in ticks.items()),
            log,
        )
        assert edition(home) == refused
        assert [run.status for run in record.runs("publish")].count(failed) == 1
        for name in ("daily_publish", "unpublished_batches"):
            assert any(f"Edition {refused[0]} refused: no_articles" in said for said in record.said(name)), name
