"""Measures that several expectations look at, made once per audit, as tables beside the candidate's own.

Belongs here: SQL that is too dear to run for each expectation. Does not belong here: what value is too high or too low
(``expectations.suites``), or the comparison with earlier editions (``expectations.history``).

Great Expectations runs each query twice, once to count and once to show; so every pass over bodies, paragraphs, removed
lines and evidence is made here, once, and the expectations look at rows of one document or article each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from expectations import history
from expectations.lexicon import alternation, sql_list
from kliping.fields import METADATA_FIELDS
from kliping.frames import SEVERAL
from kliping.text import lengths
from kliping.text.contacts import ABROAD, ANNOUNCED, DIGITS, E_MAIL, NO_NUMBER
from kliping.text.folding import UNSPACED_LANGUAGES
from kliping.words import phrases
from kliping.words.calendar import full_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import duckdb
    import polars as pl

    from expectations.kept_facts import KeptFacts
    from kliping.settings import GateSettings


MOJIBAKE = "\N{REPLACEMENT CHARACTER}|[\x80-\x84\x86-\x9f]|â€[™œ\x9d˜”“¦]|Ã[©¨¤¶¼¡¢£¥§­±³º¹]|Â[ «»°©®·]|ï»¿"
"""What is left when UTF-8 was read as Windows-1252 or bytes were lost; C1 controls but NEL stand in no text either.

The reading (``kliping.reading.characters``) has another pattern, and wants it: any lead and continuation make it ask
ftfy, which leaves alone what is text. Here nobody is asked, so only pairs count that no language writes, and beside
these what the reading has left of them: a no-break space that became a space, an opening quote that lost its end."""
MOJIBAKE_SIGNS = ("\N{REPLACEMENT CHARACTER}", "\x92", "\x93", "â€", "Ã", "Â", "ï»¿")

WORD_BEGINS = r"(?:^|[^\p{L}]|[\p{Han}\p{Hiragana}\p{Katakana}])"
"""Where a word may begin, in any script: a bound (``\\b``) is one of Latin letters to this engine."""

TAGS = "div|p|span|a|br|img|script|style|li|ul|table|td|tr|iframe|strong|em|b|i|h[1-6]"
MARKUP = rf"</?(?:{TAGS})(?:\s[^<>]{lengths.TAG})?/?>|&(?:nbsp|amp|quot|lt|gt|#[0-9]{{2,5}});"
LONGEST_SPAN = 100_000
"""Lines a paragraph may span before its numbers are taken for nonsense."""


def article_facts(gate: GateSettings) -> str:
    """A row per article: what its body and title look like. Each dear pattern waits behind a cheap look."""
    del gate
    announced = alternation(phrases("contact", "telephone"))
    telephone = rf"(?i){WORD_BEGINS}{announced}{ANNOUNCED}"
    found = f"regexp_extract_all(body, '{telephone}', 1)"
    numbers = f"list_filter({found}, lambda number: NOT regexp_matches(number, '{NO_NUMBER}'))"
    signs = " OR ".join(f"contains(body, '{sign}')" for sign in MOJIBAKE_SIGNS)
    return f"""
SELECT article_id, document_id, group_id, language, publisher, published_on, coalesce(word_count, 0) AS words,
  length(body) AS chars, hash(body) AS body_hash,
  length(title) AS title_chars, length(trim(title)) AS title_trimmed,
  lower(trim(regexp_replace(title, '\\s+', ' ', 'g'))) AS title_key,
  {_counted(MOJIBAKE, signs)} AS broken_characters,
  {_counted(E_MAIL, "contains(body, '@')")} AS e_mails,
  {_counted(ABROAD, "contains(body, '+')")}
    + CASE WHEN regexp_matches(body, '{DIGITS}') THEN len({numbers}) ELSE 0 END AS telephones,
  {_counted(MARKUP, "contains(body, '<') OR contains(body, '&')")} AS markup,
  CASE WHEN language IN ({sql_list(UNSPACED_LANGUAGES)}) THEN 0 ELSE len(stems) END AS title_stems,
  len(list_filter(stems, lambda stem: contains(low, stem))) AS title_stems_in_body
FROM (
  SELECT *, lower(body) AS low,
    list_distinct(list_transform(regexp_extract_all(lower(title), '\\p{{L}}{{5,}}'), lambda word: word[:5])) AS stems
  FROM articles
)"""


def _counted(pattern: str, when: str) -> str:
    return f"CASE WHEN {when} THEN len(regexp_extract_all(body, '{pattern}')) ELSE 0 END"


def paragraph_facts(gate: GateSettings) -> str:
    """A row per article id in ``paragraphs``: how many, where they stand, and how many repeat or overlap another."""
    span = f"line_to - line_from BETWEEN 0 AND {LONGEST_SPAN}"
    return f"""
SELECT *, len(hashes) - list_unique(hashes) AS repeats, len(lines) - list_unique(lines) AS overlapping,
  list_sort(list_distinct(hashes))[:3] AS least
FROM (
  SELECT article_id, count(*) AS paragraphs, min(paragraph) AS first, max(paragraph) AS last,
    sum(paragraph)::BIGINT AS numbers, sum(paragraph::BIGINT * paragraph)::HUGEINT AS squares,
    sum(word_count)::BIGINT AS words,
    flatten(list(range(line_from, line_to + 1)) FILTER ({span}))::INTEGER[] AS lines,
    count(*) FILTER (line_from < 1 OR line_from IS NULL OR line_to IS NULL OR NOT ({span})) AS misplaced,
    list_sort(list(hash(text)) FILTER (length(text) >= {gate.repeat_chars_min})) AS hashes
  FROM paragraphs GROUP BY article_id
)"""


def furniture_facts(gate: GateSettings) -> str:
    """A row per article id with short paragraphs that begin as furniture does, or are known to be a template."""
    starts = alternation(phrases("furniture", "starts"))
    return f"""
SELECT article_id, count(*) AS furniture FROM paragraphs
WHERE length(text) <= {gate.furniture_chars_max} AND (regexp_matches(lower(text[:60]), '^\\W{{0,3}}{starts}')
  OR lower(regexp_replace(regexp_replace(text, '\\d+', '0', 'g'), '\\s+', ' ', 'g')) IN (SELECT text FROM templates))
GROUP BY article_id"""


def foreign_facts(gate: GateSettings) -> str:
    """A row per article: its words, and those in paragraphs that are surely in another language than the article's."""
    del gate
    return """
SELECT a.document_id, sum(p.word_count) AS words,
  coalesce(sum(p.word_count) FILTER (p.language != a.language AND p.language != 'und' AND a.language != 'und'), 0)
    AS foreign_words
FROM paragraphs AS p JOIN articles AS a USING (article_id) GROUP BY a.document_id"""


def near_duplicates(gate: GateSettings) -> str:
    """Pairs of articles that share most of their text: article_id, other_article_id, similarity (of characters).

    Two articles are compared when they share one of the three least hashes of their long paragraphs, the idea of
    MinHash (Broder 1997) with paragraphs for shingles: a pair that shares 0.9 of them is missed once in a thousand.
    """
    return f"""
WITH least AS (SELECT article_id, unnest(least) AS hash FROM paragraph_facts),
shared AS (SELECT hash FROM least GROUP BY hash HAVING count(*) BETWEEN 2 AND {gate.near_duplicate_spread_max}),
sharing AS (SELECT article_id, hash FROM least SEMI JOIN shared USING (hash)),
pairs AS (SELECT DISTINCT one.article_id AS a, other.article_id AS b
  FROM sharing AS one JOIN sharing AS other USING (hash) WHERE one.article_id < other.article_id),
parts AS (SELECT DISTINCT article_id, hash(text) AS hash, length(text) AS chars FROM paragraphs
  WHERE article_id IN (SELECT a FROM pairs UNION SELECT b FROM pairs)),
sizes AS (SELECT article_id, sum(chars) AS chars FROM parts GROUP BY article_id),
common AS (SELECT a, b, sum(one.chars) AS chars FROM pairs
  JOIN parts AS one ON one.article_id = a
  JOIN parts AS other ON other.article_id = b AND other.hash = one.hash
  GROUP BY a, b)
SELECT a AS article_id, b AS other_article_id, common.chars / (x.chars + y.chars - common.chars) AS similarity
FROM common JOIN sizes AS x ON x.article_id = a JOIN sizes AS y ON y.article_id = b
WHERE common.chars >= {gate.near_duplicate_min} * (x.chars + y.chars - common.chars)"""


def line_facts(gate: GateSettings) -> str:
    """A row per document id in ``removed_lines``: how many lines, and which.

    A piece that was cut out of a line is no line, also at its beginning; a line that is removed in parts is one, told
    by a part that is no such piece.
    """
    del gate
    part = "\"start\" IS NOT NULL AND reason NOT LIKE 'inline:%'"
    return f"""
SELECT document_id, count(*) FILTER ("start" IS NULL) + count(DISTINCT line) FILTER ({part}) AS removed,
  list_concat(list(line) FILTER ("start" IS NULL), list(DISTINCT line) FILTER ({part})) AS lines,
  count(*) FILTER (line IS NULL OR line < 1) AS misplaced,
  count(*) FILTER (role = 'duplicate' AND (same_as_line IS NULL OR (same_as_line = line AND "start" IS NULL)))
    AS unexplained
FROM removed_lines GROUP BY document_id"""


def lost_lines(gate: GateSettings) -> str:
    """The documents whose lines are not all accounted for, or more than once.

    A paragraph's span may hold blank lines, which nobody counts, and removed ones, which are taken off.
    """
    del gate
    return """
SELECT d.document_id
FROM documents AS d
LEFT JOIN line_facts AS r ON r.document_id = d.document_id
LEFT JOIN articles AS a ON a.document_id = d.document_id
LEFT JOIN paragraph_facts AS p ON p.article_id = a.article_id
WHERE d.raw_lines IS NULL OR d.raw_lines IS DISTINCT FROM d.kept_lines + d.removed_lines
  OR coalesce(r.removed, 0) != d.removed_lines OR r.misplaced > 0 OR len(r.lines) != list_unique(r.lines)
  OR d.kept_lines NOT BETWEEN coalesce(p.paragraphs, 0)
    AND coalesce(len(p.lines), 0) - coalesce(len(list_intersect(p.lines, r.lines)), 0)
  OR (d.status != 'published' AND d.kept_lines != 0)"""


def evidence_facts(gate: GateSettings) -> str:
    """A row per document id in ``metadata_evidence``: how often a field was chosen, what for date and title."""
    del gate
    single = [field for field in METADATA_FIELDS if field not in SEVERAL]
    chosen = ", ".join(f"count(*) FILTER (chosen AND field = '{field}')" for field in single)
    return f"""
SELECT document_id, greatest({chosen}) AS most_chosen,
  any_value(value) FILTER (chosen AND field = 'published_on') AS published_on,
  any_value(value) FILTER (chosen AND field = 'title') AS title,
  count(*) FILTER (start < 0 OR "end" < start) AS misplaced,
  count(*) FILTER (field NOT IN ({sql_list(METADATA_FIELDS)}) OR field IS NULL) AS unknown_fields
FROM metadata_evidence GROUP BY document_id"""


MEASURES = {
    "article_facts": article_facts,
    "paragraph_facts": paragraph_facts,
    "furniture_facts": furniture_facts,
    "foreign_facts": foreign_facts,
    "near_duplicates": near_duplicates,
    "line_facts": line_facts,
    "lost_lines": lost_lines,
    "evidence_facts": evidence_facts,
}
"""Every table of measures, in the order they are made: a later one may look at an earlier one."""


def nothing_arrived() -> pl.DataFrame:
    """What came in (batch, document_id) where there is no ledger."""
    import polars as pl

    from kliping.warehouse.store import ARRIVED

    return pl.DataFrame(schema=ARRIVED)


def measure(
    database: duckdb.DuckDBPyConnection,
    gate: GateSettings,
    arrived: Callable[[], pl.DataFrame],
    queries: Iterable[str],
    kept: KeptFacts | None = None,
    fresh: Iterable[str] = (),
) -> None:
    """Make the tables of measures that ``queries`` name.

    Args:
        database: ``prepare`` was called on it.
        gate: thresholds.
        arrived: gives what came in (batch, document_id); it is asked where a query names the table.
        queries: of rules that look at all rows.
        kept: of documents that an earlier audit measured, what it found.
        fresh: queries that ``kept`` asks of the rows of other documents alone.
    """
    whole = list(queries)
    asked = " ".join(whole)
    if any(_named("arrived", _without_sentences(query)) for query in whole):
        database.register("arrived_rows", arrived().to_arrow())
        database.execute("CREATE TABLE arrived AS FROM arrived_rows")
        database.unregister("arrived_rows")
    compares = _named("steady", asked)
    if compares:
        whole += [each.sql for each in history.MEASURES]
        asked = " ".join(whole)
    sql = {name: make(gate) for name, make in MEASURES.items()}
    asked = behind(asked, gate)
    of_fresh = " ".join(behind(query, gate) for query in fresh)
    anew = set() if kept is None else kept.lacking(database, {name: sql[name] for name in sql if _named(name, asked)})
    for name, query in sql.items():
        if kept is not None and _named(name, of_fresh):
            kept.measure_fresh(database, name, query)
        if _named(name, asked):
            readers = [*whole, *(sql[one] for one in sql if one != name and _named(one, asked))]
            looking = " ".join(one for one in readers if _named(name, one))
            if kept is None or name in anew or not kept.complete(database, name, query, looking):
                database.execute(f"CREATE TABLE {name} AS {query}")
            if kept is not None:
                kept.keep(database, name, query)
    if compares:
        history.compare(database, gate)


def behind(query: str, gate: GateSettings) -> str:
    """``query``, and those of all measures it looks at, however many are between."""
    for name, make in reversed(MEASURES.items()):  # what is asked for may itself look at an earlier one
        if _named(name, query):
            query += make(gate)
    return query


def prepare(database: duckdb.DuckDBPyConnection, rulings: pl.DataFrame) -> None:
    """Make the tables that every audit needs.

    They are ``weekdays`` (word, day), ``rulings``, ``released`` (document_id) and ``held_by_ruling`` (document_id,
    detail): the documents a person ruled on.
    """
    database.execute("CREATE TABLE weekdays (word VARCHAR, day INTEGER)")
    named = full_names("weekdays").items()
    database.execute("INSERT INTO weekdays VALUES " + ", ".join(f"({sql_list((word,))}, {day})" for word, day in named))
    _rulings(database, rulings)


def _without_sentences(query: str) -> str:
    """``query`` without what it says in words, and its remarks: a table that is named there alone is not asked."""
    import duckdb

    said = (duckdb.token_type.string_const, duckdb.token_type.comment)
    tokens = duckdb.tokenize(query)
    begins = [start for start, _ in tokens] + [len(query.encode())]
    whole = query.encode()  # places are counted in bytes
    kept = (whole[start:end] for (start, kind), end in zip(tokens, begins[1:], strict=True) if kind not in said)
    return b" ".join(kept).decode()


def _named(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def _rulings(database: duckdb.DuckDBPyConnection, rulings: pl.DataFrame) -> None:
    database.execute(
        "CREATE TABLE rulings (id VARCHAR, ruling VARCHAR, who VARCHAR, why VARCHAR, ruled_at TIMESTAMPTZ)"
    )
    in_force = rulings.filter("in_force").drop("in_force")
    if in_force.height:
        database.executemany("INSERT INTO rulings VALUES (?, ?, ?, ?, ?)", in_force.rows())
    database.execute(
        """
CREATE TABLE released AS
SELECT id AS document_id FROM rulings WHERE ruling = 'release'
UNION SELECT document_id FROM articles JOIN rulings ON id = article_id WHERE ruling = 'release'"""
    )
    # Whoever holds an article means its copies too: none of them shall take its place.
    database.execute(
        """
CREATE TABLE held_by_ruling AS
SELECT d.document_id,
  min('Held back by ' || who || ' on ' || CAST(ruled_at AT TIME ZONE 'UTC' AS DATE) || ': ' || why) AS detail
FROM documents AS d JOIN rulings ON id IN (d.document_id, d.article_id)
WHERE ruling = 'hold' AND d.status NOT IN ('unreadable', 'removed')
GROUP BY d.document_id"""
    )
