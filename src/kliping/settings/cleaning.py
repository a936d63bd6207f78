"""Settings of finding the article in flattened text."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads the annotation when the class is made

from pydantic import Field

from kliping.settings.section import Section


class CleaningSettings(Section):
    """Thresholds of finding the article in flattened text."""

    model: Path | None = Field(None, description="A model file written by `kliping train`; none: the built-in model.")
    lexicons: tuple[Path, ...] = Field(
        (),
        description="Folders of further words, `<language>.toml`, which add to the built-in ones, for every step and"
        " the expectations.",
    )
    obvious: float = Field(
        0.01,
        ge=0,
        le=1,
        description="Probability below which the first pass's word on a line is final: it settles two lines in five,"
        " and one in five hundred of those is body.",
    )
    extractor_weight: float = Field(
        3.5,
        ge=0,
        description="Log-odds by which a line that the HTML extractor takes for the article gains: 3.5 is 33 to one,"
        " so only a sure model overrules it.",
    )
    extractor_silence: float = Field(
        3.5,
        ge=0,
        description="Log-odds by which a line that the HTML extractor leaves out loses.",
    )
    stated_weight: float = Field(
        4.0,
        ge=0,
        description="Log-odds by which a line gains that stands in the `articleBody` which the page itself states"
        " (JSON-LD or microdata), and every other line loses: more than the extractor's, since its makers say so.",
    )
    article_probability: float = Field(
        0.33,
        ge=0,
        le=1,
        description="Probability of being an article below which a page is taken for another kind (`page_kind`) and"
        " held back: an article that is lost costs twice what a wall that is published costs. 0 holds none back.",
    )
    template_groups: int = Field(
        8,
        ge=2,
        description="Distinct groups in which a line must stand to be a template: below this, chance and stock"
        " sentences of agencies are as likely as furniture.",
    )
    template_share: float = Field(
        0.002,
        ge=0,
        le=1,
        description="Share of all groups in which a line must stand to be a template, so that the threshold grows with"
        " the corpus.",
    )
