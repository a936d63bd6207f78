"""The whole job over what people have: flattened pages, markup, tables, rows of scrapers, alone and in one home."""

from __future__ import annotations

import csv
import gzip
import html
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kliping.settings import load_settings
from workflows.running import run_everything

WHOLE = pytest.mark.skipif(os.environ.get("KLIPING_CHAOS_EVERY") != "1", reason="takes long: run make test-chaos")

SHAPES = ("page", "body", "fields")
"""How scrapers hand over a row: the flattened page, its body, its fields in columns."""
FOLDERS = {"tables": 3, "html": 40, "pages": 40, "id_pages": 15}
"""Folders of real files, and how many of each a sample takes."""
ROWS = 120
"""Rows of each shape in a sample."""


def judged(sources: list[Path], home: Path) -> dict[str, int]:
    """Documents by status after a run over ``sources``, which must publish, and lose none."""
    import duckdb

    settings = load_settings(None, home=home, source=tuple(map(str, sources)), reading={"settle_seconds": 0})
    outcome = run_everything(settings, lambda *doing: print(*doing, flush=True))  # seen with pytest -s
    assert outcome.edition is not None
    assert outcome.edition.verdict == "passed"
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        counted = dict(connection.execute("SELECT status, count(*) FROM documents GROUP BY 1").fetchall())
        failed = connection.execute("SELECT stage, detail FROM quarantine WHERE reason = 'step_failed'").fetchall()
        lost = connection.execute("SELECT count(*) FROM documents WHERE raw_lines <> kept_lines + removed_lines")
        assert lost.fetchall() == [(0,)]
    assert failed == []
    return counted


def corpus(shared: Path, folder: Path, *, whole: bool) -> dict[str, Path]:
    """The corpora beside the checkout, or a sample of each, by name."""
    found = {}
    for name, most in FOLDERS.items():
        files = sorted((shared / "gold" / name).iterdir(), key=lambda file: (file.stat().st_size, file.name))
        step = 1 if whole else max(len(files) // most, 1)
        files = files[:most] if name == "tables" and not whole else files[::step]
        (folder / name).mkdir()
        for file in files:
            shutil.copy(file, folder / name / file.name)
        found[name] = folder / name
    for shape in SHAPES:
        made = folder / f"{shape}.jsonl"
        program = [sys.executable, str(shared / "exam" / "scrapes.py"), "make", shape, str(made)]
        subprocess.run(program, check=True, capture_output=True, timeout=120)
        rows = made.read_text(encoding="utf-8").splitlines(keepends=True)
        made.write_text("".join(rows if whole else rows[:: max(len(rows) // ROWS, 1)]), encoding="utf-8")
        found[shape] = made
    return found


@pytest.mark.exam
@pytest.mark.slow
def test_a_sample_of_everything_in_one_home(shared: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = corpus(shared, tmp_path, whole=False)
    counted = judged([*found.values()], tmp_path / "home")
    rows = sum(len(found[shape].read_text(encoding="utf-8").splitlines()) for shape in SHAPES)
    assert sum(counted.values()) >= rows + sum(len([*found[name].iterdir()]) for name in ("html", "pages", "id_pages"))


@pytest.mark.exam
@pytest.mark.chaos
@WHOLE
@pytest.mark.parametrize("name", [*FOLDERS, *SHAPES, "all"])
def test_the_whole_of_each_and_all_in_one_home(shared: Path, tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    found = corpus(shared, tmp_path, whole=True)
    judged([*found.values()] if name == "all" else [found[name]], tmp_path / "home")


def test_our_own_pages_in_each_shape_in_one_home(page, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    texts = [page(f"Warga Desa {place} Bersihkan Sungai", place) for place in ("Sukamaju", "Kali Bening", "Tanjung")]
    rows = [
        {
            "url": f"https://kabar.example/{at}",
            "title": f"Judul {at}",
            "author": "Sari Wulandari",
            "date": date,
            "text": text,
        }
        for at, (text, date) in enumerate(zip(texts, ("Senin, 3 Juni 2024 10:55 WIB", "3/4/2024", ""), strict=True))
    ]
    (folder / "a.txt").write_text(texts[0])
    marked = "".join(f"<p>{html.escape(line)}</p>" for line in texts[1].splitlines() if line)
    (folder / "b.html").write_text(f"<html><meta itemprop=datePublished content=9-1-20><body>{marked}</body></html>")
    (folder / "c.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "d.json").write_text(json.dumps(rows))
    with (folder / "e.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert sum(judged([folder], tmp_path / "home").values()) == 2 + 3 * len(rows)


PIECES = (
    "\x00",
    "\u202e",
    "<",
    ">",
    "&#0;",
    '"',
    "12/",
    "\n",
    "\n\n\n",
    "\ud83d",
    "é",
    "中",
    "1" * 400,
    "](",
    "{{",
    "\\",
    "3/4/2024",
)


def mutated(text: str, dice: random.Random) -> str:
    """``text`` with some of its pieces cut, doubled, moved, or put between."""
    for _ in range(dice.randint(1, 6)):
        start, stop = sorted(dice.randrange(len(text) + 1) for _ in range(2))
        stop = min(stop, start + 2_000)
        way = dice.randrange(4)
        if way == 0:
            text = text[:start] + text[stop:]
        elif way == 1:
            text = text[:stop] + text[start:]
        elif way == 2:
            text = text[stop:] + text[start:stop] + text[:start]
        else:
            text = text[:start] + dice.choice(PIECES) * dice.randint(1, 9) + text[start:]
    return text


def fuzzed(originals: dict[str, list[str]], folder: Path, count: int) -> int:
    """Write ``count`` mutated pages, each kind a third: as files of text, of HTML, and as rows; how many they are."""
    dice = random.Random(20_260_101)
    kinds = sorted(originals)
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for number in range(count):
            suffix = dice.choice(kinds) if number % 3 == 0 else kinds[number % 3 % len(kinds)]
            text = mutated(dice.choice(originals[suffix]), dice).encode("utf-8", "surrogatepass")
            if number % 3 == 0:
                rows.write(json.dumps({"text": text.decode("utf-8", "replace"), "date": "3/4/2024"}) + "\n")
            else:
                (folder / f"{number:06}{suffix}").write_bytes(text)
    return count


def originals(*folders: Path) -> dict[str, list[str]]:
    """The text of every page below ``folders``, packed or not, by suffix."""
    found: dict[str, list[str]] = {}
    for file in (file for folder in folders for file in sorted(folder.rglob("*"))):
        packed = file.suffix == ".gz"
        suffix = Path(file.stem).suffix if packed else file.suffix
        if suffix in (".txt", ".html"):
            content = gzip.decompress(file.read_bytes()) if packed else file.read_bytes()
            found.setdefault(suffix, []).append(content.decode("utf-8", "replace"))
    return found


SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def test_mutated_pages_end_as_rows(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    count = fuzzed(originals(SEEDS), tmp_path / "pages", 150)
    assert sum(judged([tmp_path / "pages"], tmp_path / "home").values()) == count


@pytest.mark.exam
@pytest.mark.chaos
@WHOLE
def test_twenty_thousand_mutated_pages_end_as_rows(shared: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    gold = shared / "gold"
    pages = originals(SEEDS, gold / "pages", gold / "id_pages", gold / "html")
    count = fuzzed(pages, tmp_path / "pages", 20_000)
    assert sum(judged([tmp_path / "pages"], tmp_path / "home").values()) == count
