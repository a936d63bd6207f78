"""Takes the pictures of the reading room that README and docs show: ``make screenshots``.

The sample in ``seeds/`` is published into a folder for the moment, the reading room opened over it, and Chromium,
driven by Playwright, photographs its pages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

IMAGES = Path(__file__).parent / "images"
PORT = 8791
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
KLIPING = (sys.executable, "-c", "from workflows.cli import main; main()")

PAGES = (
    ("room-list", "light", "/", 860),
    ("room-page", "light", "/page/{kunang_kunang_suara_teluk}#raw", 980),
    ("room-page-dark", "dark", "/page/{kunang_kunang_suara_teluk}", 980),
    ("room-compare", "light", "/compare/{kunang_kunang_suara_teluk}/{kunang_kunang_gemanusa}", 700),
)
"""Name of the picture, colours, address (names of files stand for ids of documents), height in pixels."""


def main() -> None:
    """Publish, open, photograph."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        home, pages = ("--home", folder), Path(folder) / "pages"
        shutil.copytree("seeds", pages)  # a picture names no folder of this machine
        subprocess.run([*KLIPING, "run", str(pages), *home], check=True, stdout=subprocess.DEVNULL)
        room = subprocess.Popen([*KLIPING, "explore", "--port", str(PORT), *home], stdout=subprocess.PIPE, text=True)
        try:
            assert room.stdout is not None
            address = room.stdout.readline().split()[2]
            with sync_playwright() as driver:
                chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
                for picture in PAGES:
                    _take(chromium, address, Path(folder), picture)
        finally:
            room.terminate()
            room.wait()


def _take(chromium: Any, address: str, home: Path, picture: tuple[str, str, str, int]) -> None:
    name, colours, path, height = picture
    context = chromium.new_context(color_scheme=colours, viewport={"width": 1280, "height": height}, locale="en-GB")
    page = context.new_page()
    _opened(page, address)
    page.goto(address.split("/?")[0] + _filled(path, home))
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def _opened(page: Any, address: str) -> None:
    """Open the printed address once the server answers."""
    for _ in range(60):
        try:
            page.goto(address)
        except Exception:  # noqa: BLE001 - not there yet
            page.wait_for_timeout(500)
        else:
            return
    sys.exit(f"{address} did not answer.")


def _filled(path: str, home: Path) -> str:
    """``path`` with ids of documents in place of the names of their files."""
    import duckdb

    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        rows = connection.execute("SELECT document_id, uri FROM documents").fetchall()
    for identity, uri in rows:
        path = path.replace("{" + Path(uri).stem.split("_", 1)[-1] + "}", identity)
    return path


if __name__ == "__main__":
    main()
