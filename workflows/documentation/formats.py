"""The table of formats in ``docs/reading.md``, from the list of formats.

Belongs here: how the table is put into the page. Does not belong here: a word about any one format
(``kliping.reading.known``).
"""

from __future__ import annotations

from kliping.reading.known import COMPRESSED, FORMATS, PAGES
from workflows.documentation.markdown import cell

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
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("docs/reading.md: the marks around the table of formats are missing")
    shown = (*PAGES.values(), *(row for one in FORMATS for row in one.shown), *COMPRESSED.values())
    rows = "".join(
        f"| {cell(one.name)} | `{one.example}` | {cell(one.document)} | {cell(one.member)} |\n" for one in shown
    )
    return f"{before}{BEGIN}{HEAD}{rows}{END}{after}"
