"""Settings of reading metadata."""

from __future__ import annotations

from pydantic import Field

from kliping.settings.section import Section


class MetadataSettings(Section):
    """Thresholds of reading metadata."""

    earliest_year: int = Field(
        1990,
        ge=1,
        le=9999,
        description="Year. No page of the web is older, so an earlier date is an event's and never a publication date.",
    )
    arrival_slack_days: int = Field(
        1,
        ge=0,
        description="Days a publication date may lie after the document's arrival: east of the archive it is tomorrow.",
    )
    resolve_relative_to_arrival: bool = Field(
        False,
        description=(
            "Whether `2 jam lalu` counts back from the document's arrival. Only right where pages arrive the day they "
            "are scraped; otherwise such words are resolved only against a date that the page states."
        ),
    )
    minimum_confidence: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Probability of being right below which a value stays in the evidence and is not chosen.",
    )
