"""Settings of reading what a scraper left."""

from __future__ import annotations

from pydantic import Field, field_validator

from kliping.settings.section import Section


class ReadingSettings(Section):
    """Thresholds of reading what a scraper left."""

    ignore: tuple[str, ...] = Field(
        default=(".*", "expected.jsonl", "README*"),
        description="Globs on a file's or folder's own name, passed over when a folder, glob or archive is read: "
        "hidden files, answer sheets and notes are no pages. A file that is named as a source itself is always read.",
    )
    settle_seconds: float = Field(
        default=5.0,
        ge=0,
        description="Seconds since its last change, by the clock of its own file system, before a local file is taken: "
        "one that is still being written would be read in half. `kliping run` waits that long for such files; a sensor "
        "leaves them to its next look. Writers that pause longer in the middle of a file are rare.",
    )
    follow_removals: bool = Field(
        default=False,
        description="Whether a page that left its source (a file deleted or renamed, a row or member taken out) leaves "
        "the tables: `documents.status = 'removed'`. Off: what was once read stays, as an archive should.",
    )
    columns: dict[str, str] = Field(
        default={},
        description="Column (or JSON key) that holds the `text`, or a field such as `title`, `published_on` or `url`, "
        'where the names guessed by formats/columns.toml do not fit: {text = "isi_berita"}. Default: none.',
    )
    batch_documents: int = Field(
        default=2_000,
        ge=1,
        description="Documents in a batch at most: large enough that the fixed cost of a step is spread thin, small "
        "enough that a batch with its lines stays within a few hundred megabytes.",
    )
    batch_bytes: int = Field(
        default=64 * 1024**2,
        ge=1024,
        description="Bytes of documents in a batch at most (a single larger document is a batch of its own): bounds "
        "the memory of every step that holds a whole batch.",
    )
    document_bytes: int = Field(
        default=16 * 1024**2,
        ge=1024,
        description="Bytes of one document at most, unpacked. The largest news pages are a few megabytes; what is "
        "larger is a dump, a log or a bomb.",
    )
    line_characters: int = Field(
        default=1_000_000,
        ge=1_000,
        description="Characters of one line of text at most (HTML source is exempt: it is often one line). A long "
        "page without any line break has some tens of thousands.",
    )
    lines: int = Field(
        default=100_000,
        ge=100,
        description="Lines of one document at most; a page with all its menus and comments has some thousands.",
    )
    table_bytes: int = Field(
        default=256 * 1024**2,
        ge=1024,
        description="Bytes of a JSON array, a JSON object or a feed at most: these are held whole while they are "
        "read. JSON Lines, CSV, Parquet, Arrow, WARC and archives are streamed and have no such limit.",
    )
    archive_depth: int = Field(
        default=5,
        ge=1,
        description="Archives and compressions inside one another at most; `.tar.gz` counts as two. Crawls are packed "
        "two or three deep.",
    )
    archive_ratio: int = Field(
        default=250,
        ge=2,
        description="Times its size that a compressed file may unpack to, once that is more than 64 MiB. Pages of one "
        "site shrink 5 to 60 times; bombs a thousand times and more.",
    )
    archive_members: int = Field(
        default=1_000_000,
        ge=1,
        description="Members of one archive at most, those of archives inside it counted: each costs time even when "
        "it is empty.",
    )

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, given: dict[str, str]) -> dict[str, str]:
        if not given:
            return given
        from kliping.fields import METADATA_FIELDS

        for name in given:
            if name not in ("text", *METADATA_FIELDS):
                raise ValueError(f"{name!r} is no field: use text, {', '.join(METADATA_FIELDS)}")
        return given
