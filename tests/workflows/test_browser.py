"""The Dagster UI, driven by a real browser: sensors find the pages, a person materialises everything by a click."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.workflows.conftest import flattened

pytestmark = [pytest.mark.browser, pytest.mark.network]

CHECKOUT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 240


def wait_for(what: str, ready: Any, log: Path) -> Any:
    """What ``ready`` answers, as soon as it answers; OSError and emptiness mean not yet."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if answer := ready():
                return answer
        except OSError:
            pass
        time.sleep(1)
    pytest.fail(f"{what} did not happen within {PATIENCE_SECONDS} s. The UI said at last:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page of the Chromium that is installed."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: 'apt-get install chromium', then 'make test-browser'")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser.new_page(viewport={"width": 1500, "height": 900})
        browser.close()


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """``kliping ui`` over the seeds, away from the checkout: its address, its home, its log."""
    with serving(tmp_path_factory.mktemp("ui"), CHECKOUT / "seeds") as running:
        yield running


@contextlib.contextmanager
def serving(folder: Path, source: Path) -> Iterator[tuple[str, Path, Path]]:
    """``kliping ui`` over ``source``, with its state below ``folder``: its address, its home, its log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log.txt"
    words = ["ui", str(source), "--home", str(folder / "home"), "--port", str(port)]
    program = [sys.executable, "-c", "from workflows.cli import main; main()", *words]
    with log.open("w") as said:
        running = subprocess.Popen(program, cwd=folder, stdout=said, stderr=said, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for("the UI's first answer", lambda: urllib.request.urlopen(f"{address}/server_info").status == 200, log)
        yield address, folder / "home", log
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)


NOTHING_PASSES = """
[[rule]]
name = "no_articles"
table = "articles"
severity = "critical"
description = "No article at all."
sql = "SELECT article_id FROM articles"
"""


def edition(home: Path) -> int:
    return int(json.loads((home / "edition.json").read_text())["edition"])


def materialise_all(address: str, page: Any) -> None:
    page.goto(f"{address}/asset-groups", wait_until="domcontentloaded")
    page.get_by_role("button", name="Materialize all").click(timeout=60_000)
    page.get_by_role("button", name="All", exact=True).click(timeout=60_000)
    page.get_by_role("button", name="Launch").click(timeout=60_000)


def test_sensors_publish_and_a_click_materialises_everything(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("the first edition, made by the sensors", lambda: edition(home) == 1, log)
    materialise_all(address, page)
    wait_for("the second edition, made by the click", lambda: edition(home) == 2, log)
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT verdict FROM editions ORDER BY edition").fetchall() == [("passed",)] * 2

    page.goto(f"{address}/assets/candidate?view=checks", wait_until="domcontentloaded")
    page.get_by_text("every_line_accounted_for").first.wait_for(timeout=60_000)
    assert page.get_by_text("Succeeded").count() > 10  # the list shows what fits the window
    page.goto(f"{address}/assets/published", wait_until="domcontentloaded")
    page.get_by_text("data_docs").first.wait_for(timeout=60_000)
    assert page.get_by_text("passed", exact=True).count() >= 1
    assert not [path.name for path in home.parent.iterdir() if path.name not in ("home", "log.txt")]


def test_a_click_cannot_publish_what_a_critical_expectation_refuses(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    held = (home / "kliping.duckdb").read_bytes()
    last = edition(home)
    (home / "expectations.toml").write_text(NOTHING_PASSES)
    materialise_all(address, page)
    wait_for("the refusal", lambda: edition(home) == last + 1, log)
    assert json.loads((home / "edition.json").read_text())["verdict"] == "refused"
    page.goto(f"{address}/runs", wait_until="domcontentloaded")
    page.get_by_text("Failure", exact=True).first.wait_for(timeout=120_000)
    assert (home / "kliping.duckdb").read_bytes() == held


SHOWN = "<img src=x onerror=alert(1)> [klik](javascript:alert(2)) **tebal**"
TITLE = f"[bold]Banjir[/] {SHOWN} \u202eterbalik"
RULE = """
[[rule]]
name = "hostile_description"
table = "articles"
level = "row"
severity = "warning"
description = '''{title} <script>alert(3)</script>'''
sql = "SELECT document_id FROM articles"
"""


def test_hostile_words_are_shown_as_text_and_run_nothing(page: Any, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(flattened(TITLE, "muara <script>alert(4)</script> Bening"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "expectations.toml").write_text(RULE.format(title=TITLE.replace("\u202e", "")))
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    with serving(tmp_path, tmp_path / "pages") as (address, home, log):
        wait_for("the first edition, made by the sensors", lambda: edition(home) == 1, log)
        page.goto(
            f"{address}/assets/candidate?view=checks&checkDetail=hostile_description", wait_until="domcontentloaded"
        )
        page.get_by_text("<img src=x onerror=alert(1)> [klik](javascript:alert(2)) **tebal**").first.wait_for(
            timeout=90_000
        )
        assert page.locator("img[src='x'], a[href^='javascript:'], strong:has-text('tebal')").count() == 0
        for asset in ("lines", "metadata", "candidate", "published"):
            page.goto(f"{address}/assets/{asset}?view=events", wait_until="domcontentloaded")
            page.get_by_text("dagster/row_count").first.wait_for(timeout=90_000)
            assert page.get_by_text("Banjir").count() == 0  # no word of a page is in Dagster
            assert page.locator("img[src='x'], a[href^='javascript:']").count() == 0
        (docs,) = home.glob("data-docs/0*/index.html")
        page.goto(docs.as_uri())
        page.get_by_text(SHOWN).first.wait_for()
        assert page.locator("img, script, a[href^='javascript:']").count() == 0
    assert ran == []
