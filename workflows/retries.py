"""When what failed is tried again: after longer and longer pauses, and under a key that Dagster has not seen.

Belongs here: the policy, as one run request or the reason why there is none. Does not belong here: what is asked for
(``sensors``, ``schedules``). A refusal is no failure: it is on record as an edition, and nothing asks for it again.

Dagster remembers every run key it has seen and starts nothing for it a second time, also when that run failed. So a
key carries the number of runs that ended before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import dagster as dg

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
class Work:
    """What is to be made."""

    job: str  # name of the job
    subject: str  # what is made from what: the same text means that the same would be made
    partition: str | None = None  # batch of the run, where the job has partitions


@dataclass(frozen=True)
class Attempt:
    """A run to ask for, or why there is none now."""

    request: dg.RunRequest | None
    why: str


def attempt(instance: dg.DagsterInstance, work: Work, now: datetime, minutes: Sequence[float]) -> Attempt:
    """Whether to ask for a run that does ``work``.

    Args:
        instance: knows the runs there were.
        work: what would be done.
        now: this moment.
        minutes: pause after the first failure at the same, the second, and so on; the last one is repeated.
    """
    tags = {"dagster/partition": work.partition} if work.partition is not None else {}
    if instance.get_runs(dg.RunsFilter(tags=tags, statuses=UNFINISHED), limit=1):
        return Attempt(None, "a run is under way")
    ended = instance.get_run_records(
        dg.RunsFilter(
            job_name=work.job,
            tags={**tags, SUBJECT: work.subject},
            statuses=[*FAILED, dg.DagsterRunStatus.SUCCESS],
        ),
        order_by="update_timestamp",
    )
    failed = list(takewhile(lambda record: record.dagster_run.status in FAILED, ended))
    if failed:
        pause = timedelta(minutes=minutes[min(len(failed), len(minutes)) - 1])
        again = failed[0].update_timestamp.replace(tzinfo=UTC) + pause
        if now < again:
            why = f"{len(failed)} runs failed (see Runs); the next starts after {again.isoformat(timespec='seconds')}"
            return Attempt(None, why)
    tags = {SUBJECT: work.subject, "kliping/failed_before": str(len(failed))}
    request = dg.RunRequest(run_key=f"{work.subject}:{len(ended)}", partition_key=work.partition, tags=tags)
    return Attempt(request, "")
