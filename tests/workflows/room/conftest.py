"""A browser without a network before a published home."""

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
from workflows.room.app import build_room

TOKEN = "a-token-of-the-tests"


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
