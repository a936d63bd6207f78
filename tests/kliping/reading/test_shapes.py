"""Every shape in which scrapers, databases and publishing systems leave articles, read from an example."""

from __future__ import annotations

import pytest

from benchmarks.reading_shapes import FIRST, ROWS, SHAPES

SAID = {
    **dict(zip(("url", "title"), ROWS[0][:2], strict=True)),
    "authors": "Sari Dewi",
    "publisher": {"example.org", "Kabar Contoh"},
    "tags": {"Daerah", "jembatan"},
}


@pytest.mark.parametrize("shape", SHAPES, ids=[one.name for one in SHAPES])
def test_a_shape_is_read(read, shape):
    documents = read(shape.file, shape.data)
    assert documents["reason"].to_list() == [None] * len(shape.members)
    assert documents["member"].to_list() == list(shape.members)
    assert FIRST[:60] in documents["text"][0].replace('"', "")
    found = {}
    for one in documents["fields"][0]:
        found.setdefault(one["field"], one["value"])
    for field in shape.fields:
        wanted = shape.day if field == "published_on" else SAID[field]
        assert found[field] in wanted if isinstance(wanted, set) else found[field] == wanted, field
