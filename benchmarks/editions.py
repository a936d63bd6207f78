"""Editions of a large home, compared, previewed, gone back to: ``python -m benchmarks.editions [PAGES]``.

Belongs here: a source of known size that changes in known ways, and the commands with what they print and cost. Does
not belong here: whether an answer is right (``tests``).

Each command runs in a process of its own. Costs are seconds of processor, beside those of the first run over all pages.
After the take-down every file of the home and of the export is looked through with ``grep`` and by reading every table.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path

import duckdb

from benchmarks.gate import WORDS
from tests.finding import holding

PAGES = 20_000
FILES = 10
CHANGED = 20
"""Pages of which a word, or the title, changes between the two runs; as many leave, ten times as many come."""

SECRET = "perahu ungu bersayap tujuh"
"""Words of one page only: they are looked for after it was taken down."""


def words(seed: str, count: int) -> list[str]:
    """Words drawn by the digest of ``seed``: the same in every run."""
    drawn = blake2b(seed.encode(), digest_size=64).digest()
    while len(drawn) < count:
        drawn += blake2b(drawn, digest_size=64).digest()
    return [WORDS[byte % len(WORDS)] for byte in drawn[:count]]


def page(number: int) -> dict[str, str]:
    """A flattened page: menu, title, byline, date, six paragraphs, furniture. Every tenth is an edited copy."""
    story = number - 1 if number % 10 == 9 else number
    title = " ".join(words(f"title {story}", 6)).title()
    paragraphs = [
        f"{' '.join(words(f'{story} {place}', 30)).capitalize()} nomor {story} bagian {place}." for place in range(6)
    ]
    if story != number:
        paragraphs[2] = paragraphs[2].replace("nomor", "ke")
    if number == 7:
        paragraphs[1] += f" Warga melihat {SECRET} di atas sungai."
    body = "\n\n".join(paragraphs)
    date = f"{1 + story % 28} Juni {2020 + story % 5}"
    text = f"Beranda\nNasional\n\n{title}\n\nOleh Sari Wulandari\nSenin, {date}\n\n{body}\n\nBagikan artikel ini\n"
    return {"url": f"https://example.org/berita/{number}", "text": text}


def write(folder: Path, pages: list[dict[str, str]], *, name: str = "pages", files: int = FILES) -> None:
    """The pages as files of rows, ``name`` and a number each."""
    folder.mkdir(exist_ok=True)
    for file in range(files):
        rows = [json.dumps(one) + "\n" for one in pages[file::files]]
        (folder / f"{name}-{file}.jsonl").write_text("".join(rows))


def changed(pages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The pages some days later: words changed, titles changed, dates changed, some gone, many new."""
    later = [dict(one) for one in pages]
    for number in range(100, 100 + CHANGED):
        later[number]["text"] = later[number]["text"].replace(" bagian 3.", " bagian ketiga.")
        later[number + 200]["text"] = later[number + 200]["text"].replace("\n\nOleh", " Lagi\n\nOleh", 1)
        later[number + 400]["text"] = later[number + 400]["text"].replace(" Juni ", " Juli ")
    return later + [page(number) for number in range(len(pages), len(pages) + 10 * CHANGED)]


def told(home: Path, *command: str | Path, alright: tuple[int, ...] = (0,)) -> float:
    """Run a command of the line, print it with what it says, and return its seconds of processor."""
    program = [sys.executable, "-c", "from workflows.cli import main; main()", *map(str, command), "--home", str(home)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=home.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    shown = " ".join(str(part) if " " not in str(part) else repr(str(part)) for part in command)
    said = (done.stdout + done.stderr).replace(str(home.parent), "…")
    print(f"$ kliping {shown.replace(str(home.parent), '…')}\n{said.rstrip()}\n({cost:.0f} s)\n", flush=True)
    assert done.returncode in alright, done.returncode
    return cost


def main(pages: int) -> None:
    """Print every command with what it says and costs."""
    with tempfile.TemporaryDirectory() as folder:
        home, source, out = (Path(folder) / name for name in ("home", "pages", "out"))
        first = [page(number) for number in range(pages)]
        write(source, first)
        whole = told(home, "run", source)
        write(source, changed(first))
        again = told(home, "run", source)
        told(home, "editions")
        told(home, "export", out)
        costs = {
            "run over what changed": again,
            "diff": told(home, "diff", "1", "2", "--samples", "1"),
            "preview": told(home, "preview", "--set", "gate.press_begins=2021-01-01", "--samples", "1"),
            "rollback": told(home, "rollback", "1", "--why", "the titles of June are wrong"),
        }
        told(home, "editions")
        told(home, "run", source)
        print(f"Files that hold the words: {len(holding(Path(folder), SECRET))}")
        costs["forget"] = told(home, "forget", _document_of_the_secret(home))
        left = [path for path in holding(Path(folder), SECRET) if not path.startswith(str(source))]
        print(f"Files of the home and the export that hold the words: {len(left)}")
        for name, cost in costs.items():
            print(f"{name}: {cost:.0f} s, {cost / whole:.0%} of the first run's {whole:.0f} s")


def _document_of_the_secret(home: Path) -> str:
    with duckdb.connect(str(home / "kliping.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT document_id FROM articles WHERE contains(body, ?)", [SECRET]).fetchall()
    return str(found[0][0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
