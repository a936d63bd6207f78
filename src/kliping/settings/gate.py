"""Settings of the expectations and the verdict."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from kliping.settings.section import Section


class GateSettings(Section):
    """Thresholds of the expectations and the verdict."""

    # The body.
    body_words_min: int = Field(
        20,
        ge=0,
        description="Words a body must have (und and unspaced scripts: see body_chars_min). A news flash of two "
        "sentences has about 25; menus and error pages that slip through have fewer.",
    )
    body_chars_min: int = Field(
        60,
        ge=0,
        description="Characters that stand in for body_words_min in scripts written without spaces (Chinese, "
        "Japanese, Thai): two sentences.",
    )
    body_words_max: int = Field(
        30_000,
        ge=1,
        description="Words above which a body is suspected to be several pages run together: longer than any "
        "single news feature.",
    )
    repeat_chars_min: int = Field(
        40,
        ge=1,
        description="Characters from which a paragraph counts as repeated: shorter ones (`Ya.`, `* * *`) repeat "
        "in good interviews.",
    )
    source_repeats_max: float = Field(
        0.1,
        ge=0,
        le=1,
        description="Share of a page's lines that may repeat an earlier one before the source is reported: menus "
        "and captions printed twice come to less.",
    )
    furniture_paragraphs_max: int = Field(
        0,
        ge=0,
        description="Paragraphs of a body that may still be lines the corpus is known to repeat (templates).",
    )
    furniture_chars_max: int = Field(
        160, ge=1, description="Characters above which a paragraph is never taken for furniture: links are short."
    )
    mojibake_max: int = Field(
        2,
        ge=0,
        description="Broken character sequences (`â€œ`, `Ã©`, the replacement sign) a body may hold: one is quoted.",
    )

    markup_max: int = Field(
        2, ge=0, description="Tags and entities (`<br>`, `&nbsp;`) a body may hold: an article on the web may name one."
    )
    foreign_share_max: float = Field(
        0.3,
        ge=0,
        le=1,
        description="Share of an article's words that may stand in paragraphs of another language than its own.",
    )

    body_confidence_min: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Probability that a body is right (F1 of 0.9 against a careful reader's) below which an article is"
        " named for review: it is as likely wrong as right.",
    )

    # Title and metadata.
    title_chars_min: int = Field(8, ge=0, description="Characters below which a title is more likely a menu entry.")
    title_chars_max: int = Field(
        300,
        ge=1,
        description="Characters above which a title is more likely a paragraph: the longest headlines have 200.",
    )
    title_stems_min: int = Field(
        4,
        ge=1,
        description="Words of five letters or more from which a title is compared with its body: a short one may well "
        "be a play on words.",
    )
    title_articles_max: int = Field(
        20,
        ge=1,
        description="Articles that may share one title before it is taken for furniture: columns that return weekly "
        "repeat a title a few times.",
    )
    title_share_max: float = Field(
        0.02, ge=0, le=1, description="Share of all articles that must share a title, as well, before it is furniture."
    )
    press_begins: date = Field(
        date(1605, 1, 1), description="First possible day of publication: the first printed newspaper, Strasbourg 1605."
    )
    arrival_slack_days: int = Field(
        2,
        ge=0,
        description="Days a publication may lie after its page's arrival: time zones, and papers dated tomorrow.",
    )
    confidence_min: float = Field(
        0.5, ge=0, le=1, description="Confidence below which a published date is reported as a weak guess."
    )

    # Language.
    languages: tuple[str, ...] = Field(
        (), description="Languages the corpus may hold (`id`, `en`, …); articles in others are held. Empty: all."
    )
    language_confidence_min: float = Field(
        0.5, ge=0, le=1, description="Confidence below which the language of a long body is reported."
    )
    language_words_min: int = Field(
        50, ge=0, description="Words from which a body is long enough that its language must be known."
    )

    # Copies.
    near_duplicate_min: float = Field(
        0.9,
        gt=0,
        le=1,
        description="Share of two articles' text (characters of common paragraphs over those of either) from which "
        "they are reported as a pair of copies left over. The search for copies sees finer changes.",
    )
    near_duplicate_spread_max: int = Field(
        20, ge=2, description="Articles sharing a paragraph above which it is furniture or a refrain, and not compared."
    )

    # The corpus against its last editions.
    history_editions: int = Field(8, ge=3, description="Published editions that an edition is compared with.")
    history_editions_min: int = Field(
        4, ge=3, description="Published editions below which comparisons stay silent: a median of three says little."
    )
    history_deviations: float = Field(
        6.0,
        gt=0,
        description="Robust deviations (1.4826 times the median absolute deviation) from the median that are an "
        "anomaly: six keeps an archive that grows and shifts slowly silent.",
    )
    shrink_share_max: float = Field(
        0.1, ge=0, le=1, description="Share of the last edition's articles that may be missing in the next one."
    )
    held_share_max: float = Field(
        0.5, ge=0, le=1, description="Share of the readable documents that may be held before it is reported."
    )
    unreadable_share_max: float = Field(
        0.2, ge=0, le=1, description="Share of the documents that may be unreadable before it is reported."
    )
    share_documents_min: int = Field(
        20, ge=1, description="Documents from which a share of them says something; below, the two above stay silent."
    )
    fresh_days_max: int = Field(
        30, ge=1, description="Days since the newest arrival after which an edition is reported as stale."
    )

    # How the audit works.
    sample_rows: int = Field(5, ge=0, le=200, description="Keys of failing rows shown with a result.")
    audit_memory_mb: int = Field(
        1200, ge=256, description="Megabytes DuckDB may use during the audit; more is spilt to the home folder."
    )
    audit_threads: int = Field(2, ge=1, description="Threads DuckDB may use during the audit.")
    data_docs_editions: int = Field(20, ge=1, description="Editions whose Data Docs are kept.")
