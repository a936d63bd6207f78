"""No text of the development material is part of the project: it may teach and test, and stays where it is."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]

RUN = 12
"""Words in a row that two texts do not share by chance."""

WORD = re.compile(r"\w+")


def runs(text: str) -> Iterator[int]:
    """A number for every run of ``RUN`` words of ``text``."""
    words = WORD.findall(text.casefold())
    return (hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1))


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = CHECKOUT / name
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="replace")
            # a sentence broken over the lines of a Python literal is still that sentence
            yield name, re.sub(r"[\"']\s*\n\s*f?[\"']", "", text) if name.endswith(".py") else text


@pytest.fixture(scope="module")
def material(shared: Path) -> set[int]:
    """Runs of words of every page of the development material."""
    found: set[int] = set()
    for path in [*shared.glob("seeds/*.txt"), *shared.glob("gold/pages/*.txt")]:
        found.update(runs(path.read_text(encoding="utf-8", errors="replace")))
    with gzip.open(shared / "gold" / "train.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            found.update(runs(json.loads(row)["text"]))
    with (shared / "gold" / "languages.jsonl").open(encoding="utf-8") as rows:
        for row in rows:
            found.update(runs(json.loads(row)["text"]))
    return found


@pytest.mark.exam
@pytest.mark.slow
def test_no_tracked_file_shares_a_dozen_words_in_a_row_with_the_material(material: set[int]) -> None:
    shared_runs = {name: sum(run in material for run in runs(text)) for name, text in tracked_texts()}
    assert {name: count for name, count in shared_runs.items() if count} == {}


@pytest.mark.exam
@pytest.mark.slow
def test_a_copied_sentence_would_be_seen(material: set[int], shared: Path) -> None:
    page = next(iter(sorted(shared.glob("seeds/*.txt")))).read_text(encoding="utf-8")
    line = max(page.splitlines(), key=len)
    assert any(run in material for run in runs(f"SENTENCE = '{line}'"))
