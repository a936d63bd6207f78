"""An S3 server of moto's on the loopback address, and a way to it that answers by faults, slowly, or not to the end."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

BUCKET = "news"


@contextlib.contextmanager
def object_store() -> Iterator[str]:
    """The server's address; it has the bucket ``news``."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=address, **LOGIN, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    client.close()
    try:
        yield address
    finally:
        server.stop()


LOGIN = {"aws_access_key_id": "testing-key-id", "aws_secret_access_key": "testing-secret-4711"}


def environment(address: str) -> dict[str, str]:
    """What a client of the server finds in its environment."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": LOGIN["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": LOGIN["aws_secret_access_key"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@dataclass
class Faults:
    """What goes wrong on the way: each of the next requests takes one, until there are none left."""

    next: list[str] = field(default_factory=list)
    """``500``, ``cut`` (the answer breaks off), ``slow`` (a second), ``mute`` (nothing comes),
    ``unconditional`` (conditions get lost)."""
    always: str = ""
    every: dict[str, int] = field(default_factory=dict)
    """Each so manieth request takes this one."""
    asked: int = 0
    met: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def taken(self) -> str:
        with self.lock:
            self.asked += 1
            due = [fault for fault, count in self.every.items() if self.asked % count == 0]
            fault = self.always or (self.next.pop(0) if self.next else (due or [""])[0])
            self.met += bool(fault)
            return fault


class _Way(http.server.BaseHTTPRequestHandler):
    """Passes requests on to the server ``there``, with the faults of ``faults``."""

    protocol_version = "HTTP/1.1"
    there: str
    faults: Faults

    def _pass_on(self) -> None:
        body, fault = self._body(), self.faults.taken()
        if fault == "500":
            self._answer(500, {}, b"<Error><Code>InternalError</Code><Message>We failed.</Message></Error>")
            return
        if fault == "mute":
            time.sleep(3)
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(1)
        left = LEFT | CONDITIONS if fault == "unconditional" else LEFT
        onward = http.client.HTTPConnection(self.there, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in left}
        onward.request(self.command, self.path, body, headers)
        answer = onward.getresponse()
        content = answer.read()
        told = {name: value for name, value in answer.getheaders() if name.lower() not in LEFT}
        onward.close()
        if fault == "cut":
            self.close_connection = True
            if self.command == "HEAD":
                return  # there is nothing to break off in
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content) + 10))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            return
        self._answer(answer.status, told, content)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        length = headers.get("Content-Length") if self.command == "HEAD" else None
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815 - the names are the methods'

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def faulty_way(address: str) -> Iterator[tuple[str, Faults]]:
    """An address from which requests go on to the server at ``address``, and what goes wrong on the way."""
    faults = Faults()
    handler = type("Way", (_Way,), {"there": address.removeprefix("http://"), "faults": faults})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", faults
    finally:
        server.shutdown()
        server.server_close()


LEFT = {"connection", "transfer-encoding", "date", "server"}
CONDITIONS = {"if-match", "if-none-match"}
