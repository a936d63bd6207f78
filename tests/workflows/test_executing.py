"""One job in this process: a fault of the family comes out as itself, any other as it is."""

from __future__ import annotations

import dagster as dg
import pytest

from kliping.errors import StoreError
from workflows.executing import run_job


def job_that_fails(cause: Exception | None) -> dg.JobDefinition:
    @dg.asset
    def broken() -> None:
        raise dg.Failure("the step failed") from cause

    return dg.Definitions(assets=[broken], jobs=[dg.define_asset_job("all")]).resolve_job_def("all")


@pytest.mark.parametrize(
    ("cause", "kind", "said"),
    [
        (StoreError("no room"), StoreError, "no room"),
        (ValueError("odd"), dg.Failure, "the step failed"),
        (None, dg.Failure, "the step failed"),
    ],
)
def test_a_fault_of_the_family_comes_out_as_itself(cause, kind, said) -> None:
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises(kind, match=said):
        run_job(job_that_fails(cause), instance)
