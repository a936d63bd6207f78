"""The fast engine gives langdetect's answers, bit for bit, on whatever text there is."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from kliping.language import langdetect_exact
from kliping.language.reference import langdetect_reference

SAMPLES = tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))
SENTENCES = list(SAMPLES.values())

ODD = [
    "",
    " ",
    "a",
    "é",
    "字",
    "1",
    "\n\n\t",
    "ABC DEF GHI",
    "AbCdEf IPA NATO USA UNESCO",
    "https://example.org/a?b=c#d",
    "see http://example.org/ and https://example.org/2026/11/news-item.html, then http:// and https:/x and http",
    "hhttp://example.org/http://example.org/ httphttps://a",
    "http://" + "a" * 3000 + " the rest of it",
    "mail editor@example.org, a.b-c_d@mail.example.org. @ @@ a@ @b a@b a@b.c a@bc. x@y@z.org @example",
    "é@example.org name@exämple.org 名@example.org",
    "a" * 200 + "@" + "b" * 600 + " and more words here",
    "a@" + "b" * 255 + "." + "c" * 300 + " and more words here",
    "a@" + "b" * 255 + "é",
    "a@" + "b" * 256 + "é",
    "foo@http://example.org/x and bar@https://example.org",
    "x@y z@.q p@q.",
    "😀 😀😀 👩‍👩‍👧‍👦 🇮🇩",
    "good morning 😀 everybody 👍🏽",
    "Tie\u0302\u0301ng Vie\u0323\u0302t a\u0300a\u0301\u0300 \u0300\u0301 o\u031b\u0323 e\u0309\u0309\u0309",
    unicodedata.normalize("NFD", SAMPLES["vi"]),
    "e\u0301@example.org ve\u0301\u0301",
    "\u0301" * 50,
    "lone \ud800 surrogate \udfff in the middle",
    "\ud83d\ude00 a pair that is none",
    "\ud800",
    "\ufffd\ufffe\uffff\U0010ffff\x00\x7f\x80\x9f\xa0",
    "ǅ ǈ ǋ ͅ ΐ ŉ İi ẞß ﬁ 𝐀𝐁𝐂 𝐀A 𐐀𐐨 Ⅷ ⅷ Ⓐ",
    "The word and " + "неделя среда четверг пятница " * 3,
    "the [brackets] ^ _ ` \\ are Latin to langdetect " + "\u0416" * 24,
    "Latin " + "漢字" * 7,
    "x" * 20_000,
    "The quick brown fox. " * 5_000,  # 105 kB
    "日本語の記事です。" * 2_000,
    " ".join(SENTENCES),
    "b" * 9_990 + " mail@example.org and then the end of the text which does count for something",
    "b" * 9_950 + " " + "m" * 60 + "@example.org and then the end",
    "e" * 9_999 + "\u0301\u0301 abc",
]


def texts_of_many_languages(count: int) -> list[str]:
    """Pieces of the sentences, whole, cut, joined, shouted, scrambled or sprinkled with any character."""
    draw = random.Random(11)
    texts = []
    for at in range(count):
        text = " ".join(draw.sample(SENTENCES, draw.choice((1, 1, 1, 2))))
        begin = draw.randrange(len(text))
        text = text[begin : begin + draw.choice((2, 5, 12, 40, 90, 400))]
        match at % 8:
            case 0:
                text = text.upper()
            case 1:
                text = text.title()
            case 2:
                text = "".join(draw.sample(text, len(text)))
            case 3:
                text = "".join(c if draw.random() < 0.8 else chr(draw.randrange(0x110000)) for c in text)
            case 4:
                text = unicodedata.normalize("NFD", text)
            case 5:
                text = text.replace(" ", draw.choice(("@", "http://", ".", "  ", "\u0301 ", "@a.")))
        texts.append(text)
    return texts


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def objects(texts):
    """A column that can hold lone surrogates."""
    return pl.Series(texts, dtype=pl.Object)


def differences(texts, folder, **options):
    found, wanted = langdetect_exact(objects(texts), folder, **options), langdetect_reference(objects(texts))
    return [(text[:80], f, w) for text, f, w in zip(texts, found.rows(), wanted.rows(), strict=True) if f != w]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_gets_langdetects_answer(text, folder):
    assert differences([text], folder) == []


@pytest.mark.slow
def test_parity_on_texts_of_many_languages(folder):
    assert differences(texts_of_many_languages(2400), folder) == []


@pytest.mark.exam
@pytest.mark.slow
def test_parity_on_news_in_close_relatives(shared, folder):
    texts = pl.read_ndjson(shared / "gold" / "languages.jsonl")["text"].gather_every(9).to_list()
    assert differences(texts, folder) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (pl.Series([], dtype=pl.String), []),
        (pl.Series([None, None], dtype=pl.String), [None, None]),
        (pl.Series([None, SAMPLES["en"], "", "2026"]), [None, "en", None, None]),
        (pl.Series(["", SAMPLES["id"], None, SAMPLES["ja"]])[1:], ["id", None, "ja"]),
        (pl.Series([None]), [None]),
    ],
)
def test_null_where_there_is_nothing_to_go_by(texts, expected, folder):
    found = langdetect_exact(texts, folder)
    assert found.schema == {"language": pl.String, "probability": pl.Float64}
    assert found["language"].to_list() == expected
    assert found["probability"].is_null().to_list() == [language is None for language in expected]


def test_no_answer_depends_on_threads_or_neighbours(folder):
    texts = pl.Series(SENTENCES * 7)
    alone = pl.concat([langdetect_exact(texts[at : at + 1], folder, threads=1) for at in range(len(texts))])
    assert langdetect_exact(texts, folder, threads=1).equals(alone)
    assert langdetect_exact(texts, folder, threads=3).equals(alone)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: langdetect_exact(texts, folder, threads=1), range(8)):
            assert found.equals(alone)


def test_a_column_in_pieces_is_one_column(folder):
    pieces = pl.concat([pl.Series([SAMPLES["en"]]), pl.Series([SAMPLES["vi"], None])], rechunk=False)
    assert langdetect_exact(pieces, folder)["language"].to_list() == ["en", "vi", None]
