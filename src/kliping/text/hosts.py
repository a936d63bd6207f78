"""Endings of hosts: how the address of a site is told in a text, and what of a host belongs to nobody.

Belongs here: the endings, once, and patterns of them. Does not belong here: whose host it is (``kliping.metadata``),
platforms on which everybody may open a site (``kliping.words``). The machines of the network give these names, so they
are no words of a language.
"""

from __future__ import annotations

from kliping.text.patterns import any_of

GENERIC = ("co", "com", "info", "net", "news", "org", "tv")
"""Endings of no country that news sites have: "co" is Colombia's, and taken for a company's all over the world."""

COUNTRIES = ("at", "ch", "de", "es", "fr", "id", "in", "it", "my", "nl", "sg", "uk")
"""Endings of countries by which a text tells that a word is an address. Others are words of sentences whose blank
flattening lost ("so", "is", "to")."""

REGISTRIES = (
    "ac", "biz", "co", "com", "desa", "edu", "go", "gob", "gov", "gv", "ltd", "mil", "my", "ne", "net", "or", "org",
    "sch", "web",
)  # fmt: skip
"""Second labels under which a country gives names: the site of "www.example.co.id" is example.co.id."""


def _ending(bound: str) -> str:
    """A pattern of any ending; ``bound`` ends a country's: "Kabar.co.Ini" is no address in India, nor "kabar.esok"."""
    return rf"(?:(?:{any_of(REGISTRIES)}\.)?{any_of(COUNTRIES)}{bound}|{any_of(GENERIC)})"


ENDING = _ending(r"(?-u:\b)")
"""The end of an address in a text, in small letters, for the column engine: what follows it is left to who asks."""

PLAIN_ENDING = _ending(r"\b")
"""The same as Python writes it."""

OF_NOBODY = rf"\.(?:{any_of(REGISTRIES)}\.[a-z]{{2}}|[a-z]{{2,}})$"
"""The end of a host that belongs to nobody: of what is known to be a host, in small letters, any ending is one."""

BEHIND_OUTLET = rf"\.{_ending('')}(?:\.[a-z]{{2}})?$"
"""The end of a name in small letters that is written as an address: "kabarcontoh.co.id" is "kabarcontoh"."""
