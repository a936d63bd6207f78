"""Copies found, time and memory, on planted corpora, beside other tools on the same text.

Run ``python -m benchmarks.duplicates``; ``--small`` leaves out the corpora of 200,000 documents, ``--large`` adds one
with 1,000,000 in a home, and words such as ``homes`` or ``hostile`` run only those parts. Every measurement has a
fresh process with one thread. Times are processor seconds, so that a busy machine changes little; compiling is done
before the clock starts. Recall: share of the planted copies grouped with their original. Precision: share of the
documents called copies whose canonical document is of the same family. Memory: the most resident beyond the text, or
in a home beyond what was resident before; files that are mapped count.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.memory import resident

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (20_000, 200_000)
HOMES = (20_000, 200_000)
LARGE = 1_000_000
"""Documents searched at once, in homes, and where there is an hour: ten times as many each show what grows faster."""

WARM = 500
"""Documents that are searched before the clock runs, so that compiling is not counted."""


def main() -> None:
    """Print the tables."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    small, large = "--small" in sys.argv, "--large" in sys.argv
    parts: dict[str, Callable[[Path], None]] = {
        "planted": lambda folder: _planted(folder, SIZES[:1] if small else SIZES),
        "homes": lambda folder: _homes(folder, HOMES[:1] if small else (*HOMES, LARGE) if large else HOMES),
        "peers": _peers,
        "hostile": lambda _: _hostile(),
    }
    named = [name for name in parts if name in sys.argv]
    with TemporaryDirectory(prefix="kliping-bench-") as folder:
        for name in named or parts:
            parts[name](Path(folder))


def _planted(folder: Path, sizes: tuple[int, ...]) -> None:
    print("planted copies, 12 languages, 5 to 10 % of words edited, furniture exchanged; all searched at once")
    print(f"{'documents':>10} {'docs/s':>8} {'precision':>10} {'recall':>8} {'bytes/doc':>10}", flush=True)
    for size in sizes:
        path = folder / f"{size}.parquet"
        _alone(_make, path, size)  # in a process of its own, whose memory is not counted
        told = _alone(_whole, path, size)
        print(
            f"{size:>10,} {told['rate']:>8,.0f} {told['precision']:>10.4f} {told['recall']:>8.4f} "
            f"{told['memory']:>10,.0f}",
            flush=True,
        )


def _homes(folder: Path, sizes: tuple[int, ...]) -> None:
    from benchmarks.duplicates_store import batch_beside_all, made

    print("\nthe same in a home, batch by batch, and then a batch of 1,000 more")
    heads = f"{'documents':>10} {'docs/s':>8} {'precision':>10} {'recall':>8} {'bytes/doc':>10}"
    print(heads + f" {'batch, seconds':>15} {'of all':>7} {'bytes/doc':>10}", flush=True)
    for size in sizes:
        _alone(made, folder / "planted", size)
        told = _alone(batch_beside_all, folder / "planted", folder / f"home-{size}", size)
        print(
            f"{size:>10,} {size / told['seconds']:>8,.0f} {told['precision']:>10.4f} {told['recall']:>8.4f} "
            f"{told['memory']:>10,.0f} {told['batch']:>15.2f} {told['share']:>7.1%} {told['batch_memory']:>10,.0f}",
            flush=True,
        )


def _peers(folder: Path) -> None:
    from benchmarks.duplicates_peers import PEERS

    print("\nbeside other tools, shingles of 3 words, 128 values; smaller where a tool needs it")
    print(f"{'tool':>14} {'documents':>10} {'docs/s':>8} {'precision':>10} {'recall':>8}")
    for name, size in PEERS.items():
        _alone(_make, folder / f"{size}.parquet", size)
        for tool in (name, "kliping"):
            told = _alone(_tool, folder / f"{size}.parquet", size, tool)
            if "why" in told:
                print(f"{tool:>14} {size:>10,} not run: {told['why']}")
            else:
                print(f"{tool:>14} {size:>10,} {told['rate']:>8,.0f} {told['precision']:>10.4f} {told['recall']:>8.4f}")


def _hostile() -> None:
    print(f"\n{'hostile corpus':>34} {'seconds':>8} {'groups':>7} {'MB beyond the text':>19} {'twice as many':>14}")
    for name, make in HOSTILE.items():
        told = _alone(_hostile_corpus, make, 1)
        double = _alone(_hostile_corpus, make, 2)["seconds"] / told["seconds"]
        print(
            f"{name:>34} {told['seconds']:>8.2f} {told['groups']:>7,} {told['memory']:>19,.0f} {double:>12.1f} x",
            flush=True,
        )


def _alone(work: Callable[..., dict[str, Any]], *arguments: object) -> dict[str, Any]:
    """What ``work`` returns in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _make(path: Path, size: int) -> dict[str, Any]:
    """Writes the planted corpus of ``size``, when it is not there yet."""
    from benchmarks.duplicates_corpus import planted

    if not path.exists():
        planted(size).write_parquet(path)
    return {}


def _whole(path: Path, size: int) -> dict[str, Any]:
    from benchmarks.duplicates_corpus import scores
    from kliping.duplicates import find_duplicates, sign
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    corpus = pl.read_parquet(path)
    bodies, ranking = corpus.select("document_id", "sha256", "body"), _ranking(corpus)
    del corpus
    find_duplicates(sign(bodies[:WARM], settings), ranking, settings)
    before = resident(reset=True)
    start = time.process_time()
    signatures = sign(bodies, settings)
    found = find_duplicates(signatures, ranking, settings)
    seconds = time.process_time() - start
    memory = resident() - before
    found.write_parquet(path.with_suffix(".found"))
    return {"seconds": seconds, "rate": size / seconds, "memory": memory / size} | scores(
        pl.read_parquet(path), found["document_id"], found["canonical_document_id"], found["group_id"]
    )


def _tool(path: Path, size: int, tool: str) -> dict[str, Any]:
    from benchmarks.duplicates_corpus import scores
    from benchmarks.duplicates_peers import children, run

    corpus = pl.read_parquet(path)
    start = time.process_time() + children()
    groups, why, spent_before = run(tool, corpus["body"].to_list())
    if groups is None:
        return {"why": why}
    seconds = time.process_time() + children() - start - spent_before
    firsts = corpus.select("document_id").with_columns(group=pl.Series(groups))
    canonical = firsts.select(pl.col("document_id").first().over("group")).to_series()
    return {"rate": size / seconds} | scores(corpus, corpus["document_id"], canonical, pl.Series(groups))


def _ranking(corpus: pl.DataFrame) -> pl.DataFrame:
    """Nothing but lengths: which copy stays does not follow from which was first."""
    from kliping.duplicates.schemas import RANKING
    from kliping.frames import conform

    lengths = corpus.select("document_id", body_length=pl.col("body").str.len_chars())
    return conform(
        lengths.with_columns(
            held=pl.lit(value=False),
            **{name: None for name in RANKING if name not in ("document_id", "body_length", "held")},
        ),
        RANKING,
    )


def _hostile_corpus(make: Callable[[int], list[str]], times: int) -> dict[str, Any]:
    from kliping.duplicates import find_duplicates, sign
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    frame = pl.DataFrame({"body": make(times)}).with_row_index("row")
    bodies = frame.select(
        document_id=pl.col("row").cast(pl.String).str.zfill(16),
        sha256=pl.col("row").hash(1).cast(pl.String).str.zfill(64),
        body="body",
    )
    del frame
    words = [" ".join(f"kata{word}" for word in range(start, start + 90)) for start in (0, 5, 9)]
    warm = pl.DataFrame({"document_id": ["a", "b", "c"], "sha256": ["a", "b", "c"], "body": words})
    find_duplicates(sign(warm, settings), _ranking(warm), settings)
    before = resident(reset=True)
    start = time.process_time()
    found = find_duplicates(sign(bodies, settings), _ranking(bodies), settings)
    return {
        "seconds": time.process_time() - start,
        "groups": found["canonical_document_id"].n_unique(),
        "memory": (resident() - before) / 1e6,
    }


def _equal(times: int) -> list[str]:
    from benchmarks.duplicates_corpus import near_copies

    return near_copies(1) * (10_000 * times)


def _near(times: int) -> list[str]:
    from benchmarks.duplicates_corpus import near_copies

    return near_copies(10_000 * times)


def _template(times: int) -> list[str]:
    from benchmarks.duplicates_corpus import template_rows

    return template_rows(10_000 * times)


def _nearly_empty(times: int) -> list[str]:
    return [f"Halaman {row % 100}" for row in range(10_000 * times)]


def _huge(times: int) -> list[str]:
    return [" ".join(f"kata{word}" for word in range(5_500_000 * times))[: 50_000_000 * times]]


def _said_again(times: int) -> list[str]:
    return ["kata yang sama " * (3_300_000 * times)]


HOSTILE: dict[str, Callable[[int], list[str]]] = {
    "10,000 equal articles": _equal,
    "10,000 near copies of one article": _near,
    "10,000 rows of one template": _template,
    "10,000 nearly empty pages": _nearly_empty,
    "one document of 50 MB": _huge,
    "one line of 50 MB, said again": _said_again,
}


if __name__ == "__main__":
    main()
