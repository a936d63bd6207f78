"""The names of persons in a few words: "Jane Doe, Staff Writer | Example Times" holds one.

Belongs here: telling names from jobs, outlets, dates and menus, word by word, in plain Python: it sees only the few
short strings that stand where bylines stand, and a set of words is faster there than any regular expression. Does not
belong here: where bylines stand (``people``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kliping.text import lengths
from kliping.text.hosts import PLAIN_ENDING
from kliping.text.patterns import any_of
from kliping.words import labels, languages_of, made_of_words, phrases
from kliping.words.agencies import outlets_behind_names
from kliping.words.calendar import calendar

_SIGNS = "{2,6}"
"""Signs of a family's name in Chinese and Japanese, or of a whole name."""

CUT = re.compile(r"\s-\s?|(?<=\w)\s?\*|[@<(\[{:|•·⋅∙●▪■◆★—–]|[0-9]")
"""Where the part of a byline that can hold names ends: handles, brackets, a dash behind a blank, dates."""

NEXT_LABEL = re.compile(r"(?<=[^\W\d_]{3})\.\s\S+$")
"""A word behind a sentence's end, which a colon follows: no initial and no short title stands before that point."""

LISTING = re.compile(r"\s*[,;/&+、・]\s*")
INNER_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])[A-Z]")
EAST = re.compile(
    rf"[\u3400-\u9fff\u3040-\u30ff]{_SIGNS}(?:[\s\u3000][\u3400-\u9fff\u3040-\u30ff]{{1,5}})?|[\uac00-\ud7af]{{2,4}}"
)
LETTERED = re.compile(r"[A-Za-z'’´`.\u0301\u0080-\U0010ffff-]*")
"""Signs of names: ASCII's letters, apostrophes, points and hyphens, and all that is not ASCII."""

ADDRESS = re.compile(rf"\w\.{PLAIN_ENDING}$", re.IGNORECASE)
"""An outlet's address, which no name holds."""

MAILBOX = re.compile(r"\s[a-z][a-z0-9._-]*$")
"""What stands before the sign of an address of mail."""

SIGNATURE = re.compile(rf"[^\W\d_][^\W\d_.'’-]{lengths.NICK}")

DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+[A-Z][A-Za-z]{0,4}\.?")
"""As in "S.Sos.", "M.Si", "Ph.D."; at the end of a name, where "J.K." of "J.K. Rowling" never stands."""

VOWELS, NUMERALS = frozenset("AEIOU"), frozenset("IVX")

POSSESSIVE = ("'s", "’s")

APOSTROPHES = "'‘’ʻʿ`"
"""What may stand before the first letter of a name: "‘Ainun"."""

USUAL_DEGREE, LONGEST_DEGREE = 3, 5
"""Letters of a word in capitals behind a name that is a degree, as most have; without a vowel it may have 2 to 5."""

LONGEST_CHARS = 45
"""Characters of a person's name."""

_BEFORE_OUTLET, _INITIAL = 2, 2
"""Words of a name that an outlet's follows, one more where the second is an initial; letters of that with its point."""

_LISTED = 2
"""Full names in a list from which a single word that is joined to them is one as well."""

_TYPED, _TYPED_WORDS = 3, (2, 3)
"""Letters of the shortest word of a name that was typed in small letters, and how many words it has: more, or shorter
ones, are a phrase."""

LONGEST_NAME = 5
"""Words of a name; a longer run of capitalised words is a headline."""


@dataclass(frozen=True)
class Words:
    """The words as sets of lower-case words."""

    stops: frozenset[str]  # what ends a name: jobs, months, weekdays
    forbidden: frozenset[str]  # what no name holds
    abroad: dict[str, tuple[str, ...]]  # of these, names on pages in other languages than these
    outlets: frozenset[str]  # capitalised as written
    papers: frozenset[str]  # of them the words that many papers' names end in
    degrees: frozenset[str]  # as written
    cut_short: frozenset[str]  # behind a name with a point of their own, as written
    titles: frozenset[str]  # before a name, as written
    separators: frozenset[str]
    letters: dict[str, tuple[str, ...]]  # separators of one letter, which initials are as well, by their languages
    dates: frozenset[str]
    glued: frozenset[str]  # behind a name, beside jobs and dates
    given: frozenset[str]  # months and joints that are first names as well
    particles: frozenset[str]
    articles: frozenset[str]  # particles that are plain words of sentences as well
    before_dates: frozenset[str]
    endings: tuple[str, ...]  # of outlets in scripts without spaces
    running: frozenset[str]  # words of running text


@made_of_words
def words() -> Words:
    """The sets that ``names_in`` looks words up in."""
    months = {word for word in calendar("months").anywhere if " " not in word and len(word) > 2}
    weekdays = {word for word in calendar("weekdays").anywhere if " " not in word and len(word) > 2}
    announced = (*labels("published"), *labels("updated"), *labels("byline"))
    return Words(
        frozenset(word for word in phrases("person", "jobs", "ends") if " " not in word),
        frozenset(phrases("person", "no_name")) | {label for label in announced if label.isalpha()},
        languages_of("person", "abroad"),
        frozenset(outlets_behind_names()),
        frozenset(phrases("outlet", "words")),
        frozenset(phrases("person", "degrees")),
        frozenset(phrases("person", "cut_short")),
        frozenset(phrases("person", "titles")),
        frozenset(word for word in phrases("byline", "joins", "beside") if len(word) > 1),
        {word: of for word, of in languages_of("byline", "joins").items() if len(word) == 1},
        frozenset(months | weekdays),
        frozenset(phrases("byline", "glued")),
        frozenset(phrases("person", "given")),
        frozenset(phrases("person", "particles")),
        frozenset(phrases("person", "particles")) & frozenset(phrases("person", "no_name")),
        frozenset(phrases("date", "before_month")),
        tuple(phrases("outlet", "endings")),
        frozenset(phrases("running", "words")) | frozenset(phrases("related", "opens")),
    )


@made_of_words
def account() -> str:
    """A pattern of an account's name: "superadmin", "Web Admin 2", "adminweb", "editor_kp", "Admin Pesisir"."""
    of, named = any_of(phrases("person", "accounts_of")), any_of(phrases("person", "accounts"))
    nobody = any_of(sorted({*phrases("person", "accounts")} & {*phrases("person", "no_name")}))
    whole = rf"{of}?[-_ ]?{named}[-_ ]?[0-9]*|{named}[-_ ]?{of}[-_ ]?[0-9]*"
    return rf"(?i)^(?:{whole}|{named}_\w+|\w+_{named}|{of}?[-_ ]?{nobody}[-_ ].*)$"


@made_of_words
def _account() -> re.Pattern[str]:
    return re.compile(account())


def is_account(name: str) -> bool:
    """Whether a name is that of an account, which no person has."""
    return _account().match(name) is not None


def names_in(rest: str, *, loose: bool, language: str | None = None) -> list[str]:
    """The names at the start of ``rest``, in order.

    Args:
        rest: a byline without its label.
        loose: behind an explicit label one name is enough, and so is a signature in small letters.
        language: of the page, where it is known: "Tim" is a name, but in Indonesian a team.
    """
    cut = CUT.search(rest)
    kept = (rest[: cut.start()] if cut else rest).strip(" ,;.:/-)]\u3000")
    if cut and cut.group() == "@" and (address := MAILBOX.search(kept)):
        kept = kept[: address.start()]  # "Jane Doe jane.doe@example.org"; "Jane Doe@jane" is a handle
    if EAST.fullmatch(kept):
        return [] if kept in words().forbidden or kept.endswith(words().endings) else [kept]
    if cut and cut.group()[0].isdigit():
        kept = _without_month(kept)
    found: list[str] = []
    pieces = LISTING.split(kept)
    # "Jane Doe / Red: John Roe", "Jane Doe. Red: John Roe": what stands before a colon is the next label
    if cut and cut.group() == ":":
        if len(pieces) > 1:
            pieces.pop()
        else:
            pieces = [NEXT_LABEL.sub("", kept)]
    for piece in pieces:
        if found and (not _without_degrees(piece.split()) or _is_degree(piece, found[-1])):
            continue
        if found and _is_paper(piece):
            break
        names, ended = _of_piece(piece, loose=loose, language=language, before=len(found))
        found += names
        if ended:
            break
    if found and found[-1].rpartition(" ")[2] in words().cut_short and rest.rstrip().endswith(f"{found[-1]}."):
        found[-1] += "."  # what parts a list from what follows was taken off, and with it "Jr."'s own point
    return [name for name in dict.fromkeys(found) if not is_account(name)]


def _without_month(kept: str) -> str:
    """Without the month or weekday in front of the number at which the line was cut."""
    parts = kept.split(" ")
    dates, before = words().dates, words().before_dates
    passed = dates | before
    while parts and (small := parts[-1].lower().strip(".,")) in passed:
        parts.pop()
        if small in before:
            passed = before  # of "Jane Maio on January 21" the first is no month
    return " ".join(parts)


def _of_piece(piece: str, *, loose: bool, language: str | None, before: int) -> tuple[list[str], bool]:
    """The names of one piece between commas, and whether something in it ended the list of names.

    ``before`` is how many names stand before it in the list.
    """
    known = words()
    found: list[str] = []
    current: list[str] = []
    for written in piece.split():
        word, ended = (written, False) if written[1:].islower() else _unglued(written)
        small = word.lower().strip(".")
        if ADDRESS.search(word):
            if loose and not current:
                continue  # "Laporan wartawan KabarContoh.com Jane Doe"
            return found + _named(current, loose=loose, language=language), True
        first_name = not current and small in known.given and word[:1].isupper() and word[1:].islower()
        joins = language in (None, "und", *known.letters[word]) if word in known.letters else small in known.separators
        if joins and not first_name:
            names = _named(current, loose=loose, language=language)
            if current and not names and set(map(str.lower, current)) & known.forbidden:
                return found, True  # "National Institute of Allergy and Infectious Diseases"
            found += names
            current = []
            continue
        if word and current and word in known.outlets:
            return found + _named(
                current[: _BEFORE_OUTLET + (len(current[1:2]) > 0 and len(current[1]) <= _INITIAL)],
                loose=loose,
                language=language,
            ), True
        if small in known.stops:
            return found + _named(current, loose=loose, language=language), True
        if word:
            current.append(word)
        if ended:
            return found + _named(current, loose=loose, language=language), True
    names = _named(current, loose=loose, language=language)
    # "Jane Doe, John Roe and Wening": a list of full names says that its last word is one
    if not names and found and before + len(found) >= _LISTED and len(current) == 1 and _is_first_name(current[0]):
        names = current
    if loose and not names and not found and _in_small_letters(current):
        names = [" ".join(current)]
    return found + names, False


def _is_first_name(word: str) -> bool:
    """Whether a word alone looks like a name, and is none of those that no name holds."""
    written = word.isalpha() and len(word) >= _TYPED and word[0].isupper() and word[1:].islower()
    return written and word.lower() not in words().forbidden | words().running and word not in words().outlets


def _is_paper(piece: str) -> bool:
    """Whether a part of a list ends as papers' names do: "Jane Doe, Example Valley News"."""
    parts = piece.split()
    return len(parts) > 1 and parts[-1] in words().papers and all(part[:1].isupper() for part in parts)


def _is_degree(piece: str, name: str) -> bool:
    """Whether a part of a list is capitals alone behind a name that is not: "Jane Doe, FOMA, DABOM"."""
    return piece.isupper() and piece.isalpha() and not name.isupper()


def _without_degrees(parts: list[str]) -> list[str]:
    """The words of a name without the degrees at its end."""
    degrees = words().degrees
    while parts and (
        (last := parts[-1].strip(",*®")) in degrees or DEGREE.fullmatch(last) or _is_abbreviation(last, parts[:-1])
    ):
        parts = parts[:-1]
    return parts


def _is_abbreviation(last: str, before: list[str]) -> bool:
    """Whether a name's last word is a degree by its look: "Jane Doe CPP", "Jane Roe DVM"; "John Doe III" has none."""
    short = len(last) == USUAL_DEGREE or (2 <= len(last) <= LONGEST_DEGREE and not VOWELS.intersection(last))
    plain = len(before) > 1 and all(word[1:].islower() or len(word) <= 2 for word in before)
    return short and plain and last.isalpha() and last.isupper() and not set(last) <= NUMERALS


def _unglued(word: str) -> tuple[str, bool]:
    """As in "DoeWriter" is "Doe" and an end: flattened pages glue what follows a name to it."""
    sets = words()
    if word[1:2].isupper() and word[1:].lower().strip(".,") in sets.dates:
        return word[0], True  # "Jane ODec. 18, 2023"
    for capital in INNER_CAPITAL.finditer(word):
        tail = word[capital.start() :].lower().strip(".,")
        # "RuppWriterManufacturer": the first of several jobs
        further = INNER_CAPITAL.search(word, capital.end())
        if further:
            tail = word[capital.start() : further.start()].lower()
        if tail in sets.stops or tail in sets.dates or tail in sets.glued:
            return word[: capital.start()], True
    return word, False


def _is_abroad(word: str, language: str | None) -> bool:
    """Whether a word that no name holds is one in the page's language."""
    own = words().abroad.get(word)
    return own is not None and language not in (None, "und", *own)


def _named(parts: list[str], *, loose: bool, language: str | None) -> list[str]:
    """The name that ``parts`` are, or none."""
    parts = _without_degrees(parts)
    half = len(parts) // 2
    if half and parts[:half] == parts[half:]:
        parts = parts[:half]
    if not parts or not (loose or len(parts) > 1) or (len(parts) == 1 and parts[0].endswith(".")):
        return []  # "Sr." is no one
    if len(parts) > 1 and len(parts[0]) > 2 and parts[0].isupper() and parts[0] in words().outlets:
        return []  # "CBC Arts"
    if parts[-1].lower().endswith(POSSESSIVE):
        return []  # "Jane Doe's" heads a column, and "Editor's" a box
    forbidden, particles = words().forbidden, words().particles
    begun = 1 if len(parts) > 1 and parts[0].lower() in words().given else 0
    for at, part in enumerate(parts[begun:], begun):
        # "von" opens bylines as well; "der" is an article everywhere but behind another particle
        inside = at > 0 and part in particles
        inside = inside and (part not in words().articles or parts[at - 1] in particles)
        if not inside and (small := part.lower().strip(".")) in forbidden and not _is_abroad(small, language):
            return []
    name = " ".join(parts).strip(" ,;:-")
    if not 2 <= len(name) <= LONGEST_CHARS or not LETTERED.fullmatch(name.replace(" ", "")):
        return []
    heads = [part.lstrip(APOSTROPHES)[:1] for part in parts]
    capitals = sum(head.isupper() for head, part in zip(heads, parts, strict=True) if part not in words().titles)
    full = (
        heads[0].isupper()
        and heads[-1].isupper()
        and 1 <= capitals <= LONGEST_NAME
        and all(head.isupper() or part in words().particles for head, part in zip(heads, parts, strict=True))
    )
    # behind a label a few words are a name in scripts without capitals
    caseless = all(part[0].isalpha() and part[0].lower() == part[0].upper() for part in parts)
    if caseless and loose and len(parts) < LONGEST_NAME:
        return [name]
    if full or (loose and len(parts) <= LONGEST_NAME and (capitals == len(parts) or SIGNATURE.fullmatch(name))):
        return [name]
    return []


def _in_small_letters(parts: list[str]) -> bool:
    """Whether words behind a label are a name that was typed without capitals: "Penulis: sari wulandari"."""
    written = all(part.isalpha() and part.islower() and len(part) >= _TYPED for part in parts)
    return written and len(parts) in _TYPED_WORDS and (words().running | words().forbidden).isdisjoint(parts)
