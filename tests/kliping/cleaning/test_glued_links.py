import pytest

from kliping.cleaning.glued_links import glued_links, links

TOLD = links(("baca juga",), ("menurut", "namun", "ia"), ("di", "dan"))
SENTENCE = "Menurut dia, hal itu akan berlanjut lama."


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Harga Pandan Naik ", "Harga Pandan Naik"),
        ("Harga Pandan dan Cabai di Pasar ", "Harga Pandan dan Cabai di Pasar"),
        ("Pandan Naik ", None),  # two words may be a name
        ("Harga Pandan, Cabai, ", None),  # the headline goes on
        ("Harga Pandan Naik di ", None),
        ("Harga pandan naik lagi ", None),
        ("Harga " * 26, ("Harga " * 26).strip()),
        ("Harga " * 28, None),  # no headline is that long
    ],
)
def test_a_headline_ends_before_a_word_that_opens_sentences(headline, found):
    line = f"Begitu katanya. Baca juga: {headline}{SENTENCE}"
    spans = glued_links(line, TOLD)
    assert [line[start:end] for start, end in spans] == ([] if found is None else [f"Baca juga: {found}"])


@pytest.mark.parametrize(
    "line",
    [
        f"Baca juga: Harga Pandan Naik {SENTENCE}"[11:],  # no label
        f"Kata dia Baca juga: Harga Pandan Naik {SENTENCE}",  # in the midst of a sentence
        "Begitu katanya. Baca juga: Harga Pandan Naik Menurut dia hal itu benar.",  # too little for a sentence
        "Begitu katanya. Baca juga: Harga Pandan Naik Menurut dia hal itu akan berlanjut lama",  # no end of one
        "Begitu katanya. Baca juga: Harga Pandan Naik Menurut Sari Dewi Harga Pandan Turun Lagi.",  # capitals
        f"Begitu katanya. Baca juga: Tiga Pandan Naik 5. {SENTENCE}",
        "Begitu katanya. Baca juga: Harga Pandan NaikSari Dewi menunggu hasil rapat desa.",  # like "YouTube"
    ],
)
def test_an_end_that_is_not_clear_is_none(line):
    assert glued_links(line, TOLD) == []


def test_a_capital_inside_a_word_counts_where_the_label_is_glued_too():
    line = "Begitu katanya.Baca juga: Harga Pandan NaikPetani menunggu hasil rapat desa itu."
    assert [line[start:end] for start, end in glued_links(line, TOLD)] == ["Baca juga: Harga Pandan Naik"]
    assert glued_links(line.replace("NaikPetani", "NaikYouTube"), TOLD) == []
