"""Fixtures that more than one part of the tests needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = (("browser",), ("slow", "network", "chaos"))
"""Markers of tests that take long, those that take longest first."""

CHECKOUT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of what takes long come first, so that no worker is left alone with one of them at the end."""
    ranks: dict[Path, int] = {}
    for item in items:
        told = [rank for rank, marks in enumerate(LONG) if any(map(item.get_closest_marker, marks))]
        ranks[item.path] = min([*told, ranks.get(item.path, len(LONG))])
    items.sort(key=lambda item: ranks[item.path])


@pytest.fixture(scope="session", autouse=True)
def settled() -> None:
    """Tests write files and read them at once, in this process and others; those about settling say so."""
    os.environ.setdefault("KLIPING_READING__SETTLE_SECONDS", "0")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development material beside the checkout."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the development exam does not lie beside this checkout")
    return folder


OLD_CLIENTS = Path(tempfile.gettempdir()) / "kliping-old-clients"


@pytest.fixture(scope="session")
def old_duckdb() -> Callable[[str], OldDuckDB]:
    """Gives, for a version, a command that runs Python code with that DuckDB client instead of ours.

    The client is installed aside, once a machine, below the system's folder for temporary files. Skips, with the
    installer's own words, where no client can be had.
    """

    def installed(version: str) -> OldDuckDB:
        folder = OLD_CLIENTS / f"duckdb-{version}-py{sys.version_info.major}.{sys.version_info.minor}"
        if not folder.is_dir():
            OLD_CLIENTS.mkdir(parents=True, exist_ok=True)
            making = Path(tempfile.mkdtemp(dir=OLD_CLIENTS))
            wanted = ["--quiet", "--no-deps", "--target", str(making), f"duckdb=={version}"]
            done = subprocess.run(
                [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--only-binary=:all:", *wanted],
                capture_output=True,
                text=True,
                check=False,
                timeout=180,
            )
            if done.returncode:
                shutil.rmtree(making)
                pytest.skip(f"no DuckDB client {version} can be installed here: {done.stderr.strip()[-300:]}")
            try:
                making.rename(folder)
            except OSError:  # another worker was first
                shutil.rmtree(making)
        return OldDuckDB(version, folder)

    return installed


@dataclass(frozen=True)
class OldDuckDB:
    """A DuckDB client of another version, in a process of its own."""

    version: str
    folder: Path

    def run(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What ``code`` prints, run with this client; ``arguments`` are its ``sys.argv[1:]``."""
        guard = f"import duckdb\nassert duckdb.__version__ == {self.version!r}, duckdb.__version__\n"
        return subprocess.run(
            [sys.executable, "-c", guard + code, *arguments],
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
