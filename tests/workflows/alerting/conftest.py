"""Real servers on the loopback address: one that takes posts, one that takes mail."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class Taken:
    """What a server was handed, and what it answers before it takes anything."""

    port: int = 0
    faults: list[int] = field(default_factory=list)
    bodies: list[dict[str, str]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)  # envelope's recipient, message


@pytest.fixture
def web() -> Iterator[Taken]:
    """A web server that keeps what is posted to it."""
    taken = Taken()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = taken.faults.pop(0) if taken.faults else 200
            if status == 200:
                taken.bodies.append(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            taken.fetched.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    yield from _serving(server, taken)


@pytest.fixture
def babble() -> Iterator[int]:
    """The port of a server that answers whatever it is asked, and not in HTTP."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(b"* OK ready\r\n\r\n")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    for taken in _serving(server, Taken()):
        yield taken.port


@pytest.fixture
def mail() -> Iterator[Taken]:
    """A mail server that speaks as much of SMTP as a mail takes."""
    taken = Taken()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            recipient = ""
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    recipient = line.decode().split("<")[1].split(">")[0]
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    taken.mails.append((recipient, self._message()))
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 yes\r\n")
                if word == b"QUIT":
                    return

        def _message(self) -> str:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.decode())
            return "".join(lines)

    yield from _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler), taken)


def _serving(server: socketserver.TCPServer, taken: Taken) -> Iterator[Taken]:
    taken.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()
