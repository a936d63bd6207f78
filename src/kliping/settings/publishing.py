"""Settings of what is published, and how."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kliping.settings.section import Section
from kliping.tables.tables import ARTICLES

_MORE_OF_NAME = "{0,49}"
"""Letters of a name behind the first: it is one of a column, and columns of fifty letters are long enough."""

ColumnType = Literal["VARCHAR", "VARCHAR[]", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"]

_NAME = re.compile(rf"[a-z][a-z0-9_]{_MORE_OF_NAME}")


class ArticleColumn(BaseModel):
    """A column that is added to ``articles``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ColumnType = "VARCHAR"
    named: tuple[str, ...] = ()
    """What the sources call it, as ``documents.extra`` does; the first with a value counts. None: as here."""
    comment: str = ""


class PublishingSettings(Section):
    """What is left out of the published tables and added to them, which editions are kept, what exports say of them."""

    article_columns: dict[str, ArticleColumn] = Field(
        default={},
        description="Columns that `articles` gets beside its own, from what the sources' tables hold beyond the fields "
        '(`documents.extra`): {label = "VARCHAR", likes = {type = "BIGINT", named = ["likes", "suka"], comment = "…"}}.'
        " Types: VARCHAR, VARCHAR[], BIGINT, DOUBLE, BOOLEAN, DATE; a value that does not fit is NULL, and an"
        " expectation counts it. Default: none, since sources have no such column in common.",
    )
    redact_contacts: bool = Field(
        False,
        description="Replace e-mail addresses and telephone numbers in every published text by [e-mail] and"
        " [telephone]; `documents.redactions` counts them. The pages in the store stay as they came.",
    )
    licence: str = Field(
        "",
        description="Licence or terms that the card of an export states. Default: none; the texts belong to their"
        " publishers.",
    )
    editions_kept: int = Field(
        5,
        ge=1,
        description="Published editions that are kept as files in `<home>/editions`, to compare with and to go back to."
        " The newest is another name of the published file and takes no room. Five: a week's work days.",
    )
    editions_bytes: int = Field(
        5_000_000_000,
        ge=0,
        description="Bytes that the kept editions before the published one may take together; the oldest go first. The"
        " default is some forty editions of 20,000 pages, or one of 800,000.",
    )
    released_editions: int = Field(
        2,
        ge=1,
        description="Editions that lie at an address that `kliping export` releases to, the newest among them. Readers"
        " go back to them; they share the files that did not change. Two: who reads the one before can end.",
    )
    storage_version: Literal["v1.0.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.5.0", "v2.0.0"] = Field(
        "v1.0.0",
        description="DuckDB's storage format of the published file: the oldest client that is to open it. Every client"
        " from 1.1.3 on opens the default, which takes twice the room of `v1.5.0`, since it keeps long text as it is.",
    )

    memory_mb: int = Field(
        1000,
        ge=256,
        description="Megabytes that DuckDB may use while a candidate is built, beside what the steps hold; more is"
        " spilt to the home folder.",
    )

    @field_validator("article_columns", mode="before")
    @classmethod
    def _type_alone(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic validates what comes out
        """A type stands for a column of that type."""
        if not isinstance(given, dict):
            return given
        return {name: {"type": one} if isinstance(one, str) else one for name, one in given.items()}

    @field_validator("article_columns")
    @classmethod
    def _free_names(cls, given: dict[str, ArticleColumn]) -> dict[str, ArticleColumn]:
        taken = {column.name for column in ARTICLES.columns}
        for name in given:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a column: use lower-case letters, digits and _ (50 at most)")
            if name in taken:
                raise ValueError(f"articles has a column {name} already: give yours another name")
        return dict(sorted(given.items()))
