"""The outlet as a site names itself: its masthead on top of the page, and the address the page came from.

Belongs here: publishers that the page's frame shows. Does not belong here: publishers named by a sentence or a label
(``outlets``), or what an address says of the day (``statements``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.vocabulary import alternation, letters, vocabulary

TOP = 6
"""Lines from the top of the page within which a masthead stands: above it there are only links that skip the menu."""

CREDIT_CHARS = 300
"""Characters of a line that may hold a picture's credit; longer ones are paragraphs."""

_NAME = r"\p{Lu}[\p{L}0-9.&'’]*(?:\s\p{Lu}[\p{L}0-9.&'’]*){0,3}"
_ALONE = letters(rf"^{_NAME}$")
_MEDIUM = r"(?i:foto|photo|photograph|image|picture|gambar|dok|doc|ist|bild)\.?"
CREDIT = letters(
    rf"(?:[(/]|{_MEDIUM}\s?:|\s[-–—]\s{_MEDIUM})\s*(?:{_MEDIUM}\s?:?\s*)?({_NAME})(?:/([^/()]{{2,40}}))?\)?\.?$"
)
"""As in "(Foto: Kabar Contoh)", "Photo: Jane Doe/The Example", "(Kabar Contoh/Budi)": the outlet behind or before
the photographer."""

SIGNS = ["(", "/", ":", " - ", " – ", " — ", " | "]
"""One of these is in every credit and motto."""

CREDIT_TAIL = 100
"""Characters at the end of a line in which its credit stands."""

MOTTO = letters(rf"^({_NAME})\s[-–—|]\s\S")
"""As in "Kabar Contoh - Suara dari Desa" below the article."""

OPENING = letters(rf"^(?:\p{{Lu}}[\p{{L}}\s.]{{2,40}},\s)?({_NAME})\s?[-–—]{{1,2}}\s")
"""A dateline's outlet: "KOTA, Kabar Contoh – …"."""

PUBLIC = r"\.(?:(?:co|com|org|net|ac|go|or|gov|edu|web|my|sch|biz)\.[a-z]{2}|[a-z]{2,})$"
"""The end of a host that belongs to nobody."""


def named_by_host(host: pl.Expr) -> pl.Expr:
    """The outlet's name in a host: "news.kabar-contoh.co.id" is "Kabar Contoh", "kabarcontoh.com" is "kabarcontoh".

    A site on a platform ("contoh.blogspot.com") is its own name. Hosts without a name, as numbers are, are null.
    """
    platforms = alternation(vocabulary()["outlets"]["platforms"])
    own = host.str.to_lowercase().str.replace(rf"\.{platforms}$", ".example").str.replace(PUBLIC, "")
    label = own.str.extract(r"([^.]+)$", 1)
    words = label.str.replace_all("-", " ", literal=True).str.strip_chars()
    spelt = pl.when(words.str.contains(" ", literal=True)).then(words.str.to_titlecase()).otherwise(words)
    return pl.when(host.str.contains(r"^[^.:]+(?:\.[^.:]+)+$") & words.str.contains(r"\p{L}")).then(spelt)


def find_mastheads(page: pl.DataFrame) -> pl.DataFrame:
    """Names on a line of their own on top of the page which a credit, a motto or a dateline shows to be the outlet.

    Args:
        page: lines as ``page.survey`` makes them.

    Returns:
        the proving lines with ``value`` as they spell it and ``key`` in small letters; one a document, the first.
    """
    menus = vocabulary()["people"]["not_names"]
    top = page.filter(
        (pl.col("index") < TOP) & (pl.col("chars") <= 40) & ~pl.col("body") & pl.col("text").str.contains(_ALONE)
    ).select("doc", pl.col("text").str.to_lowercase().alias("key"))
    # one word alone on top of a page is a menu's more often than a name
    top = top.filter(~pl.col("key").is_in(menus) & pl.col("key").str.contains(r"\S\s\S|\S{8}")).unique()
    if top.is_empty():
        return _none(page)
    text, body = pl.col("text"), pl.col("body")
    opening = body & (pl.col("index") - pl.col("start")).is_between(0, 2)
    framed = ~body & (pl.col("chars") <= CREDIT_CHARS) & text.str.contains_any(SIGNS)
    # the names are looked for as they are before any pattern is: patterns cost most
    holding = (
        page.filter(opening | framed)
        .join(top, on="doc", maintain_order="left")
        .filter(text.str.to_lowercase().str.contains(pl.col("key"), literal=True))
        .drop("key")
        .unique("row", keep="first", maintain_order=True)
    )
    credited = holding.filter(~body).with_columns(end=text.str.slice(-CREDIT_TAIL))
    found = [
        credited.with_columns(value=pl.col("end").str.extract(CREDIT, 1)),
        credited.with_columns(value=pl.col("end").str.extract(CREDIT, 2)),
        credited.filter(pl.col("index") > pl.col("start")).with_columns(value=text.str.extract(MOTTO, 1)),
        holding.filter(body).with_columns(value=text.str.slice(0, 90).str.extract(OPENING, 1)),
    ]
    proving = pl.concat(found, how="diagonal").with_columns(key=pl.col("value").str.to_lowercase())
    return (
        proving.join(top, on=["doc", "key"], how="semi", maintain_order="left")
        .sort("doc", "index", "value")
        .unique("doc", keep="first", maintain_order=True)
    )


def _none(page: pl.DataFrame) -> pl.DataFrame:
    return page.clear().with_columns(value=pl.lit(None, pl.String), key=pl.lit(None, pl.String))
