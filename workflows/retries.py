"""When what failed is tried again: after longer and longer pauses, and under a key that Dagster has not seen.

Belongs here: the policy, as one run request or the reason why there is none. Does not belong here: what is asked for
(``sensors``, ``schedules``). A refusal is no failure: it is on record as an edition, and nothing asks for it again.

Dagster remembers every run key it has seen and starts nothing for it a second time, also when that run failed. So a
key carries the number of runs that ended before it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import dagster as dg

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Pause after the first failure at the same, the second, and so on; the last one is repeated. A lock, a gone share or a
full disk may pass."""

SUBJECT = "kliping/subject"
"""Tag of a run: what it is to make, so that its failures are counted for that alone."""

UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
FAILED = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dataclass(frozen=True)
class Attempt:
    """A run to ask for, or why there is none now."""

    request: dg.RunRequest | None
    why: str


def attempt(
    instance: dg.DagsterInstance, job: str, subject: str, now: datetime, partition: str | None = None
) -> Attempt:
    """Whether to ask for a run of ``job`` that makes ``subject``.

    Args:
        instance: knows the runs there were.
        job: name of the job.
        subject: what is made from what: the same text means that the same would be made.
        now: this moment.
        partition: batch of the run, where the job has partitions.
    """
    tags = {"dagster/partition": partition} if partition is not None else {}
    if instance.get_runs(dg.RunsFilter(tags=tags, statuses=UNFINISHED), limit=1):
        return Attempt(None, "a run is under way")
    ended = instance.get_run_records(
        dg.RunsFilter(job_name=job, tags={**tags, SUBJECT: subject}, statuses=[*FAILED, dg.DagsterRunStatus.SUCCESS]),
        order_by="update_timestamp",
    )
    failed = list(takewhile(lambda record: record.dagster_run.status in FAILED, ended))
    if failed:
        again = failed[0].update_timestamp.replace(tzinfo=UTC) + PAUSES[min(len(failed), len(PAUSES)) - 1]
        if now < again:
            why = f"{len(failed)} runs failed (see Runs); the next starts after {again.isoformat(timespec='seconds')}"
            return Attempt(None, why)
    tags = {SUBJECT: subject, "kliping/failed_before": str(len(failed))}
    return Attempt(dg.RunRequest(run_key=f"{subject}:{len(ended)}", partition_key=partition, tags=tags), "")
