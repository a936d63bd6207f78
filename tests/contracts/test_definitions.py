"""A snapshot of everything Dagster is told: a change of the graph is a change of ``definitions.txt``, seen in review.

``python tests/contracts/test_definitions.py`` prints the text as it is now.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.settings import Settings
from workflows.definitions import build_defs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dagster as dg

SNAPSHOT = Path(__file__).with_name("definitions.txt")

NOWHERE = Path("/nonexistent/home")  # a home without rules of a user's own


def described(defs: dg.Definitions) -> Iterator[str]:
    """A line for every asset, check, job, schedule and sensor, with all that decides when and on what it runs."""
    graph = defs.resolve_asset_graph()
    for key in sorted(graph.get_all_asset_keys(), key=lambda key: key.to_user_string()):
        node = graph.get(key)
        partitions = f"partitions={node.partitions_def.name}" if node.partitions_def else "whole"
        above = ",".join(sorted(parent.to_user_string() for parent in node.parent_keys)) or "-"
        kinds = ",".join(sorted(node.kinds)) or "-"
        yield f"asset {key.to_user_string()} group={node.group_name} {partitions} after={above} kinds={kinds}"
    for key in sorted(graph.asset_check_keys, key=lambda key: (key.asset_key.to_user_string(), key.name)):
        spec = graph.get_check_spec(key)
        blocking = "blocking" if spec.blocking else "open"
        severity = spec.metadata.get("severity", "-")
        table = spec.metadata.get("table", "-")
        yield f"check {key.asset_key.to_user_string()}:{key.name} {blocking} severity={severity} table={table}"
    for job in sorted(defs.jobs or [], key=lambda job: job.name):
        resolved = defs.resolve_job_def(job.name)
        names = ",".join(sorted(key.to_user_string() for key in resolved.asset_layer.selected_asset_keys))
        partitions = f"partitions={resolved.partitions_def.name}" if resolved.partitions_def else "whole"
        yield f"job {job.name} {partitions} assets={names}"
    for schedule in sorted(defs.schedules or [], key=lambda schedule: schedule.name):
        when = f"{schedule.cron_schedule!r} {schedule.default_status.value}"
        yield f"schedule {schedule.name} {when} job={schedule.job_name}"
    for sensor in sorted(defs.sensors or [], key=lambda sensor: sensor.name):
        jobs = ",".join(sorted(target.job_name for target in sensor.targets))
        every = f"every {sensor.minimum_interval_seconds} s"
        yield f"sensor {sensor.name} {every} {sensor.default_status.value} job={jobs}"
    yield f"resources {','.join(sorted(defs.resources or {}))}"
    yield f"executor {defs.executor.name if defs.executor else '-'}"


def snapshot() -> str:
    return "\n".join(described(build_defs(settings=Settings(home=NOWHERE)))) + "\n"


def test_the_definitions_are_what_the_snapshot_says() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == snapshot()


def test_every_asset_has_a_group_and_a_description() -> None:
    graph = build_defs(settings=Settings(home=NOWHERE)).resolve_asset_graph()
    bare = [key for key in graph.get_all_asset_keys() if not graph.get(key).description]
    ungrouped = [key for key in graph.get_all_asset_keys() if graph.get(key).group_name == "default"]
    assert (bare, ungrouped) == ([], [])


def test_what_shuts_the_gate_also_stops_the_run() -> None:
    graph = build_defs(settings=Settings(home=NOWHERE)).resolve_asset_graph()
    specs = [graph.get_check_spec(key) for key in graph.asset_check_keys]
    critical = {spec.name for spec in specs if spec.metadata.get("severity") == "critical"}
    assert critical
    assert {spec.name for spec in specs if spec.blocking} == critical


if __name__ == "__main__":
    sys.stdout.write(snapshot())
