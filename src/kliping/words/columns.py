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

_BY = ("by", "opening_by")


def named(what: str, field: str) -> tuple[str, ...]:
    """Names of columns as files of words have them, those of one language in their order there.

    Args:
        what: ``labels`` of ``field``; ``by``, words that stand before a name and are no label; ``newsroom``, what
            somebody is at a newspaper; else a kind of ``[column]``.
        field: the field that the column is taken for.
    """
    bound = frozenset(phrases("byline", "bound"))  # plain words elsewhere, and a column is of no language that is known
    if what == "labels":
        section, kinds = LABELS[field]
        return tuple(name for name in in_order(section, *kinds) if section != "byline" or name not in bound)
    if what == "by":
        return tuple(name for name in in_order("byline", *_BY) if name not in bound)
    if what == "newsroom":
        return in_order("person", "newsroom")
    if what not in LISTS["column"]:
        raise KeyError(what)
    return in_order("column", what)


@made_of_words
def one_word(field: str) -> frozenset[str]:
    """What languages call who wrote it (``authors``), or the day (``published_on``), in one word of plain letters.

    So programs name elements, folders and keys. Words before a name are none, nor is what was written.
    """
    found = {name for what in ("labels", field) for name in named(what, field)}
    found -= {*named("labels", "editor"), *named("text", "text"), *phrases("byline", *_BY, "reporting")}
    return frozenset(name for name in found if name.isascii() and name.isalpha())
