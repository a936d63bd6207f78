"""What rows and heads of files mean: fields, texts, front matter, shapes of JSON, and the format of a file itself."""

from __future__ import annotations

import io
import json
from importlib.util import module_from_spec, spec_from_file_location

import polars as pl
import pytest

from kliping.reading import known
from kliping.reading.documents import document_ids, read_documents, stream_documents
from kliping.reading.explained import explain_columns
from kliping.reading.formats import sniff as sniffing
from kliping.reading.formats.columns import mapped
from kliping.reading.formats.fields import fields_column, flat, pairs_column
from kliping.reading.formats.json_rows import leaves, lines_frame, sampled
from kliping.reading.formats.json_shapes import loaded, records
from kliping.reading.formats.parse import has_markup, has_tags, refused_rows, table_frame, understood
from kliping.reading.formats.pieces import Lines, Table
from kliping.reading.formats.preambles import opened as without_preamble
from kliping.reading.formats.profiles import profile as profile_of
from kliping.reading.formats.sniff import as_utf8, delimiter, is_plain, sniff, suffix
from kliping.reading.formats.streams import Stream
from kliping.reading.formats.wide import narrowed
from kliping.reading.sources.sources import list_files
from kliping.settings.reading import ReadingSettings

LONG = "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang. " * 3


@pytest.mark.parametrize(
    ("head", "name", "format_"),
    [
        (b"Banjir surut.", "a.txt", "text"),
        (b"Banjir surut.", "a", "text"),
        (b"# Banjir", "a.md", "markdown"),
        (b"<!doctype html><html>", "a.txt", "html"),
        (b'{"text": "A"}\n{"text": "B"}', "a.jsonl", "jsonl"),
        (b'[{"text": "A"}]', "a", "json"),
        (b"judul,isi\nA,B\n", "a", "csv"),
        (b"judul,isi\nA,B\n", "a.txt", "text"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "a.xml", "feed"),
        (b"From a@example.org Fri May  3 07:00:00 2024\nSubject: x\n", "a", "mbox"),
        (b"From: a\nTo: b\nSubject: x\nMIME-Version: 1.0\n\nx", "a", "mail"),
        (b"\x1f\x8b\x08", "a", "gzip"),
        (b"PK\x03\x04", "a", "zip"),
        (b"PAR1", "a", "parquet"),
        (b"%PDF-1.7", "a", "binary"),
        (b"RIFF\x24\x08\0\0WEBP", "a", "binary"),
        (b"\0\0\0\x18ftypmp42", "a", "binary"),
        (b"7z\xbc\xaf\x27\x1c", "a", "foreign"),
        (b"\0" * 257 + b"ustar", "a", "tar"),
    ],
)
def test_the_format_of_a_file_is_told_by_its_first_bytes_and_its_name(head, name, format_):
    assert sniff(head, name).partition(":")[0] == format_
    assert is_plain(head, name) == (format_ == "text")


@pytest.mark.parametrize(
    ("head", "name", "format_"),
    [
        (b"Banjir surut.", "a.wire", "wire"),
        (b"\x01\x00\x02 Banjir", "a.WIRE", "wire"),
        (b"<!doctype html><html>", "a.wire", "html"),
        (b"Banjir surut.", "a.wir", "text"),
        (b"Banjir surut.", "a.eml", "text"),
        (b"Banjir surut.", "a.csv", "csv"),
        (b"Banjir surut.", "a.md", "markdown"),
    ],
)
def test_an_ending_alone_tells_a_format_of_the_list(monkeypatch, head, name, format_):
    """The list of formats decides which endings do, and the bytes come first."""
    wire = known.Format("wire", "wires", "stories", "a wire's file", (), suffixes=("wire",))
    monkeypatch.setattr(known, "FORMATS", (*known.FORMATS, wire))
    spec = spec_from_file_location("sniff_anew", sniffing.__file__)
    anew = module_from_spec(spec)
    spec.loader.exec_module(anew)
    assert anew.sniff(head, name) == format_
    assert anew.is_plain(head, name) == (name == "a.wir")


def test_an_ending_a_mark_and_a_separator_are_told():
    assert [suffix(name) for name in ("a.TXT", "a.tar.gz", "a")] == ["txt", "gz", ""]
    assert as_utf8("\ufeffjudul".encode("utf-16-le")) == as_utf8(b"\xef\xbb\xbfjudul") == b"judul"
    assert [delimiter(one) for one in ("a,b;c;d", "a\tb", "a|b|c,d", "a")] == [";", "\t", "|", ","]


def test_a_stream_of_wide_characters_is_narrowed_as_it_is_read():
    stream = narrowed(Stream.of_file(io.BytesIO("judul\nBanjir “surut”\n".encode("utf-16"))), "utf-16")
    assert stream.read(1 << 20) == "judul\nBanjir “surut”\n".encode()


@pytest.mark.parametrize(
    ("text", "bare", "pairs"),
    [
        ("---\ntitle: A\ndate: 2024-05-03\ntags: [x, y]\n---\nIsi.", "Isi.",
         {("title", "A"), ("published_on", "2024-05-03"), ("tags", "x"), ("tags", "y")}),
        ('+++\ntitle = "A"\n+++\nIsi.', "Isi.", {("title", "A")}),
        ("Judul: A\nTanggal: 3 Mei 2024\n\nIsi.", "Isi.", {("title", "A"), ("published_on", "3 Mei 2024")}),
        ("Isi.\n\nJudul: A\nURL: https://example.org/a", "Isi.", {("title", "A"), ("url", "https://example.org/a")}),
        ("Judul: A\n\nIsi.", "Judul: A\n\nIsi.", set()),
        ("---\nIsi.\n---", "---\nIsi.\n---", set()),
    ],
)  # fmt: skip
def test_what_stands_above_a_text_is_taken_off_and_told(text, bare, pairs):
    left, told = without_preamble(text, markdown=False)
    assert left.strip() == bare
    assert {one[:2] for one in told} == pairs
    assert left.count("\n") == text.count("\n"), "lines keep their numbers"


def test_a_text_with_marks_of_markdown_is_read_so_whatever_its_name():
    marked = "# Banjir Surut\n\n![Sungai](sungai.jpg)\n\nAir **surut** pada Senin."
    assert without_preamble(marked, markdown=False)[0] == "Banjir Surut\n\nSungai\n\nAir surut pada Senin."
    for plain in ("# Banjir Surut\n\nAir surut.", "#banjir\n\nAir [surut](ya) **", "Harga **naik** dan #turun"):
        assert without_preamble(plain, markdown=False)[0] == plain


def test_marks_of_markdown_are_taken_off():
    assert (
        without_preamble("# Banjir *surut*\n\n[Baca](https://example.org)", markdown=True)[0] == "Banjir surut\n\nBaca"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ('{"a": "x,}"}', {"a": "x,}"}),
        ('{"a": 1}\n{"a": 2}', [{"a": 1}, {"a": 2}]),
        ('[{"a": 1}] [{"a": 2}]', [{"a": 1}, {"a": 2}]),
    ],
)
def test_json_with_small_faults_is_forgiven(text, value):
    assert loaded(text) == value


@pytest.mark.parametrize("text", ["", "banjir", "{", "1 2"])
def test_what_is_no_json_is_none(text):
    with pytest.raises(ValueError):
        loaded(text)


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ([["judul", "isi"], ["A", "B"]], [{"judul": "A", "isi": "B"}]),
        ([["A", "B"]], [{"column_1": "A", "column_2": "B"}]),
        ({"columns": ["judul", "isi"], "data": [["A", "B"]]}, [{"judul": "A", "isi": "B"}]),
        ({"judul": {"0": "A", "1": "C"}, "isi": {"0": "B", "1": "D"}},
         [{"isi": "B", "judul": "A"}, {"isi": "D", "judul": "C"}]),
        ({"1": {"isi": "AA"}, "2": {"isi": "BB"}}, [{"isi": "AA"}, {"isi": "BB"}]),
        ({"https://example.org/a": {"isi": LONG}}, [{"isi": LONG, "url": "https://example.org/a"}]),
        ({"status": "ok", "data": {"items": [{"isi": "A"}, {"isi": "B"}]}}, [{"isi": "A"}, {"isi": "B"}]),
        ({"isi": LONG, "terkait": [{"judul": "x"}]}, [{"isi": LONG, "terkait": [{"judul": "x"}]}]),
        ("x", []),
    ],
)  # fmt: skip
def test_the_rows_of_json_are_found_in_any_shape(value, rows):
    assert records(value, {}) == rows


def test_values_of_nested_objects_have_their_path():
    assert leaves({"isi": ["A", "B"], "meta": {"author": "Sari", "x": 1}, "n": 3, "": 1}, {}) == {
        "isi": "A\nB", "meta.author": "Sari", "meta.x": "1", "n": "3",
    }  # fmt: skip
    assert leaves({"content": {"rendered": "A"}}, {}) == {"content": "A"}


def test_json_lines_become_rows_also_those_that_do_not_parse_together():
    lines = [b'{"isi": "Banjir surut.", "judul": "A"}', b'{"isi": {"rendered": "B"}}', b"{broken", b"[1]", b'"C"']
    frame = lines_frame("file:///a.jsonl", Lines(None, [1, 2, 3, 4, 5], lines, profile=sampled(lines, {})))
    assert frame["text"].to_list() == ["Banjir surut.", "B", None, None, "C"]
    assert frame["reason"].to_list() == [None, None, "broken_row", "no_text", None]
    assert frame["member"].to_list() == ["#1", "#2", "#3", "#4", "#5"]
    assert frame["bytes"].to_list() == [len(line) for line in lines]


def fields(cells, **columns):
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    profile = profile_of({name: frame[name].to_list() for name in frame.columns}, columns)
    found = fields_column(frame, profile.of(frame.columns), profile)
    return [[(one["field"], one["value"], one["column"]) for one in row] for row in found.to_list()]


def test_values_of_columns_are_plain_and_placeholders_are_none():
    told = fields({
        "judul": ["Banjir &amp; <b>longsor</b>", "-"], "penulis": ['["Sari", "Budi"]', "nan"],
        "tanggal": ["03/05/2024", "31/05/2024"], "isi": [LONG, LONG + "x"],
    })  # fmt: skip
    assert told == [
        [("authors", "Sari", "penulis"), ("authors", "Budi", "penulis"), ("published_on", "2024-05-03", "tanggal"),
         ("title", "Banjir & longsor", "judul")],
        [("published_on", "2024-05-31", "tanggal")],
    ]  # fmt: skip


def test_of_two_columns_of_a_field_the_first_with_a_value_counts():
    told = fields({"title": ["", "B"], "judul": ["A", "C"], "isi": [LONG, LONG]})
    assert told == [[("title", "A", "judul")], [("title", "B", "title")]]


def test_pairs_become_the_same_column_and_json_values_plain_ones():
    (row,) = pairs_column([(("title", "A", "Judul"), ("authors", "-"), ("url", "https://example.org"))]).to_list()
    assert [(one["field"], one["value"], one["column"]) for one in row] == [
        ("title", "A", "Judul"), ("url", "https://example.org", None),
    ]  # fmt: skip
    assert flat("authors", [{"name": "Sari"}, "Budi", None, True, 3, {"x": 1}]) == ["Sari", "Budi", "3"]


def test_markup_is_told_by_its_tags():
    texts = ["<p>Banjir surut.</p>", "3 < 4", "Banjir<br>surut", "Banjir surut"]
    assert has_tags(pl.Series(texts)).to_list() == [has_markup(one) for one in texts] == [True, False, True, False]


def test_a_table_becomes_rows_with_texts_fields_and_the_rest():
    cells = {"judul": ["A", "B"], "isi": ["Banjir\\nsurut " + LONG, ""], "suka": ["3", ""]}
    frame = pl.DataFrame(cells)
    profile = profile_of(cells, {})
    found = understood(frame, mapped(frame.columns, {}), profile)
    assert found["extra"].to_list() == ['{"suka":"3"}', None]
    rows = table_frame("file:///a.csv", Table(None, "csv", 5, frame, profile=profile))
    assert rows["member"].to_list() == ["#5", "#6"]
    assert rows["reason"].to_list() == [None, "no_text"]
    assert rows["sha256"].n_unique() == 2


def test_rows_of_a_block_that_cannot_be_parsed_are_refused_one_by_one():
    refused = refused_rows(Table("s", "csv", 3, pl.DataFrame({"a": ["1", "2"]})), "ValueError")
    assert [(one.member, one.reason, one.what) for one in refused] == [
        ("s#3", "reader_failed", "ValueError"), ("s#4", "reader_failed", "ValueError"),
    ]  # fmt: skip
    assert [one.member for one in refused_rows(Lines(None, [7], [b"x"]), "x")] == ["#7"]


def test_columns_are_explained_with_the_lines_that_would_change_them(tmp_path):
    (tmp_path / "a.csv").write_text(f'judul,isi,suka\nA,"{LONG}",3\nB,"{LONG}",4\n')
    (tmp_path / "b.txt").write_text("Banjir surut.")
    told = explain_columns([str(tmp_path)], ReadingSettings())
    assert told.select("column", "meaning").rows() == [("judul", "title"), ("isi", "text"), ("suka", "extra")]
    assert '[publishing.article_columns] suka = "VARCHAR"' in told["setting"][2]
    assert '[reading.columns] title = "OTHER COLUMN"' in told["setting"][0]


def test_documents_are_named_after_place_and_content_and_come_in_frames_of_a_batch(tmp_path, now):
    for name, text in (("a.txt", "Banjir surut."), ("b.txt", "Harga turun."), ("c.txt", "")):
        (tmp_path / name).write_text(text)
    (tmp_path / "d.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in ("A", "B")))
    files = list_files([str(tmp_path)], ReadingSettings())
    whole = read_documents(files.with_columns(part=pl.lit(None, pl.String)), ReadingSettings(), now)
    assert whole["text"].to_list() == ["Banjir surut.", "Harga turun.", None, "A", "B"]
    assert whole["document_id"].equals(document_ids(whole))
    moved = document_ids(whole.with_columns(uri=pl.lit("file:///x")))
    assert set(moved) & set(whole["document_id"]) == set()
    frames = list(stream_documents([str(tmp_path)], ReadingSettings(batch_documents=2), now))
    assert [frame.height for frame in frames] == [2, 3]
    assert pl.concat(frames).equals(whole)
