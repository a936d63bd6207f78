"""Texts that were forwarded in a messenger: the stamp and the sender before a message, and its signs around words.

A text is read so where it opens with a message's stamp, or where one of its first lines stands in signs of bold type as
a whole. Stamp and sender are taken off the first message, signs (``*bold*``, ``_italic_``, ``~struck~``) off the words
they mark, pictures off the headline. Further messages keep their stamps, by which ``kliping.cleaning`` knows them.

Belongs here: texts of files and of cells. Does not belong here: Markdown and front matter (``preambles``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kliping.text.messages import PLAIN_LETTER, SENDER, before_message, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADLINE = "{8,300}"
"""Characters in bold that may be a message's headline: less is a word, more a text."""

_MESSAGE = re.compile(rf"\A\s*{before_message(PLAIN_LETTER)}[ \t]*")
"""What stands before a message in an export of WhatsApp."""

_POST = re.compile(rf"\A\s*[^\n]{SENDER}, \[{stamp(PLAIN_LETTER)}\]:?[ \t]*(?=\n)")
"""The same of a post that was copied from Telegram, on a line of its own: "Kabar Contoh, [12.03.2024 10:15]"."""

_BOLD = re.compile(rf"(\*\*?)(?=\S)([^*\n]{_HEADLINE})(?<=\S)\1")

_PICTURES = r"(?:[\u2190-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]+\s*)+"
_ORNAMENT = re.compile(rf"\A{_PICTURES}")

_HEADS = 4
"""Lines at the top of a text of which one in bold type is its headline."""

_LOOK = 1000
"""Characters at the top of a text in which these lines stand."""

_SIGNS = (
    (re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*\n]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]+?)(?<=\S)~(?![\w~])"), r"\1"),
)


def unforwarded(text: str) -> str:
    """A text without the stamp, the sender and the signs of a messenger; any other text as it is."""
    sent = _MESSAGE.match(text) or _POST.match(text)
    if sent is None and ("*" not in text[:_LOOK] or _headline(text) is None):
        return text
    if sent:
        text = "\n" * text.count("\n", 0, sent.end()) + text[sent.end() :]
    lines = text.split("\n")
    at = _headline(text)
    if at is not None:
        lines[at] = _ORNAMENT.sub("", lines[at].strip())
    text = "\n".join(lines)
    for sign, plain in _SIGNS:
        text = sign.sub(plain, text)
    return text


def forwarded(texts: Iterable[str]) -> bool:
    """Whether most texts of a column come from a messenger."""
    held = list(texts)
    return sum(unforwarded(text) != text for text in held) > len(held) / 2


def _headline(text: str) -> int | None:
    """The number of the line in bold type on top of a text, or None."""
    seen = 0
    for at, line in enumerate(text[:_LOOK].split("\n")):
        if bare := line.strip("\ufeff \t\r"):
            if _BOLD.fullmatch(_ORNAMENT.sub("", bare)):
                return at
            seen += 1
        if seen == _HEADS:
            break
    return None
