"""Search inside the file: the ranking, the folding, and what the index adds up to."""

from __future__ import annotations

import math

import duckdb
import pytest

from kliping.tables.search import SEARCH_TABLES
from kliping.tables.tables import ARTICLES
from kliping.warehouse import search

TEXTS = {
    "a1": ("Banjir Demak", "Banjir merendam sawah di Demak. Banjir surut kemarin."),
    "a2": ("Panen Raya", "Petani Demak memanen padi setelah banjir surut."),
    "a3": ("Café Río", "Sebuah café dibuka di tepi sungai."),
    "a4": (None, "Padi, padi, padi."),
}


@pytest.fixture
def file():
    with duckdb.connect() as connection:
        connection.execute(ARTICLES.ddl())
        connection.executemany(
            "INSERT INTO articles (article_id, title, body) VALUES (?, ?, ?)",
            [(name, title, body) for name, (title, body) in TEXTS.items()],
        )
        yield connection


def found(connection, words, n=20):
    return [row[0] for row in connection.execute("SELECT article_id FROM search(?, n := ?)", [words, n]).fetchall()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("banjir demak", ["a1", "a2"]),
        ("BANJIR!", ["a1", "a2"]),
        ("cafe rio", ["a3"]),
        ("padi", ["a4", "a2"]),
        ("padi padi", ["a4", "a2"]),
        ("kata yang tidak ada", []),
        ("", []),
        ("'; DROP TABLE articles; --", []),
    ],
)
def test_articles_come_by_rank(file, words, expected):
    search.index_articles(file)
    assert found(file, words) == expected
    assert found(file, words, n=1) == expected[:1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Banjir, di Demak!",
        "Banjir\tdi\nDemak\x00lagi",
        "“Banjir” – katanya… ‘di’ Demak",
        "Café naïve",
        "rapat ke-2 (dua) 10.000",
        "İstanbul, \N{KELVIN SIGN}elvin, ﬁsika",
        "١٢٣ ² ⅷ 汉字",
        "a\N{COMBINING ACUTE ACCENT}b A\N{SOFT HYPHEN}B x\N{NO-BREAK SPACE}y",
    ],
)
def test_words_are_runs_of_letters_and_digits_without_accents(file, text):
    search.index_articles(file)
    words = "SELECT regexp_extract_all(strip_accents(lower($1)), '[\\pL\\pN]+')"
    found = file.execute("SELECT search_words($1)", [text]).fetchall()[0][0]
    assert [word for word in found if word] == file.execute(words, [text]).fetchall()[0][0]


def test_the_score_is_bm25(file):
    search.index_articles(file)
    lengths = {"a1": 10, "a2": 9, "a3": 8, "a4": 3}
    assert dict(file.execute("SELECT article_id, words FROM search_articles").fetchall()) == lengths
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    expected = idf * 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 10 / (sum(lengths.values()) / 4)))
    assert file.execute("SELECT score FROM search('banjir', n := 1)").fetchall() == [(round(expected, 6),)]


def test_portions_make_the_same_index(file, monkeypatch):
    search.index_articles(file)
    whole = [found(file, word) for word in ("demak", "padi", "surut")]
    for table in SEARCH_TABLES:
        file.execute(f"DROP TABLE {table.name}")
    file.execute("DROP MACRO search_words; DROP MACRO TABLE search")
    monkeypatch.setattr(search, "INDEXING", search.INDEXING.replace(str(search.ARTICLES_AT_ONCE), "1"))
    search.index_articles(file)
    assert [found(file, word) for word in ("demak", "padi", "surut")] == whole
    assert (
        file.execute("SELECT count(*), sum(df) FROM search_terms").fetchall()
        == file.execute("SELECT count(DISTINCT term), count(*) FROM search_postings").fetchall()
    )


def test_no_article_is_no_fault():
    with duckdb.connect() as connection:
        connection.execute(ARTICLES.ddl())
        search.index_articles(connection)
        assert found(connection, "banjir") == []


INDEX = (
    "SELECT article_id, words FROM search_articles ORDER BY ALL",
    "SELECT term, df FROM search_terms ORDER BY ALL",
    """
SELECT t.term, article_id, tf FROM search_postings AS p JOIN search_terms AS t ON t.id = p.term
JOIN search_articles USING (article) ORDER BY ALL""",
)
"""What the index says, whatever numbers it gave."""


def test_an_index_that_is_kept_up_is_that_of_the_articles_it_holds(file):
    search.index_articles(file)
    search.forget_articles(file, "SELECT article_id FROM articles WHERE article_id IN ('a2', 'a3')")
    file.execute("DELETE FROM articles WHERE article_id = 'a3'")
    file.execute("UPDATE articles SET body = 'Gunung.' WHERE article_id = 'a2'")
    file.execute("INSERT INTO articles (article_id, title, body) VALUES ('a5', 'Banjir', 'Demak lagi.')")
    search.index_articles(file)
    assert found(file, "banjir demak") == ["a5", "a1"]
    kept_up = [file.execute(query).fetchall() for query in INDEX]
    for table in SEARCH_TABLES:
        file.execute(f"DROP TABLE {table.name}")
    search.index_articles(file)
    assert kept_up == [file.execute(query).fetchall() for query in INDEX]
    assert found(file, "banjir demak") == ["a5", "a1"]
