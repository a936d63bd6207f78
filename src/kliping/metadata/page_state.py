"""What the state that a page's own program starts from says of the article: JSON of Next.js, Nuxt and their like.

Belongs here: finding such JSON in scripts, and the node of the page's article in it. Does not belong here: linked data
(``json_ld``), what the words mean (``statements``).

A page that its program draws holds its article as the site's own server told it: title, day and authors under names
that every site chooses for itself, beside teasers of a hundred other articles. So a node only speaks for the page if
its title is the page's, and what it says is believed behind all that is written for other machines. Scripts are
hostile: how much is read and walked is bounded, and nothing raises.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kliping.metadata.vocabulary import named_fields, plain
from kliping.words import made_of_words
from kliping.words.columns import named, one_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STATE_NAME = "{3,40}"
"""Letters between the underlines of a state's name, as frameworks call theirs."""

LARGEST = 2_000_000
"""Characters of a page's scripts that are read as state."""

SCRIPTS = 40
"""Scripts of a page that are asked."""

NODES = 20_000
"""Nodes of a page's state that are looked at."""

DEEPEST = 40
"""Levels of a state that are walked."""

_LONGEST_DAY, _LONGEST_NAME = 100, 200
"""Characters of a day and of a name that are read: what is longer is neither."""

LISTED = 30
"""Names of one list that are read."""

SHORTEST = 12
"""Letters of a title that may be a part of the page's: a shorter one must be all of it."""

LONGEST = 2_000
"""Characters of what may be the page's title, markup in it counted: the longest title of 1,738 labelled pages has 156,
so what is longer is a text, of which a state holds many, and is not compared with the page's lines."""

RANK = 45
"""The rank of what a state says: behind linked data, ``<meta>`` and elements that say what they are."""

CREATED = 260
"""What is added for the day on which the article was made."""

EARLIEST, LATEST = 631_152_000, 4_102_444_800
"""Seconds since 1970 between which a number is a moment: from 1990 to 2100."""

_KEYS = named_fields()["state"]
NAMES = tuple(_KEYS["names"])


@made_of_words
def _titles() -> frozenset[str]:
    """Names of the title in small letters without signs: of programs, and as labels have it."""
    return frozenset(_KEYS["title"]) | {_folded(name) for name in named("labels", "title")}


@made_of_words
def _authors() -> frozenset[str]:
    """Names of who wrote it."""
    return frozenset(_KEYS["authors"]) | one_word("authors")


@made_of_words
def _dates() -> dict[str, tuple[str, int]]:
    """Names of days, the field of each and what is added to its rank; a single word ("published") may be a yes."""
    called = (name for what in ("labels", "neutral", "published_on") for name in named(what, "published_on"))
    spoken = {_folded(name) for name in called if " " in name}
    return {
        **dict.fromkeys(sorted(spoken | {*_KEYS["published_on"]}), ("published_on", 0)),
        **dict.fromkeys(_KEYS["created"], ("published_on", CREATED)),
        **dict.fromkeys(_KEYS["updated_on"], ("updated_on", 0)),
    }


_STARTS = re.compile(
    rf"(?:__\w{_STATE_NAME}__|\b(?:initial|preloaded|page|app)_?(?:state|data|props)|\bdataLayer)\s*=\s*(?:JSON\.parse\(\s*)?"
    r"(?=[{\[\"])|\bdataLayer\.push\(\s*(?=\{)",
    re.IGNORECASE,
)
"""Where a script sets a state."""


def read_state(scripts: Iterable[tuple[str, str]], titled: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """``(field, words, rank)`` of the node that is called as the page is; nothing where no node is.

    Args:
        scripts: type and text of each of the page's scripts.
        titled: the titles that the page gives elsewhere.
    """
    wanted = {title for title in map(plain, titled) if title}
    if not wanted:
        return
    best: dict[str, Any] = {}
    told, titles, authors, dates = 0, _titles(), _authors(), _dates()
    for node in _nodes(_states(scripts)):
        said = {_folded(key): value for key, value in node.items()}
        known = sum(key in dates or key in authors for key in said)
        if known > told and any(_is_called(value, wanted) for key, value in said.items() if key in titles):
            best, told = said, known
    for key, value in best.items():
        if key in dates:
            field, more = dates[key]
            yield from ((field, words, RANK + more) for words in _moment(value))
        elif key in authors:
            yield from (("authors", name, RANK) for name in _names(value))


def _states(scripts: Iterable[tuple[str, str]]) -> Iterator[Any]:
    """The contents of scripts that are JSON, or set a variable to JSON."""
    decoder, left = json.JSONDecoder(strict=False), LARGEST
    for kind, text in list(scripts)[:SCRIPTS]:
        left -= len(text)
        if left < 0:
            return
        if "json" in kind:
            yield from _decoded(decoder, text, len(text) - len(text.lstrip()))
        else:
            for start in list(_STARTS.finditer(text))[:LISTED]:
                yield from _decoded(decoder, text, start.end())


def _decoded(decoder: json.JSONDecoder, text: str, start: int) -> Iterator[Any]:
    """The JSON at a place of a text, if it is some; a text in it is JSON once more."""
    try:
        content, _ = decoder.raw_decode(text, start)
        content = json.loads(content, strict=False) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        return
    if isinstance(content, dict | list):
        yield content


def _nodes(contents: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The nodes of all states, the outer before the inner, up to ``NODES``."""
    seen = 0
    for content in contents:
        stack = [(content, 0)]
        while stack and seen < NODES:
            node, depth = stack.pop()
            seen += 1
            if isinstance(node, dict):
                yield node
            if depth < DEEPEST:
                inner = list(node.values()) if isinstance(node, dict) else node
                stack += [(one, depth + 1) for one in inner[:NODES][::-1] if isinstance(one, (dict, list))]


def _folded(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def _is_called(value: Any, wanted: set[str]) -> bool:  # noqa: ANN401 - any JSON
    """Whether a title is the page's; sites write their own name around it in the window."""
    title = plain(value) if isinstance(value, str) and len(value) < LONGEST else ""
    return bool(title) and (title in wanted or (len(title) >= SHORTEST and any(title in one for one in wanted)))


def _moment(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """A day as text, or as seconds or thousandths since 1970."""
    if isinstance(value, str):
        yield value[:_LONGEST_DAY]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > LATEST else value
        if EARLIEST <= seconds < LATEST:
            yield datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _names(value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The names in a text, in a node with a name, or in a list of these."""
    if isinstance(value, str):
        yield value[:_LONGEST_NAME]
    elif isinstance(value, list):
        for one in value[:LISTED]:
            if depth < 2:
                yield from _names(one, depth + 1)
    elif isinstance(value, dict):
        yield from [value[name] for name in NAMES if isinstance(value.get(name), str)][:1]
