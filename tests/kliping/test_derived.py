"""Arrays made of what is packaged are made once a machine, and again where they cannot be read."""

from __future__ import annotations

import numpy as np
import pytest

from kliping import caches
from kliping.cleaning import forest
from kliping.derived import kept_arrays
from kliping.text import characters


@pytest.fixture
def folder(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    caches.private_folder.cache_clear()
    yield tmp_path
    caches.private_folder.cache_clear()


def test_they_are_made_once(folder):
    made = []

    def make():
        made.append(1)
        return {"one": np.arange(3), "two": np.zeros((2, 2), np.float32)}

    first = kept_arrays("kliping.packed", "a", make)
    again = kept_arrays("kliping.packed", "a", make)
    assert {name: array.tolist() for name, array in again.items()} == {"one": [0, 1, 2], "two": [[0, 0], [0, 0]]}
    assert {name: array.dtype for name, array in again.items()} == {name: array.dtype for name, array in first.items()}
    assert len(made) == 1
    kept_arrays("kliping.packed", "b", make)
    kept_arrays("kliping.shown", "a", make)
    assert len(made) == 3


@pytest.mark.parametrize("damage", ["cut", "turned", "empty", "folder"])
def test_a_broken_file_is_made_again(folder, damage):
    kept_arrays("kliping.packed", "a", lambda: {"one": np.arange(1000)})
    (path,) = folder.rglob("*.npz")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    if damage == "folder":
        path.mkdir()
    else:
        path.write_bytes({"cut": content[:500], "turned": bytes(content), "empty": b""}[damage])
    assert kept_arrays("kliping.packed", "a", lambda: {"one": np.arange(1000)})["one"].sum() == 499_500


def test_what_is_kept_is_what_is_made(folder):
    tree = (
        "Tree=0\nleaf_value=0.5 -0.5\nsplit_feature=1\nthreshold=2.5\nleft_child=-1\nright_child=-2\ninternal_value=0\n"
    )
    parsed = forest.parse(f"head\n{tree}", "a model")
    for _ in range(2):
        kept = forest.packaged(f"head\n{tree}", "a model")
        assert [(array.dtype, array.tolist()) for array in kept] == [(one.dtype, one.tolist()) for one in parsed]
    fresh = characters._made()
    characters.tables.cache_clear()
    for _ in range(2):
        classes, lower = characters.tables.__wrapped__()
        assert np.array_equal(classes, fresh["classes"])
        assert np.array_equal(lower, fresh["lower"])
        assert characters.small_letters.__wrapped__()[ord("É")] == ord("é")
