"""``kliping match``: what new pages copy in the published corpus."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json
from workflows.commands.places import Source
from workflows.terminal import NO_PAGE, print_json, say, tell


@click.command(name="match")
@click.argument("sources", metavar="FILE...", nargs=-1, type=Source(), required=True)
@with_home
@with_json
def command(sources: tuple[str, ...], home: Path | None, config: Path | None, as_json: bool) -> None:
    """Tell what pages copy in the published corpus, without taking them in.

    With --json one object a page and article: kind, shared part, similarity, and the article. A page that cannot be
    read is told with the reason, and the exit code is 1 then.
    """
    from kliping.engine import ranks_of, signatures_of, understand, unread
    from kliping.reading import stream_documents
    from kliping.warehouse.matching import match

    settings = settings_of(home, config)
    store = store_of(settings)
    found = refused = False
    for documents in stream_documents(sources, settings.reading, datetime.now(UTC), settings.cleaning.lexicons):
        pages = documents.select("document_id", page="uri", member="member")
        found = True
        understood = understand(documents, settings)
        for row in unread(understood).join(pages, on="document_id", maintain_order="left").iter_rows(named=True):
            refused = True
            if as_json:
                print_json(row)
            else:
                say(row["detail"], fg="red")
        signatures = signatures_of(understood, settings)
        matches = match(store, settings, signatures, ranks_of(understood, signatures, settings))
        for row in matches.join(pages, on="document_id", how="left", maintain_order="left").iter_rows(named=True):
            page = " ".join(filter(None, (row["page"], row["member"])))
            if as_json:
                print_json(row)
            elif row["kind"] is None:
                say(f"{page}: nothing like it")
            else:
                say(f"{page}: {row['kind']} of {row['article_id']} ({row['shared']:.0%})")
                facts = (row["title"] or "(no title)", row["publisher"], row["published_on"])
                say(f"    {'  '.join(str(fact) for fact in facts if fact)}", dim=True)
    if not found:
        tell(NO_PAGE)
    if refused or not found:
        raise SystemExit(1)
