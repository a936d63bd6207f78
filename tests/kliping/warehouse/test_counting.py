"""Counts of lines are kept, and hold as long as the lines are those that were counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kliping.cleaning.templates import LINE_KEYS
from kliping.frames import DUPLICATES, empty
from kliping.settings import Settings
from kliping.warehouse import counting
from kliping.warehouse.counting import DOCUMENTS, KEYS, LINES, counted_lines
from kliping.warehouse.store import CORPUS, Store

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = Settings(cleaning={"template_groups": 4, "template_share": 0})


def write(store: Store, name: str, line: int = 7) -> None:
    rows = [{"document_id": f"{name}{place}", "lines": [line, place], "body_lines": [line]} for place in range(3)]
    store.write(KEYS, name, pl.DataFrame(rows, schema=LINE_KEYS))


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often all was counted."""
    told: list[int] = []
    count = counting.count_lines
    monkeypatch.setattr(counting, "count_lines", lambda *given: (told.append(1), count(*given))[1])
    return told


@pytest.fixture
def store(tmp_path: Path, whole: list[int]) -> Store:
    made = Store(tmp_path)
    for name in "abcdefgh":
        write(made, name)
    recurring(made)
    return made


def recurring(store: Store) -> list[tuple[object, ...]]:
    found = counted_lines(store, SETTINGS, store.parts(KEYS), empty(DUPLICATES))
    return found.recurring(SETTINGS.cleaning).select("line", "groups", "documents", "document_id").rows()


def test_only_what_came_is_counted(store: Store, whole: list[int]) -> None:
    assert (7, 24, 24, "a0") in recurring(store)
    write(store, "Z")
    assert (7, 27, 27, "Z0") in recurring(store)
    write(store, "i")
    assert (7, 30, 30, "Z0") in recurring(store)
    assert len(whole) == 1


def half(store: Store, name: str) -> None:
    path = store.path(CORPUS, name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other(store: Store, name: str) -> None:
    store.write(CORPUS, name, store.read(CORPUS, name).head(1), recipe="of another time")


@pytest.mark.parametrize(
    ("happens", "documents"),
    [
        (lambda store: write(store, "c", line=8), 21),
        (lambda store: store.path(KEYS, "c").unlink(), 21),
        (lambda store: half(store, LINES), 24),
        (lambda store: half(store, DOCUMENTS), 24),
        (lambda store: other(store, DOCUMENTS), 24),
    ],
)
def test_what_is_in_doubt_is_counted_anew(
    store: Store, whole: list[int], happens: Callable[[Store], None], documents: int
) -> None:
    happens(store)
    assert (7, documents, documents, "a0") in recurring(store)
    assert len(whole) == 2
