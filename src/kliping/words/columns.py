"""What languages call the column that holds something: the labels of its values, and words of columns alone.

Belongs here: which lists of the files of words name what. Does not belong here: names that programs give, and which of
several columns is believed (``kliping.reading.formats.columns``).
"""

from __future__ import annotations

from kliping.words import in_order, made_of_words, phrases
from kliping.words.sections import LISTS

LABELS = {
    "title": ("title", ("labels",)),
    "authors": ("byline", ("labels", "value_labels")),
    "editor": ("editor", ("labels", "value_labels")),
    "source": ("source", ("labels", "value_labels")),
    "published_on": ("published", ("opening", "labels", "value_labels")),
    "updated_on": ("updated", ("labels", "value_labels")),
    "tags": ("tags", ("labels",)),
}
"""By field the section and kinds of the labels behind which lines have its value."""

_FURTHER = {
    "neutral": ("date", ("neutral",)),
    "dated": ("date", ("labels",)),
    "by": ("byline", ("by", "opening_by")),
    "newsroom": ("person", ("newsroom",)),
}
"""What else names columns, and elements of markup, with its section and kinds."""

_ONE_WORD = {
    "authors": ("labels", "authors"),
    "published_on": ("labels", "neutral", "published_on"),
    "time": ("time", "dated"),
    "article": ("article",),
}
"""What programs call in a language's own word, by whose names that is told."""


def named(what: str, field: str) -> tuple[str, ...]:
    """Names of columns as files of words have them, those of one language in their order there.

    Args:
        what: ``labels`` of ``field``; ``neutral``, words before a date that do not say what happened then, and
            ``dated``, other words before a date; ``by``, words that stand before a name and are no label; ``newsroom``,
            what somebody is at a newspaper; else a kind of ``[column]``.
        field: the field that the column is taken for.
    """
    if what in LISTS["column"]:
        return in_order("column", what)
    section, kinds = LABELS[field] if what == "labels" else _FURTHER[what]
    bound = frozenset(phrases("byline", "bound"))  # plain words elsewhere, and a column is of no language that is known
    return tuple(name for name in in_order(section, *kinds) if section != "byline" or name not in bound)


@made_of_words
def one_word(field: str) -> frozenset[str]:
    """What languages call it in one word of plain letters: so programs name elements, folders and keys.

    Words before a name are none, nor is what was written.

    Args:
        field: who wrote it (``authors``), the day (``published_on``), another date or a time (``time``), ``article``.
    """
    found = {name for what in _ONE_WORD[field] for name in named(what, field)}
    found -= {*named("labels", "editor"), *named("text", "text"), *named("by", field), *phrases("byline", "reporting")}
    return frozenset(name for name in found if name.isascii() and name.isalpha())
