"""A home at an address: two machines take turns, and come to the tables of one home in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.engines import objects
from kliping.settings import Settings, load_settings
from kliping.warehouse.leases import HomeHead
from tests.object_store import BUCKET, environment, object_store
from tests.workflows.conftest import flattened, rows
from workflows.commands.common import take_up
from workflows.previewing import preview
from workflows.running import run_everything

pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("default")]  # the server's and the client's own

ADDRESS = f"s3://{BUCKET}/homes/paper"
SUMS = "SELECT tables_sha256, documents FROM editions ORDER BY edition DESC LIMIT 1"
PLACES = ("Sukamaju", "Margahayu", "Cibodas", "Tanjungsari", "Wanasari", "Karanganyar")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    """An S3 server that the environment names."""
    s3fs = pytest.importorskip("s3fs")
    pytest.importorskip("moto.server")
    with object_store() as address:
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        objects._system_of.cache_clear()
        yield address
    objects._system_of.cache_clear()


def test_two_machines_take_turns(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "source"
    source.mkdir()

    def on(home: str, folder: str) -> Settings:
        known = load_settings(home=home, working_folder=folder, source=str(source), reading={"settle_seconds": 0})
        take_up(known)
        return known

    for turn, name in enumerate(("one", "other")):
        for place in PLACES[turn * 3 : turn * 3 + 3]:
            (source / f"{place}.txt").write_text(flattened(f"Warga {place} Bersihkan Sungai", place))
        outcome = run_everything(on(ADDRESS, name), lambda *_: None)
        assert (outcome.understood, outcome.edition.edition) == (1, turn + 1), "it goes on from what counts"
    run_everything(on("folder", "unused"), lambda *_: None)
    assert rows(tmp_path / "other", SUMS) == rows(tmp_path / "folder", SUMS)
    assert rows(tmp_path / "one", SUMS) != rows(tmp_path / "other", SUMS)
    one = on(ADDRESS, "one")
    assert rows(tmp_path / "one", SUMS) == rows(tmp_path / "other", SUMS)
    assert not run_everything(one, lambda *_: None).fresh, "frames keep their times, so nothing is made again"
    counted = HomeHead(ADDRESS).head().told
    preview(one.model_copy(update={"source": ()}), None, lambda *_: None, samples=1, say=lambda _: None)
    now = HomeHead(ADDRESS).head().told
    assert now == {**counted, "lease": None}, "a preview is put at the address"
    assert list((tmp_path / "one").glob(".writing*")) == []
