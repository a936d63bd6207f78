"""Engines against each other, and what a corpus takes: ``python -m benchmarks.scale [nodes] [PAGES]``.

Belongs here: what an engine costs beside the plain calls, what a second node of a Ray cluster brings, and the model by
which ``docs/scale.md`` sizes a corpus. Does not belong here: whether an answer is right (``tests``).

Costs of the embedded engine are seconds of processor, the least of some tries, taken in turns. Of Ray they are seconds
of a clock, since the work goes on in other processes: on a machine that is busy otherwise they say little.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from benchmarks.editions import page
from kliping.engines import Batch, Embedded, Kept, Objects
from kliping.frames import DOCUMENTS, FAILURES, conform, empty
from kliping.isolation import run_step
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS
from kliping.warehouse.understanding import SECTIONS, Understand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kliping.engines import Engine

PAGES = 2_000
NODES_PAGES = 20_000
"""Pages on one machine, and on two: so many that starting workers is little of it."""

LIMIT_SECONDS = 300
"""How long one measure may take."""

A_BATCH = 250
"""Pages of a batch: enough batches for every worker."""

TRIES = 3
"""Times that a step is timed, the least of which counts."""

CORPORA = ((10**5, 2), (10**6, 8), (10**7, 32), (10**8, 128), (10**9, 1024))
"""Pages of a corpus, and processors that somebody with so many has."""

A_WARMING = 4
"""Batches that each node gets before the clock runs, so that each of its workers has compiled."""

IN_SECONDS, IN_MINUTES = 120, 7200
"""Seconds below which a time is said in seconds, and in minutes: two of the greater unit are said in it."""

STEPS = tuple(step.name for step in PAGE_STEPS)


def batches(source: Objects, pages: int) -> list[Batch]:
    """Pages written as batches of DOCUMENTS, as they rest after the step that reads files."""
    made = []
    for start in range(0, pages, A_BATCH):
        numbers = range(start, min(start + A_BATCH, pages))
        rows = {"document_id": [f"{n:016x}" for n in numbers], "text": [page(n)["text"] for n in numbers]}
        frame = pl.DataFrame(rows).with_columns(markup=pl.lit(value=False))
        missing = [pl.lit(None).alias(name) for name in DOCUMENTS if name not in frame.columns]
        name = f"b{start:08d}"
        source.write(f"raw_documents/{name}", Kept(conform(frame.with_columns(missing), DOCUMENTS)))
        made.append(Batch(name, {"raw_documents": f"raw_documents/{name}"}, (*STEPS, "failures")))
    return made


def work(settings: Settings) -> Understand:
    """The steps as they are sent to an engine."""
    return Understand({name: getattr(settings, name).model_dump() for name in SECTIONS}, stamps(settings))


def directly(settings: Settings, source: Objects, target: Objects, todo: list[Batch]) -> None:
    """What an engine does, by plain calls: read, call each step, write."""
    for batch in todo:
        frames = {"raw_documents": source.read(batch.takes["raw_documents"]).frame}
        failures = empty(FAILURES)
        for step in PAGE_STEPS:
            done = run_step(step, frames, settings, failures)
            frames[step.name], failures = done.frame, pl.concat([failures, done.failures])
        for name in STEPS:
            target.write(f"{name}/{batch.name}", Kept(frames[name]))
        target.write(f"failures/{batch.name}", Kept(failures))


def on(engine: Engine, settings: Settings, source: Objects, target: Objects, todo: list[Batch]) -> None:
    """The same on an engine."""
    for _ in engine.map_batches(work(settings), source, target, todo):
        pass


def processor(call: Callable[[], None]) -> float:
    """Seconds of processor that ``call`` takes."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


@contextlib.contextmanager
def nodes(count: int) -> Iterator[Engine]:
    """A Ray cluster of so many nodes on this machine, a processor each, joined."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    from kliping.engines.cluster import joined

    one = {"num_cpus": 1, "object_store_memory": 100_000_000}
    made = Cluster(initialize_head=True, head_node_args={**one, "include_dashboard": False})
    try:
        for _ in range(count - 1):
            made.add_node(**one)
        made.wait_for_nodes()
        with joined(made.address) as ray:
            yield ray
    finally:
        made.shutdown()


class Measured(NamedTuple):
    """What one processor does, and what one page takes: the figures that the model goes by."""

    pages_a_second: float  # understood, all per-document steps, of one processor
    page_bytes: float  # in the file it came in, as text
    frames_bytes: float  # of all its frames, as Parquet


FIXED_BYTES, BYTES_A_PAGE = 330e6, 2_180.0
"""Memory of the search for copies and of grouping: ``python -m benchmarks.duplicates_store`` printed it for 200,000."""

HOUR_COST = 0.05
"""Of one processor with 4 GB in a cloud, in dollars: an order of magnitude, for whoever has no figure of their own."""


def model(found: Measured) -> str:
    """The table of what a corpus takes, by pages and processors."""
    heads = (
        "pages",
        "text",
        "frames",
        "processors",
        "understanding",
        "grouping and publishing",
        "memory",
        "cost",
        "ids",
    )
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for pages, cores in CORPORA:
        understood = pages / (found.pages_a_second * cores)
        cost = understood * cores / 3600 * HOUR_COST
        lines.append(
            f"| {pages:,} | {_bytes(pages * found.page_bytes)} | {_bytes(pages * found.frames_bytes)} | {cores:,} |"
            f" {_time(understood)} | {_bytes(FIXED_BYTES + pages * BYTES_A_PAGE)} | ${cost:,.2f} |"
            f" {same_id(pages):.1g} |"
        )
    return "\n".join(lines)


def same_id(pages: int) -> float:
    """The chance that two of so many pages get one id of 64 bits (the birthday problem)."""
    return -math.expm1(-pages * (pages - 1) / 2**65)


def _bytes(count: float) -> str:
    named = ("kB", "MB", "GB", "TB", "PB")
    size = min(len(named) - 1, max(0, int(math.log10(count)) // 3 - 1))
    return f"{count / 1000 ** (size + 1):.3g} {named[size]}"


def _time(seconds: float) -> str:
    if seconds < IN_SECONDS:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < IN_MINUTES else f"{seconds / 3600:.1f} h"


def seconds_on(count: int, pages: int) -> float:
    """Seconds of a clock that ``count`` nodes take for the steps of so many pages, once their workers have begun."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder, nodes(count) as engine:
        root = Objects(folder)
        todo = batches(root.below("source"), pages)
        on(engine, settings, root.below("source"), root.below("warm"), todo[: A_WARMING * count])
        begun = time.monotonic()
        on(engine, settings, root.below("source"), root.below("target"), todo)
        return time.monotonic() - begun


def one_and_two_nodes(pages: int) -> None:
    """Print what a second node brings. Each cluster has a process of its own, which is ended where it takes too long.

    Raises:
        subprocess.TimeoutExpired: a cluster did not end in ``LIMIT_SECONDS``.
    """
    taken = {}
    for count in (1, 2):
        command = [sys.executable, "-m", "benchmarks.scale", "seconds", str(count), str(pages)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS)
        taken[count] = float(done.stdout.split()[-1])
        print(f"Ray, {pages} pages on nodes of a processor each: {count} in {taken[count]:.1f} s", flush=True)
    print(f"two nodes are {taken[1] / taken[2]:.2f} times as fast as one")


def one_process(pages: int) -> Measured:
    """Print what the embedded engine costs beside plain calls."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        root = Objects(folder)
        source = root.below("source")
        todo = batches(source, pages)
        on(Embedded(), settings, source, root.below("warm"), todo[:1])  # compiles what is compiled at first use
        direct, embedded = [], []
        for turn in range(TRIES):
            target = root.below(f"turn{turn}")
            direct.append(processor(lambda t=target: directly(settings, source, t, todo)))  # type: ignore[misc]
            embedded.append(processor(lambda t=target: on(Embedded(), settings, source, t, todo)))  # type: ignore[misc]
        frames = sum(path.stat().st_size for path in Path(folder, "turn0").rglob("*.parquet"))
    text = sum(len(page(number)["text"].encode()) for number in range(pages))
    print(f"{pages} pages, all steps: direct calls {min(direct):.2f} s, embedded engine {min(embedded):.2f} s of "
          f"processor: {min(embedded) / min(direct) - 1:+.1%}")  # fmt: skip
    return Measured(pages / min(embedded), text / pages, frames / pages)


def main() -> None:
    """Print the ratio and the model; with ``nodes`` after it, what a second node of a Ray cluster brings."""
    named = sys.argv[1:]
    numbers = [int(word) for word in named if word.isdecimal()]
    if "seconds" in named:
        print(seconds_on(*numbers))
        return
    if "nodes" in named:
        one_and_two_nodes(*numbers or [NODES_PAGES])
        return
    found = one_process(*numbers or [PAGES])
    print(f"one processor: {found.pages_a_second:.0f} pages a second; a page {found.page_bytes:.0f} bytes of text, "
          f"{found.frames_bytes:.0f} bytes of frames\n")  # fmt: skip
    print(model(found))


if __name__ == "__main__":
    main()
