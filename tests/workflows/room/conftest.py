"""A published home with hostile pages among harmless ones, and a browser without a network."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from kliping.settings import load_settings
from kliping.warehouse.store import Store
from tests.workflows.conftest import flattened
from workflows.room.app import build_room
from workflows.running import run_everything

TOKEN = "a-token-of-the-tests"

HOSTILE = """Beranda

<script>alert('judul')</script> Warga "Resah" <img src=x onerror=alert(1)>

Oleh <b onmouseover=alert(2)>Sari Wulandari</b>
Senin, 3 Juni 2024

Warga desa berkumpul di balai pada Senin pagi untuk membahas </script><script>alert(3)</script> rencana baru itu.

Tautan javascript:alert(4) dan data:text/html,<script>alert(5)</script> dibacakan oleh kepala desa di hadapan warga.

Nama berkas itu \u202egpj.exe\u202c dan \u2066isolasi\u2069 membuat pembaca bingung, kata petugas yang memeriksanya.

{{ 7 * 7 }} dan {% raw %} serta &lt;b&gt; bukan perintah, hanya teks yang ditulis orang lalu dibaca oleh warga desa itu.

"""


@dataclass(frozen=True)
class Answer:
    """What the app answered."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    text: str


class Browser:
    """Sends requests into an app as a browser on this machine would, and keeps cookies."""

    def __init__(self, app: Any, host: str = "127.0.0.1:8765") -> None:
        self.app, self.host, self.cookies = app, host, {}

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, b"", headers)

    def post(self, address: str, form: dict[str, str], **headers: str) -> Answer:
        given = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{self.host}", **headers}
        return self._ask("POST", address, urlencode(form).encode(), given)

    def enter(self) -> Answer:
        """Open the address that the command prints."""
        return self.get(f"/?token={TOKEN}")

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        parts, sent = urlsplit(address), []
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {
            "host": self.host,
            "cookie": cookie,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", 8765),
            "client": ("127.0.0.1", 50000),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        cookies = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
        for one in cookies:
            name, _, value = one.split(";")[0].partition("=")
            self.cookies[name] = value
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return Answer(sent[0]["status"], found, cookies, text)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home: hostile pages, a copy, a near copy, an error page, an undated page, a page of one huge line."""
    folder = tmp_path_factory.mktemp("room")
    pages = folder / "pages"
    pages.mkdir()
    river = flattened("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening")
    (pages / "sungai.txt").write_text(river)
    (pages / "sungai_lagi.txt").write_text(river.replace("Bagikan artikel ini", "Bagikan"))
    (pages / "sungai_disunting.txt").write_text(river.replace("seluruh warga", "semua penduduk"))
    (pages / "jahat<script>.txt").write_text(HOSTILE)
    (pages / "panjang.txt").write_text(
        flattened("Kalimat Terpanjang di Dunia", "Bukit Panjang").replace("Beranda\n", "kata" * 30_000 + "\n")
    )
    (pages / "hilang.txt").write_text("404\n\nHalaman tidak ditemukan\n\nKembali ke beranda\n")
    (pages / "museum.txt").write_text(
        "Museum Opens New Wing for Maritime History\n\nBy Jane Porter\n\n"
        "The city museum opened a new wing that tells the story of three centuries of seafaring in the region.\n\n"
        "Visitors can walk through a full-size reconstruction of a trading ship that sank near the harbour.\n\n"
        "The director said the collection had been hidden in storage for decades because there was no room for it.\n"
    )
    home = folder / "home"
    run_everything(load_settings(None, home=home, source=(str(pages),)), lambda *_: None)
    return home


def room_of(home: Path) -> Any:
    """The app over a home."""
    return build_room(Store(home), load_settings(None, home=home), TOKEN)


@pytest.fixture
def browser(corpus: Path) -> Browser:
    """A browser before the corpus."""
    return Browser(room_of(corpus))


@pytest.fixture
def document(browser: Browser) -> Callable[[str], str]:
    """The id of the document whose file's name holds some words."""

    def found(words: str) -> str:
        rows = browser.app.state.reader.ask("SELECT document_id FROM documents WHERE contains(uri, ?)", [words])
        assert len(rows) == 1
        return rows[0]["document_id"]

    return found


def shown_text(html: str) -> str:
    """A page without its tags."""
    import html as entities

    return entities.unescape(re.sub(r"<[^>]+>", "", html))
