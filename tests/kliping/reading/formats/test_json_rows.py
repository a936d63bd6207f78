"""JSON lines become the same rows in every process, whichever parser reads them."""

from __future__ import annotations

import json

import pytest

from kliping.reading.formats.json_cells import COMPACT, cell
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


def rows(*objects: dict[str, object]) -> list[dict[str, object]]:
    """``fields`` as a mapping and ``extra`` of lines that hold these objects."""
    lines = [json.dumps(one).encode() for one in objects]
    profile = sampled(lines, {})
    frame = lines_frame("file:///a.jsonl", Lines(None, list(range(len(lines))), lines, profile=profile))
    return [
        {one["field"]: one["value"] for one in row["fields"]} | {"extra": json.loads(row["extra"] or "{}")}
        for row in frame.iter_rows(named=True)
    ]


@pytest.mark.parametrize("text", [TEXT, f"[{TEXT}"], ids=["columnar", "alone"])
def test_nothing_of_a_wrapped_row_is_lost(text: str) -> None:
    """Only what a name made a field of was kept of the objects inside of a row."""
    wrapped = {
        "judul": "Dermaga Selesai",
        "isi": text,
        "penulis": {"nama": "Lina Marpaung"},
        "penyunting": {"namaLengkap": "Oki Setiana"},
        "kategori": {"nama": "Daerah", "urutan": [1, 2]},
        "seo": {"skor": 7},
        "komentar": 12,
    }
    (row,) = rows({"id": 5, "attributes": wrapped})
    extra = row.pop("extra")
    assert row == {"title": "Dermaga Selesai", "authors": "Lina Marpaung", "editor": "Oki Setiana"}
    assert extra == {
        "id": "5",
        "attributes.kategori": '{"nama":"Daerah","urutan":[1,2]}',
        "attributes.seo": '{"skor":7}',
        "attributes.komentar": "12",
    }


def test_an_object_named_like_a_field_is_looked_into() -> None:
    """It was the field's cell as a whole, in which no day could be read."""
    (row,) = rows({"text": TEXT, "publishInfo": {"publishedAtMs": 1717372800000, "desk": "daerah"}})
    assert row == {"published_on": "2024-06-03T00:00:00+00:00", "extra": {"publishInfo.desk": "daerah"}}


@pytest.mark.parametrize("key", ["meta.title", "title.meta.title"])
def test_keys_with_points_in_their_names_are_read(key: str) -> None:
    """Rows that were flattened before they were written lost all such values."""
    wrapped = {"data": {key: "Dermaga Selesai"}, "text": TEXT}
    for row in rows({"text": TEXT, key: "Dermaga Selesai"}, wrapped):
        assert row == {"title": "Dermaga Selesai", "extra": {}}


@pytest.mark.parametrize(
    ("author", "kept"),
    [
        ({"name": "Lina Marpaung"}, False),
        ({"@type": "Person", "name": "Lina Marpaung"}, False),
        ({"name": "Lina Marpaung", "email": "lina@example.org"}, True),
        ([{"name": "Lina Marpaung", "desk": "Kota"}], True),
    ],
)
def test_what_an_object_holds_beside_its_name_is_kept(author: object, kept: bool) -> None:
    """The other keys of an author were nowhere."""
    (row,) = rows({"text": TEXT, "author": author})
    assert row["authors"] == "Lina Marpaung"
    assert row["extra"] == ({"author": json.dumps(author)} if kept else {})


def test_persons_are_told_apart_by_their_parts() -> None:
    """All that stood in a list of authors were authors."""
    people = [("Lina Marpaung", "reporter"), ("Oki Setiana", "Editor"), ("Rudi Hartono", "photographer")]
    authors = [{"name": name, "role": role} for name, role in people]
    lines = [json.dumps({"text": TEXT, "authors": authors}).encode()]
    frame = lines_frame("file:///a.jsonl", Lines(None, [1], lines, profile=sampled(lines, {})))
    assert [one["value"] for one in frame["fields"][0]] == ["Lina Marpaung", "editor: Oki Setiana"]
    assert json.loads(frame["extra"][0]) == {"authors": json.dumps(authors)}


def test_a_value_is_a_cell_as_the_columnar_parser_writes_it() -> None:
    assert [cell(one) for one in (None, "a", 1.5, True, {"a": [1, 2]})] == [None, "a", "1.5", "true", '{"a": [1, 2]}']
    assert cell({"a": [1, 2]}, COMPACT) == '{"a":[1,2]}'
