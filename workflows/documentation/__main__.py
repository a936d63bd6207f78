"""Writes the pages: ``python -m workflows.documentation [PUBLISHED_FILE]``."""

from __future__ import annotations

import sys
from pathlib import Path

from workflows.documentation.pages import write_pages

if __name__ == "__main__":
    for page in write_pages(published=Path(sys.argv[1]) if sys.argv[1:] else None):
        print(page)
