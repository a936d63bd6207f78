"""Relations of articles in an edition that grew: only what hangs together with new pages is looked for."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from kliping.warehouse import corpus as judging
from kliping.warehouse import relations
from tests.kliping.warehouse.test_delta import Home, _sentence, otherwise

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://example.org/berita/"


def rows(home: Home, name: str, *pages: tuple[str, str, str]) -> None:
    """A file of pages: address, title and the seed of the body."""
    lines = []
    for address, title, seed in pages:
        dice = random.Random(seed)
        text = "\n".join([title, *(_sentence(dice, 25) for _ in range(4)), seed])
        lines.append(json.dumps({"url": address, "title": title, "publisher": "Kabar Sukamaju", "text": text}))
    (home.folder / name).write_text("\n".join(lines) + "\n")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each search for versions went through."""
    told: list[int] = []
    find = relations.article_versions

    def counted(facts, *given, **more):
        told.append(facts.height)
        return find(facts, *given, **more)

    monkeypatch.setattr(relations, "article_versions", counted)
    return told


def test_versions_of_what_grew_are_those_of_all(tmp_path: Path, compared, monkeypatch) -> None:
    home = Home(tmp_path / "source", tmp_path / "home", random.Random(3), follow=True)
    rows(
        home,
        "first.jsonl",
        (f"{ADDRESS}1", "Warga bersihkan saluran air desa satu", "a"),
        (f"{ADDRESS}1", "Warga bersihkan saluran air desa dua", "b"),
        (f"{ADDRESS}2", "Pasar malam dibuka lagi di lapangan kota", "c"),
        (f"{ADDRESS}2", "Pasar malam dibuka lagi di lapangan desa", "d"),
        (f"{ADDRESS}3", "Hujan turun sepanjang hari di lereng gunung", "e"),
        (f"{ADDRESS}4", "Bupati resmikan jembatan gantung di hulu sungai", "f"),
        (f"{ADDRESS}4", "Bupati resmikan jembatan gantung di hilir sungai", "g"),
    )
    rows(home, "leaving.jsonl", (f"{ADDRESS}2", "Pasar malam dibuka lagi di lapangan besar", "h"))
    home.run()
    home.build()
    home.publish()
    rows(
        home,
        "second.jsonl",
        (f"{ADDRESS}9", "Panen raya dimulai di sawah bagian timur", "k"),  # hangs together with nothing
        (f"{ADDRESS}1", "Warga bersihkan saluran air desa tiga", "l"),
        (f"{ADDRESS}3", "Hujan turun sepanjang malam di lereng gunung", "m"),  # of one that was alone
        (f"{ADDRESS}8", "Bupati resmikan jembatan gantung di kota", "g"),  # a copy of the newer of two versions
    )
    home.run()
    home.build()
    assert compared == [7, 3 + 2 + 2]
    same_as_filled_from_nothing(home, tmp_path, monkeypatch)
    home.publish()
    compared.clear()
    (home.folder / "leaving.jsonl").unlink()
    home.run()
    home.build()
    assert len(compared) == 1
    assert compared[0] > 7, "where something left, all are looked through"
    same_as_filled_from_nothing(home, tmp_path, monkeypatch)


def same_as_filled_from_nothing(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delta = folder / "delta.duckdb"
    shutil.copy(home.store.candidate, delta)
    with monkeypatch.context() as whole:
        whole.setattr(judging, "basis_of", lambda _: None)
        home.build()
    assert otherwise(delta, home.store.candidate) == []
    shutil.copy(delta, home.store.candidate)
