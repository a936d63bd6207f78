"""Dumps of databases: what their statements bring in, as each system writes it."""

from __future__ import annotations

import pytest

from kliping.reading.formats.sql_dumps import sql_rows
from kliping.reading.formats.walk import pieces

LONG = "Warga Kampung Lio menata ulang pasar apung setelah banjir. " * 4

MYSQL = f"""-- MySQL dump 10.13
CREATE TABLE `berita` (
  `id` int(11) NOT NULL,
  `judul` varchar(255) DEFAULT 'a;b',
  `isi` longtext,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `berita` VALUES (1,'Pasar \\'Lio\\'','{LONG}\\nBaris (dua); akhir.'),(2,'Kedua',NULL);
"""
POSTGRES = f"""-- PostgreSQL database dump
INSERT INTO public.news (id, headline, content) VALUES (1, 'It''s open', '{LONG} A path: C:\\new');
INSERT INTO public.news (id, headline, content) VALUES (2, 'Second', '{LONG}');
"""
COPY = f"""-- PostgreSQL database dump
COPY public.posts (id, title, content) FROM stdin;
1\tPasar Lio\t{LONG}\\nBaris dua
2\tKedua\t\\N
\\.

"""
SQLITE = f"""PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE news (id INTEGER PRIMARY KEY, title VARCHAR(20,2), body TEXT, PRIMARY KEY (id));
INSERT INTO news VALUES(1,'Pasar Lio','{LONG}');
COMMIT;
"""
SERVER = f"INSERT [dbo].[News] ([Id], [Title], [Body]) VALUES (1, N'Pasar Lio', CAST(N'{LONG}' AS NVarChar(max)))\n"


def read(opened, text):
    stream, context = opened(text.encode())
    return list(pieces(stream, "dump.sql", None, context))


@pytest.mark.parametrize(
    ("text", "title", "end", "rows"),
    [
        (MYSQL, "Pasar 'Lio'", "banjir. \nBaris (dua); akhir.", 2),
        (POSTGRES, "It's open", "C:\\new", 2),
        (COPY, "Pasar Lio", "\nBaris dua", 2),
        (SQLITE, "Pasar Lio", LONG[-20:], 1),
        (SERVER, "Pasar Lio", LONG[-20:], 1),
    ],
    ids=["mysql", "inserts", "copy", "sqlite", "server"],
)
def test_the_rows_of_a_dump_are_those_of_its_table(opened, text, title, end, rows):
    (table,) = read(opened, text)
    mapping = table.profile.mapping
    assert (table.format, table.first, table.frame.height) == ("sql", 1, rows)
    assert table.frame[mapping.fields["title"][0]][0] == title
    assert table.frame[mapping.text[0]][0].endswith(end)


def test_each_table_is_named_and_one_without_a_text_is_refused_by_itself(opened):
    tags = "INSERT INTO tags (id, slug) VALUES (1, 'pasar');\n"
    news, other = read(opened, POSTGRES + tags)
    assert (news.member, other.member, other.reason) == ("news", "tags", "no_text")


@pytest.mark.parametrize("dump", [POSTGRES[: POSTGRES.rindex("Second") + 3], COPY[: COPY.rindex("Kedua") + 3]])
def test_a_row_that_is_cut_off_is_refused_and_the_others_stay(opened, dump):
    table, refusal = read(opened, dump)
    assert table.frame.height == 1
    assert (refusal.member, refusal.reason) == ("#2", "broken_row")


def test_what_only_begins_like_a_dump_is_text(opened):
    stream, context = opened(b"-- Catatan redaksi tentang pasar apung.\n\nWarga menata pasar.")
    (page,) = sql_rows(stream, "catatan.sql", None, context, "sql")
    assert (page.format, page.markup) == ("text", False)
