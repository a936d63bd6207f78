"""The script that a good engineer writes in a day for the same job, with the obvious libraries: a fair opponent.

``python -m benchmarks.plain_script FOLDER FILE.duckdb``: reads the pages of a folder, keeps the lines that look like an
article, takes title, author and date by patterns, names the language with langdetect, finds near copies with
datasketch's MinHash and writes articles, copies and pages without an article to DuckDB.

Belongs here: that script alone; it imports nothing of Kliping. Does not belong here: timing it (``whole_job``).
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import duckdb
import pandas as pd
from datasketch import MinHash, MinHashLSH
from langdetect import DetectorFactory, LangDetectException, detect

FURNITURE = re.compile(
    r"^(baca juga|baca lagi|simak|read more|see also|related|tag|topics|bagikan|share|kongsi|©|copyright)",
    re.IGNORECASE,
)
BYLINE = re.compile(r"^(?:penulis|oleh|reporter|by|written by)\s*:?\s+([^|]+)", re.IGNORECASE)
MONTHS = {
    name: number
    for names in (
        "januari februari maret april mei juni juli agustus september oktober november desember",
        "january february march april may june july august september october november december",
        "januari februari mac april mei jun julai ogos september oktober november disember",
    )
    for number, name in enumerate(names.split(), 1)
}
DAY = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b", re.IGNORECASE)
MONTH_FIRST = re.compile(r"\b(" + "|".join(MONTHS) + r") (\d{1,2}), (\d{4})\b", re.IGNORECASE)
NUMBERS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
WORD = re.compile(r"\w+")
PERMUTATIONS, SIMILAR = 128, 0.5
"""Hashes of a sketch, and the share of them that copies have in common: what the documentation of datasketch shows."""

LEAST_PARAGRAPH = 80
"""Characters from which a line is a paragraph, as such a script would have it."""

SHINGLE = 3
"""Words of a shingle, as usual."""


def day_of(line: str) -> str | None:
    """The first date of a line as year, month, day."""
    if found := DAY.search(line):
        return f"{found[3]}-{MONTHS[found[2].lower()]:02}-{int(found[1]):02}"
    if found := MONTH_FIRST.search(line):
        return f"{found[3]}-{MONTHS[found[1].lower()]:02}-{int(found[2]):02}"
    if found := NUMBERS.search(line):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return None


def article_of(text: str) -> dict[str, str | None]:
    """Title, author, date, language and body of a page."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    body: list[str] = []
    seen: set[str] = set()
    title = author = day = None
    for number, line in enumerate(lines):
        if len(line) >= LEAST_PARAGRAPH and line.endswith((".", '"', "”", "!", "?")) and not FURNITURE.match(line):
            if line not in seen:
                body.append(line)
                seen.add(line)
        elif not body:
            if found := BYLINE.match(line):
                author = author or found[1].strip()
                title = title or (lines[number - 1] if number else None)
            day = day or day_of(line)
    content = "\n\n".join(body)
    try:
        language = detect(content) if content else None
    except LangDetectException:
        language = None
    return {"title": title, "author": author, "published_on": day, "language": language, "body": content}


def signature(body: str) -> MinHash:
    """MinHash of the runs of three words of a body."""
    words = WORD.findall(body.lower())
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([" ".join(words[at : at + SHINGLE]).encode() for at in range(max(len(words) - 2, 1))])
    return made


def main(folder: Path, file: Path) -> None:
    """Do the job."""
    DetectorFactory.seed = 0
    rows = []
    for path in sorted(folder.rglob("*.txt")):
        content = path.read_bytes()
        found = article_of(content.decode("utf-8", "replace"))
        rows.append({"id": hashlib.sha256(content).hexdigest()[:16], "uri": str(path), **found})
    index = MinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS)
    first: dict[str, str] = {}
    for row in rows:
        name = str(row["id"])
        if not row["body"] or name in first:
            continue
        made = signature(str(row["body"]))
        alike = index.query(made)
        first[name] = min(first[one] for one in alike) if alike else name
        index.insert(name, made)
    frame = pd.DataFrame(rows)
    frame["canonical"] = frame["id"].map(first)
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE articles AS SELECT * FROM frame WHERE canonical = id")
        connection.execute("CREATE TABLE copies AS SELECT id, uri, canonical FROM frame WHERE canonical != id")
        connection.execute("CREATE TABLE without_article AS SELECT id, uri FROM frame WHERE canonical IS NULL")
        print(connection.execute("SELECT count(*) FROM articles").fetchall()[0][0], "articles")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
