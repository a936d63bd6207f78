"""JSON lines become the same rows in every process, whichever parser reads them."""

from __future__ import annotations

import json

import pytest

from kliping.reading.formats.json_rows import lines_frame, sampled
from kliping.reading.formats.pieces import Lines

TEXT = "Air sungai naik satu meter pada malam hari.\nWarga pindah ke balai desa."


@pytest.mark.parametrize("keys", [3, 32, 33, 40])
@pytest.mark.parametrize("listed", [False, True])
def test_objects_of_many_keys_have_one_order(keys: int, listed: bool) -> None:
    """The columnar parser gives more than 32 keys in a random order; tables came to another digest in each run."""
    names = [f"key {number * 7 % keys:02}" for number in range(keys)] if keys % 7 else [f"key {n}" for n in range(keys)]
    roles = {"lines": dict.fromkeys(names, "body")}
    value = [roles] if listed else roles
    columnar, alone = ({"text": text, "roles": value} for text in (TEXT, f"[{TEXT}"))
    lines = [json.dumps(one).encode() for one in (columnar, alone)]
    frame = lines_frame("file:///a.jsonl", Lines(None, [1, 2], lines, profile=sampled(lines, {})))
    first, second = (json.loads(one)["roles"] for one in frame["extra"])
    assert first == second
    held = json.loads(first)
    order = list((held[0] if listed else held)["lines"])
    assert order == (sorted(names) if keys > 32 else names)
