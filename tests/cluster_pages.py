"""Pages made by number, with copies among them, and one that breaks a step on whatever node it comes to."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

POISON = "kata beracun untuk langkah baris"
"""Words of one page: with the folder of ``poisoned`` on the path, the step ``lines`` raises on them."""

_SYLLABLES = ("ba", "ku", "ri", "ta", "men", "de", "sa", "lu", "pan", "gi", "ko", "ran", "ja", "lan", "mu", "ti")

_SITE = '''
import importlib.util
import sys


class Poison:
    """Makes the step ``lines`` raise on one page, in whatever process imports it."""

    def find_spec(self, name, path, target=None):
        if name != "kliping.steps":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            whole = module.clean

            def clean(documents, settings):
                if documents["text"].str.contains({words!r}, literal=True).any():
                    raise ValueError("words of the page")
                return whole(documents, settings)

            module.clean = clean

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Poison())
'''


def poisoned(folder: Path) -> Path:
    """A folder that makes every Python with it on its path raise on the page with ``POISON``."""
    folder.mkdir(parents=True)
    (folder / "sitecustomize.py").write_text(_SITE.replace("{words!r}", repr(POISON)))
    return folder


def _sentence(seed: str, words: int) -> str:
    drawn = blake2b(seed.encode(), digest_size=64).digest()
    named = ["".join(_SYLLABLES[(drawn[n % 64] + n * part) % 16] for part in (1, 3, 5)) for n in range(words)]
    return " ".join(named).capitalize()


def page(number: int) -> str:
    """A flattened page; each fifth is an edited copy of the one before it, and the seventh holds ``POISON``."""
    story = number - 1 if number % 5 == 4 else number
    body = [f"{_sentence(f'{story} {part}', 40)} nomor {story} bagian {part}." for part in range(5)]
    if story != number:
        body[1] = body[1].replace("nomor", "yang ke")
    if number == 7:
        body[2] += f" {POISON}."
    title = _sentence(f"title {story}", 6).title()
    date = f"Senin, {1 + story % 28} Juni {2020 + story % 5}"
    return f"Beranda\nNasional\n\n{title}\n\nOleh Sari Wulandari\n{date}\n\n" + "\n\n".join(body) + "\n\nBagikan\n"


def write_pages(folder: Path, count: int, files: int = 10) -> Path:
    """``count`` pages as files of JSON Lines."""
    folder.mkdir(parents=True)
    for number in range(files):
        with (folder / f"{number:03d}.jsonl").open("w") as file:
            for one in range(number, count, files):
                file.write(json.dumps({"url": f"https://example.org/{one}", "text": page(one)}) + "\n")
    return folder
