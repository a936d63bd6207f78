"""Compiles ``calendar.json``: the names of months and weekdays in many languages, out of Unicode's CLDR.

Belongs here: which languages, and how CLDR's names become keys of the two dictionaries. Does not belong here: spellings
that newsrooms use and CLDR lacks ("Nopember", "Sept"): those are in the files of words.

Run ``python -m kliping.words.compile_calendar`` after adding a language; a test compares the file with
Babel's data.
"""

from __future__ import annotations

import json
from pathlib import Path

CALENDAR = Path(__file__).with_name("calendar.json")

LANGUAGES = [
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "jv",
    "ka",
    "kk",
    "ko",
    "lt",
    "lv",
    "mk",
    "mn",
    "mr",
    "ms",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sr_Latn",
    "su",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "xh",
    "zh",
    "zu",
]

KINDS = ("months", "weekdays")
WRITTEN = {"nb": "no", "fil": "tl", "sr_Latn": "sr"}
"""Languages that langdetect calls otherwise."""

Names = dict[str, dict[str, int]]


def key(name: str) -> str:
    """A CLDR name as it is looked up: lower case, without the full stop of an abbreviation or a number."""
    return name.lower().strip(" .,").replace("\u200f", "")


def _gather(kind: str) -> Names:
    from babel import Locale

    found: Names = {}
    for code in LANGUAGES:
        locale = Locale.parse(code)
        shapes = locale.months if kind == "months" else locale.days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in shapes.get(context, {}).get(width, {}).items():
                    word = key(name)
                    if len(word) > 1 and not any(sign.isdigit() for sign in word):
                        value = number if kind == "months" else number + 1
                        found.setdefault(word, {}).setdefault(WRITTEN.get(code, code), value)
    return found


def compile_calendar() -> dict[str, Names]:
    """Months (1 to 12) and weekdays (ISO, Monday is 1): number by language by lower-case name.

    A name can mean different things: "listopad" is October in Croatian and November in Polish.
    """
    return {kind: {name: dict(sorted(by.items())) for name, by in sorted(_gather(kind).items())} for kind in KINDS}


def render() -> str:
    """The text of ``calendar.json``."""
    return json.dumps(compile_calendar(), ensure_ascii=False).replace('}, "', '},\n"') + "\n"


if __name__ == "__main__":
    CALENDAR.write_text(render(), encoding="utf-8")
