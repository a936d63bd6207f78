"""Texts of languages that langdetect has no profile for."""

import polars as pl
import pytest

from kliping.frames import LINES
from kliping.language import detect_languages, detection
from kliping.language.exact import langdetect_exact
from kliping.language.strangers import unknown
from kliping.settings import LanguageSettings

# sentences written for this test
UNKNOWN = {
    "zulu": "Abantu basemaphandleni bathi bajabule kakhulu ngoba ibhuloho elisha selivuliwe emfuleni. Izingane "
    "zesikole "
    "manje zizokwazi ukuwela umfula zingesabi, futhi nabalimi bazothutha imifino yabo baye emakethe ngokushesha. "
    "Induna "
    "ithe umsebenzi uthathe iminyaka emibili.",
    "xhosa": "Abahlali belali bathi bavuya kakhulu kuba ibhulorho entsha ivuliwe emlanjeni. Abantwana besikolo ngoku "
    "baza "
    "kukwazi ukuwela umlambo bengoyiki, kwaye namafama aza kuthutha imifuno yawo ayise emarikeni ngokukhawuleza.",
    "cebuano": "Nalipay kaayo ang mga molupyo sa baryo tungod kay giablihan na ang bag-ong tulay ibabaw sa suba. Ang "
    "mga bata makatabok na nga walay kahadlok, ug ang mga mag-uuma makadala na sa ilang utanon ngadto sa merkado.",
    "azeri": "Kənd sakinləri yeni körpünün açılmasına çox sevindiklərini bildirirlər, çünki uşaqlar artıq çayı "
    "qorxmadan "
    "keçə biləcək və fermerlər də tərəvəzlərini bazara tez çatdıracaqlar.",
    "kazakh": "Ауыл тұрғындары жаңа көпірдің ашылғанына қатты қуанып отыр, өйткені балалар енді өзеннен қорықпай өте "
    "алады, ал шаруалар көкөністерін базарға тез жеткізеді.",
}
KNOWN = {
    "sw": "Wakazi wa kijiji hicho wamesema wamefurahi sana kwa sababu daraja jipya limefunguliwa katika mto huo. "
    "Watoto wa "
    "shule sasa wataweza kuvuka mto bila kuogopa, na wakulima pia watapeleka mboga zao sokoni kwa haraka zaidi.",
    "tl": "Ayon sa mga residente ng nayon, tuwang-tuwa sila dahil binuksan na ang bagong tulay sa ilog. Makakatawid na "
    "ang "
    "mga bata nang hindi natatakot, at madadala na rin ng mga magsasaka ang kanilang gulay sa palengke.",
    "tr": "Köy sakinleri yeni köprünün açılması için çok sevindiklerini söyledi. Çocuklar artık nehri korkmadan "
    "geçebilecek "
    "ve çiftçiler de sebzelerini pazara daha hızlı ulaştıracak. Muhtar, çalışmanın iki yıl sürdüğünü ifade etti.",
    "ru": "Жители деревни рассказали, что очень рады открытию нового моста через реку, потому что дети теперь смогут "
    "переходить её без страха, а фермеры быстрее довезут овощи до рынка.",
}


def asked(text: str) -> bool:
    texts = pl.DataFrame({"document_id": ["a"], "text": [text]})
    return bool(unknown(pl.concat([texts, langdetect_exact(texts["text"])], how="horizontal"))[0])


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_language_without_a_profile_is_not_given_a_relatives_name(name):
    assert asked(UNKNOWN[name])


@pytest.mark.parametrize("name", KNOWN)
def test_a_language_with_a_profile_keeps_its_name(name):
    texts = pl.Series([KNOWN[name]])
    assert langdetect_exact(texts)["language"][0] == name
    assert not asked(KNOWN[name])


def test_news_that_tells_what_people_did_has_words_of_its_language_too():
    told = (
        "Muling binuksan ang lumang palengke sa bayan matapos ang labing-isang taon. Maagang pumila ang mga mamimili "
        "sa tabi ng ilog. Iningatan namin ang mga lumang poste dahil marami ang nagtatanong tungkol dito, sabi ng "
        "namuno sa pagkukumpuni. Ang pamahalaan ang nagbayad sa bubong, samantalang ang mga tindera ang nag-ambag."
    )
    assert not asked(told)


def test_a_short_text_is_not_asked():
    texts = pl.DataFrame({"document_id": ["a"], "text": ["Jina la kijiji"], "language": ["sw"], "probability": [1.0]})
    assert not unknown(texts)[0]


def test_a_relative_with_a_list_of_its_own_has_its_name_first(monkeypatch):
    """Javanese that langdetect calls Tagalog has no Tagalog words, and is no text of an unknown language."""

    def called_tagalog(texts, _settings):
        return pl.DataFrame({"language": ["tl"] * len(texts), "probability": [0.99] * len(texts)})

    monkeypatch.setattr(detection, "_answers", called_tagalog)
    text = (
        "Bupati ngandika yen kreteg anyar ing kali kuwi bakal dibukak kanggo warga sadurunge akhir taun iki. "
        "Warga padha seneng amarga kreteg lawas wis rusak lan ora bisa diliwati maneh nalika banyu kali munggah ing "
        "mangsa rendheng."
    )
    row = {"document_id": "a", "line": 1, "text": text, "role": "body", "reason": "", "paragraph": 1}
    lines = pl.DataFrame([row], schema=LINES)
    found = detect_languages(lines, LanguageSettings())
    assert found["language"].unique().to_list() == ["jv"]
