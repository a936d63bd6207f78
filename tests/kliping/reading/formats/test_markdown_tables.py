"""Tables of articles in Markdown, and articles with a table in them."""

from __future__ import annotations

import pytest

from kliping.reading.formats.markdown_tables import table_rows
from kliping.reading.formats.walk import pieces

LONG = "Warga Kampung Lio menata ulang pasar apung setelah banjir. " * 4
BARS = f"| Judul | Isi |\n|:------|----:|\n| Pasar \\| Lio | {LONG}<br>Akhir. |\n| Kedua | {LONG} |\n"
OPEN = f"judul | tanggal | isi\n--- | --- | ---\nPasar | 2024-05-06 | {LONG}\nKedua | 2024-05-07 | {LONG}\n"


def read(opened, text, name):
    stream, context = opened(text.encode())
    return list(pieces(stream, name, None, context))


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [(BARS, "t.md", "Pasar | Lio"), (f"# Ekspor\n\n{BARS}", "t.md", "Pasar | Lio"), (OPEN, "t.txt", "Pasar")],
    ids=["bars", "below a heading", "no bars around"],
)
def test_each_row_of_a_table_of_articles_is_a_document(opened, text, name, title):
    (table,) = read(opened, text, name)
    mapping = table.profile.mapping
    assert (table.format, table.frame.height) == ("markdown_table", 2)
    assert table.frame[mapping.fields["title"][0]][0] == title
    assert table.frame[mapping.text[0]][0].strip().startswith(LONG.strip())


@pytest.mark.parametrize(
    "text",
    [f"# Harga\n\n| Cabai | Bawang |\n|---|---|\n| 10 | 20 |\n\n{LONG}", f"{LONG}\n\n{BARS}"],
    ids=["other names", "below a paragraph"],
)
def test_an_article_with_a_table_stays_one(opened, text):
    (page,) = read(opened, text, "artikel.md")
    assert page.format == "markdown"


def test_a_file_without_a_table_is_a_page(opened):
    stream, context = opened(LONG.encode())
    (page,) = table_rows(stream, "a.md", None, context, "markdown_table")
    assert page.data == LONG.encode()
