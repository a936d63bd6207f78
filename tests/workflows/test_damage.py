"""Each file of a home deleted, halved, overwritten, one bit flipped, or made a folder: it heals, and nothing is lost.

``KLIPING_CHAOS_EVERY`` says of how many cases one is tried: 1 tries all.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kliping.errors import KlipingError, StoreError
from kliping.settings import load_settings
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.publish import last_published
from kliping.warehouse.store import Store
from workflows.running import run_everything

pytestmark = pytest.mark.chaos

EVERY = int(os.environ.get("KLIPING_CHAOS_EVERY", "191"))  # no multiple of the number of damages

IMMATERIAL = (".lock", "data-docs", "sums.jsonl")
"""What nothing is read from, or is made again without a word."""


def deleted(path: Path) -> None:
    path.unlink()


def halved(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def overwritten(path: Path) -> None:
    path.write_bytes(b"\x93garbage" * (path.stat().st_size // 8 + 1))


def one_bit_flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def turned_into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "somebodys").write_text("own")


DAMAGES: tuple[Callable[[Path], None], ...] = (deleted, halved, overwritten, one_bit_flipped, turned_into_a_folder)


def silent(*_: object) -> None:
    """Tell nobody."""


def test_every_file_damaged_in_every_way(ran, source, home, tmp_path, monkeypatch) -> None:
    ran(source / "a.txt")
    ran()
    wanted = last_published(home / "kliping.duckdb")
    assert wanted is not None
    files = [path.relative_to(home) for path in sorted(home.rglob("*")) if path.is_file()]
    files = [path for path in files if path.parts[0] not in IMMATERIAL]
    assert len(files) > 20
    cases = [(path, damage) for path in files for damage in DAMAGES][::EVERY]
    harmed = []
    for number, (path, damage) in enumerate(cases, start=1):
        for heal in (healed_by_a_run, healed_by_doctor):
            hurt = tmp_path / "hurt"
            shutil.copytree(home, hurt)
            damage(hurt / path)
            told = f"{number} of {len(cases)}: {path} {damage.__name__}, {heal.__name__}"
            fault = harm(lambda heal=heal, hurt=hurt: heal(hurt, source), hurt, wanted.tables_sha256)
            print(told, fault or "no harm", flush=True)  # seen with pytest -s
            harmed += [(told, fault)] if fault else []
            shutil.rmtree(hurt)
    assert harmed == []


def harm(heal: Callable[[], list[str]], home: Path, wanted: str) -> str:
    """What is wrong after ``heal``; empty when all is well."""
    try:
        told = moved_away(heal)
    except Exception as fault:  # noqa: BLE001 - whatever is raised is told with its case
        return repr(fault)
    found = last_published(home / "kliping.duckdb")
    if found is None or found.tables_sha256 != wanted:
        return f"other tables, or none: {told}"
    left = examine(Store(home), thorough=True)
    return f"{left} after {told}" if left else ""


def moved_away(heal: Callable[[], list[str]]) -> list[str]:
    """What ``heal`` tells, after what its sentence names as in the way was moved away."""
    try:
        return heal()
    except StoreError as fault:
        named = re.fullmatch(r"Cannot write (.*): it is a folder, and no file\. Move that away, .*", str(fault))
        if named is None:
            raise
        Path(named[1]).rename(f"{named[1]}.moved")
        return [str(fault), *heal()]


def healed_by_a_run(home: Path, source: Path) -> list[str]:
    """A run; where it stops with a sentence, the move that the sentence names, and a run after it."""
    told: list[str] = []
    settings = load_settings(None, home=home, source=(str(source),))
    try:
        run_everything(settings, silent, say=told.append)
    except KlipingError as fault:
        told.append(str(fault))
        if "doctor --repair" in str(fault):
            return told + healed_by_doctor(home, source)
        raise
    return told


def healed_by_doctor(home: Path, source: Path) -> list[str]:
    told: list[str] = []
    store = Store(home)
    mend(store, examine(store, thorough=True), force=True, say=told.append)
    run_everything(load_settings(None, home=home, source=(str(source),)), silent, say=told.append)
    return told


def test_pages_that_only_a_backup_brings_back_are_not_given_up_without_a_word(run, ran, source, home) -> None:
    ran(source / "a.txt")
    (batch,) = Store(home).parts("batches")
    one_bit_flipped(Store(home).path("raw_documents", batch))
    (source / "a.txt").unlink()
    with pytest.raises(KlipingError, match=r"1 of its files are gone or changed.*from a backup.*doctor --repair"):
        run(source / "b.txt")
    assert Store(home).path("raw_documents", batch).is_file()
    told: list[str] = []
    mend(Store(home), examine(Store(home), thorough=True), force=True, say=told.append)
    assert [path.name for path in (home / "aside").iterdir()] == [f"raw_documents-{batch}.parquet.1"]


def test_the_take_downs_come_back_from_their_copy_and_are_never_given_up(run, ran, source, home, command) -> None:
    ran()
    assert command("forget", f"file://{source / 'c.txt'}", "--home", home).returncode == 0
    folder = home / "store" / "forgotten"
    one_bit_flipped(folder / "all.parquet")
    assert run().edition.verdict == "passed"
    assert examine(Store(home), thorough=True) == []
    for path in folder.iterdir():
        overwritten(path)
    told = command("run", source, "--home", home)
    assert (told.returncode, "pages that were taken down would come back" in told.stderr) == (1, True), told.stderr


def test_doctor_says_what_is_sound_and_what_it_would_do(ran, source, home, command) -> None:
    ran(source / "a.txt")
    sound = command("doctor", "--home", home)
    assert (sound.returncode, sound.stdout) == (0, "All is sound.\n"), sound.stderr
    (batch,) = Store(home).parts("batches")
    halved(Store(home).path("lines", batch))
    found = command("doctor", "--home", home, "--json")
    assert found.returncode == 1
    assert "it is made again" in found.stdout
    mended = command("doctor", "--home", home, "--repair")
    assert mended.returncode == 0, mended.stderr
    assert command("doctor", "--home", home).returncode == 0
