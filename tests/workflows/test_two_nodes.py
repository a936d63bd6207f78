"""Two nodes of a Ray cluster, one processor each, with an S3 server between them: ``make test-cluster``.

What must hold is that nobody can tell from the tables where they were made, whatever was lost on the way.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.cluster_pages import POISON, poisoned, write_pages
from tests.finding import holding
from tests.object_store import BUCKET, LOGIN, environment, faulty_way, object_store

ASKED = os.environ.get("KLIPING_CLUSTER_PAGES", "")
"""Pages of the large run; ``make test-cluster`` sets it."""

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.slow,
    pytest.mark.network,
    pytest.mark.filterwarnings("default"),  # Ray's own warnings, the server's and the client's
    pytest.mark.skipif(not ASKED, reason="minutes on two processors: make test-cluster"),
]

KLIPING = [sys.executable, "-c", "from workflows.cli import main; main()"]
SMALL = 600

FREE = """
import os, sys, time
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
ray.init(address=sys.argv[1], log_to_driver=False, logging_level="ERROR")
end = time.monotonic() + 60
while ray.available_resources().get("CPU") != ray.cluster_resources().get("CPU") and time.monotonic() < end:
    time.sleep(0.5)
print(ray.available_resources().get("CPU"), flush=True)
"""


class Nodes:
    """A cluster whose nodes come and go."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        one = {"num_cpus": 1, "object_store_memory": 100_000_000}
        self._one = one
        self._cluster = Cluster(initialize_head=True, head_node_args={**one, "include_dashboard": False})
        self._last = self._cluster.add_node(**one)

    @property
    def address(self) -> str:
        return self._cluster.address

    def lose(self) -> None:
        """Kill the node that came last, without a word."""
        self._cluster.remove_node(self._last, allow_graceful=False)

    def gain(self) -> None:
        self._last = self._cluster.add_node(**self._one)

    def end(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory) -> Iterator[tuple[str, Callable[[], Nodes]]]:
    """The S3 server's address and a maker of clusters, in an environment that all processes inherit."""
    pytest.importorskip("ray", reason="the engine ray is tested where kliping[ray] is installed")
    checkout = Path(__file__).resolve().parents[2]
    folder = poisoned(tmp_path_factory.mktemp("site") / "site")
    with object_store() as address, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(address).items():
            patch.setenv(name, value)
        path = [str(folder), str(checkout / "src"), str(checkout), os.environ.get("PYTHONPATH", "")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("KLIPING_READING__SETTLE_SECONDS", "0")
        made: list[Nodes] = []

        def nodes() -> Nodes:
            made.append(Nodes())
            return made[-1]

        yield address, nodes
        for one in made:
            one.end()


def started(source: Path, home: Path, batch: int, **settings: str) -> subprocess.Popen[str]:
    home.parent.mkdir(exist_ok=True, parents=True)
    given = {"KLIPING_READING__BATCH_DOCUMENTS": str(batch), **settings}
    return subprocess.Popen(
        [*KLIPING, "run", str(source), "--home", str(home), "--json"],
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.parent,
    )


def on_ray(nodes: Nodes) -> dict[str, str]:
    return {
        "KLIPING_ENGINE": "ray",
        "KLIPING_RAY_ADDRESS": nodes.address,
        "KLIPING_EXCHANGE": f"s3://{BUCKET}/exchange",
    }


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    """What a command said on standard error; it printed JSON."""
    out, said = process.communicate(timeout=540)
    assert process.returncode == code, said[-3000:]
    assert "Traceback" not in said
    if code == 0:
        json.loads(out)
    return said


def tables(home: Path) -> tuple[str, list[tuple[str, ...]]]:
    """``tables_sha256``, and the rows of quarantine."""
    with duckdb.connect(str(home / "kliping.duckdb"), read_only=True) as connection:
        ((sums,),) = connection.execute("SELECT tables_sha256 FROM editions ORDER BY edition DESC LIMIT 1").fetchall()
        rows = connection.execute("SELECT document_id, stage, reason, detail FROM quarantine ORDER BY ALL").fetchall()
    return sums, rows


@contextlib.contextmanager
def watching(process: subprocess.Popen[str]) -> Iterator[Callable[[str, int], None]]:
    """Gives what waits until the exchange holds so many objects with a word in their names."""
    import boto3

    client = boto3.client("s3", **LOGIN)

    def until(word: str, count: int) -> None:
        pages = client.get_paginator("list_objects_v2")
        while process.poll() is None:
            found = [one["Key"] for page in pages.paginate(Bucket=BUCKET) for one in page.get("Contents", [])]
            if sum(word in name for name in found) >= count:
                return
            time.sleep(0.1)
        raise AssertionError(f"the run ended before {count} of {word} were seen: {process.communicate()[1][-2000:]}")

    yield until
    client.close()


def in_exchange() -> list[str]:
    import boto3

    client = boto3.client("s3", **LOGIN)
    found = [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET, Prefix="exchange").get("Contents", [])]
    client.close()
    return found


def test_a_node_lost_in_a_map_and_one_in_a_reduce_change_nothing(surroundings, tmp_path: Path) -> None:
    _, made = surroundings
    pages = write_pages(tmp_path / "pages", int(ASKED))
    batch = max(50, int(ASKED) // 20)
    ended(started(pages, tmp_path / "here" / "home", batch))
    nodes = made()
    begun = time.monotonic()
    process = started(pages, tmp_path / "there" / "home", batch, **on_ray(nodes))
    with watching(process) as until:
        until("/out/signatures/", 1)
        nodes.lose()
        nodes.gain()
        until("/out/candidates/", 1)
        nodes.lose()
    said = ended(process)
    print(f"{ASKED} pages on two nodes, two of three lost: {time.monotonic() - begun:.0f} s")
    nodes.end()
    here, there = (tables(tmp_path / where / "home") for where in ("here", "there"))
    assert there == here
    (poison,) = [row for row in there[1] if row[2] == "step_failed"]
    assert poison[1] == "lines"
    assert "lines failed on 1 of" in said, "what a node logs is said here"
    assert POISON not in said
    assert in_exchange() == [], "the words of pages were left there"


def test_a_cancelled_run_frees_the_cluster_and_is_gone_on_with(surroundings, tmp_path: Path) -> None:
    _, made = surroundings
    pages = write_pages(tmp_path / "pages", SMALL)
    nodes = made()
    home = tmp_path / "there" / "home"
    process = started(pages, home, 50, **on_ray(nodes))
    with watching(process) as until:
        until("/out/signatures/", 1)
    process.send_signal(signal.SIGINT)
    assert ended(process, 130).strip().splitlines()[-1].startswith("Stopped.")
    free = subprocess.run(
        [sys.executable, "-c", FREE, nodes.address], capture_output=True, text=True, check=False, timeout=120
    )
    assert free.stdout.strip() == "2.0", free.stderr[-2000:]
    ended(started(pages, home, 50, **on_ray(nodes)))
    nodes.end()
    ended(started(pages, tmp_path / "here" / "home", 50))
    assert tables(home) == tables(tmp_path / "here" / "home")
    assert in_exchange() == []
    for secret in LOGIN.values():
        assert holding(home, secret) == [], "a key of the store is kept with the tables"


def test_a_store_that_stumbles_heals_and_one_that_is_gone_is_a_sentence(surroundings, tmp_path: Path) -> None:
    address, made = surroundings
    pages = write_pages(tmp_path / "pages", SMALL // 2)
    with faulty_way(address) as (way, faults), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", way)
        nodes = made()
        faults.every = {"500": 5, "cut": 11, "slow": 41}
        home = tmp_path / "there" / "home"
        ended(started(pages, home, 50, **on_ray(nodes)))
        assert faults.met > 20
        ended(started(pages, tmp_path / "here" / "home", 50))
        assert tables(home) == tables(tmp_path / "here" / "home")
        faults.always = "500"
        said = ended(started(pages, tmp_path / "gone" / "home", 50, **on_ray(nodes)), 1)
        nodes.end()
    assert f"s3://{BUCKET}/exchange" in said
    assert "run the command again" in said
