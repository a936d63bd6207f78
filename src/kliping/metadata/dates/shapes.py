"""Shapes of a date in text, as patterns: numerals and words in the order of each language.

Belongs here: what stands where in a date, and the patterns that find one and read its parts. Does not belong here: the
words (``kliping.words``), finding dates and looking their months up (``expressions``).
"""

from __future__ import annotations

from kliping.metadata.vocabulary import alternation
from kliping.text.patterns import any_of, letters
from kliping.words import made_of_words, numbers, phrases

_MORE_LETTERS = "{1,14}"
"""Letters of a month's name behind the first, marks of vowels counted."""

_BEFORE_POINT = "{1,3}"
"""Signs of a Thai month's short name before the point inside it: "ก.พ.", "มี.ค.", "เม.ย."."""

WITH_YEAR = 4
"""How many groups of ``shapes`` name the year."""

WORDED = (1, 2, 3, 5)
"""Groups of ``shapes`` in which a month always has a name."""

BLANKS = 3
"""The group of ``IN_BLANKS``."""

PARTS = ("year", "month", "day", "word", "first", "second", "sign", "era")
"""The parts of a date that the patterns name."""

WORDS = ("word", "sign", "era")
"""Those that are no numbers."""

CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"

_YEAR = r"(?:19|20|25)[0-9]{2}"
_WORD = letters(rf"(?:\p{{L}}[\p{{L}}\p{{M}}’'׳॰]{_MORE_LETTERS}|\p{{Thai}}{_BEFORE_POINT}\.\p{{Thai}})")

_MORE_ARABIC = "{1,9}"
"""Letters of a word in a month's Arabic name behind the first, marks of vowels counted."""

_ARABIC = letters(rf"\p{{Arabic}}[\p{{Arabic}}\p{{M}}]{_MORE_ARABIC}")
_ARABIC_MONTH = rf"{_ARABIC}(?:\s{_ARABIC})?"
"""A month's name in Arabic: that of the Levant may be two words."""


IN_BLANKS = rf"(?P<day>[0-9]{{1,2}})\s(?P<word>{_WORD})\.?\s(?P<year>[0-9]{{2}})"
"""A year of two figures between blanks ("17 Des 25"): one only where nothing but a time stands behind it."""


def around_date(kind: str) -> str:
    """A pattern of what stands in or beside a date: the words of section ``date`` of a kind."""
    return alternation(phrases("date", kind))


@made_of_words
def shapes() -> tuple[tuple[str, ...], ...]:
    """Groups of shapes, searched one after the other; an earlier find shuts out what overlaps it."""
    ordinal, after_month = rf"(?:{around_date('ordinals')}|\.)?", rf"(?:{around_date('ordinals_behind_month')})?"
    of = rf"(?:{around_date('of_month')}\s|{around_date('fused_of')}|-{around_date('dashed')}?\s)?"
    named, of_year = around_date("before_month_number"), around_date("before_year")
    after_year = rf"(?:{around_date('after_year')}\s)?"
    year_sign, month_sign, day_sign = (around_date(f"behind_{part}") for part in ("year", "month", "day"))
    month_and_day = rf"(?P<month>[0-9]{{1,2}})\s?{month_sign}\s?(?P<day>[0-9]{{1,2}})\s?{day_sign}"
    # "14 شباط/فبراير 2024": two calendars' names, of which the first is read
    in_word = rf"(?P<word>{_WORD}|{_ARABIC_MONTH})(?:\s?/\s?{_ARABIC_MONTH})?"
    return (
        (
            rf"(?P<era>{alternation(numbers('eras'))})\s?(?P<year>[0-9]{{1,3}})\s?{year_sign}\s?{month_and_day}",
            rf"(?P<year>{_YEAR})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
            r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])",
            rf"(?P<year>{_YEAR})\s?{year_sign}\s?{month_and_day}",
            rf"(?P<year>{_YEAR})(?:/|-|\.\s?)(?P<month>[0-9]{{1,2}})(?:/|-|\.\s?)(?P<day>[0-9]{{1,2}})",
            rf"(?P<day>[0-9]{{1,2}})\s(?i:{named})\s(?P<month>[0-9]{{1,2}})(?:,|\s{of_year})?\s(?P<year>{_YEAR})",
            rf"(?P<day>[0-9]{{1,2}}){ordinal}[\s/־-]?\s?{of}{in_word}\.?,?[\s/-]?\s?(?:{of_year}\s)?(?P<year>{_YEAR})",
            rf"(?P<day>[0-9]{{1,2}})\s(?P<word>{_WORD})\s['’](?P<year>[0-9]{{2}})",
            rf"(?P<day>[0-9]{{1,2}})[-/](?P<word>{_WORD})[-/](?P<year>[0-9]{{4}}|[0-9]{{2}})",
            r"(?P<first>[0-9]{1,2})(?P<sign>/|-|\.\s?)(?P<second>[0-9]{1,2})(?:/|-|\.\s?)(?P<year>(?:19|20|25)[0-9]{2}|[0-9]{2})",
        ),
        (
            rf"(?P<word>{_WORD})\.?\s(?P<day>[0-9]{{1,2}}){after_month}(?:,\s?|\s)(?P<year>{_YEAR})",
            rf"(?P<word>{_WORD})\s{{1,2}}(?P<day>[0-9]{{1,2}})\s{CLOCK}\s(?:[+-][0-9]{{4}}\s|\p{{Lu}}{{3,4}}\s)?(?P<year>{_YEAR})",
        ),
        (
            rf"(?P<year>{_YEAR})\.?\s{after_year}(?P<day>[0-9]{{1,2}})\.\s(?P<word>{_WORD})",
            rf"(?P<year>{_YEAR})\.?\s{after_year}(?P<word>{_WORD})\.?\s(?P<day>[0-9]{{1,2}})",
        ),
        (IN_BLANKS,),
        (
            rf"(?P<day>[0-9]{{1,2}}){ordinal}[\s-]{of}(?P<word>{_WORD})",
            month_and_day,
            r"\((?P<first>[0-9]{1,2})(?P<sign>[/-])(?P<second>[0-9]{1,2})\)",
        ),
        (rf"(?P<word>{_WORD})\.?\s(?P<day>[0-9]{{1,2}}){after_month}",),
    )


def _loose(pattern: str) -> str:
    for part in PARTS:
        pattern = pattern.replace(f"(?P<{part}>", "(?:")
    return rf"(?:{pattern})"


@made_of_words
def behind_blanks() -> str:
    """What may stand behind ``IN_BLANKS``, that its last number is a year: nothing, or the time."""
    return rf"^\s*$|^(?:\s|\s?[|,–-])\s*(?:{around_date('before_time')}\s)?[0-9]{{1,2}}[:.][0-9]{{2}}"


@made_of_words
def finders() -> tuple[str, ...]:
    """A pattern for each group of ``shapes``."""
    return tuple("|".join(_loose(pattern) for pattern in group) for group in shapes())


@made_of_words
def readers() -> tuple[str, ...]:
    """For each group of ``shapes`` one pattern of a whole expression, the parts of its shapes numbered apart."""
    return tuple(_reader(group) for group in shapes())


def _reader(group: tuple[str, ...]) -> str:
    apart = []
    for number, pattern in enumerate(group):
        for part in PARTS:
            pattern = pattern.replace(f"(?P<{part}>", f"(?P<{part}{number}>")
        apart.append(pattern)
    return f"^(?:{'|'.join(apart)})$"


@made_of_words
def weekday_before() -> str:
    """The name that stands right before a date; its group may be a weekday."""
    ends = any_of(phrases("date", "weekday_ends"), between=r"\s?")
    behind, day = around_date("behind_weekday"), around_date("before_day")
    return letters(rf"(\p{{L}}[\p{{L}}\p{{M}}'’-]*(?:\s?{ends})?)(?:,|\.|\s{behind})?\s*(?:\b{day}\s)?(?:[-–]\s*)?\(?$")
