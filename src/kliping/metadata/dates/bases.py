"""What speaks for a date as the day of publication: its basis, from the words around it and its place in the page.

Belongs here: labels, header lines, datelines. Does not belong here: points for nearness and against crowds of other
dates (``points``), reading a date expression (``expressions``, ``years``, ``clock``), days in sentences (``events``),
and the choice (``published``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.dates.clock import with_time
from kliping.metadata.dates.events import with_likelihood
from kliping.metadata.dates.points import byline, scored
from kliping.metadata.dates.shapes import CLOCK
from kliping.metadata.survey import LONG, LONGEST_HEAD
from kliping.metadata.vocabulary import BEHIND_DAY, alternation, without_day
from kliping.text.patterns import letters
from kliping.words import labels, made_of_words, phrases
from kliping.words.agencies import before_other_dates, picture_agencies

_TO_VERB = "{0,80}"
"""Characters between a verb of saying and its day, within one sentence."""

_HEAD = "{0,40}"
"""Characters of what opens a line: a place and outlet before a dash, a label before a colon."""

_BESIDE_LABEL = "{0,34}"
"""Characters between the word for publishing and the day: a place, a weekday, a name."""

SHORT = 200
"""Characters of a line that may be a header; longer ones are sentences."""

TAGGED = 400
"""The same of a line right below the title that a label opens: sections and tags stand behind its day."""

TAGS = 2
"""Commas that make a list of tags."""

HEADER_WORDS = 14
"""Words beside the date and its label that a header line may hold: a byline, an outlet, "1.229 views"."""

ENDED = r"[.!?][\"”’)]*$"
"""The end of a sentence behind a date."""

LEADS = 2
"""Lines above the article's first long line in which a paragraph may stand."""

UNDER = 4
"""Lines below the title in which what cleaning takes for a date line needs no sign between either."""

LONE = 3
"""Words beside a date that need no sign between."""

SENTENCE = 2
"""Words in small letters, beside those of ``[header]``, from which a line is a sentence and no header."""

OPENED = 24
"""Characters before a date within which its label opens the line."""

LABELLED_SENTENCE = 5
"""The same behind a label: "Terakhir diperbarui oleh redaksi pada"."""

LABEL_REACH = 70
"""Characters before a date in which its label is looked for: ``_label`` lets 34 stand between, labels take the rest."""

OPENING = 60
"""Characters before a date within which a label or a dateline opens the line with it."""

_PARTED_OFF = rf"[|•·][^|•·]{_HEAD}$"
"""A sign that parts a label and its date from those before: "Published … | Updated 9:02 a.m. ET March 4, 2024"."""

ALONE, WELL_ABOVE = 2, 6
"""Words beside a date, and lines from the title up, from which it is the day on which the page was shown: sites print
it in their heads, with the weekday."""

_BEHIND_MOMENT = (
    r"(?:[0-9][:.][0-9]{2}(?:\s\p{L}{2,4})?"
    r"|[0-9][/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]\s\p{L}{3,}\s(?:19|20)[0-9]{2})"
)
"""The end of another moment on the line, with its zone: what stands behind it opens a part of the line."""

_WHOLE_DAY = r"^[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}$|^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}$"
_TEXT_BEHIND = rf"^(?:[T\s]{CLOCK}|\s[0-9]{{1,2}}[:.][0-9]{{2}})?[,:]?\s[\p{{Lu}}\"“‘']"
"""What follows the day that a text opens with: a clock, and the first sentence."""

TOLD = ("attribution", "event")
"""Bases of days in sentences: the page appeared that day or shortly after (``events``)."""


def _later_twin() -> pl.Expr:
    """Whether a date is the later of two that are glued together: themes print when a post appeared and was changed."""
    same = [pl.col("row").shift(step) == pl.col("row") for step in (1, -1)]
    glued = [pl.col("end").shift(1) == pl.col("start"), pl.col("end") == pl.col("start").shift(-1)]
    # a day is what zones of time and posts written ahead make
    later = [(pl.col("date") - pl.col("date").shift(step)).dt.total_days() > 1 for step in (1, -1)]
    twins = [one & two & three for one, two, three in zip(same, glued, later, strict=True)]
    return pl.any_horizontal(twins).fill_null(value=False)


def _printed() -> pl.Expr:
    """A day as sites print it between the headline and the article of a page on one line: day and time."""
    named = pl.col("weekday").is_not_null() & pl.col("rest_before").str.contains(letters(r"\p{L}{3,},?\s?$"))
    # without a weekday no word of a sentence stands before it
    named |= pl.col("first").is_null() & pl.col("rest_before").str.contains(r"(?:\p{Lu}\S*|[|•·:–-])\s$")
    clock = pl.col("rest_after").str.contains(f"^{BEHIND_DAY}")
    signed = without_day(pl.col("rest_before").str.strip_chars_end()).str.contains(_signed())
    return ((named & clock) | signed) & (pl.col("start") <= LONGEST_HEAD)


@made_of_words
def _signed() -> str:
    """A byline right before the day and its weekday: "… Kembali Dibuka Oleh: Sari Dewi - Senin,"."""
    opening = alternation({label for label in phrases("byline", "credit") if label[:1].isupper()})
    label = rf"(?:{opening}\s*:?|(?i:{alternation(labels('byline'))})\s*:)"
    return letters(rf"\s{label}\s+(?:\p{{Lu}}[\p{{L}}\p{{M}}.'’-]+[\s,]*)+[|•·–—-]?\s*$")


@made_of_words
def _credit() -> str:
    """A photographer's credit at the end of a line: the date before it is the picture's."""
    media, agencies = alternation(phrases("caption", "media")), picture_agencies()
    owners = alternation({*agencies, *(name.upper() for name in agencies)})
    return rf"\([^()]*(?:/|\b(?i:{media})s?\b|\b{owners}\b)[^()]*\)\.?$"


_ZONED = r"[0-9][:.][0-9]{2}\s?(?i:[ap]\.?m\.?)?\s?\(\p{Lu}{2,5}\)$"
"""A clock and its zone in brackets at the end of a line: India's is written like a mark of pictures, "(IST)"."""


@made_of_words
def _parted() -> str:
    """What stands between other words and the date of a header."""
    words = alternation([*phrases("date", "before_month"), *phrases("byline", "by")])
    return rf"(?:^|[|•·,;:/()–—-]|\s-|\b(?i:{words}))\s*$"


@made_of_words
def _of_another() -> str:
    """What stands before the date of a picture, of a claim of rights or of a birth."""
    starts, inside = (alternation(phrases("other_date", kind)) for kind in ("starts", "words"))
    return rf"(?i)^\(?{starts}\b|\b{inside}\b"


def judged(hits: pl.DataFrame) -> pl.DataFrame:
    """Each date with ``rank`` (of its basis), ``basis``, ``points`` and ``time``; without those that cannot be it."""
    hits = with_time(hits).with_columns(
        before=pl.col("rest_before").str.slice(-LABEL_REACH).str.to_lowercase(),
        beside=pl.concat_str(
            pl.col("rest_before"), pl.lit(" "), pl.col("rest_after").str.slice(0, SHORT), ignore_nulls=True
        ),
    )
    # a pattern passes over nulls: where the words it needs are not on the line it is not tried
    nearest = pl.when("labelled").then("before").str.extract_groups(_label())
    again = pl.when("labelled").then("before").str.extract(_again(), 1)
    label = pl.coalesce(again, *(nearest.struct.field(str(group)) for group in (1, 2, 3))).str.replace_all(r"\s+", " ")
    # "Published" on a line of its own above a date and little else
    short = [pl.col(name).str.count_matches(letters(r"\p{L}{2,}")) <= LONE for name in ("above", "beside")]
    alone = pl.when(*short).then(pl.col("above").str.to_lowercase()).str.extract(_label(), 1)
    label = pl.coalesce(label, alone)
    hits = hits.with_columns(
        said=label,
        words_beside=pl.col("beside").str.count_matches(letters(r"\p{L}{2,}")).cast(pl.Int32),
        other=(
            pl.when("other_word")
            .then("before")
            .str.contains(letters(rf"(?:^|[^\p{{L}}]){alternation(before_other_dates())}[^\p{{L}}]*$|©"))
            | pl.when("other_word").then("rest_before").str.contains(_of_another())
            | (
                pl.when("paren").then(pl.col("rest_before") + pl.col("rest_after")).str.contains(_credit())
                & ~pl.col("rest_after").str.contains(_ZONED)
            )
        ).fill_null(value=False),
        # asked of headers only, which are short
        small_words=pl.when(pl.col("chars") <= SHORT).then(_small_words()),
        attributed=pl.when("verb")
        .then("rest_before")
        .str.to_lowercase()
        .str.contains(alternation(phrases("attribution", "verbs")) + rf"[^.!?]{_TO_VERB}$")
        .fill_null(value=False),
        changed=label.is_in(labels("updated")).fill_null(value=False),
        retold=_later_twin(),
    ).with_columns(
        # of "3 May 2024, updated 5 May 2024" the first is the day of publication
        label=pl.when("changed")
        .then(pl.lit("updated"))
        .when(pl.col("said").is_not_null() | pl.col("changed").any().over("doc", "index"))
        .then(pl.lit("published")),
    )
    few = pl.col("words_beside") <= pl.when("body").then(LONE + 1).otherwise(HEADER_WORDS)
    opens = (pl.col("start") <= OPENING) | pl.col("before").str.contains(_PARTED_OFF)
    labelled = pl.col("label").is_not_null() & (pl.col("words_beside") <= 2 * HEADER_WORDS) & opens
    # "Ombak Tsunami 11 Januari 2025" is a headline's own date: a header parts its date from other words
    apart = (pl.col("words_beside") <= LONE) | pl.col("weekday").is_not_null() | pl.col("time").is_not_null()
    apart |= pl.col("rest_before").str.contains(_parted()) | pl.col("rest_before").str.contains(byline())
    apart |= (pl.col("role") == "byline") | (
        pl.col("role").is_in(["date", "reading_time"]) & pl.col("distance").is_between(1, UNDER)
    )
    # what ends like a sentence is one, and a day in brackets behind its weekday is the end of one
    ended = pl.col("rest_after").str.contains(ENDED) & ~pl.col("before").str.contains(rf"^\W*$|^.{_HEAD}:\s*\W*$")
    # "Aktualisiert am 7.1.2026 - 18:50 Uhr, 4 Min.": what a label opens is no sentence
    ended &= ~(labelled & ((pl.col("start") <= OPENED) | pl.col("before").str.starts_with(pl.col("said"))))
    inside = pl.col("index") > pl.col("opens").fill_null(-1)
    ended |= inside & pl.col("weekday").is_not_null() & pl.col("rest_before").str.ends_with("(")
    small = pl.col("small_words")
    unlabelled = few & apart & (pl.col("distance") != 0) & (small <= SENTENCE)
    header = (pl.col("chars") <= SHORT) & ~ended & (unlabelled | (labelled & (small <= LABELLED_SENTENCE)))
    # "Posted on May 3, 2024 in Bridges, Rivers, …" right below the title: sections and tags stand behind
    header |= (
        (pl.col("chars") <= TAGGED)
        & (pl.col("label") == "published")
        & (pl.col("start") <= OPENED)
        & pl.col("before").str.starts_with(pl.col("said"))
        & pl.col("distance").is_between(1, UNDER)
        & (pl.col("rest_after").str.count_matches(",", literal=True) >= TAGS)
        & ~pl.col("body")
    ).fill_null(value=False)
    header |= pl.col("only") & _printed()
    # "Ramalan hari ini, 11 Januari 2024" is dated by its headline where nothing else is
    named_today = (pl.col("distance") == 0) & ~ended & pl.col("rest_before").str.contains(_today())
    header |= named_today & ~header.any().over("doc")
    opening = pl.col("body") & (pl.col("index") - pl.col("opens")).is_between(0, 2)
    dateline = (
        pl.when(opening & (pl.col("start") <= OPENING))
        .then("rest_after")
        .str.contains(rf"^.{_HEAD}?(?:\s[-–—]{{1,2}}\s|\s?--|—|\)\s?[-–—:])")
    )
    # "2024-05-03 Warga …": figures of a whole day open the text, which no sentence does
    whole_day = pl.col("expression").str.contains(_WHOLE_DAY) & pl.col("rest_after").str.contains(_TEXT_BEHIND)
    dateline = dateline.fill_null(value=False) | (opening & (pl.col("index") == 0) & (pl.col("start") == 0) & whole_day)
    # the paragraph above the article's first was taken for something else
    lead = (
        (pl.col("chars") >= LONG)
        & (pl.col("opens") - pl.col("index")).is_between(1, LEADS)
        & ~pl.col("role").is_in(["caption", "related", "duplicate"])
    )
    lone = (pl.col("words_beside") <= ALONE) & (pl.col("distance") < -WELL_ABOVE)
    hits = hits.with_columns(
        basis=pl.when(
            pl.col("other") | (pl.col("role").is_in(["caption", "related"]) & (pl.col("words_beside") > LONE))
        )
        .then(None)
        .when(lone & (pl.col("weekday").is_not_null() | pl.col("time").is_not_null()) & pl.col("label").is_null())
        .then(pl.lit("page_clock"))
        .when(header)
        .then(pl.lit("header"))
        .when(pl.col("body") & pl.col("attributed"))
        .then(pl.lit("attribution"))
        .when(dateline)
        .then(pl.lit("dateline"))
        .when((pl.col("body") | lead) & pl.col("weekday").is_not_null())
        .then(pl.lit("event"))
    ).filter(pl.col("basis").is_not_null())
    told = pl.col("basis").is_in(TOLD)
    likely = with_likelihood(hits.filter(told))
    return scored(pl.concat([hits.filter(~told).with_columns(likely=pl.lit(None, pl.Float64)), likely]))


@made_of_words
def _label() -> str:
    """The nearest label before a date: most words anywhere, some only where they open the line or part of it."""
    named = alternation([*labels("published"), *labels("updated")])
    opening, rest = alternation(phrases("published", "opening")), rf"(?:[^\p{{L}}].{_BESIDE_LABEL}|)$"
    anywhere = rf"(?:^|[^\p{{L}}])({named}){rest}"
    part = rf"(?:^|[|•·;:/()–—-]\s*|{_BEHIND_MOMENT}\s+)"
    opens, announces = rf"{part}({opening}){rest}", rf"[^\p{{L}}]({opening})\s?:.{_BESIDE_LABEL}$"
    return letters(rf"(?s).*(?:{anywhere}|{opens}|{announces})")


@made_of_words
def _today() -> str:
    """A word for the day on which the page is read, a few signs before its date."""
    return letters(
        rf"(?:^|[^\p{{L}}])(?i:{alternation(phrases('relative', 'today'))})[^\p{{L}}.!?]*(?:\p{{L}}+,?\s*)?$"
    )


@made_of_words
def _again() -> str:
    """A label of a change that ends like one of publication: "Last published"."""
    changed = [label for label in labels("updated") if label.endswith(tuple(f" {one}" for one in labels("published")))]
    return letters(rf"(?:^|[^\p{{L}}])({alternation(changed)})(?:[^\p{{L}}].{_BESIDE_LABEL}|)$")


@made_of_words
def _small_words() -> pl.Expr:
    """Words in small letters beside the date that headers seldom hold."""
    usual = rf"\b{alternation(phrases('header', 'words'))}\b"
    small = pl.col("beside").str.count_matches(r"(?:^|\s)\p{Ll}{2,}")
    return (small.cast(pl.Int32) - pl.col("beside").str.count_matches(usual).cast(pl.Int32)).clip(0)
