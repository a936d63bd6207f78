"""Other tools on the same text: shingles of three words, 128 MinHash values, 32 bands of 4.

Belongs here: calling each tool as its own documentation does, and turning its answer into a group for each text. Does
not belong here: measuring. None of them verifies a pair on its shingles; that is how they are used.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PEERS = {"rensa": 20_000, "datasketch": 4_000, "text-dedup": 4_000, "datatrove": 400}
"""Tools and the number of documents that each gets."""

THRESHOLD = 0.35
"""Share of common shingles from which a pair is one: near the turning point of the bands below."""

PERMUTATIONS, BANDS, BAND_ROWS, SHINGLE = 128, 32, 4, 3
"""Hashes of a sketch, their bands of so many rows, and words of a shingle: the same for every tool."""

WARM = 300
"""Documents that are searched before the clock runs, so that compiling is not counted."""

_WORD = re.compile(r"\w+")


def run(tool: str, texts: list[str]) -> tuple[list[int] | None, str, float]:
    """A group for each text, why there is none, and the processor seconds spent on imports and compiling."""
    try:
        return _TOOLS[tool](texts)
    except ImportError as missing:
        return None, f"{missing}; see the dependency group bench", 0.0


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - 2, 1))}


def _united(size: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """The least text that each text is linked to, through any number of links."""
    parents = list(range(size))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for left, right in links:
        low, high = sorted((root(left), root(right)))
        parents[high] = low
    return [root(node) for node in range(size)]


def _kliping(texts: list[str]) -> tuple[list[int], str, float]:
    import polars as pl

    from kliping.duplicates import find_duplicates, sign
    from kliping.duplicates.schemas import RANKING
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    names = [f"{row:016x}" for row in range(len(texts))]
    bodies = pl.DataFrame({"document_id": names, "sha256": names, "body": texts})
    start = time.process_time()
    ranking = pl.DataFrame(schema=RANKING)
    find_duplicates(sign(bodies[:WARM], settings), ranking, settings)
    compiling = time.process_time() - start
    found = find_duplicates(sign(bodies, settings), ranking, settings)
    return [int(name, 16) for name in found["canonical_document_id"]], "", compiling


def _rensa(texts: list[str]) -> tuple[list[int], str, float]:
    import rensa

    index = rensa.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    links = []
    for row, text in enumerate(texts):
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(list(_shingles(text)))
        links += [(row, other) for other in index.query(sketch)]
        index.insert(row, sketch)
    return _united(len(texts), links), "", 0.0


def _datasketch(texts: list[str]) -> tuple[list[int], str, float]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND_ROWS))
    links = []
    for row, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([shingle.encode() for shingle in _shingles(text)])
        links += [(row, other) for other in index.query(sketch)]
        index.insert(row, sketch)
    return _united(len(texts), links), "", 0.0


def _datatrove(texts: list[str]) -> tuple[list[int], str, float]:
    from datatrove.data import Document
    from datatrove.pipeline.dedup import minhash
    from datatrove.utils.hashing import HashConfig
    from loguru import logger

    logger.disable("datatrove")
    hashing = HashConfig(hash_fc="sha1", precision=64)  # its xxhash does not work with today's xxhash
    config = minhash.MinhashConfig(n_grams=SHINGLE, num_buckets=BANDS, hashes_per_bucket=BAND_ROWS, hash_config=hashing)
    with TemporaryDirectory() as folder:
        stages = [f"{folder}/{name}" for name in ("signatures", "buckets", "clusters")]
        documents = [Document(text=text, id=str(row)) for row, text in enumerate(texts)]
        signing = minhash.MinhashDedupSignature(output_folder=stages[0], config=config, language="eng")
        for _ in signing.run(iter(documents), 0, 1) or ():
            pass
        for bucket in range(config.num_buckets):
            buckets = minhash.MinhashDedupBuckets(input_folder=stages[0], output_folder=stages[1], config=config)
            for _ in buckets.run(None, bucket, config.num_buckets) or ():
                pass
        clusters = minhash.MinhashDedupCluster(
            input_folder=stages[1],
            output_folder=stages[2],
            config=config,
            save_cluster_id=True,
            ignore_index_matches=True,
        )
        for _ in clusters.run(None, 0, 1) or ():
            pass
        telling = minhash.MinhashDedupFilter(input_folder=stages[2], load_cluster_ids=True)
        for _ in telling.run(iter(documents), 0, 1):
            pass
    clusters_of = [int(document.metadata["minhash_cluster_id"]) for document in documents]
    return [-row - 2 if cluster == -1 else cluster for row, cluster in enumerate(clusters_of)], "", 0.0


_TEXT_DEDUP = """
import json, pickle, sys
folder = sys.argv[1]
with open(f"{folder}/out/uf.pkl", "rb") as file:
    found = pickle.load(file)
parents = found["uf"] if isinstance(found, dict) and "uf" in found else found
json.dump({str(node): int(parents.find(node)) for node in list(parents.parent)}, open(f"{folder}/groups.json", "w"))
"""


def _text_dedup(texts: list[str]) -> tuple[list[int] | None, str, float]:
    """Run by an interpreter of its own: it pins releases of rich and others that this project cannot use."""
    python = os.environ.get("TEXT_DEDUP_PYTHON")
    if not python:
        return None, "it pins other releases of rich; name an interpreter that has it in TEXT_DEDUP_PYTHON", 0.0
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = (json.dumps({"id": row, "text": text}) for row, text in enumerate(texts))
        (folder / "texts.jsonl").write_text("\n".join(lines), "utf-8")
        options = {
            "path": "json", "data_files": folder / "texts.jsonl", "split": "train", "cache_dir": folder / "cache",
            "output": folder / "out", "column": "text", "ngram": 3, "num_perm": 128, "b": 32, "r": 4, "num_proc": 1,
            "threshold": THRESHOLD, "min_length": 1,
        }  # fmt: skip
        command = [python, "-m", "text_dedup.minhash", "--debug"]
        start = children()
        subprocess.run([*command[:3], "--help"], check=True, capture_output=True)
        starting = children() - start
        command += [str(part) for option, value in options.items() for part in (f"--{option}", value)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return None, f"it failed: {done.stderr.strip().splitlines()[-1][:200]}", 0.0
        subprocess.run([python, "-c", _TEXT_DEDUP, name], check=True, capture_output=True)
        groups = {int(row): group for row, group in json.loads((folder / "groups.json").read_text()).items()}
    return [groups.get(row, row) for row in range(len(texts))], "", 2 * starting


def children() -> float:
    """Processor seconds of finished child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_TOOLS: dict[str, Callable[[list[str]], tuple[list[int] | None, str, float]]] = {
    "kliping": _kliping,
    "rensa": _rensa,
    "datasketch": _datasketch,
    "datatrove": _datatrove,
    "text-dedup": _text_dedup,
}
