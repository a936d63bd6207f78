"""The reading room in a real browser: search, evidence, a correction in the next edition, a release, a sample."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.driving import FLAGS, wait_for
from tests.workflows.conftest import rows

pytestmark = [pytest.mark.browser, pytest.mark.network, pytest.mark.slow]

KLIPING = (sys.executable, "-c", "from workflows.cli import main; main()")


@pytest.fixture(scope="module")
def home(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: pages are corrected in it."""
    return Path(shutil.copytree(corpus, tmp_path_factory.mktemp("browsed") / "home"))


@pytest.fixture(scope="module")
def opened(home: Path) -> Iterator[tuple[Any, str]]:
    """A page of Chromium that opened the printed address, and where the reading room is."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: 'apt-get install chromium', then 'make test-browser'")
    playwright = pytest.importorskip("playwright.sync_api")
    port, log = free_port(), home.parent / "room.log"
    with log.open("w") as said:
        room = subprocess.Popen(
            [*KLIPING, "explore", "--home", str(home), "--port", str(port)],
            stdout=said,
            stderr=said,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        wait_for("The address", lambda: re.search(r"http://\S+token=\S+", log.read_text()), log)
        address = re.search(r"http://\S+token=\S+", log.read_text())[0]
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
            page = browser.new_context(locale="en-GB").new_page()
            wait_for("The reading room", lambda: _goes(page, address), log)
            yield page, address.split("/?")[0]
            browser.close()
    finally:
        room.terminate()
        room.wait(30)


def _goes(page: Any, address: str) -> bool:
    try:
        page.goto(address)
    except Exception as refused:
        raise OSError from refused
    return True


def press(page: Any, role: str, name: str) -> None:
    """Click what leads to another page, and wait until it is there: a click may return while the old one stands."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def run_again(home: Path) -> Callable[[], None]:
    """The next edition, of what is on record: in a thread without the loop that drives the browser."""
    from kliping.settings import load_settings
    from workflows.running import run_everything

    def again() -> None:
        run_everything(load_settings(None, home=home), lambda *_: None, looking=False)

    def elsewhere() -> None:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(again).result()

    return elsewhere


def test_a_reader_searches_filters_opens_and_follows_evidence(opened) -> None:
    page, base = opened
    page.goto(base)
    page.get_by_role("searchbox").fill("museum")
    press(page, "button", "Search")
    assert page.locator(".results > li").count() == 1
    page.goto(f"{base}/?q=warga")
    page.get_by_label("From").fill("2024-06-01")
    page.get_by_label("To", exact=True).fill("2024-06-30")
    press(page, "button", "Filter")
    press(page, "link", "Warga Sukamaju Bersihkan Sungai")
    page.locator(".values tr", has_text="title").first.get_by_role("link", name=re.compile("^line")).click()
    target = page.locator("mark:has(:target)")
    assert target.inner_text() == "Warga Sukamaju Bersihkan Sungai"
    assert target.is_visible()


def test_nothing_of_a_hostile_page_runs_or_breaks_the_layout(opened, home) -> None:
    page, base = opened
    talked: list[str] = []
    page.on("dialog", lambda dialog: (talked.append(dialog.message), dialog.dismiss()))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for (document,) in rows(home, "SELECT document_id FROM documents"):
        for width in (1280, 400):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{base}/page/{document}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, document
    page.set_viewport_size({"width": 1280, "height": 800})
    assert talked == []
    assert [url for url in asked if not url.startswith(base)] == []


def test_a_corrected_title_is_in_the_next_edition(opened, home, run_again) -> None:
    page, base = opened
    ((document,),) = rows(home, "SELECT document_id FROM articles WHERE language = 'en'")
    page.goto(f"{base}/page/{document}")
    press(page, "link", "Correct: title")
    page.get_by_label("title", exact=True).fill("A Museum of the Sea")
    page.get_by_label("Why").fill("so it stands on the front page")
    press(page, "button", "Put on record")
    assert "A Museum of the Sea" in page.locator("#corrections ~ ul").inner_text()
    run_again()
    page.reload()
    assert page.locator("h1").inner_text() == "A Museum of the Sea"
    assert rows(home, "SELECT title FROM articles WHERE language = 'en'") == [("A Museum of the Sea",)]


def test_a_quarantined_page_is_released(opened, home, run_again) -> None:
    page, base = opened
    page.goto(f"{base}/queues/quarantine")
    press(page, "link", "hilang.txt")
    press(page, "link", "Release")
    page.get_by_label("Why").fill("we keep error pages")
    press(page, "button", "Put on record")
    run_again()
    assert rows(home, "SELECT status FROM documents WHERE uri LIKE '%hilang.txt'") == [("published",)]


def test_a_sample_is_walked_through(opened, home) -> None:
    page, base = opened
    subprocess.run([*KLIPING, "accuracy", "--sample", "3", "--home", str(home)], check=True, timeout=120)
    page.goto(f"{base}/sample")
    for _ in range(3):
        for group in page.locator("form.sample fieldset").all():
            group.get_by_label("right").check()
        press(page, "button", "Keep and go on")
    page.get_by_text("95 % interval").first.wait_for()
    assert "3 of 3" in page.content()


def test_axe_finds_no_serious_fault(opened, home) -> None:
    page, base = opened
    axe = (Path(__file__).parent / "room" / "axe" / "axe.min.js").read_text(encoding="utf-8")
    documents = [document for (document,) in rows(home, "SELECT document_id FROM documents")]
    addresses = ["/", "/queues/quarantine", "/queues/undated", "/editions", "/corrections", "/sample?all"]
    addresses += [f"/page/{document}" for document in documents[:3]]
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        for address in addresses:
            page.goto(base + address)
            page.evaluate(axe)  # by the browser's own tools, which no policy of a page binds
            found = page.evaluate("axe.run({resultTypes: ['violations']})")
            grave = [
                (one["id"], [node["target"] for node in one["nodes"]][:3])
                for one in found["violations"]
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == [], f"{address} in {colours}"
