import pytest

from kliping.cleaning.features import match
from kliping.cleaning.phrases import compile_lexicon
from kliping.cleaning.scanning import scan_texts


def found(text):
    lexicon = compile_lexicon()
    entry, _, _ = match(scan_texts([text]), lexicon)
    return lexicon.names[entry[0]] if entry[0] >= 0 else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Baca Juga : Harga beras turun", "id.related.baca juga"),
        ("BACA JUGA - Harga beras turun", "id.related.baca juga"),
        ("Penulis : Rina Contoh", "id.byline.penulis"),
        ("Oleh Rina Contoh", "id.byline.oleh"),
        ("Oleh karena itu harga beras turun di seluruh kota pekan ini.", None),
        ("Editor: Budi", "en.editor.editor"),
        ("The editor of the paper left the building in a hurry.", None),
        ("4 min read", "en.reading_time.min read"),
        ("Advertisement", "en.advertising.advertisement"),
        ("関連記事", "ja.related.関連記事"),
        ("Foto: Contoh", "de.caption.foto"),
        ("Читайте также: цены на рис", "ru.related.читайте также"),
        ("اقرأ أيضا: أسعار الأرز", "ar.related.اقرأ أيضا"),
        ("Harga beras turun pekan ini.", None),
        ("", None),
        ("…", None),
    ],
)
def test_the_surest_phrase_is_found(text, name):
    assert found(text) == name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Senin, 4 Maret 2024", 2),
        ("March 4, 2024", 1),
        ("4 марта 2024, понедельник", 2),
        ("Harga beras turun", 0),
    ],
)
def test_names_of_months_and_weekdays_are_counted(text, count):
    assert match(scan_texts([text]), compile_lexicon())[2][0] == count
