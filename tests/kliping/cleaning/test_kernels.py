import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.cleaning.kernels import OWN
from kliping.cleaning.scanning import scan_texts


def value(text, name):
    return scan_texts([text]).own[0, getattr(OWN, name)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Dua kata", "words", 2),
        ("Satu. Dua! Tiga?", "sentences", 3),
        ("Harga Rp1.000 per kilogram.", "sentences", 1),
        ("一。二。", "sentences", 2),
        ("日本語", "words", 1.5),
        ("Reporter’s note", "words", 2),
        ("AsiaAfrikaEropa", "joins", 2),
        ("rina@example.org", "address", 1),
        ("https://example.org/a", "address", 1),
        ("pukul 10:15", "clock", 1),
        ("pukul 10.15", "clock", 1),
        ("skor 3 - 1", "clock", 0),
        ("tahun 2024", "year", 1),
        ("nomor 3024", "year", 0),
        ("“Kutipan selesai.”", "ends_sentence", 1),
        ("belum selesai,", "ends_sentence", 0),
        ("“lanjutan kalimat", "opens_lower", 1),
        ("Rina Contoh", "capital_share", 1),
        ("KOTA Contoh", "shout_share", 0.5),
        ("a | b | c", "separators", 2),
        ("😀 ok", "others", 1),
    ],
)
def test_what_a_line_shows(text, name, expected):
    assert value(text, name) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dua Kata", "dua kata!", True),
        ("dua kata", "kata dua", False),
        ("Halaman 1", "Halaman 2", False),
        ("日本語", "語日本", False),
    ],
)
def test_lines_of_the_same_words_have_the_same_hash(one, other, same):
    hashes = scan_texts([one, other]).hashes
    assert bool(hashes[0] == hashes[1]) == same


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_scanned_and_lines_do_not_touch_each_other(texts):
    together = scan_texts(texts)
    assert together.first_token[-1] == together.tokens.size
    for number, text in enumerate(texts):
        alone = scan_texts([text])
        assert (alone.own[0] == together.own[number]).all()
        assert alone.hashes[0] == together.hashes[number]
