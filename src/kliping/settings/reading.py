"""Settings of reading what a scraper left."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ReadingSettings(BaseModel):
    """Thresholds of reading what a scraper left."""

    model_config = ConfigDict(extra="forbid", frozen=True)
