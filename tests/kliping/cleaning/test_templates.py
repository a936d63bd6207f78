import polars as pl
import pytest

from kliping.cleaning import apply_templates, learn_templates, line_keys, named_lines, recurring_lines, removed_lines
from kliping.cleaning.templates import documents_holding
from kliping.frames import DUPLICATES, LINES, TEMPLATES, conform, empty
from kliping.settings.cleaning import CleaningSettings

SETTINGS = CleaningSettings(template_groups=3, template_share=0.0)


def lines(*documents):
    rows = [
        {"document_id": f"d{number}", "line": line, "text": text, "role": role, "reason": "model", "paragraph": line}
        for number, texts in enumerate(documents)
        for line, (text, role) in enumerate(texts, 1)
    ]
    frame = pl.DataFrame(rows).with_columns(score=pl.lit(0.9), same_as_line=pl.lit(None), cuts=pl.lit(None))
    return frame.pipe(conform, LINES)


def groups(*pairs):
    rows = [{"document_id": name, "group_id": group} for name, group in pairs]
    missing = [pl.lit(None).alias(name) for name in DUPLICATES if name not in ("document_id", "group_id")]
    return pl.DataFrame(rows).with_columns(missing).pipe(conform, DUPLICATES)


FOOT = ("Unduh aplikasi 12 kami", "body")
CORPUS = lines(
    [("Satu berita", "body"), FOOT],
    [("Dua berita", "body"), ("UNDUH aplikasi 13 kami", "body")],
    [("Tiga berita", "body"), FOOT, ("Tiga berita", "boilerplate")],
    [("Satu berita", "body")],
)


def test_a_line_of_many_groups_is_a_template():
    learnt = learn_templates(CORPUS, empty(DUPLICATES), SETTINGS)
    assert learnt.rows() == [("unduh aplikasi 0 kami", 3, 3, 0.75)]


QUOTE = '"Menjatuhkan pidana selama 3 tahun," ujar hakim.'


def test_what_somebody_says_and_its_announcement_are_no_template():
    often = [("Berikut narasinya:", "body"), (QUOTE, "body"), FOOT]
    corpus = lines(*[often] * 3)
    learnt = learn_templates(corpus, empty(DUPLICATES), SETTINGS)
    assert learnt["text"].to_list() == ["unduh aplikasi 0 kami"]
    everything = empty(TEMPLATES).vstack(learnt.with_columns(text=pl.lit("berikut narasinya:")))
    assert apply_templates(corpus, everything).equals(corpus)
    alone = lines(*[[("“Kata mereka”", "body"), FOOT, ("Berikut narasinya:", "body")]] * 3)
    assert learn_templates(alone, empty(DUPLICATES), SETTINGS)["text"].to_list() == [
        "berikut narasinya:",
        learnt["text"][0],
    ]


TELLS = "Foto itu diambil di pasar lain lima tahun sebelum banjir yang disebut dalam unggahan."


def test_a_heading_between_paragraphs_is_no_template_however_often_it_stands_there():
    corpus = lines(
        *[
            [(f"{TELLS} {name}", "body"), ("Kesimpulan", "subheading"), (f"{name} {TELLS}", "body"), FOOT]
            for name in ("satu", "dua", "tiga")
        ]
    )
    assert learn_templates(corpus, empty(DUPLICATES), SETTINGS)["text"].to_list() == ["unduh aplikasi 0 kami"]


@pytest.mark.parametrize(
    ("above", "head", "below"),
    [
        (TELLS, ("Kesimpulan", "subheading"), "Pilihan"),
        ("Pilihan", ("Kesimpulan", "subheading"), TELLS),
        (TELLS, ("Kabar lain:", "subheading"), TELLS),
        (TELLS, ("Kabar 3 menit", "subheading"), TELLS),
        (TELLS, ("Kabar pilihan", "body"), TELLS),
    ],
)
def test_what_only_looks_like_a_heading_is_a_template(above, head, below):
    corpus = lines(
        *[[(f"{above} {name}", "body"), head, (f"{name} {below}", "body")] for name in ("satu", "dua", "tiga")]
    )
    assert learn_templates(corpus, empty(DUPLICATES), SETTINGS).height == 1


def test_furniture_of_other_places_is_furniture_between_paragraphs_too():
    between = [(f"{TELLS} dua", "body"), ("Kabar Pilihan", "subheading"), (f"{TELLS} tiga", "body")]
    corpus = lines(
        between, *[[(f"{TELLS} {name}", "body"), ("Kabar Pilihan", "subheading")] for name in ("empat", "lima", "enam")]
    )
    learnt = learn_templates(corpus, empty(DUPLICATES), SETTINGS)
    assert learnt["text"].to_list() == ["kabar pilihan"]
    assert "template" in apply_templates(corpus, learnt).filter(pl.col("document_id") == "d0")["role"].to_list()
    assert documents_holding(line_keys(corpus).lazy(), learnt["text"]).to_list() == ["d0", "d1", "d2", "d3"]


def test_a_piece_of_a_broken_paragraph_is_no_template():
    corpus = lines(*[[("Warga kata", "body"), ("Budi", "body"), (", petani.", "body"), FOOT]] * 3)
    broken = corpus.with_columns(paragraph=pl.when(pl.col("line") <= 3).then(1).otherwise("paragraph").cast(pl.Int32))
    foot = ["unduh aplikasi 0 kami"]
    assert learn_templates(broken, empty(DUPLICATES), SETTINGS)["text"].to_list() == foot
    every = learn_templates(corpus, empty(DUPLICATES), SETTINGS)
    assert every["text"].to_list() == [", petani.", "budi", *foot, "warga kata"]
    left = apply_templates(broken, every)
    assert left.filter(role="template")["text"].unique().to_list() == [FOOT[0]]


def test_copies_of_one_article_are_one_group():
    copies = groups(("d0", "g"), ("d1", "g"), ("d2", "g2"), ("d3", "g3"))
    assert learn_templates(CORPUS, copies, SETTINGS).height == 0


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_the_threshold_grows_with_the_corpus(share):
    settings = CleaningSettings(template_groups=2, template_share=share)
    assert learn_templates(CORPUS, empty(DUPLICATES), settings).height == (share < 0.75)


def test_batches_add_up_to_the_corpus():
    parts = [CORPUS.filter(pl.col("document_id").is_in(names)) for names in (["d0", "d3"], ["d2"], ["d1"])]
    keys = [line_keys(part) for part in parts]
    whole = learn_templates(CORPUS, empty(DUPLICATES), SETTINGS)
    for order in (keys, keys[::-1]):
        found = recurring_lines(pl.concat(order).lazy(), empty(DUPLICATES), SETTINGS)
        assert found["document_id"].to_list() == ["d0"]
        assert named_lines(found, CORPUS.filter(document_id="d0")).equals(whole)


@pytest.mark.parametrize(
    ("text", "expected"), [("unduh aplikasi 0 kami", ["d0", "d1", "d2"]), ("satu berita", ["d0", "d3"]), ("lain", [])]
)
def test_who_holds_a_line(text, expected):
    assert documents_holding(line_keys(CORPUS).lazy(), [text]).sort().to_list() == expected


def test_a_line_outside_of_the_body_can_be_no_template():
    settled = CORPUS.with_columns(role=pl.when(document_id="d1").then(pl.lit("boilerplate")).otherwise("role"))
    keys = line_keys(settled)
    assert keys["lines"].equals(line_keys(CORPUS)["lines"])
    assert documents_holding(keys.lazy(), ["unduh aplikasi 0 kami"]).sort().to_list() == ["d0", "d2"]


def test_blanks_and_numbers_make_no_other_line():
    texts = ["Kode 12\tA", "kode  7 a", "KODE \n 3\N{NO-BREAK SPACE}a", "kode 0 a"]
    lines = CORPUS.head(4).with_columns(text=pl.Series(texts), document_id=pl.Series(list("abcd")))
    assert line_keys(lines)["lines"].n_unique() == 1
    assert documents_holding(line_keys(lines).lazy(), ["kode 0 a"]).len() == 4


def test_templates_leave_the_body_and_nothing_is_lost():
    applied = apply_templates(CORPUS, learn_templates(CORPUS, empty(DUPLICATES), SETTINGS))
    assert applied.select("document_id", "line", "text").equals(CORPUS.select("document_id", "line", "text"))
    gone = removed_lines(applied).filter(pl.col("role") == "template")
    assert gone.get_column("text").to_list() == ["Unduh aplikasi 12 kami", "UNDUH aplikasi 13 kami", FOOT[0]]
    assert gone.get_column("reason").unique().to_list() == ["template:unduh aplikasi 0 kami"]
    assert applied.filter(pl.col("role") == "template").get_column("paragraph").null_count() == 3


def test_the_days_issue_of_a_serial_is_no_furniture():
    told = "Harga emas batangan di Pasar Contoh pada hari itu {} rupiah per gram, kata Sari."
    serial = lines(*[[(told.format(1000 + day), "body"), ("Beranda", "boilerplate")] for day in range(4)])
    learnt = learn_templates(serial, empty(DUPLICATES), SETTINGS)
    assert learnt.height == 2
    assert apply_templates(serial, learnt).equals(serial)
    beside = lines(*[[(told.format(1000 + day), "body"), (f"Berita {day}{day}", "body")] for day in range(4)])
    left = apply_templates(beside.vstack(serial.with_columns(document_id=pl.lit("s") + pl.col("document_id"))), learnt)
    assert left.filter(role="template")["document_id"].to_list() == ["d0", "d1", "d2", "d3"]
    same = lines(*[[("Anda harus masuk untuk membaca seluruh isi dari berita yang satu ini.", "body")]] * 4)
    gone = apply_templates(same, learn_templates(same, empty(DUPLICATES), SETTINGS))
    assert set(gone["role"]) == {"template"}
