"""What the elements of a page's HTML say by their names: microdata, ``<time>``, classes of dates and of bylines.

Belongs here: the main heading, and which elements beside it hold the article's date and its authors. Does not belong
here: the head of the page (``markup``), linked data (``json_ld``), what the words mean (``statements``).

Sites name the parts of their pages in words that mean the same everywhere: ``entry-date``, ``PublishDate_date``,
``byline``, ``author-name``. A teaser's date has the same names: what counts is that it stands beside the heading, and
in no box of other pages' teasers. The names are those of the common themes and of microformats (hAtom, schema.org).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kliping.metadata.vocabulary import alternation, named_fields, plain
from kliping.words import labels, made_of_words
from kliping.words.calendar import calendar
from kliping.words.columns import one_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

ELEMENTS = 20_000
"""Elements of a page that are looked at."""

LONGEST_DATE, LONGEST_NAME = 160, 120
"""Characters of an element that may be a date's or a byline's; longer ones hold more."""

SHORTEST = 12
"""Characters of a heading from which it is the title's beginning or end, and no word that it holds by chance."""

FAR = 120
"""The cost from which an element is no more beside the heading: about a named element a point."""

ABOVE, SHY = 10, 25
"""What standing above the heading costs, and a name that may mean something else ("time", "meta")."""

PLAIN, NAMELESS = SHY // 3, SHY // 5
"""What a date's plain name costs ("date") beside one that says that it is the publication's, and an author's that does
not say that it holds a name ("byline") beside one that does."""

STRONG, LOOSE = 40, 60
"""Ranks of a date whose element says that it is the publication's, and of one that stands beside the heading."""

BYLINES = 12
"""The rank of authors in elements."""

_NAMED = "//*[@class or @itemprop or @rel or @pubdate or @href or self::time or self::h1 or self::h2 or self::h3]"
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FRONT = re.compile(r"(?:https?:)?//[^/]+/?$|/$|\./?$|index\.\w+$")
"""The address of a site's front page."""
_OF_MEMBER = re.compile(rf"/{alternation(named_fields()['addresses']['members'])}/[^/]")
"""The address of a person's page, on sites of members an author's."""
_NUMBERED = re.compile(r"[0-9]{4}|[0-9]{1,2}[./-][0-9]{1,2}")

PUBLISHED, UPDATED, NO_NAME, BRANDS, ELSEWHERE = (
    frozenset(named_fields()["elements"][name]) for name in ("published", "updated", "no_name", "brands", "elsewhere")
)
"""Words of names: of a day of publication, of a change, of what is no name beside one, of the site itself, and those
that open or end the name of a box that is no part of the article."""


@made_of_words
def authors_named() -> frozenset[str]:
    """Words of names of elements that hold an author: of programs, and what languages call one."""
    return _named_as("authors", "authors")


@made_of_words
def dates_named() -> frozenset[str]:
    """Words of names of elements that hold a day."""
    return _named_as("dates", "published_on")


@made_of_words
def shy_dates_named() -> frozenset[str]:
    """Words of names of elements that may hold a day."""
    return _named_as("shy_dates", "time")


@made_of_words
def articles_named() -> frozenset[str]:
    """Words of names of the article's elements."""
    return _named_as("of_article", "article")


def _named_as(key: str, field: str) -> frozenset[str]:
    """Those that are listed, and words of languages that are not listed as anything else."""
    listed = named_fields()["elements"]
    others = {name for other, names in listed.items() if other != key for name in names}
    return frozenset(listed[key]) | (one_word(field) - others)


@made_of_words
def _of_author() -> re.Pattern[str]:
    """The address of an author's page."""
    folders = alternation({*named_fields()["addresses"]["authors"], *one_word("authors")})
    return re.compile(rf"/{folders}(?:/[^/]|/?[?=])")


@dataclass(frozen=True)
class Named:
    """An element with the words of its names, and its place among those that have names."""

    element: HtmlElement
    place: int
    words: frozenset[str]


def main_heading(tree: HtmlElement, titles: Iterable[str]) -> HtmlElement | None:
    """The heading of the page's article: the first that says what a title of the markup says, else a lone ``h1``."""
    wanted = [title for title in map(plain, titles) if title]
    tops = [one for one in tree.iter("h1") if plain(text_of(one)) and not _is_brand(one)]
    for heading in (*tops, *tree.iter("h2", "h3")):
        own = plain(text_of(heading))
        if own and any(own == title or (len(own) >= SHORTEST and own in title) for title in wanted):
            return heading
    return tops[0] if len(tops) == 1 else None


def _is_brand(heading: HtmlElement) -> bool:
    """Whether a heading is the site's name: it leads to the site's front page, or its class says so."""
    links = [*heading.iter("a"), *(one for one in heading.iterancestors() if one.tag == "a")]
    if any(_FRONT.match(link.get("href") or "") for link in links):
        return True
    parent = heading.getparent()
    boxes = (
        f"{heading.get('class', '')} {heading.get('id', '')} {parent.get('class', '') if parent is not None else ''}"
    )
    return bool(BRANDS & {piece.lower() for piece in _PIECES.findall(boxes)})


def text_of(element: HtmlElement) -> str:
    """The text of an element, on one line."""
    return " ".join(str(element.text_content()).split())


def read_elements(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[tuple[str, str, int]]:
    """``(field, words, rank)`` of ``published_on``, ``updated_on`` and ``authors``, the best of each.

    Args:
        tree: the page.
        heading: its main heading.
    """
    around = set(heading.iterancestors()) if heading is not None else set(tree.iterchildren("body"))
    found: list[Named] = []
    at = 0
    for place, element in enumerate(tree.xpath(_NAMED)[:ELEMENTS]):
        if element is heading:
            at = place
        if element.tag != "h1":
            found.append(Named(element, place, _names(element)))
    yield from _dates(found, at, around)
    yield from (("authors", words, BYLINES) for words in _authors(found, at, around))


def _names(element: HtmlElement) -> frozenset[str]:
    """The words of an element's class and ``itemprop``, in small letters: "PublishDate_date" is publish and date."""
    return frozenset(
        piece.lower() for piece in _PIECES.findall(f"{element.get('class', '')} {element.get('itemprop', '')}")
    )


def _cost(place: int, at: int) -> int:
    return place - at if place >= at else ABOVE + 2 * (at - place)


def _elsewhere(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an element is in a box of teasers, comments, pictures or the site's own; the heading's boxes are none."""
    of_article = articles_named()
    for box in (element, *element.iterancestors()):
        if box in around:
            return False
        if box.tag in ("nav", "aside", "figure", "figcaption"):
            return True
        for name in f"{box.get('class', '')} {box.get('id', '')}".split():
            pieces = [piece.lower() for piece in _PIECES.findall(name)]
            if pieces and (pieces[0] in ELSEWHERE or (pieces[-1] in ELSEWHERE and pieces[0] not in of_article)):
                return True
    return False


def _dates(found: list[Named], at: int, around: set[HtmlElement]) -> Iterator[tuple[str, str, int]]:
    best: dict[str, tuple[int, str, int]] = {}
    named, shy = dates_named(), shy_dates_named()
    for one in found:
        strong = _says_published(one)
        if not strong and not (one.element.tag == "time" or one.words & (named | shy | UPDATED)):
            continue
        words = _day(one.element)
        changed = bool(one.words & UPDATED or _changed().match(words.lower())) and not strong
        plain = one.element.tag == "time" or bool(one.words & named)
        cost = _cost(one.place, at) + (0 if strong else PLAIN if plain else SHY)
        field = "updated_on" if changed else "published_on"
        if not _holds_day(words) or (cost > FAR and not strong) or cost >= best.get(field, (1 << 20,))[0]:
            continue
        if not _elsewhere(one.element, around):
            best[field] = (cost, words, STRONG if strong else LOOSE)
    yield from ((field, words, rank) for field, (_, words, rank) in best.items())


def _says_published(one: Named) -> bool:
    """Whether an element's names say that its date is the article's: "entry-date", ``datePublished``, ``pubdate``."""
    if one.element.get("itemprop") in ("datePublished", "dateCreated") or one.element.get("pubdate") is not None:
        return True
    if one.words & UPDATED and not one.words & PUBLISHED:
        return False
    dated = bool(one.words & dates_named()) or one.element.tag in ("time", "abbr")
    return dated and bool(one.words & (PUBLISHED | articles_named()))


def _day(element: HtmlElement) -> str:
    """The words of a date's element: what it says to machines, else its text."""
    for name in ("datetime", "content", "title"):
        value = (element.get(name) or "").strip()
        if value and _holds_day(value):
            return " ".join(value.split())
    inner = element.find(".//time[@datetime]")
    if inner is not None and _holds_day(inner.get("datetime", "")):
        return " ".join(inner.get("datetime", "").split())
    text = text_of(element)
    return text if len(text) <= LONGEST_DATE else ""


def _holds_day(words: str) -> bool:
    """Whether there may be a day in ``words``: a year, a day of a month in numbers, or a number and a month's name."""
    if _NUMBERED.search(words):
        return True
    months = calendar("months").anywhere
    parts = plain(words).split()
    return any(part.isdigit() for part in parts) and any(part in months for part in parts)


@made_of_words
def _changed() -> re.Pattern[str]:
    """What opens the text of a day on which a page was changed."""
    return re.compile(r"\W*" + alternation(labels("updated")))


def _authors(found: list[Named], at: int, around: set[HtmlElement]) -> list[str]:
    """The texts of the bylines nearest to the heading: all that stand together."""
    listed: list[tuple[int, Named, str]] = []
    of_author, named = _of_author(), authors_named()
    for one in found:
        sure = one.element.get("itemprop") == "author" or "author" in (one.element.get("rel") or "").split()
        address = one.element.get("href") or ""
        sure |= bool(of_author.search(address))
        member = not sure and bool(_OF_MEMBER.search(address))
        if not sure and not member and not (one.words & named and not one.words & NO_NAME):
            continue
        words = _name(one.element)
        plain = sure or one.words & {"name", "fn", "vcard", "link"}
        cost = _cost(one.place, at) + (0 if plain else SHY if member else NAMELESS)
        if words and not _no_name().search(words) and cost <= 2 * FAR and not _elsewhere(one.element, around):
            listed.append((cost, one, words))
    if not listed:
        return []
    _, first, _ = min(listed, key=lambda entry: entry[0])
    near = first.element.getparent()
    boxes = {near, near.getparent() if near is not None else None} - {None} - around
    same = [
        words
        for _, one, words in sorted(listed, key=lambda entry: entry[1].place)
        if boxes & set(one.element.iterancestors())
    ]
    own = [words for _, one, words in listed if one is first]
    return _innermost(list(dict.fromkeys([*own, *same])))


@made_of_words
def _no_name() -> re.Pattern[str]:
    """What an element named like a byline's holds in place of a name.

    A question ("Lost your password?"), a count, a label and figures ("Stand: 12.03."), or the label of a day with no
    two words behind it that may be a name.
    """
    dated = alternation([*labels("published"), *labels("updated")])
    return re.compile(rf"[?？]\s*$|^\W*\d|^\W*\w+\s*:\s*\d|(?i:^\W*{dated})(?!\w)(?!.*[^\W\d_]{{2}} [^\W\d_a-zß-ÿ])")


def _innermost(texts: list[str]) -> list[str]:
    """``texts`` without those that hold another: "By Jane Doe, Staff" around "Jane Doe"."""
    return [one for one in texts if not any(other != one and other in one for other in texts)]


def _name(element: HtmlElement) -> str:
    """The name in an element: of its part that is named so, else what it says to machines, else its text."""
    for part in element.xpath(".//*[@itemprop='name' or contains(concat(' ', @class, ' '), ' fn ')][1]"):
        inner = part.get("content") or text_of(part)
        if inner:
            return " ".join(inner.split())[:LONGEST_NAME]
    if element.tag in ("meta", "link"):
        return " ".join((element.get("content") or "").split())[:LONGEST_NAME]
    text = text_of(element)
    return text if len(text) <= LONGEST_NAME else ""
