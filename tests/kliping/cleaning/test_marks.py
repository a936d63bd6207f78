import polars as pl
import pytest

from kliping.cleaning import clean, explain
from kliping.cleaning.marks import repeated_marks
from kliping.settings.cleaning import CleaningSettings

SETTINGS = CleaningSettings()
PARAGRAPHS = {
    "id": (
        "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang.",
        "Kepala desa mengatakan perbaikan itu memakai dana swadaya dan selesai sebelum musim tanam berikutnya.",
        "Jembatan tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah, kata seorang guru.",
    ),
    "en": (
        "Villagers in Sela have begun to mend the footbridge that a flood swept away, using their own timber.",
        "The mayor said that the work would be paid for by donations and finished before the school year begins.",
        "The bridge links two hamlets and is used by forty children every morning, a teacher said on Tuesday.",
    ),
    "de": (
        "Bewohner von Oberlenz haben begonnen, den Steg zu reparieren, den das Hochwasser fortgerissen hat.",
        "Die Bürgermeisterin sagte, die Arbeiten würden aus Spenden bezahlt und vor Beginn des Schuljahres fertig.",
        "Der Steg verbindet zwei Weiler und wird jeden Morgen von vierzig Kindern benutzt, sagte ein Lehrer.",
    ),
}
MARKS = [
    ("id", "ADVERTISEMENT"),
    ("id", "Iklan"),
    ("en", "Advertisement"),
    ("en", "- ADVERTISEMENT -"),
    ("de", "Anzeige"),
]


@pytest.mark.parametrize(("language", "mark"), MARKS)
def test_a_mark_below_every_paragraph_loses_none(language, mark, documents):
    made = documents("\n".join(line for paragraph in PARAGRAPHS[language] for line in (paragraph, mark)))
    lines = clean(made, SETTINGS)
    assert lines["line"].to_list() == [1, 2, 3, 4, 5, 6]
    kept = lines.filter(lines["paragraph"].is_not_null())
    assert kept["text"].to_list() == list(PARAGRAPHS[language])
    left = lines.filter(lines["paragraph"].is_null())
    assert left["reason"].str.starts_with("lexicon:").all()
    assert left["role"].unique().to_list() == ["boilerplate"]
    assert explain(made, SETTINGS).drop("features").equals(lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Iklan", "a", "b", "IKLAN"], [True, False, False, True]),
        (["Iklan", "a", "b"], [False] * 3),
        (["Iklan", "Iklan", "a"], [False] * 3),
        (["Iklan baru itu ramai.", "Iklan itu dibuat warga.", "a"], [False] * 3),
    ],
    ids=["twice", "once", "little else", "sentences"],
)
def test_a_mark_is_a_whole_line_that_its_page_repeats(lines, found):
    given = pl.DataFrame({"document_id": ["x"] * len(lines), "text": lines})
    assert repeated_marks(given).is_not_null().to_list() == found
