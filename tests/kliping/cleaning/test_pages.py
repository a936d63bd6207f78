import polars as pl
import pytest

from kliping.cleaning import clean, page_kinds
from kliping.frames import PAGE_KINDS, PAGES
from kliping.settings.cleaning import CleaningSettings
from kliping.words import phrases
from kliping.words.sections import PAGE_SECTIONS

SETTINGS = CleaningSettings()
MENU = "Beranda\nDaerah\nEkonomi\nOlahraga\nIndeks\n\n"
FOOT = "\n\nTentang Kami\nRedaksi\nPedoman Media Siber\n© 2024 Kabar Contoh"
PARAGRAPHS = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam berikutnya.",
    "Jembatan tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi, kata seorang guru.",
    "Pemerintah kabupaten berjanji membangun jembatan baru dari baja pada tahun anggaran berikutnya, ujar camat.",
)
OTHER = {
    "error": f"{MENU}404\n\nHalaman yang Anda cari tidak ditemukan\n\nMaaf, halaman ini sudah dipindahkan.{FOOT}",
    "error ": "502 Bad Gateway\n\nThe server met a temporary error and could not complete your request.",
    "challenge": "Just a moment...\n\nVerifying you are human.\n\nEnable JavaScript and cookies to continue",
    "consent": "We value your privacy\n\nWe and our partners store and/or access information.\n\nAccept all cookies",
    "login": f"{MENU}Silakan masuk untuk melanjutkan\n\nLupa kata sandi?\n\nBelum punya akun? Daftar{FOOT}",
    "paywall": f"{PARAGRAPHS[0]}\n\nThis article is for subscribers only.\n\nAlready a subscriber? Log in",
    "player": "Jembatan dari Udara\n\nYour browser does not support the video tag.\n\n00:41",
    "search": f"{MENU}Hasil pencarian untuk: jembatan\n\nTidak ada hasil untuk pencarian Anda.{FOOT}",
}
PLACES = ("Sukamaju", "Karangjati", "Lereng", "Muara", "Sela", "Teratai", "Kidul", "Sipalang")
LIST = "\n\n".join(
    f"Jembatan di {place} Diganti Baja\n{place} - Jembatan bambu yang menghubungkan dua dusun akan diganti ...\n"
    f"{number} Mei 2021\nBaca selengkapnya"
    for number, place in enumerate(PLACES, 1)
)
LINKS = (
    "\n\nBerita lain\n\n" + "\n\n".join(f"Jembatan di {place} Diganti\nBaca selengkapnya" for place in PLACES) + FOOT
)
VERSE = "Puisi: Lampu\n\n" + "\n".join(f"di dermaga {place.lower()} lampu menyala" for place in PLACES)


def kind_of(text, documents):
    made = documents(text)
    return page_kinds(made, clean(made, SETTINGS), SETTINGS).row(0, named=True)


@pytest.mark.parametrize("name", OTHER)
def test_a_page_that_is_no_article_is_told_by_its_words(name, documents):
    found = kind_of(OTHER[name], documents)
    assert (found["page_kind"], found["page_kind_reason"]) == (name.strip(), "words")


def test_a_list_of_articles_is_an_index(documents):
    found = kind_of(f"{MENU}Indeks Berita\n\n{LIST}\n\n1 2 3 ... 112 Selanjutnya{FOOT}", documents)
    assert (found["page_kind"], found["page_kind_reason"]) == ("index", "teasers")


@pytest.mark.parametrize("text", ["", " \n\n", MENU, "Jembatan dari Udara"])
def test_a_page_without_running_text_is_empty(text, documents):
    assert kind_of(text, documents)["page_kind"] == "empty"


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("furniture", [(MENU, FOOT), ("", ""), ("", LINKS)])
def test_an_article_is_an_article_however_short(count, furniture, documents):
    head, foot = furniture
    body = "\n\n".join(PARAGRAPHS[:count])
    found = kind_of(f"{head}Jembatan Gantung Diperbaiki Warga\n\n3 Mei 2021\n\n{body}{foot}", documents)
    assert found["page_kind"] == "article"


@pytest.mark.parametrize(
    "said",
    [
        'Situs itu hanya menampilkan tulisan "halaman tidak ditemukan" sejak kemarin, kata petugas.',
        "Akun dinas itu meminta warga menekan tombol setuju pada pesan kami menggunakan cookie, kata camat.",
    ],
)
def test_an_article_about_such_a_page_is_an_article(said, documents):
    body = "\n\n".join((*PARAGRAPHS, said))
    assert kind_of(f"{MENU}Situs Desa Mati\n\n{body}{FOOT}", documents)["page_kind"] == "article"


def test_lines_that_end_no_sentence_are_no_reason_to_hold_a_page(documents):
    assert kind_of(VERSE, documents)["page_kind"] == "article"


def test_every_readable_document_has_one_row_in_order(documents):
    made = documents({"a.txt": OTHER["error"], "b.txt": "", "c.txt": "\n".join(PARAGRAPHS)})
    kinds = page_kinds(made, clean(made, SETTINGS), SETTINGS)
    assert kinds.schema == PAGES
    assert kinds["document_id"].to_list() == made["document_id"].to_list()
    assert kinds["page_kind"].to_list() == ["error", "empty", "article"]
    assert kinds.select(pl.col("page_kind_confidence", "body_confidence").is_between(0, 1).all()).row(0) == (True, True)


def test_a_threshold_of_nothing_takes_every_page_for_an_article(documents):
    made = documents(OTHER["error"])
    kinds = page_kinds(made, clean(made, SETTINGS), CleaningSettings(article_probability=0))
    assert kinds["page_kind"].to_list() == ["article"]


@pytest.mark.parametrize("section", PAGE_SECTIONS)
def test_phrases_are_written_as_they_are_looked_up(section):
    assert section in PAGE_KINDS
    said = phrases(section, "says")
    assert all(phrase == phrase.lower().strip() and len(phrase) > 3 for phrase in said)
    assert len(said) > 5
