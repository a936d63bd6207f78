"""The whole job and its parts, beside a plain script and the machine: ``python -m benchmarks.whole_job [PAGES]``.

Belongs here: what is timed, and the tables of ``docs/performance.md`` (``--write``). Does not belong here: the pages
(``generator``), the opponent (``plain_script``), one step beside other tools (``duplicates``, ``language``,
``cleaning_speed``, ``reading``).

Each figure is a process of its own over the same pages, all in one run: seconds by the clock, and of processor with all
that it started. What depends on the machine is told as a ratio to reading, hashing and packing the same bytes once
there. ``python -m benchmarks.whole_job steps FOLDER`` is what it asks for a step's own cost: one thread, 2,000 pages.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generator import write

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
PAGES, STEP_PAGES, SCRIPT_PAGES = 5_000, 2_000, 1_000
"""Pages of the whole job, of a single step, and of the plain script, which takes many times as long for each."""

MEBI = 1024
"""Kibibytes, in which the system counts."""

NO_LESS = 1e-9
"""Seconds that are left at least where start-up is taken away: it is divided by."""

TURNS = 4
"""Times that a start is timed, the quickest of which counts."""

SOME_MORE = 100
"""Of so many pages one comes later: a day of news beside a quarter of a year."""

_COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment, with bytecode kept as for any user: else each process compiles all of these sources anew."""

PROGRAM = "from workflows.cli import main; main()"
ON_ONE_CORE = f"import os; os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}}); {PROGRAM}"
"""The same where only one core may be used: one worker alone keeps a part of the second one busy."""

LIMIT = """
import hashlib, sys, zlib
from pathlib import Path
packed = 0
for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
    content = path.read_bytes()
    hashlib.sha256(content).digest()
    packed += len(zlib.compress(content, 1))
Path(sys.argv[2]).write_bytes(b"0" * packed)
"""
"""The least that any program does: read every byte once, hash it, write it packed."""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    clock: float  # seconds
    processor: float  # seconds, of all that it started and waited for
    memory: float  # MB at most, of the largest process

    def less(self, other: Cost) -> Cost:
        """Without what ``other`` took as well: start-up."""
        return Cost(max(self.clock - other.clock, NO_LESS), max(self.processor - other.processor, NO_LESS), self.memory)


def cost(*words: str | Path, **environment: str) -> Cost:
    """What a command takes.

    Raises:
        RuntimeError: it failed.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", *map(str, words)],
            stdout=said,
            stderr=said,
            env={**_COMPILED, "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}", **environment},
        )
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{words} failed: {said.read().decode('utf-8', 'replace')[-2000:]}")
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / MEBI)


def run(source: Path, home: Path, workers: int = 1, program: str = PROGRAM) -> Cost:
    """What ``kliping run`` takes."""
    return cost("-c", program, "run", source, "--home", home, "--workers", str(workers))


def room(home: Path) -> int:
    """Bytes of all files below ``home``; a file that goes by several names takes its room once."""
    files = {
        (one.st_dev, one.st_ino): one.st_size for one in (path.stat() for path in home.rglob("*") if path.is_file())
    }
    return sum(files.values())


def steps(folder: Path) -> None:
    """Print what each step takes of the pages below ``folder``: name, pages a second, MB a second; of one thread."""
    from datetime import UTC, datetime

    from kliping.frames import QUARANTINE_REASONS, empty
    from kliping.isolation import run_step
    from kliping.settings import load_settings
    from kliping.stamps import stamps
    from kliping.steps import PAGE_STEPS
    from kliping.warehouse.copies import find_copies
    from kliping.warehouse.ingest import look, read_batch
    from kliping.warehouse.store import Store

    size = sum(path.stat().st_size for path in folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as made:
        settings = load_settings(None, home=Path(made, "home"), source=(str(folder),), reading={"settle_seconds": 0})
        store = Store(settings.home)
        look(store, settings, settings.source, datetime.now(UTC), wait=lambda _: None)
        known = stamps(settings)
        (batch,) = store.pending(known)
        told: list[tuple[str, float]] = []

        def timed(name: str, began: float) -> None:
            told.append((name, time.process_time() - began))

        frames = {}
        for turn in range(2):  # the first one compiles and reads what is read once
            told.clear()
            began = time.process_time()
            documents = read_batch(store, batch, settings)
            timed("raw_documents", began)
            frames = {"raw_documents": documents}
            for step in PAGE_STEPS:
                began = time.process_time()
                frames[step.name] = run_step(step, frames, settings, empty(QUARANTINE_REASONS)).frame
                timed(step.name, began)
            del turn
        for name, frame in frames.items():
            store.write(name, batch, frame, recipe=store.made_stamp(name, batch, known, frame))
        began = time.process_time()
        find_copies(store, settings, [batch], empty(QUARANTINE_REASONS))
        timed("duplicates", began)
        pages = frames["raw_documents"].height
    for name, seconds in told:
        print(f"{name} {pages / seconds:.0f} {size / 1e6 / seconds:.1f}")


def _start() -> list[str]:
    """Rows of a table of what takes time before anything is done."""
    programs = {
        "Python alone": ("-c", "pass"),
        "importing Great Expectations alone": ("-c", "import great_expectations"),
        "`kliping --help`": ("-c", PROGRAM, "--help"),
        "`kliping explain FILE`": ("-c", PROGRAM, "explain", next((CHECKOUT / "seeds").rglob("*.txt"))),
    }
    took = {
        name: min((cost(*words) for _ in range(TURNS)), key=lambda one: one.clock) for name, words in programs.items()
    }
    return [f"| {name} | {one.clock:.2f} | {one.processor:.2f} |" for name, one in took.items()]


def measured(pages: int) -> list[str]:
    """The lines of the tables, over so many generated pages."""
    with tempfile.TemporaryDirectory() as made:
        folder, source = Path(made), Path(made, "pages")
        size = write(source, pages)
        few, one = folder / "few" / "pages", folder / "one" / "pages"
        write(few, min(SCRIPT_PAGES, pages))
        write(one, 1)
        limit = cost("-c", LIMIT, source, folder / "packed")
        run(one, folder / "first")  # which keeps the bytecode
        start = run(one, folder / "start")
        single = run(source, folder / "single")
        double = run(source, folder / "double", workers=2)
        slow_start = run(one, folder / "slow start", program=ON_ONE_CORE)
        alone = run(source, folder / "alone", program=ON_ONE_CORE)
        nothing = run(source, folder / "single")
        disk = room(folder / "single")
        write(source, pages + pages // SOME_MORE, start=pages)
        more = run(source, folder / "single")
        script = cost("-m", "benchmarks.plain_script", few, folder / "plain.duckdb")
        script_start = cost("-c", "import benchmarks.plain_script")
        sample = folder / "sample" / "pages"
        write(sample, min(STEP_PAGES, pages))
        one_thread = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
        parts = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.whole_job", "steps", str(sample)],
            env={**os.environ, **one_thread}, capture_output=True, text=True, check=True, cwd=CHECKOUT,
        ).stdout.split("\n")  # fmt: skip
    work, both, lone = single.less(start), double.less(start), alone.less(slow_start)
    plain = script.less(script_start)
    each, each_plain = work.processor / pages, plain.processor / min(SCRIPT_PAGES, pages)
    return [
        f"{pages:,} generated pages of {size / pages / 1000:.1f} kB on {os.cpu_count()} processors.\n",
        "| | seconds | of processor | memory, MB | pages a second |",
        "|---|---:|---:|---:|---:|",
        _row("reading, hashing and packing the bytes", limit, pages),
        _row("start-up: `kliping run` of one page", start, 1),
        _row("`kliping run`, start-up aside", work, pages),
        _row("the same with two workers", both, pages),
        _row("the same on one core", lone, pages),
        _row("nothing new", nothing, pages),
        _row(f"{pages // SOME_MORE} pages more, start-up aside", more.less(start), pages // SOME_MORE),
        _row(f"the plain script, {min(SCRIPT_PAGES, pages):,} pages, imports aside", plain, min(SCRIPT_PAGES, pages)),
        "",
        "| ratio | |",
        "|---|---:|",
        f"| the job, in times of reading, hashing and packing (processor) | {work.processor / limit.processor:.1f} |",
        f"| the plain script, in times of the job (processor a page) | {each_plain / each:.1f} |",
        f"| two workers, in times as fast as one | {work.clock / both.clock:.2f} |",
        f"| two workers on two cores, in times as fast as one on one | {lone.clock / both.clock:.2f} |",
        f"| 1 % more, as a share of the job (processor) | {more.less(start).processor / work.processor:.1%} |",
        f"| the home on disk, in times of the text | {disk / size:.1f} |",
        f"| processor seconds for a million pages | {each * 1e6:,.0f} |",
        "",
        f"| step, one thread, {min(STEP_PAGES, pages):,} pages | pages a second | MB a second |",
        "|---|---:|---:|",
        *(re.sub(r"^(\S+) (\S+) (\S+)$", r"| `\1` | \2 | \3 |", line) for line in parts if line),
        "",
        "| before anything is done | seconds | of processor |",
        "|---|---:|---:|",
        *_start(),
    ]


def _row(name: str, one: Cost, pages: int) -> str:
    return f"| {name} | {one.clock:.1f} | {one.processor:.1f} | {one.memory:,.0f} | {pages / one.clock:,.0f} |"


def main(pages: int = PAGES, *, write_page: bool = False) -> None:
    """Print the tables, and put them into ``docs/performance.md`` where that is asked for."""
    told = "\n".join(measured(pages)) + "\n"
    print(told)
    if write_page:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        PAGE.write_text(before + BEGIN + "\n" + told + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--write"]
    if asked[:1] == ["steps"]:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        steps(Path(asked[1]))
    else:
        main(*map(int, asked), write_page="--write" in sys.argv)
