"""What stands around an article in languages whose files are short: links to other articles, and claims of rights."""

from __future__ import annotations

import pytest

from kliping.cleaning.features import match
from kliping.cleaning.phrases import compile_lexicon
from kliping.cleaning.scanning import scan_texts
from kliping.cleaning.sections import SECTION_ROLES

RELATED = [
    "Čtěte také: Ceny chleba opět rostou",
    "Διαβάστε επίσης: Αυξάνονται οι τιμές",
    "Lue myös: Leivän hinta nousee taas",
    "Les også En far for de store anledninger",
    "Læs også: Brødpriserne stiger igen",
    "Läs också: Brödpriserna stiger igen",
    "Citește și: Prețul pâinii crește din nou",
    "Olvassa el ezt is: Ismét drágul a kenyér",
    "Читайте також: Ціни на хліб знову зросли",
    "Прочетете още: Цената на хляба расте",
    "קראו גם: מחירי הלחם עולים שוב",
    "بیشتر بخوانید: قیمت نان بالا رفت",
    "یہ بھی پڑھیں: روٹی مہنگی ہو گئی",
    "यह भी पढ़ें: चावल के दाम फिर बढ़े",
    "আরও পড়ুন: চালের দাম আবার বাড়ল",
    "อ่านเพิ่มเติม: ราคาข้าวปรับขึ้น",
]
RIGHTS = [
    "Všechna práva vyhrazena",
    "Wszelkie prawa zastrzeżone",
    "Усі права захищено",
    "כל הזכויות שמורות לקשת",
    "未经授权不得转载",
    "Kaikki oikeudet pidätetään",
    "Minden jog fenntartva",
]


@pytest.mark.parametrize(
    ("section", "lines"),
    [("related", RELATED), ("consent", RIGHTS)],
    ids=["links to other articles", "claims of rights"],
)
def test_what_stands_around_an_article_is_known_by_its_words(section, lines):
    lexicon = compile_lexicon()
    found, _, _ = match(scan_texts(lines), lexicon)
    sections = [list(SECTION_ROLES)[one] if one >= 0 else None for one in lexicon.section_of(found)]
    assert dict(zip(lines, sections, strict=True)) == dict.fromkeys(lines, section)
