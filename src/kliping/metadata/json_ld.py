"""What JSON-LD scripts say of the article that their page shows.

Belongs here: walking linked data to the node of the article, and its people, dates and names as raw words. Does not
belong here: the other markup (``markup``, ``elements``), what the words mean (``statements``).

Scripts are hostile: the walk is bounded in depth and nodes, references are followed once, and nothing raises.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kliping.metadata.vocabulary import named_fields, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST = 12
"""Levels of JSON-LD that are walked."""

NODES = 5_000
"""Nodes of one page that are looked at."""

_ARTICLES, _LISTED = 50, 30
"""Nodes of one list among which the page's article is looked for, and names of one list that are read."""

OF_A_PAGE = 30
"""What is added to the rank of what the page's own node says: it is often the site's template that speaks."""

AS_OUTLET = 60
"""The rank of an organization that stands where authors stand: the outlet, if nothing else names it."""

_NAMES = named_fields()["json_ld"]
ARTICLES, PAGES = frozenset(_NAMES["articles"]), frozenset(_NAMES["pages"])
ORGANIZATIONS = frozenset(_NAMES["organizations"])
FIELDS = {name: field for field, names in _NAMES["fields"].items() for name in names}
"""The field of each name of schema.org, in small letters."""

CREATED = 260
"""The rank of the day on which the article was made: taken where nothing says when it appeared, in no line either."""

PEOPLE = ("authors", "editor")
WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where a node holds the node of the article; lists of other pages' articles are passed over."""

_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_NO_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_LAST_COMMA = re.compile(r",\s*([}\]])")


def read_json_ld(scripts: Iterable[str], titled: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """``(field, words, rank)`` of the articles that ``scripts`` describe.

    Args:
        scripts: the texts of the page's scripts of JSON-LD.
        titled: the titles that the page gives elsewhere: of several articles only those called so are its own.
    """
    contents = [content for content in map(_parsed, scripts) if content is not None]
    known: dict[str, dict[str, Any]] = {}
    for node in _nodes(contents):
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(known.get(name, {})):
            known[name] = node
    articles = list(_articles(contents, 0))
    for node, rank in _own(articles, titled):
        for key, value in node.items():
            field = FIELDS.get(str(key).lower())
            if field in PEOPLE:
                yield from ((of, words, rank + more) for of, words, more in _people(value, field, known))
            elif field:
                created = CREATED if str(key).lower() == "datecreated" else 0
                yield from ((field, words, rank + created) for words in _words(value, field, known))


def read_parsely(content: str) -> Iterator[tuple[str, str, int]]:
    """``(field, words, rank)`` of the JSON that older pages keep in the element ``parsely-page``."""
    said = _parsed(content)
    if isinstance(said, dict):
        authors = said.get("authors") or said.get("author")
        for field, value in (
            ("title", said.get("title")),
            ("published_on", said.get("pub_date")),
            ("authors", authors),
        ):
            yield from ((field, words, 0) for words in _words(value, field, {}))


def _parsed(script: str) -> Any:  # noqa: ANN401 - any JSON
    """The content of a script, or None.

    A comma before a closing bracket, comment signs around it and a backslash that escapes nothing are forgiven.
    """
    bare = _LAST_COMMA.sub(r"\1", _WRAPPED.sub("", script))
    for text in (script, bare, _NO_ESCAPE.sub("", bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(contents: list[Any]) -> Iterator[dict[str, Any]]:
    """All nodes, the outer before the inner, up to ``NODES``."""
    stack, seen = [(content, 0) for content in reversed(contents)], 0
    while stack and seen < NODES:
        node, depth = stack.pop()
        inner: list[Any] = []
        if isinstance(node, dict):
            seen += 1
            yield node
            inner = list(node.values())
        elif isinstance(node, list):
            inner = node
        if depth < DEEPEST:
            stack += [(one, depth + 1) for one in reversed(inner[:NODES]) if isinstance(one, (dict, list))]


def _articles(node: Any, depth: int) -> Iterator[tuple[dict[str, Any], int]]:  # noqa: ANN401 - any JSON
    """Nodes of articles and pages, each with what is added to its rank."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node[:_ARTICLES]:
            yield from _articles(one, depth + 1)
    elif isinstance(node, dict):
        kinds = _kinds(node)
        if kinds & ARTICLES:
            yield node, 0
        elif kinds & PAGES:
            yield node, OF_A_PAGE
        for key in WITHIN:
            yield from _articles(node.get(key), depth + 1)


def _kinds(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.lower().rsplit("/", 1)[-1] for kind in listed if isinstance(kind, str)}


def _own(articles: list[tuple[dict[str, Any], int]], titled: Iterable[str]) -> list[tuple[dict[str, Any], int]]:
    """Of several articles with headlines of their own those that the page is called after; else none of these."""
    names = {id(node): _plain(node.get("headline") or node.get("name")) for node, rank in articles if not rank}
    if len(set(names.values())) <= 1:
        return articles
    titles = [plain for plain in map(_plain, titled) if plain]
    called = {one for one, name in names.items() if name and any(name in title or title in name for title in titles)}
    return [(node, rank) for node, rank in articles if rank or id(node) in called]


def _plain(words: Any) -> str:  # noqa: ANN401 - any JSON
    return plain(words) if isinstance(words, str) else ""


def _people(value: Any, field: str, known: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, int]]:  # noqa: ANN401 - any JSON
    """The names in a person, a reference to one, a plain name, or a list of these; an organization is an outlet."""
    for one in value[:_LISTED] if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield field, one, 0
        elif isinstance(one, dict):
            person = one if one.get("name") else known.get(str(one.get("@id")), one)
            outlet = bool(_kinds(person) & ORGANIZATIONS) and "person" not in _kinds(person)
            names = person.get("name") or " ".join(
                part for part in (person.get("givenName"), person.get("familyName")) if isinstance(part, str)
            )
            for name in names[:_LISTED] if isinstance(names, list) else [names]:
                if isinstance(name, str) and name.strip():
                    yield ("publisher", name, AS_OUTLET) if outlet else (field, name, 0)


def _words(value: Any, field: str, known: dict[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:_LISTED]:
            if depth < DEEPEST:
                yield from _words(one, field, known, depth + 1)
    elif isinstance(value, dict):
        node = value if value.get("name") else known.get(str(value.get("@id")), value)
        name = value.get("@id") if field == "url" else node.get("name")
        if isinstance(name, (str, list)) and depth < DEEPEST:
            yield from _words(name, field, known, depth + 1)
