"""A run that is killed at any of its writes leaves the published edition whole, and the next run heals."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import reliability, reliability_runs
from benchmarks.reliability_pages import pages
from kliping.settings import load_settings
from kliping.warehouse.publish import Edition, last_edition
from kliping.warehouse.store import Store
from tests.longer import LONGER, WHOLE
from workflows.running import run_everything

pytestmark = pytest.mark.chaos

KILLED_AT_A_WRITE = """
import os, signal, sys
from pathlib import Path
from kliping.settings import load_settings
from workflows.running import run_everything

source, home, point = sys.argv[1], sys.argv[2], int(sys.argv[3])
renames = 0
rename = Path.replace

def counted(self, target):
    global renames
    renames += 1
    if renames * 2 == point:  # written, not renamed
        os.kill(os.getpid(), signal.SIGKILL)
    result = rename(self, target)
    if renames * 2 + 1 == point:  # renamed, nothing after it done
        os.kill(os.getpid(), signal.SIGKILL)
    return result

Path.replace = counted
run_everything(load_settings(None, home=home, source=(source,)), lambda *_: None)
Path(sys.argv[4]).write_text(str(renames))
os._exit(0)
"""


def interrupted(source: Path, home: Path, point: int, told: Path) -> tuple[int, str]:
    """Exit code and standard error of a run of its own, forked off a process that has everything imported."""
    words = f"import sys\nsys.argv[1:] = {[str(source), str(home), str(point), str(told)]!r}\n"
    return reliability_runs.Running(KILLED_AT_A_WRITE, source, home, before=words).ended()


@pytest.fixture(scope="module")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``pages`` of which one was published into ``home``, and the others wait."""
    folder = tmp_path_factory.mktemp("chaos")
    (folder / "pages").mkdir()
    stories = {
        "a": (
            "Warga Sukamaju Bersihkan Sungai",
            "Sabtu, 8 November 2025 10:15 WIB",
            "Warga desa turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik bersama aparat setempat.",
            "Sampah yang terkumpul dijual ke bank sampah, dan uangnya dipakai untuk membeli bibit pohon.",
            "Kegiatan itu diadakan setiap bulan dan diikuti hampir semua keluarga di tepi sungai.",
        ),
        "b": (
            "Harga Cabai Turun di Pasar Induk",
            "Minggu, 9 November 2025 08:40 WIB",
            "Harga cabai merah turun menjadi tiga puluh ribu rupiah per kilogram karena pasokan kembali lancar.",
            "Pedagang berharap cuaca tetap baik agar panen berikutnya tidak terlambat seperti tahun lalu.",
            "Pembeli rumah tangga menyambut penurunan harga itu dengan membeli lebih banyak dari biasanya.",
        ),
    }
    for name, story in stories.items():
        (folder / "pages" / f"{name}.txt").write_text("\n\n".join(story) + "\n")
    healed(folder / "pages" / "a.txt", folder / "home")
    return folder


def healed(source: Path, home: Path) -> Edition:
    """The edition on record after a run that nothing disturbs."""
    edition = run_everything(load_settings(None, home=home, source=(str(source),)), lambda *_: None).edition
    assert edition is not None
    return edition


def test_killed_at_any_write(first_edition: Path, tmp_path: Path, ask) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(first_edition / "home", whole)
    code, said = interrupted(first_edition / "pages", whole, 0, tmp_path / "writes")
    assert code == 0, said
    wanted = last_edition(Store(whole))
    assert wanted is not None
    writes = int((tmp_path / "writes").read_text())
    assert writes > 10
    points = range(2, writes * 2 + 2)
    every = int(os.environ.get("KLIPING_CHAOS_EVERY", "95"))
    for point in points[::every]:
        home = tmp_path / f"killed-{point}"
        shutil.copytree(first_edition / "home", home)
        code, said = interrupted(first_edition / "pages", home, point, tmp_path / "killed")
        assert code == -signal.SIGKILL, (point, said)
        titles = ask("SELECT title FROM articles ORDER BY 1", home)
        assert titles in (
            [("Warga Sukamaju Bersihkan Sungai",)],
            [("Harga Cabai Turun di Pasar Induk",), ("Warga Sukamaju Bersihkan Sungai",)],
        ), point
        edition = healed(first_edition / "pages", home)
        assert edition.tables_sha256 == wanted.tables_sha256, point
        assert edition.edition == 2, point
        shutil.rmtree(home)


@LONGER
def test_killed_at_a_random_moment(tmp_path: Path) -> None:
    """What the command of ``docs/reliability.md`` does."""
    for kill in reliability.planned(reliability.KILLS, reliability.prepare(tmp_path, reliability.KILLS)):
        tried = reliability.kill_and_heal(kill, tmp_path, tmp_path / f"work-{kill.number}")
        assert tried.faults == (), str(tried)
    assert "KLIPING_READING__BATCH_DOCUMENTS" not in os.environ, "what comes after it would have small batches"


SIZES = [int(96 * 1.13**step) for step in range(40)]
"""Kilobytes of a disk: from what a ledger takes to what a small home takes."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Gives a folder on a disk of so many kilobytes; asked again, the same disk has that size."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def sized(kilobytes: int) -> Path:
        nonlocal mounted
        options = f"{'remount,' if mounted else ''}size={kilobytes}k"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
        mounted = True
        return folder

    yield sized
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_a_sentence_and_with_room_the_home_heals(disk, tmp_path: Path) -> None:
    pages(tmp_path / "pages")
    for path in sorted((tmp_path / "pages").iterdir())[7 if WHOLE else 2 :]:
        path.unlink()
    wanted = reliability_runs.healed(tmp_path / "pages", tmp_path / "whole")
    every = max(int(os.environ.get("KLIPING_CHAOS_EVERY", "20")), 1)
    failed, harmed = 0, []
    for kilobytes in SIZES[::every]:
        home = disk(kilobytes) / "home"
        code, said = reliability_runs.Running(reliability_runs.COMMAND_LINE, tmp_path / "pages", home).ended()
        failed += code != 0
        faults = [] if code == 0 or is_a_sentence(code, said) else [f"ended with {code}: {said}"]
        disk(128 * 1024)
        faults += [] if reliability_runs.healed(tmp_path / "pages", home) == wanted else ["other tables with room"]
        print(f"{kilobytes} kilobytes: {'ended well' if code == 0 else said.strip()} {faults}", flush=True)
        harmed += [(kilobytes, faults)] if faults else []
        shutil.rmtree(home)
    assert harmed == []
    assert failed


def is_a_sentence(code: int, said: str) -> bool:
    """Whether a run ended as it should where a disk is full: by one line that speaks of room."""
    lines = [line for line in said.splitlines() if line.strip()]
    return code == 1 and len(lines) == 1 and re.fullmatch("kliping: .*(room|space).*", lines[0]) is not None
