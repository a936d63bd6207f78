"""Takes the pictures of the docs from a running UI over the sample pages: ``python -m tests.screenshots``.

Belongs here: what is shown, and where the picture goes (``docs/images``). Does not belong here: starting the UI
(``tests.driving``).
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.driving import browsing, serving, wait_for

CHECKOUT = Path(__file__).resolve().parents[1]
IMAGES = CHECKOUT / "docs" / "images"

PICTURES = {
    "graph": ("/kliping/graph", "signatures"),
    "checks": ("/assets/published/articles?view=checks&checkDetail=publication_date", "What to do"),
    "published": ("/assets/published?view=events", "data_docs"),
    "charts": ("/assets/published/articles?view=events", "chart/languages"),
    "rows": ("/kliping/rows/1/publication_date", "What to do"),
    "data-docs": ("/kliping/data-docs/00000001/index.html", "expectations"),
}
"""By name of the picture: the address, and words that are there once all is drawn."""


def take(page: Any, address: str) -> None:  # a page of Playwright's
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, (place, words) in PICTURES.items():
        page.goto(address + place, wait_until="domcontentloaded")
        try:
            page.get_by_text(words).first.wait_for(timeout=60_000)
        except Exception as late:  # noqa: BLE001 - the picture shows what there is instead
            print(f"{name}: {words!r} is not there: {type(late).__name__}")
        page.wait_for_timeout(4_000)
        page.screenshot(path=IMAGES / f"{name}.png")
        print(f"docs/images/{name}.png")


def main() -> None:
    """Start the UI over the sample, wait for its first edition, take the pictures."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), CHECKOUT / "seeds") as (address, home, log):
        record = home / "edition.json"
        wait_for("the first edition", lambda: json.loads(record.read_text())["edition"] == 1, log)
        with browsing() as page:
            take(page, address)


if __name__ == "__main__":
    main()
