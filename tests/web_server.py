"""A web server on the loopback address: a page for who knows the password or the token, and ways out."""

from __future__ import annotations

import base64
import contextlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

USER, PASSWORD, TOKEN = "sari-7141", "s3cr3t-pw", "t0p-s3cr3t"
SECRETS = (USER, PASSWORD, TOKEN)
LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

PAGE = """Museum Opens New Wing for Maritime History

By Jane Porter
5 June 2024

The city museum opened a new wing on Wednesday that tells the story of three centuries of seafaring.

Visitors can walk through a full-size reconstruction of a trading ship that sank near the harbour.

The director said the collection had been hidden in storage for decades because there was no room for it.
"""

MOVED = {
    "/to-file": "file:///etc/hostname",
    "/to-ftp": "ftp://127.0.0.1/x",
    "/to-https": "https://127.0.0.1:{port}/open.txt",
    "/to-open": "/open.txt",
    "/to-other-address": "http://127.0.0.2:{port}/open.txt",
    "/to-other-host": "http://localhost:{port}/open.txt",
}

Seen = list[tuple[str, str | None]]
"""Paths that were asked for, and the login that came with each."""


@contextlib.contextmanager
def serving() -> Iterator[tuple[str, Seen]]:
    """Host and port of the server, and what it has seen."""
    seen: Seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            login = self.headers.get("Authorization")
            seen.append((self.path, login))
            if path in MOVED:
                self.send_response(302)
                self.send_header("Location", MOVED[path].format(port=self.server.server_address[1]))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            allowed = login == LOGIN or query == f"token={TOKEN}" or path == "/open.txt"
            body = f"{PAGE}\nAt {path}\n".encode() if allowed else b""
            self.send_response(200 if allowed else 401)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name is the method's

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Site:
    """Pages below ``/news/`` that a test changes. No answer says when a page changed."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)  # what is answered before a page, or the list (""), is
    asked: list[str] = field(default_factory=list)  # the names of pages that were fetched


@contextlib.contextmanager
def publishing() -> Iterator[Site]:
    """A site on the loopback address, with a list of its pages."""
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/news").strip("/")  # none: the list
            status = 200 if not name or name in site.pages else 404
            if self.command == "GET":
                site.asked += [name] if name else []
                waiting = site.faults.get(name)
                status = waiting.pop(0) if waiting else status
            links = "".join(f'<a href="/news/{page}">{page}</a>\n' for page in site.pages)
            body = "" if status != 200 else site.pages[name] if name else links
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Type", "text/plain" if name else "text/html")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815 - the name is the method's

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}/news/"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
