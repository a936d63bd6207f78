"""Kills of runs at random points, and what the next run makes of it: ``python -m benchmarks.reliability [KILLS]``.

Belongs here: running, killing, comparing, and the table of ``docs/reliability.md``. Does not belong here: kills at
every single write, which are a test (``tests/workflows/test_chaos.py``).

Each kill: a home with one edition, a source with six batches more, a run as a process of its own (the command line, or
the jobs as the daemon's workers run them), a signal after a part of the time that an undisturbed run takes. Then: the
published file is the old edition or the new one, the process ended by its sentence and code where the signal leaves it
a choice, the next run publishes the tables of an undisturbed run, row for row, and no file of a dead writer is left.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kliping.warehouse.candidate import tables_sha256
from kliping.warehouse.connections import opened
from kliping.warehouse.files import left_behind
from kliping.warehouse.publish import last_published

KILLS = 200
BATCHES = 6
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CODES = {signal.SIGKILL: -signal.SIGKILL, signal.SIGTERM: 143, signal.SIGINT: 130}

COMMAND_LINE = "from workflows.cli import main; main()"
WORKERS = """
import dagster as dg
from kliping.settings import load_settings
from kliping.steps import stamps
from kliping.warehouse.store import Store
from workflows.definitions import build_defs
from workflows.sensors import ingest_attempts
settings = load_settings()
definitions = build_defs()
with dg.DagsterInstance.ephemeral() as instance:
    for batch in ingest_attempts(instance, Store(settings.home), settings):
        definitions.resolve_job_def("ingest").execute_in_process(instance=instance, partition_key=batch)
    definitions.resolve_job_def("publish").execute_in_process(instance=instance)
"""
"""What the daemon's workers do, one run after the other, with the resources they are given."""

PLACES = ("Sukamaju", "Karangsari", "Wonorejo", "Tirtomoyo", "Banjarwangi", "Pagerwojo", "Sidomulyo")
SUBJECTS = (
    ("jembatan gantung", "diresmikan bupati setelah dua tahun pembangunan yang dibiayai dana desa"),
    ("pasar induk", "kembali ramai karena harga cabai dan bawang turun menjelang akhir pekan"),
    ("perpustakaan keliling", "menambah tiga armada perahu untuk anak-anak di pulau terluar"),
    ("sekolah dasar", "memperbaiki atap kelas yang rusak diterjang angin kencang bulan lalu"),
    ("kelompok tani", "memanen padi varietas baru yang tahan rendaman air lebih dari dua minggu"),
    ("puskesmas", "membuka layanan malam bagi pekerja pabrik yang pulang setelah magrib"),
    ("komunitas sepeda", "menanam seribu pohon peneduh di sepanjang jalur menuju alun-alun"),
)


def pages(folder: Path) -> None:
    """Write a page for every batch and one more, each about something else."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (place, (subject, news)) in enumerate(zip(PLACES, SUBJECTS, strict=True), start=1):
        sentences = [
            f"Warga {place} menyambut kabar bahwa {subject} di desa mereka {news} pada hari ke-{number * 3} bulan ini.",
            f"Kepala desa {place} mengatakan urusan {subject} sudah dibahas dalam {number + 2} kali musyawarah desa.",
            f"Menurut catatan kecamatan, {subject} itu dipakai sekitar {number * 137} keluarga di sekitar {place}.",
        ]
        page = folder / f"{number}.txt"
        page.write_text("\n\n".join([f"{subject.capitalize()} {place} {news.split()[0]}", *sentences]) + "\n", "utf-8")
        os.utime(page, (1_700_000_000, 1_700_000_000))  # at rest for long


def start(program: str, source: Path, home: Path) -> subprocess.Popen[str]:
    """A run as a process of its own."""
    words = ["run", str(source), "--home", str(home)] if program == COMMAND_LINE else []
    environment = {
        **os.environ,
        "KLIPING_HOME": str(home),
        "KLIPING_SOURCE": f'["{source}"]',
        "KLIPING_READING__BATCH_DOCUMENTS": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }
    return subprocess.Popen(  # its own group: a signal reaches it alone
        [sys.executable, "-W", "ignore", "-c", program, *words],
        env=environment,
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def undisturbed(program: str, source: Path, home: Path) -> tuple[str, float]:
    """The digest of the tables that a run leaves, and how many seconds it took.

    Raises:
        RuntimeError: it failed.
    """
    began = time.monotonic()
    running = start(program, source, home)
    _, said = running.communicate()
    if running.returncode:
        raise RuntimeError(f"An undisturbed run failed: {said[-2000:]}")
    return digest(home), time.monotonic() - began


def digest(home: Path) -> str:
    """The digest of the published tables, computed from their rows."""
    with opened(home / "kliping.duckdb") as connection:
        return tables_sha256(connection)


def kill_and_heal(program: str, number: signal.Signals, seconds: float, before: Path, work: Path) -> list[str]:
    """What went wrong when a run was sent a signal after so many seconds, and healed; nothing when all is well.

    Args:
        program: COMMAND_LINE or WORKERS.
        number: the signal.
        seconds: after how many it is sent.
        before: a folder with ``pages`` and a ``home`` of one edition, and ``wanted``, the digest to come to.
        work: an empty folder.
    """
    home = work / "home"
    shutil.copytree(before / "home", home)
    old, wanted = digest(home), (before / "wanted").read_text()
    running = start(program, before / "pages", home)
    try:
        _, said = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(number)
        _, said = running.communicate()
    faults = []
    if program == COMMAND_LINE:
        lines = [line for line in said.splitlines() if line.strip()]
        if running.returncode not in (0, CODES[number]):
            faults.append(f"ended with {running.returncode}: {said[-500:]}")
        if number != signal.SIGKILL and running.returncode and len(lines) != 1:
            faults.append(f"said {len(lines)} lines: {said[-500:]}")
    if last_published(home / "kliping.duckdb") is None or digest(home) not in (old, wanted):
        faults.append("the published file is neither the old edition nor the new one")
    try:
        healed, _ = undisturbed(COMMAND_LINE, before / "pages", home)
    except RuntimeError as fault:
        return [*faults, str(fault)]
    if healed != wanted:
        faults.append("the next run came to other tables")
    if leftovers := left_behind(home):
        faults.append(f"{len(leftovers)} files of dead writers are left")
    return faults


def prepare(folder: Path) -> dict[str, float]:
    """A folder as ``kill_and_heal`` takes it; seconds of an undisturbed run by program."""
    pages(folder / "pages")
    first = folder / "first"
    first.mkdir()
    shutil.copy2(folder / "pages" / "1.txt", first)
    undisturbed(COMMAND_LINE, first, folder / "home")
    (folder / "pages" / "1.txt").unlink()
    seconds = {}
    for program in (COMMAND_LINE, WORKERS):
        whole = folder / "whole"
        shutil.copytree(folder / "home", whole)
        found, seconds[program] = undisturbed(program, folder / "pages", whole)
        (folder / "wanted").write_text(found)
        shutil.rmtree(whole)
    return seconds


def main(kills: int) -> None:
    """Print the table of ``docs/reliability.md``, after so many kills.

    Raises:
        SystemExit: a kill did harm.
    """
    chance = random.Random(2026)
    tried: Counter[tuple[str, str]] = Counter()
    harmed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        before = Path(name, "before")
        before.mkdir()
        seconds = prepare(before)
        for kill in range(kills):
            program = (COMMAND_LINE, WORKERS)[kill % 2]
            number = SIGNALS[kill // 2 % len(SIGNALS)]
            work = Path(name, "work")
            work.mkdir()
            after = chance.uniform(0, seconds[program])
            faults = kill_and_heal(program, number, after, before, work)
            who = "command line" if program == COMMAND_LINE else "workers"
            tried[who, number.name] += 1
            harmed += [f"{who}, {number.name} after {after:.2f} s: {fault}" for fault in faults]
            shutil.rmtree(work)
    rows = [f"| {who} | {number} | {count} |" for (who, number), count in sorted(tried.items())]
    print("\n".join(["| run | signal | kills |", "|---|---|---|", *rows]))
    print(f"\n{kills} kills of runs with {BATCHES} batches; {len(harmed)} did harm.")
    if harmed:
        raise SystemExit("\n".join(harmed))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)
