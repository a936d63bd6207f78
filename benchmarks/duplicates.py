"""Copies found, time and memory, on planted corpora, beside other tools on the same text.

Run ``python -m benchmarks.duplicates``; ``--small`` leaves out the corpus of 200,000 documents. Every measurement has
a fresh process with one thread. Times are processor seconds, so that a busy machine changes little; compiling is done
before the clock starts. Recall: share of the planted copies grouped with their original. Precision: share of the
documents called copies whose canonical document is of the same family. Memory: the most resident beyond the text.
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

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (20_000, 200_000)
BATCH = 1_000


def main() -> None:
    """Print the tables."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    sizes = SIZES[:1] if "--small" in sys.argv else SIZES
    with TemporaryDirectory(prefix="kliping-bench-") as folder:
        _planted(Path(folder), sizes)
        _peers(Path(folder))
        _hostile()


def _planted(folder: Path, sizes: tuple[int, ...]) -> None:
    print("planted copies, 12 languages, 5 to 10 % of words edited, furniture exchanged")
    heads = f"{'documents':>10} {'docs/s':>8} {'precision':>10} {'recall':>8} {'bytes/doc':>10}"
    print(heads + f" {'batch of 1,000 / all':>21}", flush=True)
    for size in sizes:
        path = folder / f"{size}.parquet"
        _alone(_make, path, size)  # in a process of its own, whose memory is not counted
        told = _alone(_whole, path, size) | _alone(_increment, path)
        print(
            f"{size:>10,} {told['rate']:>8,.0f} {told['precision']:>10.4f} {told['recall']:>8.4f} "
            f"{told['memory']:>10,.0f} {told['increment'] / told['seconds']:>20.1%}"
            + ("" if told["same"] else "  NOT THE SAME GROUPS"),
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
    print(f"\n{'hostile corpus':>34} {'documents':>10} {'seconds':>8} {'groups':>7} {'MB beyond the text':>19}")
    for name in HOSTILE:
        told = _alone(_hostile_corpus, name)
        print(
            f"{name:>34} {told['documents']:>10,} {told['seconds']:>8.2f} {told['groups']:>7,} {told['memory']:>19,.0f}"
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
    from kliping.duplicates import find_duplicates, sign
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    corpus = pl.read_parquet(path)
    bodies, ranking = corpus.select("document_id", "sha256", "body"), _ranking(corpus)
    del corpus
    find_duplicates(sign(bodies[:500], settings), ranking, settings)
    before = _resident(reset=True)
    start = time.process_time()
    signatures = sign(bodies, settings)
    found = find_duplicates(signatures, ranking, settings)
    seconds = time.process_time() - start
    memory = _resident() - before
    found.write_parquet(path.with_suffix(".found"))
    return {"seconds": seconds, "rate": size / seconds, "memory": memory / size} | _scores(
        pl.read_parquet(path), found["document_id"], found["canonical_document_id"], found["group_id"]
    )


def _increment(path: Path) -> dict[str, Any]:
    """Adding the last batch to a store of Parquet files that holds all before it."""
    from kliping.duplicates import band_keys, candidate_pairs, find_duplicates, sign, verified_pairs
    from kliping.duplicates.candidates import all_candidate_pairs
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    corpus = pl.read_parquet(path)
    bodies, ranking = corpus.select("document_id", "sha256", "body"), _ranking(corpus)
    known = sign(bodies[:-BATCH], settings)
    kept = {"signatures": known, "keys": band_keys(known)}
    candidates = all_candidate_pairs(known, settings)
    kept |= {"pairs": verified_pairs(candidates.pairs, known, settings), "full": candidates.full_buckets}
    kept["found"] = find_duplicates(known, ranking, settings, pairs=kept["pairs"], full_buckets=kept["full"])
    for name, frame in kept.items():
        frame.write_parquet(path.with_name(f"{name}.parquet"))
    start = time.process_time()
    fresh = sign(bodies[-BATCH:], settings)
    added = candidate_pairs(band_keys(fresh), pl.scan_parquet(path.with_name("keys.parquet")), settings)
    signatures = pl.concat([pl.scan_parquet(path.with_name("signatures.parquet")), fresh.lazy()])
    pairs = verified_pairs(added.pairs, signatures, settings)
    found = find_duplicates(
        signatures,
        ranking,
        settings,
        pairs=pl.concat([pl.read_parquet(path.with_name("pairs.parquet")), pairs]),
        full_buckets=pl.concat([pl.read_parquet(path.with_name("full.parquet")), added.full_buckets]),
        previous=pl.read_parquet(path.with_name("found.parquet")),
        changed=fresh["document_id"],
    )
    seconds = time.process_time() - start
    return {"increment": seconds, "same": found.equals(pl.read_parquet(path.with_suffix(".found")))}


def _tool(path: Path, size: int, tool: str) -> dict[str, Any]:
    from benchmarks.duplicates_peers import children, run

    corpus = pl.read_parquet(path)
    start = time.process_time() + children()
    groups, why, spent_before = run(tool, corpus["body"].to_list())
    if groups is None:
        return {"why": why}
    seconds = time.process_time() + children() - start - spent_before
    firsts = corpus.select("document_id").with_columns(group=pl.Series(groups))
    canonical = firsts.select(pl.col("document_id").first().over("group")).to_series()
    return {"rate": size / seconds} | _scores(corpus, corpus["document_id"], canonical, pl.Series(groups))


def _scores(corpus: pl.DataFrame, ids: pl.Series, canonical: pl.Series, groups: pl.Series) -> dict[str, float]:
    family = corpus.select("document_id", "family", "original")
    rows = pl.DataFrame({"document_id": ids, "canonical": canonical, "group": groups}).join(family, on="document_id")
    rows = rows.join(family.select(canonical="document_id", canonical_family="family"), on="canonical")
    called = rows.filter(pl.col("document_id") != pl.col("canonical"))
    originals = rows.filter("original").select("family", original_group="group")
    copies = rows.filter(~pl.col("original")).join(originals, on="family")
    return {
        "precision": called.select((pl.col("family") == pl.col("canonical_family")).mean()).item() or 0.0,
        "recall": copies.select((pl.col("group") == pl.col("original_group")).mean()).item(),
    }


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


def _hostile_corpus(name: str) -> dict[str, Any]:
    from kliping.duplicates import find_duplicates, sign
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    texts = HOSTILE[name]()
    frame = pl.DataFrame({"body": texts}).with_row_index("row")
    bodies = frame.select(
        document_id=pl.col("row").cast(pl.String).str.zfill(16),
        sha256=pl.col("row").hash(1).cast(pl.String).str.zfill(64),
        body="body",
    )
    del texts, frame
    warm = pl.DataFrame({"document_id": ["a", "b"], "sha256": ["a", "b"], "body": ["satu dua tiga " * 20] * 2})
    find_duplicates(sign(warm, settings), _ranking(warm), settings)
    before = _resident(reset=True)
    start = time.process_time()
    found = find_duplicates(sign(bodies, settings), _ranking(bodies), settings)
    return {
        "documents": bodies.height,
        "seconds": time.process_time() - start,
        "groups": found["canonical_document_id"].n_unique(),
        "memory": (_resident() - before) / 1e6,
    }


def _near_copies() -> list[str]:
    from benchmarks.duplicates_corpus import near_copies

    return near_copies(10_000)


HOSTILE: dict[str, Callable[[], list[str]]] = {
    "10,000 equal articles": lambda: _near_copies()[:1] * 10_000,
    "10,000 near copies of one article": _near_copies,
    "10,000 nearly empty pages": lambda: [f"Halaman {row % 100}" for row in range(10_000)],
    "10,000 empty pages": lambda: [""] * 10_000,
    "one document of 50 MB": lambda: [" ".join(f"kata{word}" for word in range(5_500_000))[:50_000_000]],
    "one line of 50 MB, said again": lambda: ["kata yang sama " * 3_300_000],
}


def _resident(*, reset: bool = False) -> int:
    """Bytes resident now (``reset``), or at the most since the last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    wanted = "VmRSS" if reset else "VmHWM"
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(wanted))


if __name__ == "__main__":
    main()
