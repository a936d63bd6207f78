"""Ray on this machine: the answers of the embedded engine, no report to anybody, nothing left behind."""

from __future__ import annotations

import inspect
import os
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engines import Batch, Embedded, Kept, Keyed, Objects, Shuffled, cluster
from kliping.errors import StoreError

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # Ray's own warnings


def squared(batch: Batch, taken) -> dict[str, Kept]:
    frame = taken["rows"].frame
    if (frame["key"] == 13).any():
        raise StoreError("Thirteen cannot be squared.")
    return {"squares": Kept(frame.with_columns(square=pl.col("key") ** 2), batch.name)}


def summed(batch: Batch, taken) -> dict[str, Kept]:
    return {"sums": Kept(taken["rows"].frame.group_by("key").agg(pl.col("words").sort()).sort("key"))}


def slowly(batch: Batch, taken) -> dict[str, Kept]:
    time.sleep(600)
    return {}


def shortly(batch: Batch, taken) -> dict[str, Kept]:
    time.sleep(2)
    return {}


@pytest.fixture(scope="module")
def ray():
    pytest.importorskip("ray", reason="the engine ray is tested where kliping[ray] is installed")
    with cluster.joined("", 2) as joined:
        yield joined


@pytest.fixture
def near(tmp_path: Path) -> tuple[Objects, Objects]:
    return Objects(str(tmp_path / "source")), Objects(str(tmp_path / "target"))


def written(source: Objects, *keys: int) -> list[Batch]:
    for key in keys:
        frame = pl.DataFrame(
            {"key": [key, 2**63 + key], "words": [f"w{key}", "x"]}, schema_overrides={"key": pl.UInt64}
        )
        source.write(f"rows/{key}", Kept(frame))
    return [Batch(str(key), {"rows": f"rows/{key}"}, ("squares",)) for key in keys]


def test_what_is_mapped_is_what_the_embedded_engine_gives(ray, near, tmp_path: Path) -> None:
    source, target = near
    batches = written(source, *range(12))
    assert sorted(int(one.name) for one in ray.map_batches(squared, source, target, iter(batches))) == list(range(12))
    beside = Objects(str(tmp_path / "beside"))
    list(Embedded().map_batches(squared, source, beside, batches))
    for batch in batches:
        assert target.get(f"squares/{batch.name}") == beside.get(f"squares/{batch.name}")


def test_what_is_shuffled_is_what_the_embedded_engine_gives(ray, near, tmp_path: Path) -> None:
    source, target = near
    written(source, 1, 2, 3)
    takes = {"rows": Keyed(["rows/1", "rows/2", "rows/3"], "key")}
    beside = Objects(str(tmp_path / "beside"))
    list(ray.shuffle(summed, source, target, Shuffled(takes, ("sums",), 4, target.below("between"))))
    list(Embedded().shuffle(summed, source, beside, Shuffled(takes, ("sums",), 4, beside.below("between"))))
    for number in range(4):
        assert_frame_equal(target.read(f"sums/{number:05d}").frame, beside.read(f"sums/{number:05d}").frame)


def test_a_sentence_comes_from_a_node_as_it_is(ray, near) -> None:
    source, target = near
    with pytest.raises(StoreError, match=r"^Thirteen cannot be squared\.$"):
        list(ray.map_batches(squared, source, target, written(source, 13)))


def test_what_is_given_up_frees_the_cluster(ray, near) -> None:
    import ray as known

    source, target = near

    def given_up():
        yield from (batch._replace(gives=()) for batch in written(source, 1, 2))
        until(lambda: known.available_resources().get("CPU", 0) == 0)
        raise StoreError("Stopped by whoever asked.")

    with pytest.raises(StoreError, match="Stopped"):
        list(ray.map_batches(slowly, source, target, given_up()))
    until(lambda: known.available_resources().get("CPU", 0) == 2)


class Deaf:
    """A cluster in small whose one task hears that it is given up only when told so for the ``hears``-th time."""

    def __init__(self, hears: int) -> None:
        self.hears, self.told = hears, 0

    def remote(self, job: object = None, **_: object):
        return job or (lambda _: self)

    def cluster_resources(self) -> dict[str, int]:
        return {"CPU": 1}

    def cancel(self, _: object, *, force: bool) -> None:
        self.told += force

    def wait(self, out: list[object], **_: object) -> tuple[list[object], list[object]]:
        return (out, []) if self.told >= self.hears else ([], out)


@pytest.mark.parametrize(("hears", "told"), [(1, 1), (3, 3), (1000, cluster.CANCELS)])
def test_what_does_not_hear_that_it_is_given_up_is_told_again(hears: int, told: int) -> None:
    def given_up():
        yield object()
        raise StoreError("Stopped by whoever asked.")

    deaf = Deaf(hears)
    with pytest.raises(StoreError, match="Stopped"):
        list(cluster.Ray(deaf).each(given_up()))
    assert deaf.told == told


def test_silence_is_said(ray, near, caplog, monkeypatch) -> None:
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(cluster, "SILENCE_SECONDS", 0.1)
    source, target = near
    (batch,) = written(source, 1)
    list(ray.map_batches(shortly, source, target, [batch._replace(gives=())]))
    assert caplog.messages[0] == "No answer from the Ray cluster for 0 s; 1 tasks are out."


def until(holds, seconds: float = 60) -> None:
    """Wait for what is bound to hold soon."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_ray_reports_to_nobody(ray) -> None:
    from ray._common.usage import usage_lib

    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert not usage_lib.usage_stats_enabled()


def test_what_ray_says_of_its_nodes_is_no_part_of_an_answer(ray, caplog, capsys) -> None:
    """It goes by a function of Ray's own, which a new version may call otherwise."""
    from ray._private import worker

    assert "print_to_stdstream(" in inspect.getsource(worker.listen_error_messages)
    worker.print_to_stdstream(
        {"lines": ["Node n1 died.\n more"], "pid": "raylet", "is_err": False}, ignore_prefix=False
    )
    assert caplog.messages == ["Ray: Node n1 died."]
    assert capsys.readouterr().out == ""


def test_without_ray_it_is_said_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(StoreError, match=r"pip install 'kliping\[ray\]'"), cluster.joined(""):
        pass
