"""Lines in which an outlet speaks to its readers of itself."""

from __future__ import annotations

import numpy as np
import polars as pl

from kliping.cleaning import clean
from kliping.cleaning.appeals import appeal_lines, button_lines
from kliping.settings.cleaning import CleaningSettings

APPEALS = [
    "[Gambas:Video 20detik]",
    "[embed]https://video.example.org/1[/embed]",
    '[gallery ids="1,2"]',
    "View this email in your browser",
    "You are receiving this email because you signed up for our newsletter.",
    "Anda menerima email ini karena berlangganan buletin Warta Contoh. Berhenti berlangganan",
    "Sie erhalten diese E-Mail, weil Sie unseren Newsletter abonniert haben.",
    "Vous recevez cet e-mail car vous êtes inscrit à notre lettre d'information.",
    "Dapatkan update berita pilihan setiap hari dari Warta Contoh. Mari bergabung di Grup Telegram kami.",
    "(Ayo ikuti saluran WhatsApp Warta Contoh biar tidak ketinggalan berita terbaru)",
    "Jangan lupa ikuti kami di YouTube dan Instagram!",
    "Artikel ini telah tayang di contoh.example.org dengan judul Harga Pandan Naik",
    "Disclaimer: Segala isi artikel ini menjadi tanggung jawab penulis.",
    "Support independent journalism. For as little as $1 you can help keep our reporting free.",
    "Sign up to our newsletter and get the day's top stories every morning.",
    "If you value our reporting, please consider a gift of any size.",
    "Donasi Anda membuat Warta Contoh tetap bebas dibaca semua orang.",
    "Unterstützen Sie unabhängigen Journalismus mit einem kleinen Beitrag.",
    "The post Ferry to stop appeared first on Lark Post.",
    "La entrada El barco para se publicó primero en Correo del Lark.",
    "Soutenez notre journal, qui vit de ses lecteurs.",
    "Waardeert u onze verhalen? Steun dan de redactie.",
    "Si valoras nuestro trabajo, ayúdanos a seguir.",
    "Scroll ke bawah untuk melanjutkan membaca",
    "ADVERTISEMENT / SCROLL TO CONTINUE WITH CONTENT",
    "Iklan. Gulir untuk melanjutkan.",
    "Situs ini menggunakan cookie untuk meningkatkan pengalaman Anda.",
    "This site uses cookies to improve your experience.",
    "Laman ini menggunakan kuki untuk meningkatkan pengalaman anda.",
]
TOLD = [
    "Mereka mengikuti kami di jalan sampai balai desa, kata Sari.",
    "Kelompok itu meminta warga bergabung lewat pesan: ikuti kami di pasar, tulisnya.",
    "[Gambas:Video 20detik] Warga kembali mengambil air dari sumur tua.",
    "The council asked people to support its journalism course.",
    "Warga [dalam video] berlari ke balai dusun.",
    "Donasi untuk korban banjir terkumpul dua ratus juta rupiah, kata panitia.",
    "Iklan",  # may be a heading
    "Scroll to continue with content, the page told its readers.",
    "The court found that the firm never asked whether this site uses cookies to follow people.",
    "The town could become a member of the league next year.",
]


def found(lines: list[str], *, kept: bool = True) -> list[bool]:
    text = pl.Series(lines)
    words = text.str.split(" ").list.len().to_numpy()
    return appeal_lines(text, np.full(len(lines), kept), words).tolist()


def test_what_an_outlet_says_of_itself_is_found_and_what_an_article_tells_is_not():
    assert found(APPEALS) == [True] * len(APPEALS)
    assert found(TOLD) == [False] * len(TOLD)


def test_a_long_paragraph_and_what_the_model_left_out_are_not_asked():
    assert found([f"{APPEALS[1]} " + "kata " * 60]) == [False]
    assert found(APPEALS, kept=False) == [False] * len(APPEALS)


def test_a_user_names_an_appeal(tmp_path):
    (tmp_path / "min.toml").write_text('[newsletter]\nappeals = ["iko saluran kami"]\n', encoding="utf-8")
    text = pl.Series(["Iko saluran kami di pasar."])
    asked = text, np.ones(1, np.bool_), np.full(1, 5)
    assert (appeal_lines(*asked)[0], appeal_lines(*asked, (tmp_path,))[0]) == (False, True)


def test_an_appeal_among_the_article_is_removed_with_its_reason(documents):
    sentences = [
        "Warga Dusun Wanarata menanam bakau di tepi muara sejak Senin pagi bersama anak sekolah.",
        "Ketua kelompok tani mengatakan bibit itu dibawa dari desa tetangga dengan perahu kecil.",
        "Sebagian bibit akan ditanam lagi pada musim kemarau, ketika air laut sedang surut.",
    ]
    lines = ["Warga Menanam Ulang Bakau di Muara", *sentences[:2], "[Gambas:Video 20detik]", sentences[2]]
    cleaned = clean(documents("\n\n".join(lines)), CleaningSettings())
    assert cleaned.get_column("role").to_list()[1:] == ["body", "body", "boilerplate", "body"]
    assert cleaned.get_column("reason")[3] == "structure:appeal"


def test_an_appeal_above_the_closing_credit_is_no_end_of_the_article(documents):
    sentence = "Warga Dusun Wanarata menanam bakau di tepi muara sejak Senin pagi bersama anak sekolah."
    appeal = "Jangan lupa ikuti kami di kanal Kabar Contoh setiap pagi untuk berita dari desa."
    text = f"Warga Menanam Bakau\n\n{sentence}\n\n{appeal}\n\nEditor: Budi"
    cleaned = clean(documents(text), CleaningSettings())
    assert cleaned.filter(role="body")["text"].to_list() == [sentence]
    assert cleaned.get_column("reason")[2] == "structure:appeal"


def test_the_button_below_a_notice_goes_with_it_and_no_other_page_does():
    text = pl.Series(
        ["This site uses cookies to follow you.", "Accept", "Setuju", "This site uses cookies to run.", "OK"]
    )
    asking = np.array([True, False, False, True, False])
    kept = np.ones(5, np.bool_)
    assert button_lines(text, np.array([0, 4, 5]), kept, asking).tolist() == [False, True, False, False, False]
    assert not button_lines(text, np.array([0, 5]), ~kept, asking).any()
    assert button_lines(text, np.array([0, 5]), kept, asking).tolist() == [False, True, False, False, True]
