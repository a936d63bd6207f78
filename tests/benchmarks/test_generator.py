"""Pages of the generator: the same from the same seed, with the truth beside them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks.generator import corpus, write


def test_the_same_seed_gives_the_same_pages_and_another_gives_others() -> None:
    first, again, other = ([text for text, _ in corpus(40, seed)] for seed in (1, 1, 2))
    assert first == again
    assert set(first).isdisjoint(other)


def test_the_truth_is_on_the_page() -> None:
    kinds: Counter[str] = Counter()
    for text, told in corpus(400):
        kinds[told["kind"]] += 1
        lines = text.split("\n")
        if told["kind"] != "none":
            assert told["title"] in lines
            assert set(told["body"].split("\n")) <= set(lines)
            assert told["authors"][0] in text
    assert kinds["article"] > kinds["copy"] > kinds["none"] > 0


def test_more_pages_are_those_that_follow(tmp_path: Path) -> None:
    write(tmp_path / "all" / "pages", 30)
    write(tmp_path / "grown" / "pages", 20)
    write(tmp_path / "grown" / "pages", 30, start=20)
    pages = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "pages").rglob("*.txt")}
        for name in ("all", "grown")
    ]
    assert len(pages[0]) == 30
    assert pages[0] == pages[1]
    truth = (tmp_path / "grown" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["number"] for line in truth] == list(range(30))
