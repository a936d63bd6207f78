"""Our pages beside the UI: they open, run and load nothing, and read the tables at the moment they are asked for."""

from __future__ import annotations

import asyncio
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
import uvicorn
from dagster._core.workspace.context import WorkspaceRequestContext
from dagster._core.workspace.permissions import Permissions
from dagster_graphql.implementation.utils import UserFacingGraphQLError
from starlette.applications import Starlette
from starlette.routing import Mount

from assets.pages import ROOT, graph_page
from kliping.settings import load_settings
from kliping.warehouse.store import BATCHES, Store
from workflows.hosts import KnownHosts
from workflows.serving import free_port
from workflows.web import RequestContext, _old_batches, our_routes

pytestmark = pytest.mark.network

SHORT_IS_BROKEN = """
[[rule]]
name = "long_titles"
table = "articles"
severity = "warning"
level = "row"
column = "title"
description = "A <b>title</b> of more than a thousand characters."
sql = "SELECT document_id, 'short' AS detail FROM articles WHERE length(title) < 1000"
"""


@pytest.fixture
def address(home: Path, monkeypatch) -> Iterator[str]:
    """A server with our pages alone."""
    monkeypatch.setenv("KLIPING_HOME", str(home))
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=[Mount(ROOT, routes=our_routes())]), port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}{ROOT}"
    server.should_exit = True
    thread.join()


def read(address: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read().decode(), dict(fault.headers)


def test_pages_open_by_their_addresses(ran, home: Path, source: Path, address: str) -> None:
    (home / "expectations.toml").parent.mkdir(exist_ok=True)
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    ran(source)
    status, text, headers = read(f"{address}/data-docs/00000001/index.html")
    assert (status, "Edition 1" in text) == (200, True)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert read(f"{address}/")[0] == 200  # leads to the list of editions
    status, text, headers = read(f"{address}/rows/1/long_titles")
    assert status == 200
    assert "Harga Cabai Turun di Pasar Induk" in text  # the title, and once more as the value
    assert "b.txt" in text
    assert "A &lt;b&gt;title&lt;/b&gt; of more" in text
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "published" in read(f"{address}/report")[1]


def test_the_reading_room_stands_beside_the_ui_and_lets_nobody_correct(
    run, ran, home: Path, source: Path, address
) -> None:
    ran(source / "a.txt")
    status, text, headers = read(f"{address}/room/")
    assert (status, "Warga Sukamaju Bersihkan Sungai" in text) == (200, True)
    assert "default-src 'none'" in headers["content-security-policy"]
    places = re.findall(r'(?:href|action)="(/[^"]*)"', text)
    assert len(places) > 5
    assert [place for place in places if not place.startswith(f"{ROOT}/room/")] == []
    (document,) = {place for place in places if "/page/" in place}
    host = address.removesuffix(ROOT)
    assert "Warga Desa Sukamaju kembali turun" in read(host + document)[1]
    assert read(f"{address}/room/static/room.css")[0] == 200
    correct = urllib.request.Request(f"{address}/room/correct", data=b"token=invented", method="POST")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(correct)
    run(source / "b.txt")
    assert "Harga Cabai Turun di Pasar Induk" in read(f"{address}/room/")[1], "the next edition, once it is out"


def test_the_rows_of_a_rule_are_all_there_with_what_it_says_of_them(run, home, page, tmp_path: Path, address) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text(page(f"Warga Desa Nomor {number} Panen Padi", f"Kali {number}"))
    home.mkdir()
    said = "'it has ' || length(title)"
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN.replace('column = "title"\n', "").replace("'short'", said))
    run(folder)
    (broken,) = (
        duckdb.connect(home / "kliping.duckdb", read_only=True).execute("SELECT count(*) FROM articles").fetchone()
    )
    assert broken > 5, "more than an audit keeps keys of"
    text = read(f"{address}/rows/1/long_titles")[1]
    assert f"{broken} of {broken} rows" in text
    assert text.count("it has ") == broken


def test_how_many_of_all_rows_are_shown_is_said(run, home: Path, source: Path, address: str, monkeypatch) -> None:
    home.mkdir()
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    run(source, gate={"sample_rows": 1})
    monkeypatch.setattr("expectations.failing._asked_now", lambda *_: None)  # as of what only an audit can measure
    (broken,) = (
        duckdb.connect(home / "kliping.duckdb", read_only=True).execute("SELECT count(*) FROM articles").fetchone()
    )
    assert broken > 1
    assert f"1 of {broken} rows" in read(f"{address}/rows/1/long_titles")[1]


def test_the_first_page_leads_everywhere_and_names_what_is_broken(ran, home: Path, source: Path, address: str) -> None:
    assert "No page was published yet" in read(f"{address}/")[1]
    home.mkdir(exist_ok=True)
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    ran(source)
    status, text, headers = read(f"{address}/")
    assert (status, "Edition 1: passed" in text) == (200, True)
    assert "default-src 'none'" in headers["content-security-policy"]
    host = address.removesuffix(ROOT)
    places = re.findall(r'href="([^"]*)"', text)
    assert f"{ROOT}/rows/1/long_titles" in places
    for place in places:
        if not place.endswith(("/graph", "/remake")):  # these lead into Dagster's own pages
            assert read(host + place)[0] == 200, place
    assert "Every batch is of the present recipe" in read(f"{address}/remake")[1]


def test_batches_of_an_old_recipe_are_chosen_in_the_graph(ran, home: Path, source: Path, monkeypatch) -> None:
    ran(source)
    other = load_settings(None, home=home, cleaning={"obvious": 0.02})
    monkeypatch.setattr("workflows.web.load_settings", lambda: other)
    answer = _old_batches(Store(home), "/below")
    (batch,) = Store(home).parts(BATCHES)
    assert answer.headers["location"] == f"/below{graph_page([batch])}"


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:3000", 200), ("localhost", 200), ("[::1]:3000", 200), ("news.example", 200), ("evil.example", 400)],
)
def test_a_foreign_host_is_refused(host: str, status: int) -> None:
    async def welcome(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    said: list[dict[str, Any]] = []

    async def hear(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {"type": "http", "headers": [(b"host", host.encode())]}
    asyncio.run(KnownHosts(welcome, ["News.example"])(scope, mock.AsyncMock(), hear))
    assert said[0]["status"] == status
    assert status == 200 or b"--allowed-host" in said[1]["body"]


def test_a_page_that_is_forgotten_is_gone_from_the_rows(ran, command, home: Path, source: Path, address: str) -> None:
    home.mkdir()
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    ran(source)
    assert command("forget", (source / "b.txt").as_uri(), "--home", home).returncode == 0
    assert "Harga Cabai" not in read(f"{address}/rows/1/long_titles")[1]


@pytest.mark.parametrize("place", ["/rows/1/no_such_rule", "/data-docs/00000009/index.html", "/data-docs/../store/x"])
def test_what_is_not_there_is_said(place: str, address: str) -> None:
    assert read(address + place)[0] == 404


def test_without_an_edition_the_report_says_so(address: str) -> None:
    status, text, _ = read(f"{address}/report")
    assert status == 503
    assert "kliping run" in text


def test_the_ui_lets_nobody_add_a_partition() -> None:
    from workflows.web import _without_partitions

    allowed = _without_partitions({})
    assert allowed[Permissions.EDIT_DYNAMIC_PARTITIONS.value].enabled is False


def test_who_would_add_a_partition_is_told_where_batches_come_from() -> None:
    context = object.__new__(RequestContext)
    with (
        mock.patch.object(WorkspaceRequestContext, "has_permission_for_location", return_value=False),
        pytest.raises(UserFacingGraphQLError) as caught,
    ):
        context.has_permission_for_location(Permissions.EDIT_DYNAMIC_PARTITIONS.value, "kliping")
    assert "'kliping run' enters them" in caught.value.error.message
