"""Settings of reading what a scraper left."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ReadingSettings(BaseModel):
    """Thresholds of reading what a scraper left."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ignore: tuple[str, ...] = Field(
        (".*", "expected.jsonl", "README*"),
        description="Globs on a file's or folder's own name, passed over when a folder, glob or archive is read: "
        "hidden files, answer sheets and notes are no pages. A file that is named as a source itself is always read.",
    )
    batch_documents: int = Field(
        2_000,
        ge=1,
        description="Documents in a batch at most: large enough that the fixed cost of a step is spread thin, small "
        "enough that a batch with its lines stays within a few hundred megabytes.",
    )
    batch_bytes: int = Field(
        64 * 1024**2,
        ge=1024,
        description="Bytes of files in a batch at most (a single larger document is a batch of its own): bounds the "
        "memory of every step that holds a whole batch.",
    )
    document_bytes: int = Field(
        16 * 1024**2,
        ge=1,
        description="Bytes of one document at most, after unpacking. The largest news pages are a few megabytes; "
        "what is larger is a dump, a log or a bomb.",
    )
