"""A run that is killed at any of its writes leaves the published edition whole, and the next run heals."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kliping.warehouse.publish import last_edition
from kliping.warehouse.store import Store

pytestmark = pytest.mark.chaos

KILLED_AT_A_WRITE = """
import contextlib, os, signal, sys
from pathlib import Path
import kliping.warehouse.files as files
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
print(renames)
"""


def interrupted(source: Path, home: Path, point: int) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", KILLED_AT_A_WRITE, str(source), str(home), str(point)]
    return subprocess.run(program, capture_output=True, text=True, timeout=300, cwd=home.parent, check=False)


@pytest.fixture(scope="module")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``pages`` of which one was published into ``home``, and the others wait."""
    folder = tmp_path_factory.mktemp("chaos")
    (folder / "pages").mkdir()
    stories = {
        "a": (
            "Warga Sukamaju Bersihkan Sungai",
            "Warga desa turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik bersama aparat setempat.",
            "Sampah yang terkumpul dijual ke bank sampah, dan uangnya dipakai untuk membeli bibit pohon.",
            "Kegiatan itu diadakan setiap bulan dan diikuti hampir semua keluarga di tepi sungai.",
        ),
        "b": (
            "Harga Cabai Turun di Pasar Induk",
            "Harga cabai merah turun menjadi tiga puluh ribu rupiah per kilogram karena pasokan kembali lancar.",
            "Pedagang berharap cuaca tetap baik agar panen berikutnya tidak terlambat seperti tahun lalu.",
            "Pembeli rumah tangga menyambut penurunan harga itu dengan membeli lebih banyak dari biasanya.",
        ),
    }
    for name, story in stories.items():
        (folder / "pages" / f"{name}.txt").write_text("\n\n".join(story) + "\n")
    assert interrupted(folder / "pages" / "a.txt", folder / "home", 0).returncode == 0
    return folder


def test_killed_at_any_write(first_edition: Path, tmp_path: Path, ask) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(first_edition / "home", whole)
    done = interrupted(first_edition / "pages", whole, 0)
    assert done.returncode == 0, done.stderr
    wanted = last_edition(Store(whole))
    assert wanted is not None
    writes = int(done.stdout)
    assert writes > 10
    points = range(2, writes * 2 + 2)
    every = int(os.environ.get("KLIPING_CHAOS_EVERY", "8"))
    for point in points[::every]:
        home = tmp_path / f"killed-{point}"
        shutil.copytree(first_edition / "home", home)
        killed = interrupted(first_edition / "pages", home, point)
        assert killed.returncode == -signal.SIGKILL, (point, killed.stderr)
        titles = ask("SELECT title FROM articles ORDER BY 1", home)
        assert titles in (
            [("Warga Sukamaju Bersihkan Sungai",)],
            [("Harga Cabai Turun di Pasar Induk",), ("Warga Sukamaju Bersihkan Sungai",)],
        ), point
        healed = interrupted(first_edition / "pages", home, 0)
        assert healed.returncode == 0, (point, healed.stderr)
        edition = last_edition(Store(home))
        assert edition is not None
        assert edition.tables_sha256 == wanted.tables_sha256, point
        assert edition.edition == 2, point
        shutil.rmtree(home)
