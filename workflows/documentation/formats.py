"""The table of formats in ``docs/reading.md``, from the list of formats.

Belongs here: how the table is put into the page. Does not belong here: a word about any one format
(``kliping.reading.known``).
"""

from __future__ import annotations

from kliping.reading.known import COMPRESSED, FORMATS, PAGES
from workflows.documentation.markdown import cell, put_between

BEGIN = "<!-- formats: `make docs` writes them; a test fails when they are out of date. -->\n\n"
END = "\n<!-- end of formats -->\n"

HEAD = """\
| format | example | a document is | its `member` |
|---|---|---|---|
"""


def with_formats(page: str) -> str:
    """``page`` with the table of all formats between its marks.

    Raises:
        ValueError: it has no such marks.
    """
    shown = (*PAGES.values(), *(row for one in FORMATS for row in one.shown), *COMPRESSED.values())
    rows = "".join(
        f"| {cell(one.name)} | `{one.example}` | {cell(one.document)} | {cell(one.member)} |\n" for one in shown
    )
    return put_between(page, BEGIN, END, HEAD + rows, "docs/reading.md: the marks around the table of formats")
