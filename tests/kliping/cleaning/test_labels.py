import pytest

from kliping.cleaning.labels import f1, label_lines, precision_recall

PARAGRAPH = "Warga menanam padi di sawah yang baru diairi."
OTHER = "Kepala desa berterima kasih kepada semua warga."


@pytest.mark.parametrize(
    ("lines", "body", "expected"),
    [
        (["Menu", PARAGRAPH, "Bagikan"], PARAGRAPH, [False, True, False]),
        ([PARAGRAPH, "Awal Cerita", OTHER], f"{PARAGRAPH} Awal Cerita {OTHER}", [True, True, True]),
        (["Awal Cerita", "Menu", PARAGRAPH, OTHER], f"{PARAGRAPH} {OTHER}", [False, False, True, True]),
        ([PARAGRAPH, "Menu", "Cari", PARAGRAPH, OTHER], f"{PARAGRAPH} {OTHER}", [True, False, False, False, True]),
        (["Menu"], "", [False]),
        ([], PARAGRAPH, []),
        (["日本の米の価格が下がった。"], "日本の米の価格が下がった。", [True]),
    ],
)
def test_lines_of_the_body_are_labelled(lines, body, expected):
    assert label_lines(lines, body)[0] == expected


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "a b c d", (1.0, 0.5)),
        ("a b c d", "x a b c d", (0.5, 1.0)),
        ("a b", "a b", (1.0, 1.0)),
        ("", "a", (0.0, 1.0)),
        ("a", "", (0.0, 0.0)),
    ],
)
def test_runs_of_words_are_compared(gold, found, expected):
    assert precision_recall(gold, found) == expected


def test_f1_is_the_harmonic_mean():
    assert f1(1.0, 0.5) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0
