"""The user, password, key and token of a source are used, and stand in no file, no output and no log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.finding import holding
from tests.web_server import PAGE, PASSWORD, SECRETS, TOKEN, USER, serving

pytestmark = [pytest.mark.network, pytest.mark.slow]

KEY, KEY_SECRET = "AKIA7141KEY", "bucket/s3cr3t+key"


def test_secrets_of_a_source_are_kept_nowhere(command, tmp_path: Path) -> None:
    boto3 = pytest.importorskip("boto3")
    moto = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    endpoint = "http://{}:{}".format(*moto.get_host_and_port())
    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1"
    )
    client.create_bucket(Bucket="news")
    client.put_object(Bucket="news", Key="a.txt", Body=PAGE.replace("Museum", "Library").encode())
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "KLIPING_"))}
    environment |= {"AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": "us-east-1", "COLUMNS": "160"}
    said = ""

    def kliping(*words: str) -> int:
        nonlocal said
        program = [sys.executable, "-c", "from workflows.cli import main; main()", *words]
        done = subprocess.run(
            program, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300, check=False
        )
        said += done.stdout + done.stderr
        return done.returncode

    with serving() as (host, _):
        sources = [
            f"http://{USER}:{PASSWORD}@{host}/a.txt",
            f"http://{host}/b.txt?token={TOKEN}",
            f"s3://{KEY}:{KEY_SECRET}@news/a.txt",
        ]
        assert kliping("run", *sources) == 0, said  # recorded, as the UI shows it: Dagster's storage is in the home
        assert kliping("run", *sources, f"http://{USER}:{PASSWORD}@{host}/to-https?token={TOKEN}") == 1
    assert kliping("run", *sources) == 1  # nobody answers any more
    assert kliping("run", f"https://{USER}:{PASSWORD}@no-such-host.invalid/a?token={TOKEN}") == 1
    assert kliping("run", f"ftp://{USER}:{PASSWORD}@{host}/a") == 1
    for words in (("report",), ("sql", "SELECT uri FROM documents ORDER BY uri")):
        asked = command(*words)
        assert asked.returncode == 0, asked.stderr
        said += asked.stdout + asked.stderr
    moto.stop()

    with duckdb.connect(tmp_path / "data" / "kliping.duckdb", read_only=True) as connection:
        uris = {uri for (uri,) in connection.execute("SELECT uri FROM documents").fetchall()}
        ((settings,),) = connection.execute("SELECT settings FROM editions").fetchall()
    assert uris == {f"http://{host}/a.txt", f"http://{host}/b.txt", "s3://news/a.txt"}
    assert '"s3://news/a.txt"' in settings
    assert (tmp_path / "data" / "dagster").is_dir()
    for word in (*SECRETS, KEY, KEY_SECRET):
        assert word not in said
        assert holding(tmp_path, word) == []
