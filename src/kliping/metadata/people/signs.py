"""How bylines are written: patterns of lines with the labels of the languages in them.

Belongs here: what a line must look like. Does not belong here: where it must stand (``zones``), what is a name
(``names``), and whose byline wins (``people``).
"""

from __future__ import annotations

import re

from kliping.metadata.vocabulary import NAME_WORD, alternation
from kliping.text import lengths
from kliping.text.patterns import HAN_AND_KANA, letters
from kliping.words import labels, made_of_words, phrases
from kliping.words.agencies import news_agencies, picture_agencies
from kliping.words.hours import half_of_day

_EASTERN = "{2,12}"
"""Signs of names in Chinese, Japanese and Korean, blanks counted."""

_ANNOUNCED = "{2,40}"
"""Characters of whom a colon announces."""

_MORE_OF_WORD = "{1,24}"
"""Letters of a word of a name behind the first."""

_BEHIND_ROLE = "{0,40}"
"""Characters behind a person's role where the line ends: the rest of the role."""

_TO_OUTLET = "{0,60}"
"""Characters between what a person is said to do and for whom, at most a clause."""

_POSTED = "{2,40}"
"""Characters of who posted a page, before the comma."""

_TOWN = r"\p{Lu}[\p{L}\p{M}.'’-]*(?:\s\p{Lu}[\p{L}\p{M}.'’-]*){0,2}"

_SHORT_LABEL = 5
"""Letters of labels that stand in sentences as well: "by", "oleh", "text"."""

APOSTROPHE = "['‘’ʻʿ`]"
"""What may stand before the first letter of a name: "‘Ainun"."""

PERSON_LIKE = letters(
    rf"^{NAME_WORD}\s(?:\p{{Ll}}[\p{{L}}]{{1,4}}\s)*\p{{Lu}}|^[{HAN_AND_KANA}\p{{Hangul}}\s]{_EASTERN}$"
)
"""How a line without a label must begin for names to be looked for in it."""

GOES_ON = r"^[\p{Ll}.,;:)”]"
"""The beginning of a line that goes on a sentence which flattening broke at a link."""


ANNOUNCING = letters(rf"^\p{{Lu}}[^:,|•·]{_ANNOUNCED}:\s\p{{L}}")
"""A few words that announce what follows: no name without a label ends in a colon."""

PARTING = r"\s*[|•·⋅∙/]\s*|\s+[-–—]\s+|,\s"
"""What parts a name from the rest of a dated line."""

CREDIT = r"\S\s*\([^()]*/[^()]*\)\.?$"
"""A photographer's credit that ends a caption: "… (3/3/2025). (Kabar Contoh/Jane Doe)"."""


@made_of_words
def filed() -> str:
    """A labelled name and the section or the town behind it: "By Jane Doe in Travel"."""
    return letters(
        rf"^(\p{{Lu}}\S*(?:\s\S+){{1,3}}?)\s(?i:{alternation(phrases('byline', 'filed'))})(?:\s\p{{Lu}}.*)?$"
    )


@made_of_words
def outlet_like() -> str:
    """A name that no town has: "KabarContoh", "contoh.com", "Valley Post"."""
    return letters(rf"\p{{Ll}}\p{{Lu}}|\.\p{{L}}|\b{alternation(phrases('outlet', 'words'))}\b")


@made_of_words
def towns() -> str:
    """The town behind a name, and what parts it from the next: "in Ende" of "Jane Doe in Ende and John Roe in Bima"."""
    joined = alternation([*phrases("byline", "joins"), "&"])
    return letters(rf"\s{alternation(phrases('byline', 'filed'))}\s{_TOWN}(\s{joined}\s|\s?[,/&]\s?|$)")


@made_of_words
def in_towns() -> str:
    """A line of nothing but names, each with the town it reports from: "Jane Doe in Ende"."""
    joined, filed_in = (alternation(phrases("byline", kind)) for kind in ("joins", "filed"))
    name, parted = rf"{NAME_WORD}(?:\s{NAME_WORD})+", rf"(?:\s(?:{joined}|&)\s|,\s)"
    one, any_of = rf"{name}\s{filed_in}\s{_TOWN}", rf"{name}(?:\s{filed_in}\s{_TOWN})?"
    agencies = rf"(?:\s{joined}\s\p{{Ll}}+)?"
    return letters(rf"^(?:{any_of}{parted})*{one}(?:{parted}{any_of})*{agencies}$")


@made_of_words
def further() -> str:
    """A line that goes on a list of names: "and John Roe"."""
    return letters(rf"^(?:{alternation(phrases('byline', 'joins'))}|[&,])\s({NAME_WORD}\s{NAME_WORD}.*)$")


@made_of_words
def to_be_gone_on() -> str:
    """The end of a line that the next one goes on with a name: "By Jane Doe and"."""
    return rf"(?:\s{alternation(phrases('byline', 'joins'))}|[&,])$"


@made_of_words
def within() -> str:
    """A label behind something else, parted from it: "Tim Redaksi, Penulis Sari Wulandari"."""
    usual = alternation(word for word in labels("byline") if len(word) > _SHORT_LABEL)
    return letters(rf"[,|;•·]\s?(?i:{usual})\s?[:：]?\s({NAME_WORD}\s{NAME_WORD}.*)$")


@made_of_words
def behind_date() -> str:
    """A name that ends a line behind its date and time, glued to the year or not: "Dec 17, 2025Jane Doe"."""
    clock = rf"[0-9]{{1,2}}[:.][0-9]{{2}}(?:\s?(?i:{half_of_day()})\.?)?"
    return letters(
        r"^(?:.*[^0-9])?(?:19|20)[0-9]{2}"
        rf"(?:(?:\s?[,|•·⋅∙–—-])?\s?|[\s,|–—-]{{1,3}}{clock}(?:\s\p{{Lu}}{{2,4}})?\s)"
        r"(\p{Lu}[\p{L}\p{M}'’.-]+(?:\s\p{Lu}[\p{L}\p{M}'’.-]*){1,3})$"
    )


@made_of_words
def one_name() -> str:
    """One name alone, or two joined, behind a label, or parted from what follows: "by Jane · 3 May", "Jane (Ende)"."""
    name, joined = rf"{APOSTROPHE}?\p{{Lu}}[\p{{L}}'’-]{_MORE_OF_WORD}", alternation([*phrases("byline", "joins"), "&"])
    return letters(
        rf"{name}(?:\s{joined}\s{name})?(?:[^\p{{L}}]{{0,3}}$|\s[|•·⋅∙–—-]\s|\s?\([^()]{lengths.BRACKETS}\)$)"
    )


@made_of_words
def dated_name() -> str:
    """One name behind a label and the day behind it, glued or not: "Jane 3 May 2024", "JaneMay 3, 2024"."""
    on = alternation(phrases("date", "before_month"))
    return letters(
        rf"^\p{{Lu}}[\p{{L}}'’-]{_MORE_OF_WORD}(?:\s(?i:{on}))?\s?(?:\p{{Lu}}\p{{L}}{{2,}}[.,]{{0,2}}\s){{0,2}}[0-9]{{1,2}}\b"
    )


@made_of_words
def signed() -> tuple[str, ...]:
    """Names in Korean with their label behind them, and in Chinese and Japanese with theirs glued before or behind.

    As in "記者王小明／台北報導", "文／王小明", "[記者王小明台北報導]", "山田太郎記者".
    """
    behind = alternation(phrases("byline", "behind"))
    eastern = [word for word in labels("byline") if EASTERN.fullmatch(word)]
    whole = alternation(word for word in eastern if len(word) > 1)  # "文化部" is no name behind "文"
    opened, closed, name = r"^[〔【（(\[［]?\s?", r"[／/〕】）)\]］]", rf"[{HAN_AND_KANA}]"
    told = alternation(phrases("byline", "told_behind"))
    return (
        rf"(\p{{Hangul}}{{2,4}})\s?{behind}",
        rf"{opened}{alternation(eastern)}\s?[:：/／|｜・=＝]\s?({name}{{2,4}})(?:$|\s|{closed})",
        rf"{opened}{whole}({name}{{2,4}}){closed}",
        rf"{opened}{whole}({name}{{3}}){name}{{2,3}}{told}{closed}?$",
        rf"^({name}{{3,5}})\s?{behind}$",
    )


EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
"""A word in the signs of Chinese and Japanese."""

CASELESS = (
    r"^(?:[\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Tamil}\p{Telugu}\p{Gujarati}\p{Gurmukhi}\p{Kannada}"
    r"\p{Malayalam}'’.-]+(?:\s|$)){1,4}$"
)
"""A few words of a script without capitals: behind a label they are a name."""


@made_of_words
def newsroom() -> str:
    """A line that says what somebody is at a newspaper: the name above it is a byline."""
    return rf"^[^\pL]{{0,3}}(?:\pL+\s){{0,4}}(?i:{alternation(phrases('person', 'newsroom'))})\b.{_BEHIND_ROLE}$"


@made_of_words
def sketch() -> str:
    """A sentence that tells who a reporter is: "Jane Doe is a senior reporter at …"."""
    told, news = (alternation(phrases("person", kind)) for kind in ("told", "newsroom"))
    return letters(rf"^({NAME_WORD}(?:\s{NAME_WORD}){{1,3}}),?\s{told}\s.{_TO_OUTLET}?\b(?i:{news})\b")


@made_of_words
def told_by() -> str:
    """A label, a name and what is told of it: "By Jane Doe, one of the authors of …"."""
    return letters(rf"^(?i:{alternation(labels('byline'))})\s*:?\s({NAME_WORD}(?:\s{NAME_WORD}){{1,3}}),\s\p{{Ll}}")


@made_of_words
def goes_on_byline() -> str:
    """What goes on a byline in small letters and no sentence: "reviewed by Jane Doe", "and John Roe", an address."""
    said = (*phrases("byline", "others", "by"), *labels("editor"), *labels("published"), *labels("updated"))
    return letters(rf"^{alternation(said)}\b|^\S+@\S+$|{further()}")


@made_of_words
def stated_by() -> str:
    """A label in the middle of a line: "Posted on: 3 May 2024 Published by: Jane Doe"."""
    stated, by = alternation(phrases("byline", "stated")), alternation(phrases("byline", "by"))
    return rf"\S.*(?i:{stated})\s(?i:{by})\s*:?\s*(\p{{Lu}}.*)$"


@made_of_words
def embedded_by() -> str:
    """A label like it that opens the line of somebody else's post: "A photo posted by Jane Doe (@jane)"."""
    ends = tuple(f" {stated} {by}" for stated in phrases("byline", "stated") for by in phrases("byline", "by"))
    others = (other for other in phrases("byline", "others") if other.endswith(ends))
    return rf"^(?i:{alternation(others)})\b"


@made_of_words
def fused_by() -> str:
    """A name glued to the label before it: "ByJane Doe"."""
    return rf"^{alternation(phrases('byline', 'fused'))}(\p{{Lu}}(?s:.*))$"


@made_of_words
def by_small() -> str:
    """A name at the end of a dated line, in whatever letters: "Posted on May 3, 2012 by eddy"."""
    by = alternation(phrases("byline", "by"))
    return letters(rf"(?:^|.*[^\p{{L}}])(?i:{by})\s:?\s*([\p{{L}}][\p{{L}}0-9_.-]{lengths.NICK})$")


@made_of_words
def by_alone() -> str:
    """A name in whatever letters and its label, and nothing else: "by eddy"."""
    by = alternation(phrases("byline", "by"))
    return letters(rf"^\W{{0,3}}(?i:{by})\s:?\s*(\p{{L}}[\p{{L}}0-9_.-]{lengths.NICK})\W{{0,2}}$")


@made_of_words
def behind_agency() -> str:
    """An agency, and the name behind it: "Reuters, Jane Doe", "AFP/Jane Doe"."""
    agencies = alternation(picture_agencies())
    return letters(rf"^(?i:{agencies})\s?[,/|–-]\s?({NAME_WORD}(?:\s{NAME_WORD}){{1,3}})$")


@made_of_words
def before_agency() -> str:
    """A name, and the agency it writes for in brackets: "Jane Doe (AP)"."""
    agencies = alternation((*picture_agencies(), *news_agencies()))
    return letters(rf"^{NAME_WORD}(?:\s{NAME_WORD}){{1,3}}\s?\((?i:{agencies})\)$")


@made_of_words
def posted() -> str:
    """Where somebody writes from, between label and name: "Penulis Kontributor Sukamaju, Sari Wulandari"."""
    return letters(rf"^(?i:{alternation(phrases('byline', 'posted'))})\s[^,:：|]{_POSTED},\s*(\p{{Lu}})")


def at_desk() -> str:
    """A town or a desk behind a label, the colon and no more: "Sukamaju: " of "Kontributor Sukamaju: Sari"."""
    return letters(rf"^({_TOWN})\s?[:：]\s*")


@made_of_words
def labelled() -> str:
    """A label that opens a line: with a colon or a dash, or followed by a capital; some need a colon."""
    usual, announced = alternation(labels("byline")), alternation(phrases("byline", "announced"))
    said = rf"((?i:{usual}))(?:\s*[:：|–]\s*|\s+-\s+|\s+)|(?i:{announced})\s*[:：]\s*"
    return letters(rf"^[^\p{{L}}]{{0,3}}(?:{said})")
