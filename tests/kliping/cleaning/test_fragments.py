import polars as pl
import pytest

from kliping.cleaning import clean, paragraphs
from kliping.cleaning.flatten import split_lines
from kliping.cleaning.fragments import fragments
from kliping.frames import LANGUAGES, empty
from kliping.settings.cleaning import CleaningSettings

LEAD = "menunjuk pelatih baru setelah tiga kekalahan beruntun di kandang, kata ketua klub itu kepada wartawan."
LONG = "Warga kampung nelayan itu sudah dua bulan menunggu jembatan yang dijanjikan oleh pemerintah"
AFTER = "mulai dibangun pada bulan depan dengan anggaran daerah yang sudah disetujui."
PAGE = """Persatuan Lereng Punya Pelatih Baru
Senin, 3 Mei 2021 07:12 WIB"""
REST = """Ketua klub berharap pelatih baru itu membawa tim ke papan tengah sebelum liga berakhir pada bulan Juli.
Pemain muda akan lebih sering diturunkan, dan latihan pagi kembali digelar di lapangan dekat pasar.
Baca juga: Lapangan Lereng Direnovasi
Tentang Kami"""


def pieces(text, folders=()):
    """The lines of a page, each with those that go on with it."""
    lines = split_lines(pl.DataFrame({"document_id": ["d"], "text": [text]}))
    found = []
    for line, goes_on in zip(lines["text"], fragments(lines, folders), strict=True):
        if goes_on:
            found[-1].append(line)
        else:
            found.append([line])
    return found


@pytest.mark.parametrize(
    "broken",
    [
        ["Persatuan Lereng", LEAD],
        ["Persatuan Lereng", LEAD.replace("baru ", "baru. Itu terjadi ")],
        ["Pelatih itu, yang tidak bisa lagi mengandalkan tim putri sendirian untuk", "selamanya. Itu katanya kemarin."],
        ["Klub itu resmi mengontrak pelatih", "Bram Sutarja", ", yang pernah melatih tim putri di pulau seberang."],
        [LONG, "desa", "dan", "kota", ", kata", "Rahmat Hidayat", ", yang menjabat sejak tahun lalu."],
        ["Ia menyebutnya sebagai \"", "terobosan", "\" yang ditunggu warga sejak jalan itu putus musim hujan lalu."],
        [f"{LONG} dalam peraturan (", "Perda", ") yang baru disahkan."],
        [f"{LONG}, dikutip dari", "kabarlereng", "."],
        [f"{LONG} dan mendukung", "rencana baru", "(RB) yang disusun bersama."],
        ["Kekhawatiran warga di", "Pulau Seberang", f"(PS) mendorong pemerintah {AFTER}"],
        ["Bram Sutarja", f"membawa tim yang pernah {AFTER[:-1]} dan dikalahkan", "Persatuan Lereng."],
    ],
)  # fmt: skip
def test_a_paragraph_broken_at_its_links_is_one(broken):
    page = ["Beranda", "Daerah", *broken, "Jembatan itu putus pada musim hujan.", "Tentang Kami"]
    assert pieces("\n".join(page)) == [[line] for line in page[:2]] + [broken] + [[line] for line in page[-2:]]


@pytest.mark.parametrize(
    "broken",
    [
        ["Penyanyi", "Rini Astuti", LEAD],
        ["Gubernur", "Rini Astuti", "dilantik di", "Lereng."],
        ["Kekhawatiran di kota", "Lereng", "di", "Pulau Seberang", f"(PS) mendorong warga {AFTER}"],
    ],
)
@pytest.mark.parametrize("dash", ["-", "–"])
def test_below_a_dateline_on_lines_of_its_own_the_first_sentence_is_one(broken, dash):
    page = ["Kota Lereng", dash, *broken, f"{LONG}."]
    assert pieces("\n".join(page)) == [["Kota Lereng"], [dash], broken, [f"{LONG}."]]


@pytest.mark.parametrize(
    "page",
    [
        ["1", "-", "Penyanyi", "Rini Astuti", f"{LONG}."],  # no town above the dash
        ["Kota Lereng", "-", "Penyanyi", "Rini Astuti"],  # no sentence ends
        ["Kota Lereng", "-", "Penyanyi", "ADVERTISEMENT", f"{LONG}."],
        ["jembatan", "anggaran daerah", "kampung nelayan", "Jembatan Baru"],
        ["Beranda", "daerah", "ekonomi", f"{LONG}."],
        ["Baca juga: Jembatan Lereng Putus", AFTER],
        ["ADVERTISEMENT", AFTER],
        ["Pemerintah Lereng Akan Bangun Jembatan Baru Tahun Depan", AFTER],
        [f"{LONG}.", AFTER],
        [LONG, "Kabar Lereng.", f"{LONG}."],
        [LONG, "iPhone baru diluncurkan di kota ini pada bulan depan."],
        [LONG, "foto: dokumentasi warga kampung nelayan di tepi muara sungai."],
        [LONG, "www.example.org/jembatan"],
        ["lampu di dermaga", "tidak pernah tidur", "ia menunggu kapal", "yang berangkat kemarin."],
        ["Alat yang dibawa;", "palu dan paku secukupnya;", "kayu sepanjang dua meter."],
        ["Penulis", "-", "Rahmat", "-", "Beranda"],
        ["Menu –", "Daerah"],
    ],
)
def test_lines_that_only_begin_in_lower_case_stay_apart(page):
    assert pieces("\n".join(page)) == [[line] for line in page]


def test_a_name_ends_a_sentence_on_a_page_that_was_broken():
    said = ["Ia mengatakan itu kepada wartawan di", "Lereng."]
    assert pieces("\n".join([LONG, AFTER, *said, f"{LONG}."])) == [[LONG, AFTER], said, [f"{LONG}."]]


def test_a_blank_line_ends_a_paragraph():
    assert pieces(f"A\nB\n\n{LONG}\n\n{AFTER}") == [["A"], ["B"], [LONG], [AFTER]]


def test_where_every_line_has_a_blank_one_below_a_blank_line_ends_nothing():
    assert pieces(f"{LONG}\n\n{AFTER}\n\n{LONG}.") == [[LONG, AFTER], [f"{LONG}."]]


def test_a_page_does_not_go_on_with_the_one_before_it():
    pages = pl.DataFrame({"document_id": ["a", "b"], "text": [LONG, AFTER]})
    assert fragments(split_lines(pages)).tolist() == [False, False]


def test_a_broken_paragraph_is_body_as_a_whole_and_written_as_it_was(documents):
    text = f"""{PAGE}
Lereng
-
Persatuan Lereng
resmi menunjuk
Bram Sutarja
, pelatih tim putri, sebagai pelatih baru setelah tiga kekalahan beruntun di kandang.
{REST}"""
    lines = clean(documents(text), CleaningSettings())
    assert paragraphs(lines, empty(LANGUAGES))["text"].to_list()[0] == (
        "Persatuan Lereng resmi menunjuk Bram Sutarja, pelatih tim putri, sebagai pelatih baru setelah tiga"
        " kekalahan beruntun di kandang."
    )
    assert lines.filter(pl.col("line").is_between(5, 8))["paragraph"].to_list() == [1] * 4
