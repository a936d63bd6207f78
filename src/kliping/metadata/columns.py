"""What a table's own columns say of a document, as evidence: values with the column they stand in.

Belongs here: reading the names of persons and outlets out of cells. Does not belong here: which column holds what, and
dates in figures (``kliping.reading.formats``); what a column's word is worth beside the page's (``witnesses``).
"""

from __future__ import annotations

import re

import polars as pl

from kliping.fields import METADATA_FIELDS
from kliping.metadata.outlets.known import known_outlets
from kliping.metadata.outlets.mastheads import named_by_host
from kliping.metadata.people import names
from kliping.metadata.vocabulary import alternation
from kliping.text import lengths
from kliping.text.folding import bare
from kliping.text.hosts import PLAIN_ENDING
from kliping.text.patterns import any_of
from kliping.words import labels, made_of_words, phrases
from kliping.words.agencies import news_agencies, outlets_behind_names

DOUBTED = 450
"""What is added to the rank of a doubted column: a line that says it beats it, and so does the address."""

OF_LINES = ("caption", "related")
"""Fields that are lines of a page: no source states them beside it."""

LONGEST, WORDS = 60, 7
"""Characters and words of a person's name."""

SITE = 4
"""Letters from which an outlet's name inside of another word is no chance."""

LONGEST_CELL, QUOTED = 1000, 300
"""Characters of a cell that are read as a value, and that are quoted as evidence."""

_STEPS = 1000
"""Places in the order of a document's values that a cell takes which holds several."""

_MARK = re.compile(r"[\W\d_]+")
_DASHED = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+")
_BRACKETED = re.compile(r"\s*[(\[{<][^)\]}>]*[)\]}>]?|@\S+|\S+@\S+|\S+//\S+")
_MAILED = re.compile(r"^\s*\S+@\S+\s+\(([^()@]+)\)\s*$")
"""An author as feeds write one: "news@example.org (Jane Doe)"."""
_NODE = re.compile(r"""["']name["']\s*:\s*(?:"([^"]*)"|'([^']*)')""")
"""The name in an object that was written out as text: "{'name': 'Jane Doe'}"."""
_MIXED = re.compile(r"^[a-z0-9]+[A-Z]")
_STROKE = re.compile(r"(?<=[\w.])\s*/\s*(\w+)\s*$")
"""A word behind a stroke at the end of a cell: an outlet's name where it is one, whatever else it means."""
_FIGURES = re.compile(r"\s*\d.*$")
_SITE = re.compile(rf"\.{PLAIN_ENDING}\b")


@made_of_words
def _degree() -> re.Pattern[str]:
    """A degree, by its shape or as it is listed, or what tells the generation of who is named."""
    listed = alternation(phrases("person", "apart"))
    return re.compile(
        rf"^(?:(?:[A-Z][A-Za-z]{{0,4}}\.)+[A-Za-z]{{0,4}}\.?|S\.?[A-Z][A-Za-z]{{0,4}}|M\.?[A-Z][A-Za-z]{{0,3}}|{listed})$"
    )


@made_of_words
def generation() -> str:
    """A comma before what tells the generation of who is named, which parts no list: "John Doe, Jr."."""
    return rf",\s+({alternation(phrases('person', 'cut_short'))})\b"


@made_of_words
def _posted() -> re.Pattern[str]:
    """What a reporter is called who is named with the town that he writes from, and that town.

    Of a correspondent a dash stands behind the town as well, or nothing at all.
    """
    posted, sent = any_of(phrases("byline", "posted")), any_of(phrases("byline", "sent"))
    town = r"\s+[^\W\d_]+"
    return re.compile(
        rf"^(?:{posted}{town}(?:\s*,\s*|(?:{town})?\s*:\s*)(?=\S+\s+\S)|{sent}{town}(?:\s+[-–—]\s+(?=\S)|$))",
        re.IGNORECASE,
    )


@made_of_words
def _town() -> re.Pattern[str]:
    """The last word of a name and the town behind it that somebody writes from: "Jane Doe in Ende"."""
    filed, joined = (any_of(phrases("byline", kind)) for kind in ("filed", "joins"))
    word = r"[^\W\d_a-z][\w.'’-]*"
    return re.compile(rf"(?<!\w)({word})\s{filed}\s{word}(?:\s{word}){{0,2}}(?=\s{joined}\s|\s?[,/&;|]|\s*$)")


@made_of_words
def _labels() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Labels before authors, before editors, and jobs behind names."""
    authors, editors, jobs = labels("byline"), labels("editor"), phrases("person", "jobs")
    return (
        re.compile(rf"^{any_of(authors)}(?:\s*[:：]\s*|\s+-\s+|\s+)", re.IGNORECASE),
        re.compile(rf"^{any_of(editors)}\s*[:：]\s*", re.IGNORECASE),
        re.compile(rf"^{any_of([*jobs, *authors, *editors])}$", re.IGNORECASE),
    )


@made_of_words
def _listed() -> re.Pattern[str]:
    """What parts the names in a cell."""
    return re.compile(rf"\s*[;|/•·\n+&]\s*|\s{alternation(phrases('byline', 'joins'))}\s", re.IGNORECASE)


@made_of_words
def _outlet_words() -> frozenset[str]:
    """Words that no person's name holds."""
    return frozenset((*phrases("person", "no_name"), *phrases("outlet", "signs", "desks")))


@made_of_words
def _agencies() -> frozenset[str]:
    return frozenset(news_agencies())


@made_of_words
def _last_words() -> frozenset[str]:
    """Words with which the name of an outlet ends, and which a person's may hold before its end."""
    return frozenset(word.lower() for word in outlets_behind_names())


def _is_outlet(words: str, sites: frozenset[str]) -> bool:
    """Whether words are those of an outlet, a desk or a team; ``sites`` is what is known of the page's own outlet."""
    small = _MARK.sub("", words.lower())
    if not small:
        return True
    if any(small == site or (len(site) >= SITE and (small.startswith(site) or small.endswith(site))) for site in sites):
        return True
    parts = words.split()
    if _SITE.search(words.lower()) or (len(parts) == 1 and _MIXED.match(words)):
        return True
    if words.lower() in _agencies() and (len(words) >= SITE or words.isupper()):
        return True  # "ANI" is an agency, "Ani" a woman
    last = parts[-1].strip(".,").lower() in _last_words()
    named = [
        part for at, part in enumerate(parts) if not 0 < at < len(parts) - 1 or part not in names.words().particles
    ]
    return last or any(part.lower().strip(".,") in _outlet_words() for part in named)


def people_in(cell: str, sites: frozenset[str] = frozenset()) -> tuple[list[str], list[str]]:
    """The authors and the editors that a cell names, in their order.

    A desk or an outlet behind a name ("Sari Dewi - kabarSport", "Sari Dewi, Kabar TV") is no author, nor is the town
    before one ("Kontributor Lereng, Sari Dewi"); a degree ("S.Sos.") is no name, a name in small letters is one. Where
    semicolons part names, or a particle opens the cell, a comma stands between a family's name and a person's own.

    Args:
        cell: a cell of a column of names.
        sites: what is known of the document's outlet, in small letters without marks.
    """
    by_author, by_editor, job = _labels()
    authors: list[str] = []
    editors: list[str] = []
    cell = _MAILED.sub(r"\1", cell)
    named = _NODE.findall(cell) if "{" in cell else []
    cell = "\n".join(one or other for one, other in named) if named else cell
    cell = cell.strip()[1:-1] if cell.strip().startswith("[") else cell
    if (strokes := _STROKE.search(cell)) and bare(strokes[1]) in known_outlets():
        cell = cell[: strokes.start()]  # "Sari Dewi/Jpnn"
    cell = _town().sub(r"\1", re.sub(generation(), r" \1", _BRACKETED.sub(" ", cell)))
    for piece in _listed().split(_own_names_first(cell, sites)):
        words = piece.strip(" \t\"',.:-–—‧")
        before, _, last = words.rpartition(" ")
        if last in names.words().cut_short and not before:
            continue  # "Sr." behind a semicolon is nobody
        if last in names.words().cut_short and f"{words}." in piece:
            words += "."
        into = editors if by_editor.match(words) else authors
        words = _posted().sub("", by_editor.sub("", words))
        words = _posted().sub("", by_author.sub("", words)).strip()  # "Penulis Kontributor Lereng, Sari Dewi"
        for part in _undashed(words, sites):
            for name in _names(part, sites):
                if not job.match(name) and name not in into:
                    into.append(name)
    return authors, editors


def _own_names_first(cell: str, sites: frozenset[str]) -> str:
    """``cell`` with "Jane Doe; John van Roe" for "Doe, Jane; van Roe, John"."""
    persons = cell.strip(" ;").split(";")
    if len(persons) == 1 and cell.strip().partition(" ")[0] not in names.words().particles:
        return cell
    parts = [[part.strip() for part in one.split(",")] for one in persons]
    if any(len(one) != 2 or _degree().match(one[1]) or _is_outlet(one[1], sites) for one in parts):
        return cell
    return "; ".join(f"{own} {family}" for family, own in parts)


def _undashed(words: str, sites: frozenset[str]) -> list[str]:
    """The parts between dashes that are no outlet and no desk."""
    parts = [part.strip() for part in _DASHED.split(words) if part.strip()]
    if len(parts) < 2:
        return parts
    persons = [part for part in parts if not _is_outlet(part, sites)]
    return [part for at, part in enumerate(persons) if at == 0 or len(part.split()) > 1]


def _names(part: str, sites: frozenset[str]) -> list[str]:
    found: list[str] = []
    for words in part.split(","):
        name = " ".join(_FIGURES.sub("", words).split()).strip(" \"':;-")
        if found and _degree().match(name):
            continue
        if (
            2 <= len(name) <= LONGEST
            and len(name.split()) <= WORDS
            and "//" not in name
            and not _is_outlet(name, sites)
            and not names.is_account(name)
        ):
            found.append(name)
    return found


def source_sayings(documents: pl.DataFrame) -> pl.DataFrame:
    """The values that sources bring beside the text: doc, field, words, rank.

    Args:
        documents: DOCUMENTS.

    Returns:
        with ``basis`` (``column`` where a column or key has a name of its own, else ``source``), ``value`` (the one
        value of a field that may have several; null for others), ``position`` among a document's values,
        ``evidence`` (the column and what stands in it) and ``doubt``.
    """
    rows = cells(documents)
    return pl.concat([_with_people(rows), _with_outlets(rows)], how="diagonal").sort(
        "doc", "position", maintain_order=True
    )


def cells(documents: pl.DataFrame) -> pl.DataFrame:
    """What ``source_sayings`` reads: a row a cell, its column's ``name`` in small letters, without ``value``."""
    stated = [field for field in METADATA_FIELDS if field not in OF_LINES]
    given = pl.col("value").str.strip_chars()
    return (
        documents.select("fields")
        .with_row_index("doc")
        .filter(pl.col("fields").list.len() > 0)
        .explode("fields")
        .unnest("fields")
        .select(
            "doc",
            pl.coalesce("column", "field").str.to_lowercase().alias("name"),
            field=pl.when(pl.col("field") == "published_at").then(pl.lit("published_on")).otherwise("field"),
            words=given.str.slice(0, LONGEST_CELL),
            rank=pl.when(pl.col("doubt").is_null()).then(0).otherwise(DOUBTED),
            basis=pl.when(pl.col("column").is_null()).then(pl.lit("source")).otherwise(pl.lit("column")),
            evidence=pl.concat_str(
                pl.concat_str("column", pl.lit(": ")).fill_null(""),
                pl.coalesce("words", "value").str.slice(0, QUOTED),
                pl.concat_str(pl.lit(" ("), "doubt", pl.lit(")")).fill_null(""),
            ),
            position=pl.int_range(pl.len(), dtype=pl.Int32).over("doc"),
        )
        .filter(pl.col("field").is_in(stated) & (pl.col("words") != ""))
    )


def _with_people(rows: pl.DataFrame) -> pl.DataFrame:
    """A row a person for cells of authors and editors; ``position`` keeps their order."""
    named = rows.filter(pl.col("field").is_in(["authors", "editor"]))
    sites = _sites(rows)
    found: list[tuple[int, str, str]] = []
    read: dict[tuple[str, frozenset[str]], tuple[list[str], list[str]]] = {}  # few hands write many pages
    for at, (doc, field, words) in enumerate(named.select("doc", "field", "words").iter_rows()):
        cell = (words, sites.get(doc, frozenset()))
        if cell not in read:
            read[cell] = people_in(*cell)
        authors, editors = read[cell]
        if field == "editor":
            authors, editors = [], [*editors, *authors]
        found += [(at, "authors", name) for name in authors] + [(at, "editor", name) for name in editors]
    people = pl.DataFrame(found, schema={"at": pl.UInt32, "field": pl.String, "value": pl.String}, orient="row")
    joined = people.join(named.drop("field").with_row_index("at"), on="at", how="left", maintain_order="left")
    step = pl.int_range(pl.len(), dtype=pl.Int32).over("at")
    return joined.with_columns(position=pl.col("position") * _STEPS + step).drop("at", "name")


def _with_outlets(rows: pl.DataFrame) -> pl.DataFrame:
    """All other cells; where a site stands for an outlet the outlet's name is the value."""
    others = rows.filter(~pl.col("field").is_in(["authors", "editor"]))
    host = pl.col("words").str.extract(rf"^(?i:https?://)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{lengths.HOST_ENDING})/?$", 1)
    bare = host.str.to_lowercase().str.replace(r"^(?:www|m|amp)\.", "")
    is_site = pl.col("field").is_in(["publisher", "source"]) & host.is_not_null()
    # what is called a source and is the site that the document's own address names is its publisher
    called = others.with_row_index("at").filter(pl.col("field") == "source")
    sites = _sites(others.filter((pl.col("field") == "url") & pl.col("doc").is_in(called["doc"].implode())))
    own = [
        at
        for at, doc, words in called.select("at", "doc", "words").iter_rows()
        if _MARK.sub("", words.lower()) in sites.get(doc, ())
    ]
    is_own = pl.int_range(pl.len(), dtype=pl.UInt32).is_in(own)
    return others.with_columns(
        value=pl.when(is_site).then(named_by_host(bare)),
        field=pl.when(is_site | is_own).then(pl.lit("publisher")).otherwise("field"),
    ).drop("name")


def _sites(rows: pl.DataFrame) -> dict[int, frozenset[str]]:
    """What is known of the outlet of each document: the labels of its hosts and the words of its publisher."""
    sites: dict[int, set[str]] = {}
    for doc, words in rows.filter(pl.col("field").is_in(["url", "publisher"])).select("doc", "words").iter_rows():
        host = re.match(r"^(?:https?://)?([^/\s]+)", words.lower())
        labels = host[1].split(".") if host and "." in host[1] else [words]
        known = sites.setdefault(doc, set())
        known.update(label for label in (_MARK.sub("", label.lower()) for label in labels) if len(label) >= SITE)
    return {doc: frozenset(known) for doc, known in sites.items()}
