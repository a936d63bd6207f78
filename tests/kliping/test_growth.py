"""The time of a page grows with its length: four times the page, at most some ten times the time.

A quadratic step takes sixteen times as long, and on these lengths seconds where others take tenths.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import polars as pl
import pytest

from kliping.engine import understand
from kliping.frames import DOCUMENTS
from kliping.settings import Settings
from tests.longer import seldom

SHORT, TIMES = 40_000, 4
"""Characters of the shorter page, and how many times as long the other is."""

MOST = 10
"""Times as long the longer page may take."""

FLOOR = 0.15
"""Seconds of processor that count as nothing: what every batch costs, however small."""

SENTENCE = "Menurut keterangan yang dikutip dari Kompas, Senin (3/6/2024), harga cabai naik di pasar. "

IN_A_LINE = (
    "12/", "10.00 WIB ", "1/2/", "3 Juni ", "Senin (3/6) ", "2024-06-03 ", "14 November 2024 14:56 WIB ", "(13/6) ",
    "12:00 ", "2 jam lalu ", "Jan 3rd, ", "1.", "1,", "a", "A", "A.B.", "Jane Doe ", "Jane, ", "Oleh ",
    "By Jane Doe and ",
    "Dr. ", "JAKARTA, ", "Jakarta - ", "Jakarta, Kompas.com - ", "http://a.example/", "a@b.example ", "#tag ",
    "Tags: a, ",
    "Editor: ", "Sumber: ", "Baca juga: ", "© 2024 ", "| ", "- ", "— ", "• ", "…", "“", "'", "(", "[]", "e\u0301", "中",
    "日本語。", "ア", "가", "ก", "\u200b", "\u00a0", "x.com ", "dikutip dari ", "menurut ", "(Foto: x/", "İ",
    "a-", "//",
)  # fmt: skip
IN_LINES = (
    "Senin, 3 Juni 2024", "Oleh Jane Doe", "12/6/2024", "Baca juga: Harga cabai naik", "Beranda", "x.com", "#tag #b",
    "Harga Cabai Naik - Kabar", "© 2024 Kabar", "2 jam lalu", "Sumber: Antara", SENTENCE, "a",
)  # fmt: skip
IN_MARKUP = (
    "<p>a</p>", "<p><button>a</button>b</p>", "<div>", "<div>a", "<b>", "<span>a</span>", "<a href=/x>b</a>", "a<br>",
    "<li>a", "<table><tr><td>a", "<tr><td>a</td></tr>", "<meta property=og:title content=a>", "<!--", "<", "&amp;",
    "<time pubdate datetime=2024-01-02>x</time>", "<i itemprop=datePublished>2024</i>", "<h2>a</h2>", "<form><input>",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"a\"}</script>", "<option>a", "<font>",
    "<article><p>a</p></article>", "<blockquote>a", "<pre>a\n</pre>", "<img src=a alt=b>", "<p a=\"",
    "<style>a{}</style>", "<title>a</title><script>dataLayer=[{\"title\":\"a\"},", "<script>__A_STATE__=[1,",
)  # fmt: skip


def in_a_line(unit: str, length: int) -> str:
    repeated = unit * (length // len(unit))
    return f"Harga Cabai Naik\n3 Juni 2024\n\n{SENTENCE}{repeated} dan terus naik di pasar.\n{SENTENCE * 2}\n"


def in_lines(unit: str, length: int) -> str:
    return "Harga Cabai Naik\n" + f"{unit}\n" * (length // len(unit))


def in_markup(unit: str, length: int) -> str:
    return f"<html><body>{unit * (length // len(unit))}</body></html>"


def attributes(unit: str, length: int) -> str:
    return "<html><body><p " + " ".join(f"{unit}{number}=b" for number in range(length // 8)) + ">x</p></body></html>"


def nested(unit: str, length: int) -> str:
    """A page whose paragraphs are unclosed, as parsers print it: each line holds all those below it."""
    lines = [f"{unit}{number} dan warga desa. " for number in range(int((length / 12) ** 0.5))]
    return "Harga Cabai Naik\n" + "\n".join("".join(lines[at:]) for at in range(len(lines)))


BAITS = [
    *((in_a_line, unit) for unit in IN_A_LINE),
    *((in_lines, unit) for unit in IN_LINES),
    *((in_markup, unit) for unit in IN_MARKUP),
    (attributes, "a"),
    (nested, "Kata Sari "),
]

TRIED = [seldom(*bait) if at % 4 else bait for at, bait in enumerate(BAITS)]
"""One in four with every change, all of them seldom."""


def seconds(make, unit: str, length: int) -> float:
    """Processor seconds that all steps take over one page; no step may fail on it."""
    text = make(unit, length)
    row = dict.fromkeys(DOCUMENTS.names()) | {"document_id": "d", "uri": "file:///d", "format": "text", "text": text}
    row |= {"sha256": "0" * 64, "markup": make in (in_markup, attributes), "fields": [], "bytes": len(text)}
    row["first_seen_at"] = datetime(2026, 1, 1, tzinfo=UTC)
    page = pl.DataFrame([row], schema=DOCUMENTS)
    start = time.process_time()
    understood = understand(page, Settings())
    taken = time.process_time() - start
    assert understood.failures.rows() == []
    return taken


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is compiled and loaded once is no page's."""
    for make in (in_a_line, in_markup):
        seconds(make, "<p>Kalimat pemanas.</p>", 2_000)


def test_there_are_baits_of_every_kind() -> None:
    assert len(BAITS) >= 60


@pytest.mark.slow
@pytest.mark.parametrize(("make", "unit"), TRIED, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_time_grows_with_the_page(make, unit: str) -> None:
    later = seconds(make, unit, TIMES * SHORT)
    if later > MOST * FLOOR:  # else it is not too long, whatever the shorter page takes
        earlier = seconds(make, unit, SHORT)
        assert later <= MOST * max(earlier, FLOOR), (earlier, later)
