import pytest

from kliping.cleaning.glued_links import glued_links, links

TOLD = links(("baca juga",), ("menurut", "namun", "ia"), ("di", "dan"), ("iklan",))
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


def cut(line, told=TOLD):
    return [line[start:end] for start, end in glued_links(line, told)]


MARKED = links(("baca juga",), ("menurut", "namun", "ia"), ("di", "dan"), ("lanjut ke isi",))
TELLS = "Wayan menunggu hasil rapat desa. "


@pytest.mark.parametrize(
    ("before", "name", "found"),
    [
        (TELLS, "Wayan", True),
        ("Sari Dewi menunggu hasil rapat desa. ", "Sari Dewi", True),
        ("Kata Wayan, hasil rapat desa ditunggu. ", "Wayan", False),  # it opens no sentence
        ("Ketua Wayan menunggu hasil rapat. " + TELLS, "Wayan", False),  # an office may stand before it here, too
        ("", "Wayan", False),
        (TELLS, "Sari Wayan", True),  # the longest name that is known: "Sari" is the headline's last word
    ],
)
def test_a_headline_ends_before_a_name_that_opens_other_sentences(before, name, found):
    line = f"{before}Begitu katanya. Baca juga: Harga Pandan Naik di Desa {name} meminta warga untuk bersabar dulu ya."
    headline = "Harga Pandan Naik di Desa" + (" Sari" if name == "Sari Wayan" else "")
    assert cut(line) == ([f"Baca juga: {headline}"] if found else [])


def test_a_link_goes_up_to_the_next_one_and_to_a_mark():
    line = "Kata dia. Baca juga: Harga Pandan Naik Baca juga: Harga Cabai Turun LANJUT KE ISI Warga menunggu hasil."
    assert cut(line, MARKED) == ["Baca juga: Harga Pandan Naik", "Baca juga: Harga Cabai Turun"]
    assert cut(line) == ["Baca juga: Harga Pandan Naik"], "without the mark nothing ends the second"
    assert cut(line.replace("Pandan Naik", "pandan naik"), MARKED) == [], "it is no headline"


@pytest.mark.parametrize(
    ("headline", "behind", "found"),
    [
        ("Harga Pandan Naik", '"Kami Menunggu Hasil Rapat," kata warga yang datang ke balai desa. Rapat usai.', True),
        ("Warga Desa", "Sari Dewi kemudian menunggu hasil rapat di balai desa. Rapat usai.", False),
        ("Warga Desa Naik", "Sari Dewi kemudian menunggu hasil rapat di balai desa. Rapat usai.", True),
        ("Warga Desa Naik", "Budi Roy kemudian menunggu hasil rapat di balai desa. Rapat usai.", False),  # unknown
    ],
)
def test_a_quotation_or_a_known_name_glued_to_a_headline_ends_it(headline, behind, found):
    line = f"Rapat itu dipimpin Sari Dewi.Baca juga: {headline}{behind}"
    assert cut(line) == ([f"Baca juga: {headline}"] if found else [])


def test_one_glued_label_tells_that_all_may_be():
    line = "Kata dia.Baca juga: Harga Pandan Naik Namun warga desa itu tetap tenang. Baca juga: Harga Cabai TurunIa, "
    assert cut(line + "bersama 20 warga, menunggu hasil rapat desa itu.") == [
        "Baca juga: Harga Pandan Naik",
        "Baca juga: Harga Cabai Turun",
    ]


def test_sentences_may_be_glued_to_each_other():
    assert cut("Begitu katanya.Baca juga: Harga Pandan Naik Ia menunggu hasil rapat desa itu.Rapat usai") == [
        "Baca juga: Harga Pandan Naik"
    ]
