"""A sentence that was glued to the advertising mark above it is of the article; the mark is cut out of it."""

import pytest

from kliping.cleaning import clean, marked, paragraphs
from kliping.frames import LANGUAGES, empty
from kliping.settings.cleaning import CleaningSettings

MARK = "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT"
TOLD = "Kepala desa mengatakan bahwa seluruh warga sudah pulang malam itu."
BODY = (
    "Warga Desa Sukamaju kembali turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik dari muara.",
    "Hasil pengumpulan dijual ke bank sampah, lalu uangnya dipakai untuk membeli bibit pohon bagi kampung itu.",
    "Menurut dinas lingkungan, kualitas air di muara itu membaik dibandingkan dengan tiga tahun yang lalu.",
)
HEAD = ("Warga Sukamaju Bersihkan Sungai", "Oleh Sari Wulandari", "Senin, 3 Juni 2024")


@pytest.fixture
def body_of(documents):
    """The paragraphs of the article of a page with these lines below its head."""

    def cleaned(*body):
        lines = clean(documents("\n\n".join((*HEAD, *body))), CleaningSettings())
        return paragraphs(lines, empty(LANGUAGES))["text"].to_list()

    return cleaned


@pytest.mark.parametrize("at", range(len(BODY) + 1))
def test_the_sentence_stays_and_the_mark_goes(body_of, at):
    assert body_of(*BODY[:at], f"{MARK} {TOLD}", *BODY[at:]) == [*BODY[:at], TOLD, *BODY[at:]]


@pytest.mark.parametrize(
    "line", [MARK, f"{MARK} Pesan sekarang juga.", f"{MARK} pesan di toko kami yang ada di kota itu sekarang."]
)
def test_a_mark_with_its_call_is_furniture(body_of, line):
    assert body_of(*BODY[:2], line, BODY[2]) == list(BODY)


def test_a_page_without_marks_is_not_looked_at(body_of, monkeypatch):
    monkeypatch.setattr(marked, "_opening", lambda *_: pytest.fail("no line has a mark"))
    assert body_of(*BODY) == list(BODY)
