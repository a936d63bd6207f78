import polars as pl
import pytest

from kliping.cleaning import clean, page_kinds
from kliping.frames import PAGES
from kliping.settings.cleaning import CleaningSettings
from kliping.words import phrases
from kliping.words.sections import PAGE_KINDS, PAGE_SECTIONS

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
    "paywall ": f"{MENU}{PARAGRAPHS[1]}\n\n{PARAGRAPHS[3]}\n\nSudah berlangganan? Masuk{FOOT}",
    "error  ": "kabar.example\n\nThis domain is for sale!\n\nBuy this domain from its owner, who asks 900 USD.",
    "player": "Jembatan dari Udara\n\nYour browser does not support the video tag.\n\n00:41",
    "withdrawn": "Jembatan Ambruk\n\nArtikel ini telah dicabut. Redaksi memohon maaf kepada pembaca.",
    "withdrawn ": "This story was retracted after a review. We apologise to our readers, and to those named in it.",
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


SHORT = {
    "challenge work": "Making sure you're not a bot!\nLoading...\nWhy am I seeing this?\nYou are seeing this because "
    "the administrator of this website has set up a check to protect the server against companies aggressively "
    "scraping websites. This can and does cause downtime for the websites.\nThe check is a compromise between the two. "
    "Please note that it requires the use of modern JavaScript features that plugins will disable. Disable them here.",
    "challenge active": "Temporarily Unavailable\nWe've detected unusual activity from your network. To continue, "
    "complete the security check below.\nWhat does this mean? Our systems have detected unusual traffic from your "
    "network address 203.0.113.9. If you believe this is an error, contact support and include the reference below.\n"
    "Reference: 0.4f1c",
    "error default": "Welcome to nginx!\nIf you see this page, the nginx web server is successfully installed and "
    "working. Further configuration is required.\nFor online documentation and support please refer to its site.",
    "error apache": "It works!\nThis is the default web page for this server.\nThe web server software is running but "
    "no content has been added, yet.",
    "error blog": "Blog telah dihapus\nMaaf, blog di kabar.example.org telah dihapus. Alamat ini tidak tersedia untuk "
    "blog baru. Apakah Anda berharap melihat blog Anda di sini?",
    "error ended": "Domain ini telah kedaluwarsa\nMasa aktif nama domain kabar.example.org telah berakhir. Jika Anda "
    "pemilik domain ini, silakan perpanjang melalui penyedia layanan Anda.\nAkun ini telah ditangguhkan. Hubungi "
    "penyedia hosting Anda untuk informasi lebih lanjut.",
    "error de": "Fehler 404\nDie Seite ist leider nicht verfügbar. Der Artikel wurde gelöscht oder verschoben.",
    "error host": "Account suspended\nThis account has been suspended. Contact your hosting provider.",
    "error php": "Fatal error: Uncaught Error: Call to undefined function get_field() in /var/www/single.php:12",
    "error gone": "Seite nicht da\nDie von Ihnen angeforderte Seite existiert leider nicht oder wurde verschoben.",
    "error fr": "Oups !\nCette page n'est plus disponible. Vérifiez l'adresse ou revenez à l'accueil.",
    "error nl": "Oeps\nHet artikel dat u zoekt is verplaatst of verwijderd. Ga naar de voorpagina.",
    "error es": "Servicio no disponible\nEl servidor no puede atender su petición. Pruebe de nuevo en unos minutos.",
    "error id": "Kami sedang berbenah\nSitus sedang diperbarui. Silakan kunjungi kami kembali beberapa jam lagi.",
    "error ms": "Laman dalam penyelenggaraan\nKami sedang menaik taraf sistem. Sila kembali sebentar lagi.",
    "consent de": "Ihre Wahl\nWir nutzen Cookies. Sie können Ihre Auswahl widerrufen.\nAlle akzeptieren",
    "consent fr": "Continuer sans accepter\nNos partenaires utilisent des traceurs avec votre accord.\nAccepter",
    "challenge nl": "Even geduld, we controleren of u geen robot bent.\nZet JavaScript en cookies aan.",
    "login es": "Iniciar sesión\nIntroduzca su correo y su contraseña.\n¿No tiene cuenta? Regístrese gratis.",
    "index en": 'Posts tagged "harbour"\n\nHarbour dredging to begin in spring\nNew ferry to link harbour with island\n'
    "Harbour cafe reopens after fire\nOlder posts",
    "index id": "Rubrik Olahraga\n\nLereng FC Menang Telak\n3 Mei 2021\nPelatih Muara United Mundur\n2 Mei 2021\n"
    "Turnamen Voli Dibuka\n1 Mei 2021",
    "index fr": "Le marché couvert rouvre samedi\nIl y a 2 heures\nLes maraîchers manquent de bras\nIl y a 5 heures\n"
    "Un poissonnier prend sa retraite\nIl y a 6 heures",
}
DOUBTFUL = "Hold on\n\nWe need to make sure that it is you. Drag the slider, and we will let you in at once."
ABOUT = {
    "banners": "Banners may vanish\n\n“We value your privacy” and “accept all cookies” are hardly read, said Piet.\n\n"
    "The plan would let people set their choice once. Publishers fear for their income.",
    "a site": "Situs Pemkab Mati Tiga Hari\n\nSitus kabupaten mati sejak Senin. Pengunjung hanya menemukan tulisan "
    "halaman tidak ditemukan.\n\nKepala dinas mengatakan server sedang diperbaiki.",
    "a portal": "Stadtportal seit Tagen offline\n\nWer es aufruft, liest: „Seite nicht gefunden“. Seit Montag ist das "
    "Portal abgeschaltet.\n\nDie Verwaltung bittet um Geduld, sagte eine Sprecherin.",
    "a lift": "Lift under maintenance until June\n\nPassengers at Sela will have to use the stairs until June while "
    "the lift is under maintenance, the operator said on Monday.",
    "a chronicle": "The bridge that would not stand\n\nThe bridge opens to traffic\n3 May 1961\nFirst cracks are found "
    "in a pier\n12 June 1974\nLorries are banned for good\n1 March 1988",
    "horoscopes": "Your week in the stars\n\nAries: You will meet someone who matters. Please be patient.\n\n"
    "Taurus: Money comes to you. Call your sister.",
}


def kind_of(text, documents):
    made = documents(text)
    return page_kinds(made, clean(made, SETTINGS), SETTINGS).row(0, named=True)


@pytest.mark.parametrize("name", OTHER)
def test_a_page_that_is_no_article_is_told_by_its_words(name, documents):
    found = kind_of(OTHER[name], documents)
    assert (found["page_kind"], found["page_kind_reason"]) == (name.strip(), "words")


@pytest.mark.parametrize("name", SHORT)
def test_a_short_page_that_speaks_to_its_reader_or_lists_articles_is_none(name, documents):
    assert kind_of(SHORT[name], documents)["page_kind"] == name.split()[0]


@pytest.mark.parametrize("name", ABOUT)
def test_a_short_article_about_such_a_page_or_in_its_form_is_one(name, documents):
    assert kind_of(ABOUT[name], documents)["page_kind"] == "article"


def test_the_probability_of_a_kind_falls_with_what_speaks_against_it(documents):
    told = [kind_of(text, documents) for text in ("\n\n".join(PARAGRAPHS), PARAGRAPHS[0], DOUBTFUL)]
    assert [one["page_kind"] for one in told] == ["article"] * 3
    sure = [one["page_kind_confidence"] for one in told]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] - sure[2] > 0.1


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


def test_an_article_may_tell_of_one_that_was_withdrawn_or_corrected(documents):
    told = "Jurnal itu menarik artikel dua dosen pada Maret. Artikel tersebut memuat data palsu, kata editornya."
    noted = "\n\n".join([*PARAGRAPHS, "Catatan redaksi: artikel ini telah diperbaiki pada 3 Mei 2024."])
    made = documents(told, noted)
    assert page_kinds(made, clean(made, SETTINGS), SETTINGS)["page_kind"].to_list() == ["article", "article"]


@pytest.mark.parametrize("section", PAGE_SECTIONS)
def test_phrases_are_written_as_they_are_looked_up(section):
    assert section in PAGE_KINDS
    said = phrases(section, "says")
    assert all(phrase == phrase.lower().strip() and len(phrase) > 3 for phrase in said)
    assert len(said) > 5
