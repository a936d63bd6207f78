"""What must hold of the columns that ``publishing.article_columns`` adds to ``articles``: two expectations a column.

Belongs here: expectations made from settings. Does not belong here: those of the project's own columns (``articles``).
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from expectations.lexicon import sql_list
from expectations.spec import ExpectationSpec
from kliping.reading.formats.columns import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.settings.publishing import ArticleColumn

_of_articles = partial(ExpectationSpec, table="articles", severity="warning", dimension="validity")


def suite(columns: Mapping[str, ArticleColumn]) -> tuple[ExpectationSpec, ...]:
    """The expectations of every added column."""
    return tuple(spec for name, column in columns.items() for spec in (_some(name, column), _fits(name, column)))


def _some(name: str, column: ArticleColumn) -> ExpectationSpec:
    words = " or ".join(column.named or (name,))
    stated = f'count("{name}")'
    return _of_articles(
        name=f"added_{name}_is_there",
        column=name,
        dimension="completeness",
        description=f"Some source has the column {words}.",
        threshold="at least one article has a value",
        sql=f"SELECT count(*) AS articles FROM articles HAVING count(*) > 0 AND {stated} = 0",
        key=("articles",),
        observe=f"SELECT coalesce({stated} / nullif(count(*), 0), 0.0), {stated} || ' of ' || count(*) || "
        "' articles have a value' FROM articles",
    )


def _fits(name: str, column: ArticleColumn) -> ExpectationSpec:
    nothing = sql_list(("", *listed()["placeholders"]["any"]))
    held = " OR ".join(
        f"coalesce(lower(trim({_in_extra(one)})), '') NOT IN ({nothing})" for one in column.named or (name,)
    )
    return _of_articles(
        name=f"added_{name}_fits",
        column=name,
        level="row",
        description=f"What the sources hold as {name} can be read as {column.type}.",
        sql=f"""
SELECT a.document_id, 'What its source holds as {name} says nothing, or is no {column.type}.' AS detail
FROM articles AS a JOIN documents AS d USING (document_id) WHERE a."{name}" IS NULL AND ({held})""",
        key=("document_id",),
    )


def _in_extra(name: str) -> str:
    """The value of a key of ``documents.extra``, whatever signs the key is made of."""
    return f"json_transform(d.extra, {sql_list((json.dumps({name: 'VARCHAR'}),))})[{sql_list((name,))}]"
