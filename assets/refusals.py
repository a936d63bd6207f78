"""A refusal in the Dagster UI: the sentence first, then the rows and the next move; no stack trace before it.

Belongs here: faults of ours as Dagster's own failures. Does not belong here: the sentences (``kliping.errors``,
``expectations.verdict``), or who tries what again (``workflows.retries``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from expectations import Outcome
from expectations.advice import next_move
from kliping.errors import GateClosed, KlipingError
from kliping.shown import markdown, plain

REFUSED = "kliping/refused"
"""Metadata of a failure that is a refusal: trying again would refuse again."""


@contextlib.contextmanager
def in_plain_words(outcomes: Sequence[Outcome] = (), links: Mapping[str, str] | None = None) -> Iterator[None]:
    """Make a fault of our family a failure that reads as its sentence; a refusal carries what refused it.

    Args:
        outcomes: what the audit found; those that shut the gate are listed.
        links: addresses by name, shown beside the sentence.

    Raises:
        Failure: with the fault as its cause. It is not retried where it is a refusal.
    """
    try:
        yield
    except KlipingError as fault:
        refused = isinstance(fault, GateClosed)
        metadata: dict[str, dg.MetadataValue] = {
            name: dg.MetadataValue.url(address) for name, address in (links or {}).items()
        }
        shut = [one for one in outcomes if one.shuts]
        if shut:
            metadata["what_refused_it"] = dg.MetadataValue.md("\n".join(map(_line, shut)))
        if refused:
            metadata[REFUSED] = dg.MetadataValue.bool(True)
        raise dg.Failure(plain(str(fault)), metadata, allow_retries=not refused) from fault.with_traceback(None)


def _line(outcome: Outcome) -> str:
    """A broken expectation as an entry of a Markdown list: its name, what it means, what was found, the next move."""
    spec = outcome.spec
    return (
        f"* **{markdown(spec.name)}** on `{spec.table}`: {markdown(spec.description)} "
        f"Found: {markdown(outcome.observed)}. {markdown(next_move(spec))}"
    )
