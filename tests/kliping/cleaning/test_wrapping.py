import textwrap

import polars as pl
import pytest

from kliping.cleaning import clean, paragraphs
from kliping.cleaning.flatten import split_lines
from kliping.cleaning.joining import join_lines
from kliping.cleaning.wrapping import wrapped_lines
from kliping.frames import LANGUAGES, empty
from kliping.settings.cleaning import CleaningSettings

MENU = "Kabar Lereng\nBeranda\nDaerah\nEkonomi\nIndeks"
TITLE = "Perpustakaan Keliling Singgah di Kampung Nelayan Setiap Jumat Pagi"
SENTENCES = (
    "Perpustakaan keliling milik kecamatan kini singgah di kampung nelayan setiap Jumat pagi, dan anak-anak menunggu.",
    "Petugas membawa empat ratus buku cerita dan sebuah peta besar yang digambar sendiri oleh murid sekolah dasar.",
    "Mobil itu diperbaiki warga sendiri setelah mogok dua tahun, kata Marlina Sari, petugas perpustakaan kecamatan.",
    "Ia juga mengajar menggambar di balai desa pada sore hari, dan berharap anggaran cukup untuk mobil kedua.",
    "Kepala desa berjanji membangun rak di dermaga agar buku tetap kering ketika air pasang masuk ke kampung.",
    "Kelompok pemuda akan menjaga rak itu bergantian, dan mencatat buku yang dipinjam dalam sebuah buku besar.",
)
BODY = tuple(" ".join(SENTENCES[at : at + 3]) for at in (0, 3))
VERSE = "\n".join(
    ("lampu di dermaga itu", "tidak pernah tidur semalaman penuh", "ia menunggu", "kapal yang berangkat kemarin") * 4
)


def whole(text):
    lines, _ = join_lines(split_lines(pl.DataFrame({"document_id": ["d"], "text": [text]})))
    return lines["text"].to_list()


@pytest.mark.parametrize("width", [36, 60, 90])
def test_lines_of_a_wrapped_page_are_whole_before_they_are_judged(width, documents):
    body = "\n\n".join("\n".join(textwrap.wrap(one, width)) for one in BODY)
    text = f"{MENU}\n\n{TITLE}\n\n{body}"
    assert whole(text) == [*MENU.split("\n"), TITLE, *BODY]
    lines = clean(documents(text), CleaningSettings())
    assert lines["line"].to_list() == [at for at, line in enumerate(text.split("\n"), 1) if line]
    assert paragraphs(lines, empty(LANGUAGES))["text"].to_list()[-2:] == list(BODY)


@pytest.mark.parametrize("text", [f"{MENU}\n\n{TITLE}\n\n" + "\n\n".join(BODY), VERSE, "\n".join(["harga cabai"] * 9)])
def test_lines_that_would_have_had_room_for_more_are_whole_as_they_stand(text):
    assert not wrapped_lines(split_lines(pl.DataFrame({"document_id": ["d"], "text": [text]}))).any()


def test_pages_side_by_side_do_not_touch_each_other():
    wrapped = "\n".join(textwrap.wrap(" ".join(BODY), 40))
    pages = pl.DataFrame({"document_id": ["a", "b", "c"], "text": [VERSE, f"\n{wrapped}\n\nTag", VERSE]})
    lines, part_of = join_lines(split_lines(pages))
    assert lines.filter(pl.col("document_id") == "b").select("line", "text").rows() == [(2, " ".join(BODY)), (4, "Tag")]
    assert lines.filter(pl.col("document_id") == "c")["line"].to_list() == list(range(1, 17))
    assert part_of.tolist() == [*range(16), *[16] * len(wrapped.split("\n")), *range(17, 34)]
