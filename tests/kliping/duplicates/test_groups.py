"""Groups: who is a copy of whom, who stays, what the group is called."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kliping.duplicates import find_duplicates
from kliping.frames import DUPLICATES

EARLY, LATE = date(2024, 1, 1), date(2024, 1, 2)


def test_every_document_has_a_row_and_one_alone_is_its_own_canonical(texts):
    signatures = texts.signed({"a": texts.page(1), "b": texts.page(2), "c": "", "d": None, "e": ""})
    found = find_duplicates(signatures, texts.ranking(), texts.settings)
    assert found.schema == DUPLICATES
    assert found["canonical_document_id"].to_list() == ["a", "b", "c", "d", "e"]
    assert found["kind"].unique().to_list() == ["canonical"]
    assert found["group_id"].n_unique() == 5


def test_nothing_comes_of_nothing(texts):
    found = find_duplicates(texts.signed({}), texts.ranking(), texts.settings)
    assert found.schema == DUPLICATES
    assert found.is_empty()


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (lambda t: t.page(1), "exact"),
        (lambda t: t.page(1).upper().replace(" ", ",  "), "exact"),
        (lambda t: t.page(1).replace(" ", "\n\n", 3), "exact"),
        (lambda t: t.edited(1, 20), "near"),
        (lambda t: t.edited(1, 10), "near"),
        (lambda t: t.page(2), None),
        (lambda t: t.edited(1, 2), None),
        (lambda t: t.page(1) + " " + t.page(2, 40), "near"),
        (lambda t: t.page(1, 60), "near"),
        (lambda t: " ".join(reversed(t.story(1))), None),
    ],
)
def test_a_copy_is_exact_near_or_none(texts, other, kind: str | None):
    found = texts.found({"a": texts.page(1), "b": other(texts)}, a=(False, EARLY, 1.0, 1), b=(False, LATE, 1.0, 1))
    assert found["b"]["kind"] == (kind or "canonical")
    assert found["b"]["canonical_document_id"] == ("a" if kind else "b")
    assert (found["b"]["similarity"] < 1) == (kind == "near")
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == (kind is not None)


@pytest.mark.parametrize(
    ("words", "same", "kind"),
    [(7, True, None), (8, True, "exact"), (25, False, None), (25, True, "exact"), (40, False, "near")],
)
def test_short_texts_are_copies_only_when_equal_and_the_shortest_not_even_then(texts, words, same, kind):
    other = texts.page(1, words) if same else texts.edited(1, 20, words)
    found = texts.found({"a": texts.page(1, words), "b": other})
    assert {row["kind"] for row in found.values()} == {"canonical", kind or "canonical"}


def test_equal_bytes_are_copies_whatever_the_body(texts):
    found = texts.found({"a": "", "b": "", "c": "satu"}, raw={"a": "same", "b": "same"})
    assert [found[name]["kind"] for name in "abc"] == ["canonical", "exact", "canonical"]


def test_shingles_decide_not_the_letters_of_a_script(texts):
    chinese = texts.letters(1, 0x4E00, 5000, 300)
    thai = texts.letters(2, 0x0E01, 46, 600)
    found = texts.found(
        {
            "a": chinese,
            "b": chinese[:100] + "改" + chinese[103:],
            "c": chinese[::-1],
            "d": thai,
            "e": thai[:200] + "กา" + thai[205:],
            "f": thai[::-1],
        }
    )
    assert [len({found[x]["group_id"], found[y]["group_id"]}) for x, y in ("ab", "ac", "de", "df")] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("a", "b", "stays"),
    [
        ((True, EARLY, 0.9, 9), (False, None, None, 1), "b"),
        ((False, LATE, 0.9, 1), (False, EARLY, 0.3, 9), "a"),
        ((False, LATE, 0.9, 9), (False, EARLY, 0.8, 1), "b"),
        ((False, None, None, 9), (False, EARLY, 0.1, 1), "b"),
        ((False, None, None, 9), (False, None, None, 1), "a"),
        ((False, None, None, 1), (False, None, None, 9), "b"),
        ((True, EARLY, 0.9, 1), (True, LATE, 0.9, 9), "a"),
    ],
)
@pytest.mark.parametrize("every", [1000, 15])
def test_the_canonical_is_not_held_best_dated_earliest_longest(texts, a, b, stays: str, every: int):
    found = texts.found({"a": texts.page(1), "b": texts.edited(1, every)}, a=a, b=b)
    assert {row["canonical_document_id"] for row in found.values()} == {stays}


def test_a_member_resembles_the_canonical_not_only_a_neighbour(texts):
    """Each text shares seven eighths with the next, and nothing with the last: a chain would hold them all."""
    words = texts.story(1, 400)
    chain = {f"d{link:02}": " ".join(words[link * 20 : link * 20 + 160]) for link in range(12)}
    dates = {name: (False, date(2024, 1, 1 + int(name[1:])), 1.0, 1) for name in chain}
    found = texts.found(chain, **dates)
    leaders = {name: found[name]["canonical_document_id"] for name in chain}
    assert 1 < len(set(leaders.values())) < len(chain)
    shared = [len(set(chain[name].split()) & set(chain[leader].split())) for name, leader in leaders.items()]
    assert min(shared) >= 80


QUAKE = (
    "Gempa bumi tektonik dengan magnitudo {} mengguncang wilayah {} pada pukul {} WIB tanggal {}. Badan pemantau "
    "menyatakan bahwa pusat gempa berada pada koordinat {} pada kedalaman {} kilometer. Gempa tidak berpotensi tsunami "
    "dan aman. Masyarakat diminta tetap tenang dan tidak terpengaruh oleh kabar yang tidak benar. Hindari "
    "bangunan yang retak atau rusak akibat gempa dan periksa bangunan tempat tinggal sebelum kembali ke dalam rumah."
)
FIRST = ("5,2", "Cikaso", "10.23", "13/6/2023", "8,12 LS dan 119,34 BT", "10")
OTHER = ("4,7", "Lembang", "02.11", "28/6/2023", "7,01 LS dan 107,66 BT", "32")


@pytest.mark.parametrize(
    ("other", "copied"),
    [
        (QUAKE.format(*OTHER), False),
        (QUAKE.format(*FIRST).replace("tenang", "waspada").replace("retak", "miring"), True),
        (QUAKE.format("5,3", *FIRST[1:]), True),
    ],
)
def test_bulletins_from_one_template_are_told_apart_by_their_numbers(texts, other, copied):
    found = texts.found({"a": QUAKE.format(*FIRST), "b": other})
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


FORECAST = (
    "Badan Meteorologi memperkirakan cuaca di {0} pada Senin (8/1/2024) pagi cerah berawan dan siang hujan ringan. "
    "Suhu udara di {0} berkisar antara 23 dan 31 derajat Celsius dengan kelembapan 60 persen. Angin bertiup dari arah "
    "tenggara dengan kecepatan sampai 20 kilometer per jam.\n\nWarga di {1} dan sekitarnya diminta mewaspadai hujan "
    "disertai kilat dan angin kencang yang berlangsung singkat pada sore hingga malam hari. Informasi lebih lanjut "
    "dapat dilihat pada laman resmi dan media sosial Badan Meteorologi, yang diperbarui setiap tiga jam."
)


@pytest.mark.parametrize(
    ("other", "copied"),
    [(FORECAST.format("Cikaso Senin", "Lembang"), False), (FORECAST.format("Lor Cikaso", "Wetan") + " Salam.", True)],
)
def test_a_template_filled_in_with_names_alone_is_no_copy(texts, other, copied):
    """The places share a word, the day and every number are the same; only names stand for names, again and again."""
    found = texts.found({"a": FORECAST.format("Lor Cikaso", "Wetan"), "b": other})
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


ACCIDENT = (
    "Seorang pengendara sepeda motor tewas setelah ditabrak truk di Jalan {0}, {1}, Senin pagi. Korban bernama {2}, "
    "warga Desa {3}.\n\nKapolsek {1} {4} mengatakan korban hendak berangkat kerja ketika truk dari arah berlawanan "
    "oleng ke kanan. Korban meninggal di lokasi kejadian.\n\nSopir truk sudah diamankan untuk dimintai keterangan. "
    "Polisi masih menyelidiki penyebab kecelakaan.\n\nJenazah korban dibawa ke rumah sakit umum daerah. Polisi "
    "mengimbau pengendara berhati-hati saat melintas."
)
ONE = ("Raya Serang", "Cikupa", "Rudi Contoh", "Pasir Jaya", "Kompol Imam Contoh")


@pytest.mark.parametrize(
    ("other", "copied"),
    [
        (ACCIDENT.format("Pantura", "Kronjo", "Siti Contohwati", "Pagedangan", "AKP Bagus Umpama"), False),
        (ACCIDENT.format(*ONE).replace("hendak berangkat kerja", "akan pergi bekerja"), True),
        (ACCIDENT.format(*ONE[:4], "Kompol Iman Contoh"), True),
    ],
)
def test_two_accidents_in_the_words_of_one_report_are_no_copies(texts, other, copied):
    """Other victims, roads and chiefs, and no number that differs; a word or a name's spelling makes no other news."""
    found = texts.found({"a": ACCIDENT.format(*ONE), "b": other})
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


def test_a_page_of_two_articles_swallows_neither(texts):
    both = texts.page(1) + "\n\n" + texts.page(2)
    best = (False, EARLY, 1.0, 999)
    found = texts.found({"a": texts.page(1), "b": texts.page(2), "c": both, "d": both + " lagi"}, c=best)
    groups = [found[name]["group_id"] for name in "abcd"]
    assert len(set(groups)) == 3
    assert groups[2] == groups[3]


@pytest.mark.parametrize(("first", "copied"), [("long", True), ("short", False)])
def test_a_short_text_inside_a_long_page_is_its_copy_and_the_page_is_none_of_the_short_one(texts, first, copied):
    """Less than a third of the page is the short text: were the page the copy, the rest would be lost."""
    bodies = {"short": texts.page(1, 60), "long": texts.page(1, 60) + "\n\n" + texts.page(2, 150)}
    found = texts.found(bodies, **{first: (False, EARLY, 1.0, 1)})
    assert (found["short"]["group_id"] == found["long"]["group_id"]) == copied
    assert found["short"]["similarity"] == 1.0


def test_a_held_document_is_a_copy_but_never_canonical_of_one_that_is_not(texts):
    found = texts.found(
        {"a": texts.page(1), "b": texts.edited(1, 20), "c": texts.page(1)},
        a=(True, EARLY, 1.0, 9),
        b=(False, LATE, 1.0, 1),
        c=(True, EARLY, 1.0, 9),
    )
    assert {row["canonical_document_id"] for row in found.values()} == {"b"}


@pytest.mark.parametrize(
    "newcomers",
    [
        {"b": (False, LATE, 1.0, 999)},
        {"b": (False, None, None, 999)},
        {"b": (False, LATE, 1.0, 1), "c": (True, LATE, 1.0, 999)},
    ],
)
def test_the_name_of_a_group_stays_when_copies_of_the_first_arrive(texts, newcomers):
    bodies = {"a": texts.page(1), "b": texts.edited(1, 20), "c": texts.page(1)}
    first = (False, EARLY, 0.5, 1)
    before = texts.found({"a": bodies["a"]}, a=first)["a"]["group_id"]
    after = texts.found({name: bodies[name] for name in ("a", *newcomers)}, a=first, **newcomers)
    assert {row["group_id"] for row in after.values()} == {before}


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("confidence", [0.1, 1.0])
def test_the_name_of_a_group_does_not_follow_the_canonical(texts, held, confidence):
    bodies = {"a": texts.page(1), "b": texts.edited(1, 20)}
    names = {
        texts.found(bodies, a=(held, EARLY, confidence, 1), b=(False, LATE, 0.9, length))["a"]["group_id"]
        for length in (1, 999)
    }
    assert names == {texts.found({"a": bodies["a"]}, a=(False, EARLY, 0.5, 1))["a"]["group_id"]}


MONDAY = (
    "Cuaca yang berubah-ubah dapat mengganggu pekerjaan di luar rumah, sebab itu prakiraan cuaca perlu "
    "diketahui setiap pagi. Berdasarkan prakiraan Stasiun Meteorologi Lembayung yang diterima redaksi, Senin "
    "(9/6/2025), cuaca di seluruh distrik masih berubah-ubah.\n\nDi Distrik Lembayung, hujan ringan sejak "
    "pukul 07.00 hingga pukul 13.00, lalu berawan tebal hingga malam. Di Distrik Teluk Sari, hujan ringan "
    "sejak pukul 07.00, berawan tebal pada pukul 16.00 dan cerah berawan pada pukul 22.00. Sama halnya di "
    "Distrik Wangi, Distrik Uwai dan Distrik Menara, berawan tebal sepanjang siang.\n\nWarga diminta membawa "
    "payung, berhati-hati di jalan yang licin, dan memantau laman stasiun yang diperbarui setiap tiga jam."
)
TUESDAY = (
    "Cuaca yang berubah-ubah dapat mengganggu pekerjaan di luar rumah. Oleh sebab itu prakiraan cuaca sangat "
    "perlu diketahui setiap pagi. Berdasarkan prakiraan Stasiun Meteorologi Lembayung yang diterima redaksi, "
    "Selasa (10/6/2025), cuaca di seluruh distrik masih berubah-ubah.\n\nSeperti di Distrik Lembayung, saat "
    "pukul 07.00 diguyur hujan ringan, lalu pukul 13.00 hingga malam cuaca berawan tebal. Begitu juga di "
    "Distrik Teluk Sari, saat pukul 07.00 diguyur hujan ringan, lalu cuaca cerah berawan pada pukul 16.00 "
    "hingga pukul 22.00. Sedangkan Distrik Wangi, Distrik Uwai dan Distrik Menara cuacanya berawan tebal "
    "sepanjang siang.\n\nWarga diminta membawa payung, berhati-hati di jalan yang licin, dan memantau laman "
    "stasiun yang diperbarui setiap tiga jam. Meskipun begitu, kenakan pakaian yang sesuai agar terhindar "
    "dari masalah kesehatan."
)


@pytest.mark.parametrize(
    ("other", "copied"),
    [
        (TUESDAY, False),
        (MONDAY.replace("payung", "jas hujan").replace("licin", "basah"), True),
    ],
)
def test_the_forecast_of_another_day_is_no_copy(texts, other, copied):
    found = texts.found({"a": MONDAY, "b": other})
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


FIRE = "Kebakaran menghanguskan sebuah kios buku di Desa Sukawangi, Kecamatan Tanjungrasa, Senin (9/6/2025) malam."
DAMAGE = (
    "Api diduga berasal dari hubungan pendek arus listrik di lantai dua. Pemilik kios, Rahman, mengatakan "
    "api cepat membesar karena banyak kertas kering. Empat unit mobil pemadam dikerahkan dan api padam "
    "setelah dua jam. Tidak ada korban jiwa, tetapi kerugian ditaksir mencapai tiga ratus juta rupiah. "
    "Polisi memasang garis pembatas dan meminta keterangan tiga saksi. Warga sekitar sempat mengungsi ke "
    "balai desa sebelum pulang menjelang subuh."
)
VISIT = (
    "Bupati Tanjungrasa, Lestari Wibawa, mendatangi lokasi pada Selasa siang. Ia menyampaikan prihatin dan "
    'memerintahkan dinas sosial mendata kebutuhan pedagang. "Kami siapkan kios pengganti di pasar baru dan '
    'modal tanpa bunga," kata Lestari. Ia juga meminta semua kios memeriksa kabel sebelum musim kemarau tiba.'
)


@pytest.mark.parametrize(("other", "copied"), [(f"{FIRE} {VISIT} {DAMAGE}", False), (f"{FIRE} {DAMAGE} {VISIT}", True)])
def test_news_put_before_an_old_report_is_no_copy_of_it(texts, other, copied):
    """All of the report stands in the other text, which goes on where it ends, or opens with something else."""
    found = texts.found({"a": f"{FIRE} {DAMAGE}", "b": other})
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


PLAN = (
    "Pemerintah Kota Lembayung akan membangun sepuluh pusat kesehatan hewan baru pada tahun depan. Hal itu "
    "disampaikan Kepala Dinas Peternakan Kota Lembayung, Sudarsono, di balai kota, Senin. Menurut Sudarsono, "
    'pusat kesehatan hewan itu akan tersebar di semua kecamatan, termasuk di Pulau Wangi. "Warga tidak perlu '
    'lagi membawa kucing dan anjing ke luar kota," kata Sudarsono. Anggaran pembangunan masih dihitung '
    "bersama dewan kota dan baru akan diputuskan pada bulan September. Setiap pusat kesehatan akan memiliki "
    "dua dokter hewan, empat perawat, dan sebuah mobil keliling."
)
RETOLD = (
    "Sepuluh pusat kesehatan hewan baru akan berdiri di Kota Lembayung tahun depan. Kepala Dinas Peternakan "
    "Kota Lembayung, Sudarsono, mengatakan rencana itu di balai kota pada Senin. Semua kecamatan, termasuk "
    'Pulau Wangi, akan mendapat pusat kesehatan hewan itu, menurut Sudarsono. "Warga tidak perlu lagi '
    'membawa kucing dan anjing ke luar kota," ujarnya. Dewan kota dan dinas masih menghitung anggaran '
    "pembangunan, yang baru akan diputuskan pada bulan September. Dua dokter hewan, empat perawat, dan "
    "sebuah mobil keliling akan ada di setiap pusat kesehatan."
)


@pytest.mark.parametrize(
    ("later", "sure", "copied"),
    [(1, 0.9, True), (20, 0.9, False), (20, 0.4, True)],
    ids=["soon", "later", "unsure"],
)
def test_a_rewrite_is_of_the_same_days(texts, later, sure, copied):
    dates = {"a": (False, EARLY, 0.9, 1), "b": (False, date(2024, 1, 1 + later), sure, 1)}
    found = texts.found({"a": PLAN, "b": RETOLD}, **dates)
    assert (found["a"]["group_id"] == found["b"]["group_id"]) == copied


OTHER_NEWS = (
    " Sementara itu harga pakan naik sejak awal bulan di pasar induk. Pedagang mengeluh karena pasokan dari pulau "
    "sebelah terlambat. Polisi mengatur lalu lintas di depan pasar sampai sore."
)


@pytest.mark.parametrize(
    ("hosts", "sites", "copied"),
    [((1, 2), (1, 2), True), ((1, 2), (1, 1), True), ((1, None), (1, None), True), ((1, 1), (1, 1), False)],
    ids=["houses", "house", "unknown", "outlet"],
)
def test_what_another_newsroom_takes_over_is_other_news_within_one(texts, hosts, sites, copied):
    retold = RETOLD[: RETOLD.rindex("Dewan kota dan dinas")] + OTHER_NEWS
    keys = {"host": pl.Series(hosts, dtype=pl.UInt32), "site": pl.Series(sites, dtype=pl.UInt32)}
    ranking = texts.ranking({"a": (False,), "b": (False,)}).with_columns(**keys)
    found = find_duplicates(texts.signed({"a": PLAN, "b": retold}), ranking, texts.settings)
    assert (found["group_id"].n_unique() == 1) == copied
