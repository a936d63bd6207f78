"""An S3 server that shares no line with moto's: SeaweedFS, its master, a volume and a filer in one process."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.object_store import BUCKET, LOGIN

PROGRAM = Path(sys.executable).parent / "weed"
"""Where pip puts it; a platform without a wheel has none."""

START_SECONDS = 60


@contextlib.contextmanager
def seaweed(folder: Path) -> Iterator[str]:
    """The server's address; it keeps its files in ``folder`` and has the bucket ``news``."""
    (folder / "data").mkdir(parents=True)
    named = {"accessKey": LOGIN["aws_access_key_id"], "secretKey": LOGIN["aws_secret_access_key"]}
    may = ["Admin", "Read", "Write", "List"]
    (folder / "s3.json").write_text(
        json.dumps({"identities": [{"name": "tests", "credentials": [named], "actions": may}]})
    )
    services = ("master", "volume", "filer", "s3")
    ports = dict(zip([*services, *(f"{one}.grpc" for one in services)], free_ports(8), strict=True))
    given = [f"-{name.removesuffix('.grpc')}.port{'.grpc' * name.endswith('.grpc')}={ports[name]}" for name in ports]
    given += ["-dir=data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer.localSocket=f", "-master.telemetry=false"]
    given += ["-volume.max=16", "-master.volumeSizeLimitMB=64", "-s3", "-s3.config=s3.json"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [PROGRAM, "server", *given],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{ports['s3']}"
        _with_bucket(address)
        yield address
    finally:
        process.kill()  # it takes long to end in good order, and keeps nothing that anybody wants
        process.wait(30)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody listened on a moment ago."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _with_bucket(address: str) -> None:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    client = boto3.client("s3", endpoint_url=address, **LOGIN, region_name="us-east-1")
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            break
        except (BotoCoreError, ClientError):  # it still starts
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
    client.close()
