"""The Dagster UI, driven by a real browser: what a person opens, clicks and reads, from the first look to a repair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.driving import browsing, chromium, serving, wait_for
from tests.rules import NOTHING_PASSES
from tests.workflows.conftest import flattened

pytestmark = [pytest.mark.browser, pytest.mark.network]


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page of the Chromium that is installed."""
    if chromium() is None:
        pytest.skip("no chromium on this machine: 'apt-get install chromium', then 'make test-browser'")
    pytest.importorskip("playwright.sync_api")
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three pages, and one whose words would run and draw things if they were not shown as text."""
    folder = tmp_path_factory.mktemp("source") / "pages"
    folder.mkdir()
    for name, title in (
        ("a", "Warga Sukamaju Bersihkan Sungai"),
        ("b", "Pasar Induk Ramai Lagi"),
        ("c", "Sawah Panen"),
    ):
        (folder / f"{name}.txt").write_text(flattened(title, f"muara Kali {title}"))
    (folder / "hostile.txt").write_text(flattened(TITLE, "muara <script>alert(4)</script> Bening"))
    return folder


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> Iterator[tuple[str, Path, Path]]:
    """``kliping ui`` over the pages, away from the checkout: its address, its home, its log."""
    folder = tmp_path_factory.mktemp("ui")
    (folder / "home").mkdir()
    (folder / "home" / "expectations.toml").write_text(SHORT_TITLES + HOSTILE.format(title=TITLE.replace("\u202e", "")))
    with serving(folder, pages, **SOON) as running:
        yield running


SOON = {"KLIPING_AUTOMATION__LOOK_SECONDS": "5"}
SHORT_TITLES = """
[[rule]]
name = "titles_of_two_lines"
table = "articles"
level = "row"
severity = "warning"
column = "title"
description = "A title is longer than a hundred characters."
sql = "SELECT document_id FROM articles WHERE length(title) < 100"
"""

SHOWN = "<img src=x onerror=alert(1)> [klik](javascript:alert(2)) **tebal**"
TITLE = f"[bold]Banjir[/] {SHOWN} \u202eterbalik"
HOSTILE = """
[[rule]]
name = "hostile_description"
table = "articles"
level = "row"
severity = "warning"
description = '''{title} <script>alert(3)</script>'''
sql = "SELECT document_id FROM articles"
"""


def edition(home: Path) -> int:
    return int(json.loads((home / "edition.json").read_text())["edition"])


def asked(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        return connection.execute(query).fetchall()


def open_at(page: Any, address: str) -> None:
    page.goto(address, wait_until="domcontentloaded")


def materialise_all(address: str, page: Any) -> None:
    open_at(page, f"{address}/kliping/graph")  # every batch is chosen there
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_role("button", name="Launch").click()


def followed(page: Any, words: str) -> Any:
    """The page that a link opens by a click."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=words).first.click()
    opened.value.wait_for_load_state()
    return opened.value


def test_sensors_publish_and_a_click_materialises_everything(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("the first edition, made by the sensors", lambda: edition(home) == 1, log)
    materialise_all(address, page)
    wait_for("the second edition, made by the click", lambda: edition(home) == 2, log)
    assert asked(home, "SELECT verdict FROM editions ORDER BY edition") == [("passed",)] * 2
    assert not [path.name for path in home.parent.iterdir() if path.name not in ("home", "log.txt")]


def test_a_table_has_its_checks_and_opens_the_rows_that_break_one(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    open_at(page, f"{address}/assets/published/articles?view=checks&checkDetail=titles_of_two_lines")
    page.get_by_placeholder("Filter checks").fill("unique_")  # what is out of sight is not drawn
    page.get_by_text("unique_article_ids").first.wait_for()
    page.get_by_text("takes one out").first.wait_for()  # what to do
    rows = followed(page, "/kliping/rows/")
    rows.get_by_text("Pasar Induk Ramai Lagi").first.wait_for()  # its title
    rows.get_by_text("b.txt").first.wait_for()  # its address
    rows.close()
    open_at(page, f"{address}/assets/published?view=checks")
    page.get_by_text("the_file_holds_what_was_judged").first.wait_for(
        state="attached"
    )  # drawn with its middle left out


def test_data_docs_open_by_a_click_and_charts_are_drawn(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    open_at(page, f"{address}/assets/published?view=events")
    docs = followed(page, "/kliping/data-docs/0")
    docs.get_by_text("expectations").first.wait_for()
    docs.close()
    open_at(page, f"{address}/assets/published/articles?view=events")
    drawn = page.locator("img[alt='Articles by language']").first
    drawn.wait_for()
    assert drawn.evaluate("image => image.naturalWidth") > 100


def test_the_schema_has_true_types_and_words(ui: tuple[str, Path, Path], page: Any) -> None:
    address, _, _ = ui
    open_at(page, f"{address}/assets/published/articles")
    page.get_by_text("Headline, without the outlet").first.wait_for()
    page.get_by_text("VARCHAR[]", exact=True).first.wait_for()


def test_hostile_words_are_shown_as_text_and_run_nothing(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    open_at(page, f"{address}/assets/published/articles?view=checks&checkDetail=hostile_description")
    page.get_by_text("<img src=x onerror=alert(1)> [klik](javascript:alert(2)) **tebal**").first.wait_for()
    assert page.locator("img[src='x'], a[href^='javascript:'], strong:has-text('tebal')").count() == 0
    for asset in ("lines", "metadata", "candidate", "published", "published/articles"):
        open_at(page, f"{address}/assets/{asset}?view=events")
        page.get_by_text("dagster/row_count").first.wait_for()
        assert page.get_by_text("Banjir").count() == 0  # no word of a page is in Dagster
        assert page.locator("img[src='x'], a[href^='javascript:']").count() == 0
    for docs in sorted(home.glob("data-docs/0*/index.html")):
        page.goto(docs.as_uri())
        page.get_by_text(SHOWN).first.wait_for()
        assert page.locator("img, script, a[href^='javascript:']").count() == 0
    assert ran == []


ADD = """mutation { addDynamicPartition(
  repositorySelector: {repositoryName: "__repository__", repositoryLocationName: "kliping"},
  partitionsDefName: "batches", partitionKey: "foo") { __typename ... on UnauthorizedError { message } } }"""


def test_batches_are_named_by_their_day_and_nobody_adds_one(ui: tuple[str, Path, Path], page: Any) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    open_at(page, f"{address}/assets/raw_documents?view=partitions")
    page.get_by_text("-001").first.wait_for()
    answer = page.request.post(f"{address}/graphql", data={"query": ADD}).json()
    assert answer["data"]["addDynamicPartition"]["__typename"] == "UnauthorizedError"
    assert "batches come from looking at the source" in answer["data"]["addDynamicPartition"]["message"]


def a_failed_run_says(page: Any, address: str, words: str) -> bool:
    """Whether the page of a run that failed shows these words; a page that was opened too early is opened anew."""
    from playwright.sync_api import TimeoutError as NotShown

    open_at(page, f"{address}/runs?q%5B0%5D=status%3AFAILURE")
    links = page.locator("a[href^='/runs/']")
    links.first.wait_for()
    for run in dict.fromkeys(link.get_attribute("href") for link in links.all()):
        open_at(page, f"{address}{run}?logs=step%3Apublish_edition")  # what is out of sight is not drawn
        try:
            page.get_by_text(words).first.wait_for(timeout=30_000)
        except NotShown:
            continue
        return True
    return False


def test_what_is_refused_says_so_and_is_published_once_it_is_mended(
    ui: tuple[str, Path, Path], pages: Path, page: Any
) -> None:
    address, home, log = ui
    wait_for("an edition", lambda: edition(home) >= 1, log)
    held, last = (home / "kliping.duckdb").read_bytes(), edition(home)
    (home / "expectations.toml").write_text(NOTHING_PASSES)
    (pages / "d.txt").write_text(flattened("Jembatan Baru Dibuka", "muara Kali Jembatan"))
    wait_for("the refusal", lambda: edition(home) == last + 1, log)
    assert json.loads((home / "edition.json").read_text())["verdict"] == "refused"
    assert (home / "kliping.duckdb").read_bytes() == held
    wait_for("the reason on a run's page", lambda: a_failed_run_says(page, address, "refused: no_articles"), log)
    (home / "expectations.toml").unlink()
    there = "SELECT count(*) FROM documents WHERE uri LIKE '%/d.txt' AND status IN ('published', 'duplicate')"
    wait_for("the repair's edition", lambda: asked(home, there) == [(1,)], log)
