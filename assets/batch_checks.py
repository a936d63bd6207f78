"""Asset checks of one batch: whether every file of it was read, and whether a page made a step raise.

Belongs here: checks that have partitions. Does not belong here: what is judged of the whole corpus (``checks``).
"""

import warnings
from collections.abc import Iterator

import dagster as dg

from assets.partitions import batches
from kliping.warehouse.failures import failures_of
from kliping.warehouse.store import BATCH_STEPS, Store

READING = BATCH_STEPS[0]

NAMES = {step: "every_file_could_be_read" if step == READING else "no_page_made_it_fail" for step in BATCH_STEPS}
"""The check of each step."""


def spec_of(step: str) -> dg.AssetCheckSpec:
    """The check of a step, batch by batch; it only warns: what breaks it is in quarantine, and the rest goes on."""
    about = (
        "Every document of the batch could be read; one that could not is a row in quarantine, with the reason."
        if step == READING
        else "No page of the batch made the step raise; one that did is a row in quarantine, and the rest goes on."
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)  # of checks with partitions
        return dg.AssetCheckSpec(NAMES[step], asset=step, description=about, partitions_def=batches)


@dg.multi_asset_check(name="look_over_batch", specs=[spec_of(step) for step in BATCH_STEPS], can_subset=True)
def batch_checks(
    context: dg.AssetCheckExecutionContext, store: dg.ResourceParam[Store]
) -> Iterator[dg.AssetCheckResult]:
    """What each step left of the batch, asked once it is through."""
    batch = context.run.tags["dagster/partition"]
    for key in sorted(context.selected_asset_check_keys):
        step = key.asset_key.path[-1]
        yield result_of(step, batch, broken_in(store, step, batch))


def broken_in(store: Store, step: str, batch: str) -> int:
    """Documents of a batch that a step could not take."""
    if step == READING:
        return store.read(step, batch)["reason"].drop_nulls().len()
    return failures_of(store, batch, (step,)).height


def result_of(step: str, batch: str, failed: int) -> dg.AssetCheckResult:
    """What the check of a step found in a batch."""
    told: dict[str, str | int] = {"broken": failed}
    if failed:
        told["what_to_do"] = (
            f"Once published, the rows of batch {batch} in the table quarantine say which, and why. Mend the files: "
            "they are read again by themselves."
        )
    return dg.AssetCheckResult(
        check_name=NAMES[step],
        asset_key=step,
        passed=failed == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=told,
    )
