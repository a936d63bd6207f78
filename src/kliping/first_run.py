"""The first run on a machine: the kernels of a few steps compiled side by side, once for all processes that ask.

Belongs here: the processes that compile, the sample that has them do it, the lock, and the word to who waits. Which
kernels there are follows from the steps. Does not belong here: how a function is compiled
(``kliping.text.compiling``), or where machine code rests (``kliping.caches``).

Without it every kernel is compiled when it is first called, one after the other, without a word, and by each process
anew that begins at the same time. Nothing hangs on it: a kernel that it forgets, or could not compile, is compiled
when it is called. What it has done is marked, by the sources of the kernels and by what compiles them.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import logging
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from kliping.caches import MARK, NUMBA, PACKAGE, digest_of_sources, kernels_folder, modules_of_kernels
from kliping.frames import CORRECTIONS, DOCUMENTS, LANGUAGES, LINES, conform, empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kliping.steps import Step

_NAME = "kliping.first_run"

_REACHED_FROM = ("kliping.steps", "kliping.digests")
"""The modules from which all kernels are reached: those that steps call, and the one that sums large files."""

LOG = logging.getLogger(_NAME)


COPIES = "copies"
"""The part whose process also looks for copies among the sample, and sums no bytes: neither is a step of a batch."""

PARTS = {"cleaning": 12, "metadata": 10, COPIES: 12}
"""What is compiled by a process of its own while others compile theirs, by making the steps that say so
(``Step.compiled_with``) of the sample; and about how many seconds of one processor that takes."""

ALL = tuple(PARTS)
UNDERSTOOD = ("cleaning", "metadata")
"""What it takes to understand a page."""

_BODY_LETTERS = 70
"""Letters of a line of the sample from which it is one of the body."""

_SAMPLE = (
    """
Beranda | Berita | Olahraga
Kabar Contoh
Jembatan Sukamaju dibuka kembali
Oleh: Sari Wulandari
Editor: Budi Santoso
Senin, 2 Maret 2026 10:15 WIB
Foto: Jembatan Sukamaju (Kabar Contoh/Budi Santoso)
SUKAMAJU, Kabar Contoh - Pemerintah daerah membuka kembali jembatan Sukamaju pada hari Senin, kata kepala dinas.
Ia mengatakan bahwa 1.200 kendaraan melewati jembatan itu setiap hari, dan bahwa warga sudah lama menunggunya.
Baca juga: Warga Sukamaju menanti jembatan
Warga menyambut pembukaan itu dengan syukuran kecil di tepi sungai, yang dihadiri oleh anak-anak sekolah.
Copyright 2026 Kabar Contoh. All rights reserved.
https://example.org/berita/jembatan
""",
    """
Home
Example Courier
Bridge over the river opens again
By Jane Doe and John Roe
March 2, 2026
The council opened the bridge over the river again on Monday, after three months of repairs that cost 4 million.
“People waited for it long enough,” the mayor said yesterday, who had promised it for the end of last year.
Read more: What the bridge cost
About 1,200 vehicles cross the bridge on every day of the week, she said, and most of them are lorries.
© 2026 Example Courier
""",
)


def prepare(*names: str) -> None:
    """Have the kernels of ``PARTS`` of these names compiled, unless they are; asked once more, it does nothing.

    Where another process is at it, this one waits. Whatever keeps them from being compiled here is told where they are
    called.
    """
    _prepare(names)


def prepare_for(step: Step) -> None:
    """Have the kernels compiled that ``step`` calls, if it calls any, with others that its batch needs."""
    if step.compiled_with is not None:
        prepare(*((COPIES,) if step.compiled_with == COPIES else UNDERSTOOD))


@cache
def _prepare(names: tuple[str, ...]) -> None:
    folder = kernels_folder()
    if not _missing(folder, names):
        return
    with suppress(OSError), _alone(folder / "lock"):
        missing = _missing(folder, names)  # another process may have been at it
        if not missing:
            return
        seconds = [PARTS[name] for name in missing]
        about = max(*seconds, sum(seconds) // (os.cpu_count() or 1))
        LOG.warning("Compiling for this machine, about %d seconds; later runs find it done.", about)
        for name in _compiled(folder, missing):
            _mark(folder, name).touch()


def _missing(folder: Path, names: Sequence[str]) -> list[str]:
    return [name for name in names if not _mark(folder, name).exists()]


def _mark(folder: Path, name: str) -> Path:
    """What tells that a part was compiled: named by all sources of the steps' kernels, and by what compiled them."""
    return folder / f"{name}-{_of_kernels()}{MARK}"


def kernels() -> list[str]:
    """The modules whose kernels are compiled ahead."""
    return sorted({module for first in _REACHED_FROM for module in modules_of_kernels(first, PACKAGE)})


@cache
def _of_kernels() -> str:
    told = [digest_of_sources(module, PACKAGE) for module in kernels()]
    told += [version("numba"), platform.python_version(), platform.machine()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold ``lock``, waiting for another process that does."""
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            LOG.warning("Another process compiles for this machine. Waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _compiled(folder: Path, names: Sequence[str]) -> list[str]:
    """Those of ``names`` that a process of its own compiled into ``folder``.

    The longest begins first, and no more of them than there are processors: with all at once the longest ends last.
    """
    environment = {**os.environ, NUMBA: str(folder), "POLARS_MAX_THREADS": "1"}
    nothing = subprocess.DEVNULL
    processes: list[subprocess.Popen[bytes]] = []

    def compiled(name: str) -> bool:
        command = (sys.executable, "-P", "-W", "ignore", "-m", _NAME, name)
        process = subprocess.Popen(command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing)  # noqa: S603 - ourselves
        processes.append(process)
        return process.wait() == 0

    ordered = sorted(names, key=lambda name: -PARTS[name])
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        return [name for name, done in zip(ordered, pool.map(compiled, ordered), strict=True) if done]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
            process.wait()


def compile_part(name: str) -> None:
    """Make what the kernels of a part are called by, of the sample; numba keeps what it compiles on the way."""
    from kliping.digests import xxh64
    from kliping.duplicates import find_duplicates
    from kliping.duplicates.schemas import RANKING
    from kliping.settings import Settings
    from kliping.steps import STEPS

    settings = Settings()
    frames = sample()
    for step in STEPS:
        if step.compiled_with == name and step.make is not None:
            frames[step.name] = step.make(frames, settings)
    if name == COPIES:
        xxh64(b"")
        find_duplicates(frames["signatures"], empty(RANKING), settings.duplicates)


def sample() -> dict[str, pl.DataFrame]:
    """A frame for every step, by its name: of a few invented pages, two of them copies, or empty.

    Every part is made of them alone, whatever of it another one gives.
    """
    from kliping.steps import STEPS

    texts = [*_SAMPLE, _SAMPLE[0].replace("sekolah", "muda"), ""]
    ids = [f"{number:016x}" for number in range(len(texts))]
    documents = pl.DataFrame({"document_id": ids, "text": texts}, schema_overrides={"text": pl.String}).with_columns(
        uri=pl.concat_str(pl.lit("file:///sample/"), "document_id"),
        format=pl.lit("text"),
        markup=pl.lit(value=False),
        sha256=pl.col("document_id"),
        first_seen_at=pl.datetime(2026, 3, 3, time_zone="UTC"),
    )
    lines = (
        documents.select("document_id", text=pl.col("text").str.split("\n"))
        .explode("text")
        .with_columns(line=pl.int_range(pl.len()).over("document_id") + 1)
        .filter(pl.col("text") != "")
        .with_columns(long=pl.col("text").str.len_chars() > _BODY_LETTERS)
        .with_columns(
            role=pl.when("long").then(pl.lit("body")).otherwise(pl.lit("boilerplate")),
            reason=pl.lit("model"),
            paragraph=pl.when("long").then(pl.col("long").cum_sum().over("document_id")),
        )
    )
    languages = documents.select("document_id", language=pl.lit("id"), confidence=1.0, decided_by=pl.lit("langdetect"))
    known = ((DOCUMENTS, documents), (LINES, lines), (LANGUAGES, languages))
    nothing = pl.DataFrame()
    frames = {
        step.name: _filled(next((rows for schema, rows in known if schema is step.gives), nothing), step.gives)
        for step in STEPS
    }
    return {**frames, "corrections": empty(CORRECTIONS)}


def _filled(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """``frame`` with the columns of ``schema``, null where it has none."""
    nulls = {name: pl.lit(None) for name in schema if name not in frame.columns}
    return conform(frame.with_columns(**nulls), schema)


def main() -> None:
    """Compile the part that the command line names, here; without a name all, beside this process, as a run does."""
    if sys.argv[1:]:
        from kliping.text.ways_in import compile_ways_in_alone

        compile_ways_in_alone()
        gc.disable()  # it walks through the compiler's objects again and again, and drops what would be used once more
        compile_part(sys.argv[1])
    else:
        prepare(*ALL)


if __name__ == "__main__":
    main()
