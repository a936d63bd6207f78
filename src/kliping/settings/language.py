"""Settings of naming the language."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class LanguageSettings(BaseModel):
    """Thresholds of naming the language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
