"""Twelve questions that analysts ask of the published file, with their answers.

Belongs here: the questions, and how their answers are put into a page. Does not belong here: a query that a view
answers by itself (``kliping.tables.views``).

The answers of a published file stand in ``docs/sql.md``, from the heading on. A query must be understood by every
DuckDB client that opens the file, from 1.1.3 on, and have one order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kliping.shown import plain
from kliping.warehouse.connections import questioned
from workflows.documentation.markdown import cell

HEADING = "## Twelve questions, and what the sample answers"
ABOUT = """\
The answers are those of the pages in `seeds/`, as `kliping run` publishes them. `make docs` prints them anew.
"""


@dataclass(frozen=True)
class Question:
    """A question in words and in SQL."""

    words: str
    query: str


QUESTIONS = (
    Question(
        "How much is there in each language?",
        """SELECT language, count(*) AS articles, sum(word_count)::BIGINT AS words,
       round(avg(language_confidence), 3) AS confidence
FROM articles GROUP BY language ORDER BY articles DESC, language;""",
    ),
    Question(
        "Which outlets are in it, and from when to when?",
        """SELECT outlet, articles, first_day, last_day
FROM outlets ORDER BY articles DESC, outlet LIMIT 6;""",
    ),
    Question(
        "How many articles are there of each year?",
        """SELECT year(day) AS year, sum(articles)::BIGINT AS articles, count(DISTINCT publisher) AS outlets
FROM articles_daily GROUP BY year ORDER BY year;""",
    ),
    Question(
        "What is written about a pier?",
        """SELECT round(score, 2) AS score, title, publisher
FROM search('dermaga kunang-kunang', n := 3);""",
    ),
    Question(
        "Which words gave these dates, and how sure are they?",
        """SELECT published_on, published_basis AS basis, published_confidence AS sure, published_evidence AS words
FROM articles WHERE published_on IS NOT NULL ORDER BY published_on DESC, article_id LIMIT 5;""",
    ),
    Question(
        "Which articles have no date, and why?",
        """SELECT title, why, likeliest, confidence FROM undated_articles ORDER BY title;""",
    ),
    Question(
        "Who writes the most?",
        """SELECT author, count(*) AS articles, min(published_on) AS first
FROM (SELECT unnest(authors) AS author, published_on FROM articles)
GROUP BY author ORDER BY articles DESC, author LIMIT 5;""",
    ),
    Question(
        "Which pages are copies of each other, and how close?",
        """SELECT parse_filename(c.uri) || coalesce(c.member, '') AS copy,
       parse_filename(o.uri) || coalesce(o.member, '') AS stays, kind, round(similarity, 3) AS similarity
FROM duplicates JOIN documents AS c USING (document_id)
JOIN documents AS o ON o.document_id = canonical_document_id ORDER BY ALL;""",
    ),
    Question(
        "What was held back or could not be read?",
        """SELECT parse_filename(uri) AS file, stage, reason, expectation FROM quarantine ORDER BY ALL;""",
    ),
    Question(
        "What was cut away, and how much of what came in is that?",
        """SELECT role, count(DISTINCT (document_id, line)) AS lines,
       round(100 * lines / (SELECT sum(raw_lines) FROM documents), 1) AS percent
FROM removed_lines GROUP BY role ORDER BY lines DESC, role LIMIT 8;""",
    ),
    Question(
        "Where does a paragraph come from?",
        """SELECT parse_filename(uri) AS file, line_from AS line, role, text[:60] AS begins
FROM where_from WHERE text ILIKE '%dermaga kayu%' ORDER BY ALL LIMIT 3;""",
    ),
    Question(
        "What did the last audit find?",
        """SELECT expectation, severity, unexpected_count AS rows_that_break_it
FROM quality_history WHERE NOT success AND edition = (SELECT max(edition) FROM editions) ORDER BY ALL;""",
    ),
)


def answered(file: Path) -> str:
    """The section that shows every question with the answer of the published ``file``, in Markdown."""
    parts = [HEADING, "", ABOUT]
    with questioned(file) as connection:
        for number, question in enumerate(QUESTIONS, start=1):
            found = connection.execute(question.query)
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
            parts += [f"### {number}. {question.words}", "", "```sql", question.query, "```", ""]
            parts += _table(names, rows) if rows else ["None."]
            parts.append("")
    return "\n".join(parts)


def with_answers(page: str, file: Path) -> str:
    """``page`` with the questions answered by ``file`` from ``HEADING`` on."""
    return page.partition(HEADING)[0] + answered(file)


def _table(names: list[str], rows: list[tuple[object, ...]]) -> list[str]:
    shown = [
        "| " + " | ".join("" if value is None else cell(plain(str(value))) for value in row) + " |" for row in rows
    ]
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names), *shown]
