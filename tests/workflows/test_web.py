"""Our pages beside the UI: they open, run and load nothing, and read the tables at the moment they are asked for."""

from __future__ import annotations

import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from dagster._core.workspace.permissions import Permissions
from starlette.applications import Starlette
from starlette.routing import Mount

from assets.pages import ROOT
from workflows.serving import free_port
from workflows.web import our_routes

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


def test_pages_open_by_their_addresses(run, home: Path, source: Path, address: str) -> None:
    (home / "expectations.toml").parent.mkdir(exist_ok=True)
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    run(source)
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


def test_the_reading_room_stands_beside_the_ui_and_lets_nobody_correct(run, home: Path, source: Path, address) -> None:
    run(source / "a.txt")
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


def test_a_page_that_is_forgotten_is_gone_from_the_rows(run, kliping, home: Path, source: Path, address: str) -> None:
    home.mkdir()
    (home / "expectations.toml").write_text(SHORT_IS_BROKEN)
    run(source)
    kliping("forget", (source / "b.txt").as_uri(), "--home", home)
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
