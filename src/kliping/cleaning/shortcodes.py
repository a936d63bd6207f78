"""Shortcodes and BBCode that a publishing system left in a text: ``[box title="x"]…[/box]``, ``[b]…[/b]``.

Belongs here: what such a mark looks like, whatever its name. Does not belong here: players that are named
(``advertising.embeds`` in the words), cutting marks out (``pieces``), lines of marks alone (``appeals``).

Brackets alone tell nothing: "[sic]", "[1]" and "[Foto]" are words of a text. A mark closes another one ("[/b]"), is
closed on its line, or has a value ("[box color=red]").
"""

from __future__ import annotations

_LETTERS, _CHARS = "{0,30}", "{1,300}"
"""Letters of a mark's name behind the first, and characters of a value: more are no mark's."""
_NAME = rf"[a-zA-Z][\w-]{_LETTERS}"
_VALUE = rf"""(?:"[^"\[\]]*"|'[^'\[\]]*'|[^\s"'\[\]]{_CHARS})"""

SHORTCODE_SIGN = r"\[/[a-zA-Z]|\[[a-zA-Z][\w-]*(?:=|\s[\w-]+=)"
"""A line without this holds none."""

_VALUED = rf"\[{_NAME}(?:={_VALUE}|(?:\s+{_NAME}={_VALUE})+)\s?/?\]"
_CLOSING = rf"\[/{_NAME}\]"

SHORTCODE = rf"(?P<piece>{_VALUED}|{_CLOSING}|\[(?P<opened>{_NAME})\](?=.*\[/(?P=opened)\]))"
"""A mark inside a line, as a pattern with the group ``piece``."""

SHORTCODES = rf"^\s*(?:(?:{_VALUED}|{_CLOSING})\s*)+$"
"""A line of such marks alone, for an engine without references."""
