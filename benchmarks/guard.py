"""Whether a step has become slow: ``python -m benchmarks.guard [--write]``.

Belongs here: the speed of the steps of a page as a ratio to a loop of plain Python over the same pages, in the same
process, and what it was when it was last written down (``guard.toml``). A test fails where a ratio is less than two
thirds of that. Does not belong here: speed to be proud of (``whole_job``).
"""

from __future__ import annotations

import re
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.exam import documents
from benchmarks.generator import corpus
from kliping.frames import QUARANTINE_REASONS, empty
from kliping.isolation import run_step
from kliping.settings import load_settings
from kliping.steps import PAGE_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

RECORDED = Path(__file__).with_name("guard.toml")
PAGES, TURNS = 400, 5
LEAST = 2 / 3
"""Of the recorded ratio: a step that falls below has become slow."""

_WORD = re.compile(r"\w+")


def ratios() -> dict[str, float]:
    """How many times as quick as the loop each step is; seconds of processor, the least of some turns."""
    texts = {f"{number:016x}": text for number, (text, _) in enumerate(corpus(PAGES, seed=3))}
    settings = load_settings()
    frames = {"raw_documents": documents(texts, markup=False)}
    took: dict[str, list[float]] = {"loop": []}
    for _ in range(TURNS):
        took["loop"].append(_spent(lambda: _loop(list(texts.values()))))
        for step in PAGE_STEPS:
            began = time.process_time()
            frames[step.name] = run_step(step, frames, settings, empty(QUARANTINE_REASONS)).frame
            took.setdefault(step.name, []).append(time.process_time() - began)
    loop = min(took.pop("loop"))
    return {name: loop / min(seconds) for name, seconds in took.items()}


def recorded() -> dict[str, float]:
    """The ratios that were last written down."""
    return tomllib.loads(RECORDED.read_text(encoding="utf-8"))


def _loop(texts: list[str]) -> int:
    """What a plain loop does at least: every word of every line, in small letters, counted."""
    counts: dict[str, int] = {}
    for text in texts:
        for line in text.split("\n"):
            for word in _WORD.findall(line.lower()):
                counts[word] = counts.get(word, 0) + 1
    return len(counts)


def _spent(made: Callable[[], object]) -> float:
    began = time.process_time()
    made()
    return time.process_time() - began


def main() -> None:
    """Print the ratios, and write them down where that is asked for."""
    found = ratios()
    before = recorded() if RECORDED.exists() else {}
    for name, ratio in found.items():
        print(f"{name}: {ratio:.2f} times as quick as the loop (recorded: {before.get(name, 0):.2f})")
    if "--write" in sys.argv:
        lines = [f"{name} = {ratio:.2f}" for name, ratio in found.items()]
        RECORDED.write_text(
            "# Times as quick as a loop of plain Python: written by python -m benchmarks.guard --write\n"
            + "\n".join(lines) + "\n", encoding="utf-8",
        )  # fmt: skip


if __name__ == "__main__":
    main()
