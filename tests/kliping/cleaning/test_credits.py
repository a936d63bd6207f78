import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.credits import LIKELY, SURE, around_credits, credit_lines
from kliping.cleaning.scanning import scan_texts
from kliping.settings.cleaning import CleaningSettings

SENTENCE = "Warga menanam ulang bakau di muara sejak pagi."
BODY = [
    "Warga Desa Contoh menanam ulang bakau di muara sungai sejak pagi, kata ketua panitia.",
    "Penanaman itu diikuti dua ratus orang dari tiga dusun, dan akan diulang bulan depan di pantai utara.",
    "Bibitnya dibeli dari kebun milik koperasi, yang juga melatih warga merawat tanaman muda selama setahun.",
]


def judged(*texts, folders=()):
    return credit_lines(pl.Series(texts), scan_texts(texts), folders).tolist()


@pytest.mark.parametrize(
    "credit",
    [
        "(Foto: Budi Contoh)",
        "Foto: Budi Contoh/Kabar Contoh",
        "(Picture: PA)",
        "[Image via Example]",
        "(Photo by Jane Doe / POOL)",
        "(Jane Doe/Reuters)",
        "Jane Doe / AFP",
        "(AFP / JANE DOE)",
        "(AP Photo/Jane Doe)",
        "Jane Doe/REUTERS",
        "Credit: Jane Doe",
        "Bild: Max Muster / dpa",
        "（写真：記者）",
        "(FOTO: Istimewa).",
        "(dok.Biro Kabar Contoh)",
        "(dok. Kabar Contoh)",
        "(foto: istimewa)",
        "- Foto Kabar Contoh/Sari Wulandari",
        "– Gambar fail",
        "— Picture by Jane Doe",
        "—FILE PHOTO",
        "| Photo by Jane Doe",
    ],
)
def test_a_photo_credit_at_the_end_makes_a_caption(credit):
    assert judged(f"{SENTENCE} {credit}") == [SURE]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ANTARA FOTO/Budi Contoh Warga menanam ulang bakau di muara sejak pagi.", SURE),
        ("AFP/JANE DOEWarga Desa Contoh menanam ulang bakau.", SURE),
        ("WARTACONTOH.COM/SARI Warga menanam ulang bakau di muara sejak pagi.", SURE),
        ("AFP/Budi Contoh", 0),
        ("Reuters/Contoh poll finds that most of them plant mangroves at the coast.", 0),
        ("Pembukaan/Penutupan Pameran dilakukan di balai desa sejak pagi.", 0),
    ],
)
def test_a_credit_that_opens_a_line_makes_it_a_caption(line, code):
    assert judged(line) == [code]


@pytest.mark.parametrize(
    "ending",
    [
        "(Antara)",
        "(Reuters)",
        "(AFP/Antara)",
        "Demikian dilaporkan Reuters.",
        "(photo, video, and text)",
        "Ia menunjuk pada dua hal: bibit dan air.",
        "He said: the photo is mine.",
        "Foto itu diambil kemarin.",
        "Harga dan/atau mutu.",
        "and/or",
        "Mereka membawa dua hal - Foto itu diambil kemarin.",
        "It was a long day - photo books were sold out.",
        "",
    ],
)
def test_a_source_or_a_sentence_is_none(ending):
    assert judged(f"{SENTENCE} {ending}")[0] != SURE


def test_brackets_that_look_like_a_credit_are_likely_only():
    assert judged(f"{SENTENCE} (Antara)", f"{SENTENCE} (HO/Humas Contoh)") == [LIKELY, LIKELY]


def test_a_date_in_brackets_is_no_credit():
    assert judged(*(f"{SENTENCE} ({day})." for day in ("9/6/2025", "Senin, 9/6/2025", "19/6"))) == [0, 0, 0]


def test_a_paragraph_with_its_caption_stuck_to_it_stays():
    assert judged(" ".join([SENTENCE] * 9) + " Foto: Budi Contoh") == [0]


def test_a_user_names_an_agency(tmp_path):
    (tmp_path / "min.toml").write_text('[caption]\nagencies = ["Warta Contoh"]\n', encoding="utf-8")
    text = f"{SENTENCE} Jane Doe/Warta Contoh"
    assert judged(text) == [0]
    assert judged(text, folders=(tmp_path,)) == [SURE]


def test_a_credited_line_among_the_article_is_a_caption_and_no_body(documents):
    caption = "Warga menyusun bibit bakau di tepi muara sungai (Foto: Budi Contoh)"
    lines = ["Warga Menanam Ulang Bakau di Muara", *BODY[:2], caption, BODY[2]]
    cleaned = clean(documents("\n\n".join(lines)), CleaningSettings())
    assert cleaned.get_column("role").to_list()[1:] == ["body", "body", "caption", "body"]
    assert cleaned.get_column("reason")[3] == "structure:credit"


@pytest.mark.parametrize(
    ("lines", "first_line", "found"),
    [
        (["a", "c", "a"], [0, 3], [0, 2]),
        (["x", "a", "c", "a", "y"], [0, 5], [1, 3]),
        (["a", "c", "b"], [0, 3], []),
        (["a", "c", "a"], [0, 2, 3], []),
        (["a", "c", "a"], [0, 1, 3], []),
        (["c", "a"], [0, 2], []),
        (["a", "c"], [0, 2], []),
        (["a", "x", "a"], [0, 3], []),
    ],
)
def test_a_line_above_a_credit_and_again_below_it_is_its_caption(lines, first_line, found):
    text = pl.Series(lines)
    around = around_credits(text, np.array(first_line), (text == "c").to_numpy())
    assert np.flatnonzero(around).tolist() == found


def test_a_caption_printed_above_and_below_its_credit_is_no_body(documents):
    caption = "Menteri Contoh mengucapkan selamat ulang tahun yang kelima kepada koperasi warga pesisir."
    page = "\n\n".join(["Koperasi Pesisir Genap Lima Tahun", caption, "Foto: Kabar/budi contoh", caption, *BODY])
    told = clean(documents(page), CleaningSettings())
    assert told.filter(pl.col("text") == caption)["role"].to_list() == ["caption", "duplicate"]
    assert told.filter(pl.col("paragraph").is_not_null())["text"].to_list() == BODY
