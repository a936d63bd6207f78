import polars as pl
import pytest

from kliping.cleaning import bodies, joined_lines, paragraphs, removed_lines
from kliping.frames import DOCUMENTS, LANGUAGES, LINES, conform, empty


def lines(*rows):
    names = ("line", "text", "role", "paragraph")
    frame = pl.DataFrame([{"document_id": "d", **dict(zip(names, row, strict=True))} for row in rows])
    filled = frame.with_columns(
        reason=pl.lit("model"), score=pl.lit(None), same_as_line=pl.lit(None), cuts=pl.lit(None)
    )
    return filled.pipe(conform, LINES)


GIVEN = lines(
    (1, "Judul", "title", None),
    (2, "Warga menanam", "body", 1),
    (3, "padi di sawah.", "body", 1),
    (5, "Menu", "template", None),
    (6, "Awal Cerita", "subheading", 3),
    (7, "Panen tiba.", "body", 4),
)


def test_lines_of_one_number_are_joined_and_renumbered():
    made = paragraphs(GIVEN, empty(LANGUAGES)).select("paragraph", "text", "role", "word_count", "line_from", "line_to")
    assert made.rows() == [
        (1, "Warga menanam padi di sawah.", "body", 5, 2, 3),
        (2, "Awal Cerita", "subheading", 2, 6, 6),
        (3, "Panen tiba.", "body", 2, 7, 7),
    ]


def test_a_body_is_the_same_from_joined_lines_as_from_paragraphs():
    document = pl.DataFrame({"document_id": ["d"], "text": ["…"]}).join(
        empty(DOCUMENTS).drop("text"), "document_id", "left"
    )
    made = [bodies(document, found) for found in (joined_lines(GIVEN), paragraphs(GIVEN, empty(LANGUAGES)))]
    assert made[0].equals(made[1])
    assert made[0]["body"].to_list() == ["Warga menanam padi di sawah.\n\nAwal Cerita\n\nPanen tiba."]


def test_languages_are_joined_on_the_number_of_the_lines():
    spoken = pl.DataFrame(
        {
            "document_id": ["d", "d", "d"],
            "paragraph": [1, 4, None],
            "language": ["id", "ms", "id"],
            "confidence": [0.9, 0.8, 1.0],
        }
    ).with_columns(decided_by=pl.lit("langdetect"), evidence=pl.lit(None))
    made = paragraphs(GIVEN, spoken.pipe(conform, LANGUAGES)).select("language", "language_confidence")
    assert made.rows() == [("id", 0.9), (None, None), ("ms", 0.8)]


def test_all_other_lines_are_removed_lines():
    assert removed_lines(GIVEN).select("line", "role").rows() == [(1, "title"), (5, "template")]


@pytest.mark.parametrize(
    ("text", "count"), [("Dua kata", 2), ("日本語です", 5), ("서울 시민", 2), ("Rp1.000 – naik", 3)]
)
def test_words_are_counted_in_any_script(text, count):
    made = paragraphs(lines((1, text, "body", 1)), empty(LANGUAGES))
    assert made.get_column("word_count").to_list() == [count]


def test_a_word_broken_at_the_end_of_a_line_is_whole_again():
    broken = lines(
        (1, "Ia menyebut kerusak-", "body", 1),
        (2, "an terjadi pada anak-", "body", 1),
        (3, "anak dan ibu-", "body", 1),
        (4, "Jakarta itu", "body", 1),
    )
    whole = "Ia menyebut kerusakan terjadi pada anak-anak dan ibu- Jakarta itu"
    assert paragraphs(broken, empty(LANGUAGES))["text"].to_list() == [whole]
