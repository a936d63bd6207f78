"""Two nodes of a Ray cluster, one processor each, with an S3 server between them: ``make test-cluster``.

What must hold is that nobody can tell from the tables where they were made, whatever was lost on the way.
"""

from __future__ import annotations

import contextlib
import functools
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
from tests.seaweed import PROGRAM, seaweed

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
SMALL = 300

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
def made(tmp_path_factory) -> Iterator[Callable[[], Nodes]]:
    """A maker of clusters, in an environment that all processes inherit."""
    pytest.importorskip("ray", reason="the engine ray is tested where kliping[ray] is installed")
    checkout = Path(__file__).resolve().parents[2]
    folder = poisoned(tmp_path_factory.mktemp("site") / "site")
    clusters: list[Nodes] = []

    def nodes() -> Nodes:
        clusters.append(Nodes())
        return clusters[-1]

    with pytest.MonkeyPatch.context() as patch:
        path = [str(folder), str(checkout / "src"), str(checkout), os.environ.get("PYTHONPATH", "")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("KLIPING_READING__SETTLE_SECONDS", "0")
        yield nodes
        for one in clusters:
            one.end()


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture
def other(tmp_path: Path) -> Iterator[str]:
    """A second kind of S3 server; where there is none, moto's again."""
    with seaweed(tmp_path / "seaweed") if PROGRAM.is_file() else object_store() as address:
        yield address


@pytest.fixture
def named(monkeypatch) -> Callable[[str], None]:
    """Names an S3 server in the environment."""

    def name(address: str) -> None:
        for key, value in environment(address).items():
            monkeypatch.setenv(key, value)

    return name


@pytest.fixture(scope="module")
def embedded(tmp_path_factory, made) -> Callable[[int], tuple[Path, Tables]]:
    """So many pages, and the tables that a run without a cluster makes of them: once for all who compare with them."""

    @functools.cache
    def run(count: int) -> tuple[Path, Tables]:
        folder = tmp_path_factory.mktemp("embedded")
        pages, home = write_pages(folder / "pages", count), folder / "home"
        begun = time.monotonic()
        ended(started(pages, home))
        print(f"{count} pages here: {time.monotonic() - begun:.0f} s")
        return pages, tables(home)

    return run


def started(source: Path, home: Path, **settings: str) -> subprocess.Popen[str]:
    home.parent.mkdir(exist_ok=True, parents=True)
    return subprocess.Popen(
        [*KLIPING, "run", str(source), "--home", str(home), "--json"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.parent,
    )


def on_ray(nodes: Nodes, batch: int) -> dict[str, str]:
    return {
        "KLIPING_READING__BATCH_DOCUMENTS": str(batch),
        "KLIPING_ENGINE": "ray",
        "KLIPING_RAY_ADDRESS": nodes.address,
        "KLIPING_EXCHANGE": f"s3://{BUCKET}/exchange",
        "KLIPING_PAIRS_IN_MEMORY": "0",  # groups are formed on the nodes too
    }


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    """What a command said on standard error; it printed JSON."""
    out, said = process.communicate(timeout=540)
    assert process.returncode == code, said[-3000:]
    assert "Traceback" not in said
    if code == 0:
        json.loads(out)
    return said


Tables = tuple[str, list[tuple[str, ...]]]


def tables(home: Path) -> Tables:
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


def test_a_node_lost_in_a_map_and_one_in_a_reduce_change_nothing(made, other, named, embedded, tmp_path: Path) -> None:
    pages, here = embedded(int(ASKED))
    named(other)
    nodes, home = made(), tmp_path / "there" / "home"
    begun = time.monotonic()
    process = started(pages, home, **on_ray(nodes, max(50, int(ASKED) // 20)))
    with watching(process) as until:
        until("/out/signatures/", 1)
        nodes.lose()
        nodes.gain()
        until("/out/candidates/", 1)
        nodes.lose()
    said = ended(process)
    print(f"{ASKED} pages on two nodes, two of three lost: {time.monotonic() - begun:.0f} s")
    nodes.end()
    there = tables(home)
    assert there == here
    (poison,) = [row for row in there[1] if row[2] == "step_failed"]
    assert poison[1] == "lines"
    assert "lines failed on 1 of" in said, "what a node logs is said here"
    assert POISON not in said
    assert in_exchange() == [], "the words of pages were left there"


def test_a_cancelled_run_frees_the_cluster_and_is_gone_on_with(made, moto, named, embedded, tmp_path: Path) -> None:
    pages, here = embedded(SMALL)
    named(moto)
    nodes, home = made(), tmp_path / "there" / "home"
    process = started(pages, home, **on_ray(nodes, 25))
    with watching(process) as until:
        until("/out/signatures/", 1)
    process.send_signal(signal.SIGINT)
    assert ended(process, 130).strip().splitlines()[-1].startswith("Stopped.")
    assert in_exchange() == [], "a run that was stopped left the words of pages"
    free = subprocess.run(
        [sys.executable, "-c", FREE, nodes.address], capture_output=True, text=True, check=False, timeout=120
    )
    assert free.stdout.strip() == "2.0", free.stderr[-2000:]
    ended(started(pages, home, **on_ray(nodes, 25)))
    nodes.end()
    assert tables(home) == here
    assert in_exchange() == []
    for secret in LOGIN.values():
        assert holding(home, secret) == [], "a key of the store is kept with the tables"


def test_a_store_that_stumbles_heals_and_one_that_is_gone_is_a_sentence(
    made, moto, named, embedded, tmp_path: Path
) -> None:
    pages, here = embedded(SMALL)
    with faulty_way(moto) as (way, faults):
        named(way)
        nodes, home = made(), tmp_path / "there" / "home"
        faults.every = {"500": 5, "cut": 11, "slow": 41}
        begun = time.monotonic()
        ended(started(pages, home, **on_ray(nodes, 50)))
        print(f"{SMALL} pages, {faults.met} of {faults.asked} requests failed: {time.monotonic() - begun:.0f} s")
        assert faults.met > 20
        assert tables(home) == here
        faults.always = "500"
        begun = time.monotonic()
        said = ended(started(pages, tmp_path / "gone" / "home", **on_ray(nodes, 50)), 1)
        print(f"no store at all: a sentence after {time.monotonic() - begun:.0f} s")
        nodes.end()
    assert f"s3://{BUCKET}/exchange" in said
    assert "run the command again" in said
