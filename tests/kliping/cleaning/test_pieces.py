import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.cleaning import paragraphs, parts_of, removed_lines
from kliping.cleaning.pieces import find_pieces
from kliping.frames import LANGUAGES, LINES, conform, empty

TWO_LINKS = (
    "Begitu katanya. Baca juga: Harga Pandan Naik Lagi Namun warga di desa tetap tenang. Baca juga: Harga Cabai Turun "
    "Ia meminta warga untuk menunggu panen."
)
CASES = [
    (
        '[box title="Catatan"]Warga kembali mengambil air di sumur.[/box] Hujan turun dua hari.',
        "Warga kembali mengambil air di sumur. Hujan turun dua hari.",
        ['[box title="Catatan"]', "[/box]"],
    ),
    (
        "Warga [b]kembali mengambil air[/b] di sumur.",
        "Warga kembali mengambil air di sumur.",
        ["[b]", "[/b]"],
    ),
    (
        "Warga kembali mengambil air. Hak Cipta © 2025 Kabar Contoh. Tentang Kami | Redaksi",
        "Warga kembali mengambil air.",
        ["Hak Cipta © 2025 Kabar Contoh. Tentang Kami | Redaksi"],
    ),
    # line, what is left of it, what is cut out
    (
        "Warga kembali mengambil air. Kepala desa berjanji mem… [+4223 chars]",
        "Warga kembali mengambil air. Kepala desa berjanji mem…",
        ["[+4223 chars]"],
    ),
    (
        "Begitu katanya. Baca juga: Harga Pandan Naik SCROLL TO CONTINUE WITH CONTENT Namun warga tetap tenang.",
        "Begitu katanya. Namun warga tetap tenang.",
        ["Baca juga: Harga Pandan Naik", "SCROLL TO CONTINUE WITH CONTENT"],
    ),
    (
        "Warga kembali mengambil air. Baca juga: Harga Cabai Naik Lagi",
        "Warga kembali mengambil air.",
        ["Baca juga: Harga Cabai Naik Lagi"],
    ),
    (
        "Kapal itu [Gambas:Video 20detik] tenggelam Rabu pagi.",
        "Kapal itu tenggelam Rabu pagi.",
        ["[Gambas:Video 20detik]"],
    ),
    ("Ia pulang malam itu. ADVERTISEMENT Lalu ia tidur.", "Ia pulang malam itu. Lalu ia tidur.", ["ADVERTISEMENT"]),
    (
        "Ia pulang lagi malam itu. SCROLL TO CONTINUE WITH CONTENT",
        "Ia pulang lagi malam itu.",
        ["SCROLL TO CONTINUE WITH CONTENT"],
    ),
    (
        "Harga naik (Baca juga: Cabai Turun) kata warga di pasar.",
        "Harga naik kata warga di pasar.",
        ["(Baca juga: Cabai Turun)"],
    ),
    (
        "The council met again on Monday. Read more: Choir seeks altos",
        "The council met again on Monday.",
        ["Read more: Choir seeks altos"],
    ),
    (
        "Warga kembali mengambil air. Tag: desa, warga Bagikan: Facebook WhatsApp Salin Tautan Berita Terkait",
        "Warga kembali mengambil air.",
        ["Tag: desa, warga Bagikan: Facebook WhatsApp Salin Tautan Berita Terkait"],
    ),
    (
        "Begitu harga pandan hari ini.Lihat juga video 'Nasib Pandan di Masa Depan': [Gambas:Video 20warta]",
        "Begitu harga pandan hari ini.",
        ["Lihat juga video 'Nasib Pandan di Masa Depan':", "[Gambas:Video 20warta]"],
    ),
    (
        "Warga kembali mengambil air. Tonton juga \"Gaya Lurah 'Menari' di Pasar\" di sini:",
        "Warga kembali mengambil air.",
        ["Tonton juga \"Gaya Lurah 'Menari' di Pasar\" di sini:"],
    ),
    (
        "Harga pandan naik lagi pekan ini. Ikuti Whatsapp Channel Warta Contoh",
        "Harga pandan naik lagi pekan ini.",
        ["Ikuti Whatsapp Channel Warta Contoh"],
    ),
    (
        "Harga pandan naik lagi pekan ini.Ikuti Whatsapp Channel Warta Contoh",
        "Harga pandan naik lagi pekan ini.",
        ["Ikuti Whatsapp Channel Warta Contoh"],
    ),
    (
        'The bells rang for an hour," she said. Sign up for our newsletter to hear more.',
        'The bells rang for an hour," she said.',
        ["Sign up for our newsletter to hear more."],
    ),
    # a mark in other letters: alone between two sentences, several words, small, at the end, before an opener, glued
    ("Ia pulang malam itu. Iklan. Lalu ia tidur.", "Ia pulang malam itu. Lalu ia tidur.", ["Iklan."]),
    (
        "Ia pulang malam itu. Advertisement - Scroll to Continue Lalu ia tidur.",
        "Ia pulang malam itu. Lalu ia tidur.",
        ["Advertisement - Scroll to Continue"],
    ),
    ("Ia pulang malam itu. advertisement Lalu ia tidur.", "Ia pulang malam itu. Lalu ia tidur.", ["advertisement"]),
    ("Ia pulang malam itu. [iklan] Lalu ia tidur.", "Ia pulang malam itu. Lalu ia tidur.", ["[iklan]"]),
    ("Ia pulang lagi malam itu. Iklan", "Ia pulang lagi malam itu.", ["Iklan"]),
    ("Ia pulang malam itu. Advertisement Namun ia lelah.", "Ia pulang malam itu. Namun ia lelah.", ["Advertisement"]),
    ("Ia pulang malam itu.AdvertisementLalu ia tidur.", "Ia pulang malam itu. Lalu ia tidur.", ["Advertisement"]),
    (
        "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT Ia pulang lagi malam itu.",
        "Ia pulang lagi malam itu.",
        ["ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT"],
    ),
    # a headline in the midst ends where a word begins that opens sentences and is no name
    (
        "Begitu kata dia. Baca juga: Harga Pandan Naik Lagi di Pasar Contoh Menurut dia, hal itu akan berlanjut lama.",
        "Begitu kata dia. Menurut dia, hal itu akan berlanjut lama.",
        ["Baca juga: Harga Pandan Naik Lagi di Pasar Contoh"],
    ),
    (
        "Kata dia. Simak juga : Pandan Rp 1,2 Juta, Warga Mengeluh Sebelumnya, Sari meminta warga menunggu rapat.",
        "Kata dia. Sebelumnya, Sari meminta warga menunggu rapat.",
        ["Simak juga : Pandan Rp 1,2 Juta, Warga Mengeluh"],
    ),
    (
        "The choir sang twice. Also read: Bells of Upper Example Ring Again However, bakers asked for silence then.",
        "The choir sang twice. However, bakers asked for silence then.",
        ["Also read: Bells of Upper Example Ring Again"],
    ),
    # before a quotation, behind a question
    (
        'Begitu kata dia. Lihat juga: Pandan Langka, Ini Sebabnya "Kami meminta warga untuk menunggu," kata Sari.',
        'Begitu kata dia. "Kami meminta warga untuk menunggu," kata Sari.',
        ["Lihat juga: Pandan Langka, Ini Sebabnya"],
    ),
    (
        "Begitu kata dia. Baca juga: Kapan Pandan Turun Harga? Petani sudah meminta warga untuk menunggu panen.",
        "Begitu kata dia. Petani sudah meminta warga untuk menunggu panen.",
        ["Baca juga: Kapan Pandan Turun Harga?"],
    ),
    # and inside a word where no space was left
    (
        "Begitu kata dia.Baca Juga :Harga Pandan Naik LagiPetani sudah meminta warga untuk menunggu panen raya itu.",
        "Begitu kata dia. Petani sudah meminta warga untuk menunggu panen raya itu.",
        ["Baca Juga :Harga Pandan Naik Lagi"],
    ),
    (
        'Begitu kata dia.Baca Juga:Harga Pandan Naik di 2025"Kami sudah meminta warga untuk menunggu," kata Sari.',
        'Begitu kata dia. "Kami sudah meminta warga untuk menunggu," kata Sari.',
        ["Baca Juga:Harga Pandan Naik di 2025"],
    ),
    (
        TWO_LINKS,
        "Begitu katanya. Namun warga di desa tetap tenang. Ia meminta warga untuk menunggu panen.",
        ["Baca juga: Harga Pandan Naik Lagi", "Baca juga: Harga Cabai Turun"],
    ),
    # who wrote a text on one line, at either end of it
    (
        "Warga kembali mengambil air. Pewarta: Sari Dewi Editor: Budi Roy Hak Cipta © KABAR 2025",
        "Warga kembali mengambil air.",
        ["Pewarta: Sari Dewi Editor: Budi Roy Hak Cipta © KABAR 2025"],
    ),
    (
        "Warga kembali mengambil air bersih.Penulis : B. RoyVideo Editor: Sari DewiProduser: Ani#Air #Desa",
        "Warga kembali mengambil air bersih.",
        ["Penulis : B. RoyVideo Editor: Sari DewiProduser: Ani#Air #Desa"],
    ),
    (
        "Reporter: Sari Dewi | Editor: Budi Roy KABAR.CO.ID - DESA. Warga kembali mengambil air.",
        "KABAR.CO.ID - DESA. Warga kembali mengambil air.",
        ["Reporter: Sari Dewi | Editor: Budi Roy"],
    ),
    (
        "Laporan wartawan Kabar Contoh, Sari Dewi SUKAMAJU, KABAR.com - Warga kembali mengambil air.",
        "SUKAMAJU, KABAR.com - Warga kembali mengambil air.",
        ["Laporan wartawan Kabar Contoh, Sari Dewi"],
    ),
    # a program of its page
    (
        "Warga kembali mengambil air. (adsbygoogle = window.adsbygoogle || []).push({}); Hujan turun; mereka pulang.",
        "Warga kembali mengambil air. Hujan turun; mereka pulang.",
        ["(adsbygoogle = window.adsbygoogle || []).push({});"],
    ),
    (
        "Air surut. googletag.cmd.push(function() { googletag.display('gpt-1'); }); Warga kembali mengambil air.",
        "Air surut. Warga kembali mengambil air.",
        ["googletag.cmd.push(function() { googletag.display('gpt-1'); });"],
    ),
    # tags behind the initials that it is signed with
    (
        "Warga kembali mengambil air. (sar/bud) air bersih desa contoh",
        "Warga kembali mengambil air. (sar/bud)",
        ["air bersih desa contoh"],
    ),
    # a link in brackets behind a single word, and an appeal that goes on up to an address
    (
        "Warga kembali mengambil air. (Baca: Sumur Desa Contoh Mengering)Hujan turun lagi.",
        "Warga kembali mengambil air. Hujan turun lagi.",
        ["(Baca: Sumur Desa Contoh Mengering)"],
    ),
    (
        "Warga kembali mengambil air bersih.Dapatkan update berita. Klik https://example.org, unduh.Baca juga: Air",
        "Warga kembali mengambil air bersih.",
        [
            "Dapatkan update berita. Klik https://example.org, unduh.",
            "Baca juga: Air",
        ],
    ),
]
WHOLE = [
    "Warga bertanya. Penulis: apakah air itu sudah bersih?",
    "Warga bertanya. Penulis: Air itu sudah bersih. Sumur itu tidak.",
    "Penulis: Sari Dewi menulis buku tentang KABAR dan warga desa.",
    "Laporan wartawan itu, kata SARI - yang menulisnya, tidak benar.",
    "Warga menanam cabai (baca: rawit), lalu (lihat: tabel dua) memanennya.",
    "Warga kembali mengambil air (sar/bud) di desa contoh",
    "Lukisan itu laku di lelang. © Perupa Contoh tertulis di bingkainya, kata kurator.",
    'Kata dia. Simak juga "Pandan" karya Sari: buku itu laris di pasar.',
    "Ia pulang malam itu. Iklan Rokok dilarang di desa.",
    "Ia pulang malam itu. Iklan rokok dilarang di desa.",
    "Ia menonton iklan. Iklan itu lama sekali.",
    "Iklan Layanan Masyarakat ditayangkan lagi di balai desa.",
    "IKLAN ROKOK DILARANG LAGI DI BALAI DESA",
    "Ia membaca tulisan scroll to continue with content Lalu ia tidur.",
    "Ia pulang malam itu. ads Lalu ia tidur di sana.",  # a syllable
    "Warga kembali mengambil air. Baca juga: Harga Cabai Naik Cuaca yang tidak menentu disebut sebagai penyebabnya.",
    # a name opens the sentence; a headline in small letters; a name with a capital inside; a number that opens a list
    "Begitu kata dia. Baca juga: Harga Pandan Naik Lagi Kepala Dusun Sari Dewi mengatakan warga sudah menunggu lama.",
    "Begitu kata dia. Baca juga: Cara menanam pandan di pot Menurut dia, hal itu mudah sekali untuk dilakukan.",
    "Begitu kata dia. Baca juga: Harga Pandan Naik di YouTube menurut warga yang sudah menunggu lama di sana.",
    "Begitu kata dia. Baca juga: Harga Pandan Naik Lagi 3. Jika harga naik, warga boleh menunggu panen raya itu.",
    "Begitu kata dia. Baca juga: Harga Pandan Naik Lagi, Ini kata petani yang sudah lama menanam pandan di sana.",
    # a sentence may be glued to what reaches the end of the line, too
    'Begitu kata dia. Baca juga: Harga Pandan Naik Lagi Sari Dewi meminta warga menunggu. "Sudah lama kami menunggu."',
    "Begitu kata dia. Baca juga: Harga Pandan Naik Lagi Sari Dewi meminta warga menunggu dengan syarat berikut:",
    "Baca juga kata dia, buku itu memang bagus sekali.",
    "Ia meminta warga membaca. Baca juga doa, katanya. Lalu ia pergi dari sana.",
    "Harga [dalam rupiah] naik lagi pada hari Rabu pagi.",
    "The word ADVERTISEMENT stood above the door of the shop.",
    "Baca juga: Harga Cabai Naik Lagi",
    "Warga diminta ikuti kami di rapat desa, kata kepala dusun itu.",
    "Ia menulis di grup itu. Ikuti whatsapp channel desa. Lalu warga datang ke balai.",
    # glued sentences, and a formula, are no program; what somebody says in an interview is no name
    "The clerk put it in the document.The neighbour, 40, was there; he read it twice.",
    "Somebody stood at the window.there was a bell; nobody had seen it before.",
    "The function f(x) grows; the author wrote that in the document. Nobody read it twice.",
    "Apa kata warga? Wartawan: Bagaimana rasanya? Penulis: Saya tidak tahu lagi harus bagaimana.",
    "He went on reading it aloud. Text: Whoever finds this bell may ring it twice.",
]


def lines_of(texts, role="body"):
    frame = pl.DataFrame({"text": texts, "document_id": "d", "line": range(1, len(texts) + 1), "role": role})
    cuts = find_pieces(frame["text"], pl.Series([role == "body"] * len(texts)), {})
    filled = frame.with_columns(cuts, paragraph=pl.col("line"), reason=pl.lit("model"), score=0.9, same_as_line=None)
    return filled.pipe(conform, LINES)


@pytest.mark.parametrize(("line", "left", "cut"), CASES)
def test_furniture_inside_a_paragraph_is_cut_out_with_a_receipt(line, left, cut):
    lines = lines_of([line])
    assert paragraphs(lines, empty(LANGUAGES))["text"].to_list() == [left]
    removed = removed_lines(lines)
    assert removed["text"].to_list() == cut
    assert [line[a:b] for a, b in removed.select("start", "end").rows()] == cut
    assert set(removed["role"]) <= {"related", "boilerplate", "byline"}


@pytest.mark.parametrize("line", WHOLE)
def test_what_has_no_plain_end_or_is_the_whole_line_stays(line):
    lines = lines_of([line])
    assert lines["cuts"].null_count() == 1
    assert parts_of(lines)["text"].to_list() == [line]


def test_a_line_that_is_removed_later_is_removed_whole():
    lines = lines_of([CASES[0][0]]).with_columns(role=pl.lit("template"), paragraph=pl.lit(None, pl.Int32))
    assert removed_lines(lines).select("text", "start").rows() == [(CASES[0][0], None)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*(case[0] for case in CASES), *WHOLE, "é ü [Gambas:Video] ß dan lagi kata ini."]),
        min_size=1,
        max_size=6,
    )
)
def test_the_parts_of_a_line_are_its_characters_each_once(texts):
    lines = lines_of(texts)
    for (line,), parts in parts_of(lines).group_by("line"):
        text = texts[line - 1]
        spans = sorted((a, b) for a, b in parts.select("start", "end").rows() if a is not None)
        covered = "".join(text[a:b] for a, b in spans) if spans else parts["text"].item()
        assert "".join(covered.split()) == "".join(text.split())
