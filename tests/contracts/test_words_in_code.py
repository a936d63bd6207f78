"""No word of a language is written in code: the files of words hold them, a file a language.

What is read here are literals that a text may be compared with, and of these the words:

* of a regular expression every run of two letters and more, outside of classes, escapes and names of groups. A pattern
  holds signs and what is put into it, so whatever it spells out is a word, or a name that a machine gives
  (``MACHINES``, ``EXCEPTIONS``); what stands in quotes in a query is read the same way;
* of what stands in a set, list, tuple, mapping or comparison, or is given to a function: a word that stands in a file
  of words or in the word lists of languages, or a whole phrase of a file, unless a name of the program is spelt so.
  Such a name is an identifier, a section of the files of words, a language's code.

So an English word that is also a name of the program ("source") is not seen in a set, but is in a pattern; a word that
stands in no list of ours is not seen in a set either. Sentences for people (messages, descriptions) are nothing to
compare a text with: they are no whole phrase of a file.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

import pytest

from kliping.fields import METADATA_FIELDS
from kliping.tables.tables import TABLES
from kliping.text.hosts import COUNTRIES, GENERIC, REGISTRIES
from kliping.words import built_in
from kliping.words.sections import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
PACKAGES = ("src/kliping", "expectations", "assets", "workflows")
DATA = CHECKOUT / "src/kliping/language/data"

MACHINES = {
    "addresses": "http https www amp mailto index",
    "endings of hosts": " ".join((*GENERIC, *COUNTRIES, *REGISTRIES)),
    "elements of markup": "html head body main nav header footer aside form div span br li ul ol td tr th dl dt dd"
    " tt rp u em del ins font pre option article section blockquote center legend optgroup script style noscript img"
    " table iframe strong figure title meta link xml doctype rss feed rdf si",
    "attributes and types of markup": "itemprop articlebody ld json href url id charset encoding",
    "entities of HTML": "amp quot nbsp lt gt apos quo dash hellip bull",
    "endings of files": "jpe jpg png gif webp svg mp arrow parquet duckdb",
    "categories of Unicode": "cc cf cn co cs ll lm lo lt lu mc me mn nd nl no pc pd pe pf pi po ps sc sk sm so zl"
    " zp zs",
}
"""Names that machines give to things, by what they are: patterns may spell them out, and no word is spelt so."""

SECRETS = (
    "token secret passw pwd passphrase signature api key access credential auth session jwt hmac sig sas pass policy"
    " pair awsaccesskeyid googleaccessid expires srt spr sdd oid tid saoid suoid scid rsc amz goog"
)
STARTS = (
    "from mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec riff ftyp begin create insert"
    " pragma set var let const window"
)
EXCEPTIONS = {
    "assets/charts_of_tables.py": ("no date", "a chart's own words for what is missing"),
    "expectations/failing.py": ("document group", "names of columns"),
    "expectations/own_rules.py": ("expect", "how names of expectations of Great Expectations begin"),
    "expectations/suites/articles.py": ("shared by", "a message"),
    "src/kliping/caches.py": ("from kliping import", "imports of modules"),
    "src/kliping/credentials.py": (SECRETS, "parameters of addresses that hold a secret"),
    "src/kliping/first_run.py": ("sekolah muda", "an invented page, by which one of the sample becomes another"),
    "src/kliping/metadata/columns.py": ("name", "a key of objects that were written out as text"),
    "src/kliping/metadata/outlets/mastheads.py": ("example", "an ending that no host has"),
    "src/kliping/metadata/page_state.py": (
        "initial preloaded page app state data props datalayer parse push",
        "variables of a page's own program",
    ),
    "src/kliping/cleaning/indexes.py": (
        "og type profile profilepage collectionpage searchresultspage blogposting liveblogposting",
        "types of pages by Open Graph and schema.org",
    ),
    "src/kliping/cleaning/undrawn.py": ("hidden display none visibility", "how HTML and style sheets hide an element"),
    "src/kliping/cleaning/visible.py": (
        "hidden display none visibility sr only visuallyhidden screen reader text",
        "the same, and classes of words for screen readers in common style sheets",
    ),
    "src/kliping/cleaning/bare.py": ("pic twitter", "a host of pictures"),
    "src/kliping/reading/known.py": ("e-mail", "what the documentation calls a format"),
    "src/kliping/reading/encodings.py": ("uu", "an encoding of mail"),
    "src/kliping/reading/formats/csvs.py": ("sep", "what a spreadsheet writes before a CSV file"),
    "src/kliping/reading/formats/json_literals.py": (
        "new datetime date time objectid isodate number int long decimal uuid timestamp",
        "what Python and the shell of MongoDB write around a value",
    ),
    "src/kliping/reading/formats/mail.py": ("re fwd", "what programs of mail write before a subject"),
    "src/kliping/reading/formats/warc.py": ("warc", "the head of a WARC file"),
    "src/kliping/cleaning/programs.py": (
        "function var let const else try if for while catch return type context googletag window jquery document",
        "words of programs, and what the programs of pages name",
    ),
    "src/kliping/reading/formats/sniff.py": (
        STARTS,
        "how files begin: the days are those of the first line of a mailbox, the rest statements of SQL and programs",
    ),
    "src/kliping/reading/formats/sql_dumps.py": ("mysql mariadb", "systems that have quotes of their own"),
    "src/kliping/reading/sources/settling.py": ("us", "a unit of time of the column engine"),
    "src/kliping/settings/automation.py": (
        "team jan feb mar apr jun jul aug oct nov dec mon tue wed thu fri sat sun",
        "owners as Dagster writes them; names in the five fields of cron",
    ),
    "src/kliping/tables/description.py": ("us", "a unit of time of the column engine"),
    "src/kliping/files.py": ("writing", "how a temporary file is called"),
    "src/kliping/warehouse/numbers.py": ("edition", "a key of our own JSON"),
    "src/kliping/warehouse/rollback.py": ("us", "a unit of time of the column engine"),
    "workflows/alerting/senders.py": ("e-mail", "what a way of telling is called"),
    "workflows/importing.py": ("coverage", "a package"),
    "workflows/prompt.py": ("avg", "a function of SQL"),
    "workflows/previewing.py": ("expectations", "a package"),
    "workflows/report/figures.py": ("no date", "a chart's own words for what is missing"),
    "workflows/reporting.py": ("not found", "the report's own words for what is missing"),
    "workflows/room/app.py": ("static", "a folder"),
    "workflows/room/wording.py": ("indonesia", "a language by its own name, in the room's menu"),
}
"""What a module spells out besides, and why it is no word to compare a text with."""

LOOKS_LIKE_A_PATTERN = re.compile(r"\\[bBdDpPsSwW.]|\(\?[a-zA-Z:=!<]|\][*+?{]|\.[*+]|\w\|\w|\)[?*+]|^\^")
SQL = re.compile(r"\b(?:SELECT|FROM|WHERE|AND|OR|CASE|regexp_\w+)\b")
IDENTIFIERS = {"id", "attr", "arg", "name", "module"}
PATTERN_METHODS = {
    "contains", "contains_any", "count_matches", "extract", "extract_all", "extract_groups", "find", "find_many",
    "replace", "replace_all", "replace_many", "starts_with", "ends_with", "strip_prefix", "strip_suffix", "split",
}  # fmt: skip


class Literal(NamedTuple):
    """A string of a module that a text may be compared with."""

    module: str
    line: int
    text: str
    pattern: bool


def spelt_out(pattern: str) -> list[str]:
    """What a pattern spells out: runs of letters outside of classes, escapes, counts and names of groups."""
    bare = re.sub(r"\\[pP](?:\{\w+\}|\w)|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}", " ", pattern)
    bare = re.sub(r"\\[.]\?|(?<=\w)-\?", "", bare)  # "a\.?m" is "am"
    bare = re.sub(r"\\[A-Za-z0-9]", " ", bare)
    bare = re.sub(r"\(\?P<\w+>|\(\?P=\w+\)|\(\?[a-zA-Z-]+[:)]|\(\?<?[=!:]", " (", bare)
    bare = re.sub(r"</?\??[A-Za-z][\w:-]*", " ", bare)  # an element of markup
    bare = re.sub(r"\[\^?\]?[^\]]*\]", one_letter, bare)
    bare = re.sub(r"\{[\w,]*\}", " ", bare)
    runs = re.findall(r"[^\W\d_]{2,}|[^\x00-\u02ff\W\d_]", bare)
    return [run for run in runs if len(run) > 1 or category(run) == "Lo"]


def one_letter(found: re.Match[str]) -> str:
    """A class of one letter in two cases is that letter; one of signs of a script without letters is their word."""
    inside = found.group()[1:-1]
    if len(inside) in (2, 4) and len(set(inside.lower())) == len(inside) // 2 and inside.isalpha():
        return inside[0]
    words = [sign for sign in inside if sign.isalpha() and sign >= "\u0300"]
    return f" {' '.join(words)} " if words and "-" not in inside else " "


class Module(NamedTuple):
    """A module, walked once."""

    inside: list[tuple[ast.AST, ast.AST]]
    """Every node and what it is a part of."""
    names: set[str]
    """Its identifiers, in small letters."""


def walked(tree: ast.Module) -> Module:
    """A module of this tree."""
    found, names, rest = [], set(), [tree]
    while rest:
        node = rest.pop()
        for name, value in ast.iter_fields(node):
            if isinstance(value, str) and name in IDENTIFIERS:
                names.add(value.lower())
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    found.append((child, node))
                    rest.append(child)
    return Module(found, names)


@cache
def modules() -> dict[str, Module]:
    """Every module of the program."""
    paths = sorted(path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py"))
    return {str(path.relative_to(CHECKOUT)): walked(ast.parse(path.read_text("utf-8"))) for path in paths}


def literals(module: str, inside: list[tuple[ast.AST, ast.AST]]) -> Iterator[Literal]:
    """The strings of a module that a text may be compared with; what is put into one is a sign of its own."""
    for node, parent in inside:
        if isinstance(parent, ast.Expr | ast.JoinedStr | ast.FormattedValue):
            continue  # a docstring, or a part
        if isinstance(node, ast.JoinedStr):
            text = "\0".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("utf-8", "replace")
        else:
            continue
        if SQL.search(text):
            quoted = re.findall(r"'((?:[^']|'')*)'", text)
            yield from (Literal(module, node.lineno, one, bool(LOOKS_LIKE_A_PATTERN.search(one))) for one in quoted)
            continue
        pattern = bool(LOOKS_LIKE_A_PATTERN.search(text)) or _is_asked_for(node, parent)
        compared = isinstance(parent, ast.Set | ast.List | ast.Tuple | ast.Dict | ast.Compare | ast.Call)
        if isinstance(parent, ast.Attribute) and parent.attr == "split":
            yield from (Literal(module, node.lineno, one, pattern) for one in text.split())
        elif pattern or compared:
            yield Literal(module, node.lineno, text, pattern)


def _is_asked_for(node: ast.expr, parent: ast.AST) -> bool:
    """Whether a string is what a function of patterns is asked with."""
    called = parent.func if isinstance(parent, ast.Call) and node in parent.args else None
    if not isinstance(called, ast.Attribute):
        return False
    of_text = getattr(called.value, "attr", "") == "str" and called.attr in PATTERN_METHODS
    return of_text or getattr(called.value, "id", "") == "re"


@cache
def words_of_languages() -> tuple[frozenset[str], frozenset[str]]:
    """Single words in small letters, and whole phrases: of the files of words and the word lists of languages."""
    known = built_in()
    phrases = {entry.phrase.lower() for entry in known.entries if entry.section != "manners"} | {
        name for kind in known.calendar.values() for name in kind
    }
    phrases |= {word for named in known.numbers.values() for words in named.values() for word in words}
    lists = [path.read_text(encoding="utf-8") for path in sorted((DATA / "words").glob("*.txt"))]
    phrases |= {word for text in lists for word in text.lower().split()}
    words = {word for phrase in phrases for word in re.findall(r"[^\W\d_]+", phrase)}
    return frozenset(word for word in words if len(word) > 1 or word > "\u0300"), frozenset(phrases)


@cache
def names_of_the_program() -> frozenset[str]:
    """Parts of identifiers, sections and kinds of the files of words, codes of languages, fields and columns."""
    found = {part for section, kinds in LISTS.items() for name in (section, *kinds) for part in name.split("_")}
    found |= {entry.language for entry in built_in().entries}
    found.update(METADATA_FIELDS, *(column.name.split("_") for table in TABLES for column in table.columns))
    for path, module in modules().items():
        found.update(Path(path).stem.split("_"), *(re.split(r"[_.]", name) for name in module.names))
    return frozenset(found)


@cache
def machine_names() -> frozenset[str]:
    """All ``MACHINES``."""
    return frozenset(name for names in MACHINES.values() for name in names.split())


def words_in(literal: Literal) -> list[str]:
    """The words of languages that a literal holds, exceptions too."""
    if literal.pattern:
        return [word for word in spelt_out(literal.text) if word.lower() not in machine_names()]
    words, phrases = words_of_languages()
    small = literal.text.strip().lower()
    if small not in words and (small not in phrases or not re.search(r"[^\W\d_]", small)):
        return []
    return [] if small in names_of_the_program() or small in machine_names() else [small]


@cache
def found_in(module: str) -> tuple[tuple[Literal, str], ...]:
    """The words of languages of a module, exceptions too."""
    return tuple(
        (literal, word) for literal in literals(module, modules()[module].inside) for word in words_in(literal)
    )


def test_no_word_of_a_language_is_written_in_code() -> None:
    found = [
        f"{module}:{literal.line}: {word!r} in {literal.text[:60]!r}"
        for module in modules()
        for literal, word in found_in(module)
        if not {*word.lower().split()} <= {*EXCEPTIONS.get(module, ("",))[0].split()}
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (r"re.compile(r'</?BYLINE>|<TEXT lang')", ["lang"]),
        ('re.search("baca juga", line)', ["baca", "juga"]),
        ('pl.col("text").str.contains(r"^(?i:oleh|by)\\s")', ["oleh", "by"]),
        ('line.startswith("oleh")', ["oleh"]),
        ('KNOWN = frozenset({"senin", "zzz"})', ["senin"]),
        ('KNOWN = "januari februari".split()', ["januari", "februari"]),
        ('role = "x" if word == "tanggal" else ""', ["tanggal"]),
        ('CLOCK = rf"(?:{label}) pukul "', ["pukul"]),
        ('b = re.compile(rb"\\bditerbitkan\\b")', ["diterbitkan"]),
        ('HALF = r"\\d [Aa]\\.?[Mm]"', ["AM"]),
        ('YEAR = r"\\d{4}年"', ["年"]),
        ('SIGN = r"\\d+[年月日]"', ["年", "月", "日"]),
        ("ask(\"SELECT 1 FROM a WHERE regexp_matches(t, '^(?:redaksi)')\")", ["redaksi"]),
        ("ask(\"SELECT 1 FROM a WHERE t = 'selengkapnya'\")", ["selengkapnya"]),
        ('pl.col("source") == "source"', []),
        ('raise Oops("The page has no name, as it is.")', []),
        ('LINK = r"^https?://www\\.[^/\\s]{2,20}\\p{Lu}(?P<name>x)"', []),
        ('"""senin"""', []),
    ],
)
def test_a_word_is_seen_wherever_a_text_is_compared_with_it(code: str, words: list[str]) -> None:
    found = [word for literal in literals("some.py", walked(ast.parse(code)).inside) for word in words_in(literal)]
    assert found == words


def test_every_exception_is_of_use() -> None:
    """An exception that its module does not spell out any more is taken back."""
    idle = {
        module: set(names.split()) - {part for _, word in found_in(module) for part in word.lower().split()}
        for module, (names, _) in EXCEPTIONS.items()
    }
    assert {module: names for module, names in idle.items() if names} == {}
