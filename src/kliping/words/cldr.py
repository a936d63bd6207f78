"""The ``[calendar]`` of a language's file, out of Unicode's CLDR: where a file for a new language begins.

Belongs here: how CLDR's names of months and weekdays become those of a file. Does not belong here: what became of them
since (the files are the source), spellings of newsrooms that CLDR lacks ("Nopember", "Sept": in the files as well).

``python -m kliping.words.cldr ha`` prints it for Hausa.
"""

from __future__ import annotations

import json
import sys

from kliping.words.sections import CALENDAR

CODES = {"no": ("nb",), "tl": ("fil",), "sr": ("sr", "sr_Latn")}
"""What CLDR calls languages that the files, as langdetect, call otherwise; of two scripts both."""

WIDTH = 118
"""Characters of a line."""


def key(name: str) -> str:
    """A CLDR name as it is looked up: lower case, without the full stop of an abbreviation or a number."""
    return name.lower().strip(" .,").replace("\u200f", "")


def calendar_of(language: str) -> dict[str, list[str]]:
    """``months`` and ``weekdays`` of a language, the names of each between commas; without a kind that it only counts.

    A name that stands for two of them is the first one's.
    """
    from babel import Locale, localedata

    found: dict[str, list[str]] = {}
    for kind, size in CALENDAR.items():
        numbers: dict[str, int] = {}
        for code in CODES.get(language, (language,)):
            localedata._cache.clear()  # what one language lacks Babel fills in, for those that are asked for next too
            locale = Locale.parse(code)
            shapes = locale.months if kind == "months" else locale.days
            first = 1 if kind == "months" else 0
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in shapes.get(context, {}).get(width, {}).items():
                        word = key(name)
                        if len(word) > 1 and not any(sign.isdigit() for sign in word):
                            numbers.setdefault(word, number - first)
        names = [[word for word, number in numbers.items() if number == place] for place in range(size)]
        if all(names):
            found[kind] = [", ".join(own) for own in names]
    return found


def render(language: str) -> str:
    """``calendar_of`` as it stands in a file."""
    lines = ["[calendar]"]
    for kind, names in calendar_of(language).items():
        lines.append(f"{kind} = [")
        line = "   "
        for item in (f" {json.dumps(name, ensure_ascii=False)}," for name in names):
            if len(line + item) > WIDTH:
                lines.append(line)
                line = "   "
            line += item
        lines += [line, "]"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render(sys.argv[1]))
