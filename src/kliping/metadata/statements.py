"""What was said of a document outside its lines: by its source, by its markup, by its address.

Belongs here: turning these words into candidates of each field. Does not belong here: reading HTML (``markup``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.columns import generation, source_sayings
from kliping.metadata.confidence import UNJUDGED, keyed
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.dates.years import resolve
from kliping.metadata.digits import with_plain_digits
from kliping.metadata.markup import LOOSE, read_markup
from kliping.metadata.outlets.mastheads import named_by_host
from kliping.metadata.people.names import account
from kliping.metadata.titles.suffixes import HOST, SHORTEST, before_outlet, section_behind
from kliping.metadata.vocabulary import SUFFIX, alternation
from kliping.text.folding import bare_names
from kliping.text.hosts import ENDING
from kliping.words import labels, made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey
    from kliping.settings.metadata import MetadataSettings

DATES = ("published_on", "updated_on")
SOURCE, MARKUP, ADDRESS = 0, 1, 3
"""The order of what is stated of one field: by the source itself, by markup, by an address."""
CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?:\.[0-9]+)?\s?(Z|[+-][0-9]{2}:?[0-9]{2})?"
BEHIND_LINES = 250
"""What is added to the rank of what an address says, unless it is the day in an address that the source names: where a
page names several addresses of its own, a dated line is right more often."""

DOMAIN = rf"(?i:\b[a-z0-9-]+\.{ENDING}\b)"
"""The address of a site, as bylines write it."""

BRANDED = r"\s+[–—-]\s*\p{Ll}+\p{Lu}\p{L}*$"
"""A part of an outlet behind a name, as it writes itself: "Jane Doe - kabarContoh"."""

LONGEST_TEXT, LONGEST_DAY = 400, 120
"""Characters of what markup states of a page, and of a day in it: longer values are descriptions and templates."""

SECONDS = r"^\s*(1[0-9]{9})(?:[0-9]{3})?\s*$"
"""A moment as computers count it, of the years 2001 to 2033."""

ARTICLE = 4
"""Characters of what a title may write before its outlet's name, its blank counted: "The Example Times"."""

LONGEST_NAME = 60
"""Characters of a person's name in markup."""

_YEAR, _MONTH, _DAY = "(?P<year>(?:19|20)[0-9]{2})", "(?P<month>0[1-9]|1[0-2])", "(?P<day>0[1-9]|[12][0-9]|3[01])"
DAYS_IN_ADDRESS = (
    rf"/{_YEAR}[/-]?{_MONTH}[/-]?{_DAY}(?:[/._-]|[0-9]{{4,6}}[/._-]|$)",
    r"/(?P<year>(?:19|20)[0-9]{2})/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12][0-9]|3[01])(?:/|$)",
    rf"/{_DAY}[-.]{_MONTH}[-.]{_YEAR}(?:[/._-]|$)",
    rf"[_-]{_YEAR}{_MONTH}{_DAY}(?:[/._?-]|$)",
)
"""Days as addresses write them: "/2024/12/03/", "/20241203", "/2024/7/3/", "/03-12-2024-…", "…-20241203.html"."""


@made_of_words
def _name_label() -> str:
    """What stands before the name in a byline of markup."""
    before = alternation([*labels("byline"), *labels("editor"), *phrases("byline", "markup_labels")])
    stated, by = (alternation(phrases("byline", *kinds)) for kinds in (("stated",), ("by", "opening_by")))
    clock = alternation(phrases("date", "after_time"))
    return rf"^(?i:(?:.*[^\pL])?{before}\s*:\s*|(?:{stated}\s?)?{by}\s+|.*[0-9]\S*\s(?:{clock}\s)?{by}\s+)(\S)"


@made_of_words
def _behind_name() -> str:
    """A day or another part of the line behind the name in a byline of markup."""
    dated = alternation(phrases("date", "before_month", "before_time"))
    return rf"\s+(?i:{dated})\s+(?i:\pL+,?\s+)?[0-9].*$|\s*[|·•»–—]\s.*$|,?\s+[0-9]{{1,4}}[./ ].*$"


def find_statements(
    documents: pl.DataFrame, survey: Survey, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """Candidates that come from no line; ``order`` ranks them within their field, the source's own first.

    Args:
        documents: DOCUMENTS.
        survey: the lines of a batch, for the languages.
        arrivals: doc, arrival (Date).
        settings: bounds of believable dates.
    """
    said = pl.concat(
        [
            source_sayings(documents).with_columns(order=pl.lit(SOURCE)),
            read_markup(documents).with_columns(basis=pl.lit("markup"), order=pl.lit(MARKUP)),
        ],
        how="diagonal",
    )
    if said.is_empty():
        return said.with_columns(value=pl.col("words"), confidence=pl.lit(0.0), evidence=pl.col("words"))
    addressed = _addresses(said)
    plain = said.filter(~pl.col("field").is_in(DATES))
    days = addressed.filter(pl.col("field") == "published_on").select(said.columns)
    changes = said.filter((pl.col("field") == "updated_on") & (pl.col("basis") == "markup")).with_columns(
        field=pl.lit("published_on"), basis=pl.lit("updated_markup")
    )
    dates = pl.concat([said.filter(pl.col("field").is_in(DATES)), days, changes])
    languages = survey.lines.select("doc", "language")[survey.first_line[:-1]]
    rows = pl.concat(
        [
            _texts(plain),
            _dated(dates, languages, arrivals, settings),
            addressed.filter((pl.col("field") == "publisher") & pl.col("value").is_not_null()),
        ],
        how="diagonal",
    )
    return rows.with_columns(
        confidence=pl.concat_str("field", "basis", separator=" ").replace_strict(
            keyed(), default=UNJUDGED, return_dtype=pl.Float64
        ),
        evidence=pl.coalesce("evidence", "words"),
    ).sort("doc", "field", "order", "rank", "position", "value", "words", "basis")


def _texts(said: pl.DataFrame) -> pl.DataFrame:
    """Titles, names, outlets and addresses as values; lists one value a row."""
    sites = said.filter(pl.col("field") == "publisher").unique("doc", keep="first", maintain_order=True)
    rows = said.join(sites.select("doc", pl.col("words").alias("site")), on="doc", how="left", maintain_order="left")
    sources = said.filter(pl.col("field") == "source").unique("doc", keep="first", maintain_order=True)
    sources = sources.select("doc", pl.col("words").str.to_lowercase().alias("source"))
    rows = rows.join(sources, on="doc", how="left", maintain_order="left")
    addresses = said.filter(pl.col("field") == "url").select("doc", host=pl.col("words").str.extract(HOST, 1))
    own_host = (
        addresses.drop_nulls().unique("doc", keep="first", maintain_order=True).with_columns(host=bare_names("host"))
    )
    rows = rows.join(own_host, on="doc", how="left", maintain_order="left")
    words = pl.coalesce("value", "words")
    bare = words.str.replace(SUFFIX, "")
    rows = rows.with_columns(suffix=words.str.extract(SUFFIX, 1).str.to_lowercase())
    suffix, named = pl.col("suffix"), bare_names("suffix")
    hosted = pl.col("host").str.contains(named, literal=True) & (named.str.len_chars() >= SHORTEST)
    own = pl.col("site").str.to_lowercase()
    known = (
        (suffix == own)
        | (suffix == pl.col("source"))
        | suffix.str.contains(rf"\.{ENDING}\b")
        | own.str.starts_with(suffix)
        | (
            suffix.str.ends_with(pl.concat_str(pl.lit(" "), own))
            & (suffix.str.len_chars() - own.str.len_chars() <= ARTICLE)
        )
        | hosted
        | section_behind(bare).is_not_null()
        | before_outlet(suffix)
    )
    named_so = pl.when((pl.col("field") == "title") & suffix.is_not_null() & known)
    rows = rows.with_columns(
        value=named_so.then(bare.str.strip_suffix(section_behind(bare).fill_null(""))).otherwise(words)
    )
    address = pl.col("value").str.contains(r"^(?:https?:)?//|^www\.|@")
    rows = rows.filter((pl.col("field") == "url") == pl.col("value").str.contains(r"^https?://"))
    rows = rows.filter(~address | (pl.col("field") == "url"))
    rows = _signed(rows)
    joined = alternation(phrases("byline", "joins"))
    of_markup = (pl.col("field") == "authors") & (pl.col("basis") == "markup")
    apart = (
        pl.when(pl.col("field") == "tags")
        .then(pl.col("value").str.replace_all(r"[;|\n]", ",").str.split(","))
        .when(of_markup)
        .then(
            pl.col("value")
            .str.strip_chars("[]'\" ")
            .str.replace_all(generation(), " ${1}")
            .str.replace_all(rf"['\"]?\s*(?:[,;|]|\s{joined}\s)\s*['\"]?", "\n")
            .str.split("\n")
        )
        .otherwise(pl.concat_list("value"))
    )
    place = pl.int_range(pl.len(), dtype=pl.Int32).over("doc")
    return (
        rows.with_columns(value=apart)
        .explode("value")
        .with_columns(position=pl.when(of_markup).then(place).otherwise("position"))  # the page's order
        .with_columns(pl.col("value").str.strip_chars(" ,;|"))
        .filter(pl.col("value").str.len_chars().is_between(1, LONGEST_TEXT) & _may_sign())
        .drop("site", "source", "host", "suffix")
    )


def _signed(rows: pl.DataFrame) -> pl.DataFrame:
    """Authors of markup without the label before them, the day behind them and the outlet beside them.

    A byline that holds an address and nothing else that is parted from it by a sign is the outlet's.
    """
    ours = (pl.col("field") == "authors") & (pl.col("basis") == "markup")
    value = pl.col("value").str.replace(_name_label(), "${1}").str.replace(_behind_name(), "")
    value = value.str.replace(rf"{DOMAIN}\s*[/|–-]\s*|\s*[/|–-]\s*{DOMAIN}", "")
    named = rows.with_columns(value=pl.when(ours).then(value).otherwise("value"))
    value = pl.when(ours).then(pl.col("value").str.replace(BRANDED, "")).otherwise("value")
    named = named.with_columns(value=value)
    site = pl.col("site").str.to_lowercase()
    parts = pl.col("value").str.split(" - ")
    first, last = parts.list.first(), parts.list.last()
    bare = (
        pl.when(first.str.to_lowercase() == site)
        .then(parts.list.slice(1).list.join(" - "))
        .when(last.str.to_lowercase() == site)
        .then(parts.list.head(parts.list.len() - 1).list.join(" - "))
        .otherwise("value")
    )
    named = named.with_columns(
        value=pl.when(ours & pl.col("value").str.contains(" - ", literal=True)).then(bare).otherwise("value")
    )
    return named.filter(~ours | ~pl.col("value").str.contains(DOMAIN))


def _may_sign() -> pl.Expr:
    """Whether a value is another field's, or may be a person: no outlet, no job, no menu, no number.

    Where sites also write themselves (``[meta.loose]``), one word of an outlet is enough to say that it is one.
    """
    words = pl.col("value").str.to_lowercase().str.extract_all(r"[^\s,.:()]+")
    outlet = words.list.eval(pl.element().is_in(phrases("person", "no_name", "jobs", "nobody")))
    nobody = pl.when(pl.col("rank") >= LOOSE["authors"]).then(outlet.list.any()).otherwise(outlet.list.all())
    named = (
        pl.col("value").str.contains(r"\pL")
        & (pl.col("value").str.len_chars() <= LONGEST_NAME)
        & ~nobody
        & ~pl.col("value").str.contains(rf"{account()}|@")
        & ~pl.col("value").str.contains(rf"^(?i:{alternation(phrases('caption', 'media'))})\b")  # a photograph's owner
        & (pl.col("value").str.to_lowercase() != pl.col("site").str.to_lowercase()).fill_null(value=True)
    )
    return (pl.col("field") != "authors") | (pl.col("basis") != "markup") | named


def _addresses(said: pl.DataFrame) -> pl.DataFrame:
    """The day and the outlet that a document's own address names: "https://example.org/2024/12/03/…"."""
    urls = said.filter((pl.col("field") == "url") & pl.col("words").str.contains(r"^https?://"))
    own = urls.sort("doc", "order", "rank", "words").unique("doc", keep="first", maintain_order=True)
    days = [pl.col("words").str.extract_groups(pattern) for pattern in DAYS_IN_ADDRESS]
    stated = pl.coalesce(
        pl.when(day.struct.field("day").is_not_null()).then(
            pl.concat_str(*(day.struct.field(part) for part in ("year", "month", "day")), separator="-")
        )
        for day in days
    )
    host = pl.col("words").str.extract(r"^https?://(?:www\.|m\.|amp\.)?([^/:?#]+)", 1)
    dated = own.with_columns(
        words=stated,
        field=pl.lit("published_on"),
    )
    named = own.with_columns(value=named_by_host(host), words=host, field=pl.lit("publisher"))
    return (
        pl.concat([dated, named], how="diagonal")
        .filter(pl.col("words").is_not_null())
        .with_columns(
            basis=pl.lit("url"),
            rank=pl.when((pl.col("field") == "published_on") & (pl.col("order") == SOURCE))
            .then(0)
            .otherwise(BEHIND_LINES),
            order=pl.lit(ADDRESS),
        )
    )


def _counted(words: pl.Expr) -> pl.Expr:
    """``words``, or the day that they are where they are nothing but seconds, or thousandths, since 1970."""
    seconds = words.str.extract(SECONDS, 1).cast(pl.Int64)
    return pl.coalesce(pl.from_epoch(seconds).dt.to_string("%Y-%m-%d"), words)


def _dated(
    said: pl.DataFrame, languages: pl.DataFrame, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """``value`` of dates: the one day that the words mean; and ``published_at`` where they hold a time."""
    lines = (
        said.with_row_index("row")
        .join(languages, on="doc", how="left", maintain_order="left")
        .with_columns(plain=with_plain_digits(_counted(pl.col("words").str.slice(0, LONGEST_DAY))))
    )
    hits = find_dates(lines.select("row", "plain", "language"), without_year=False)
    hits = hits.unique("row", keep="first", maintain_order=True).join(
        lines.drop("plain"), on="row", maintain_order="left"
    )
    hits = hits.join(arrivals, on="doc", how="left", maintain_order="left")
    years = arrivals.select("doc", latest_year=pl.lit(None, pl.Int32)).clear()
    days = resolve(hits, years).filter(
        pl.col("date").is_not_null()
        & (pl.col("date").dt.year() >= settings.earliest_year)
        & (pl.col("date") <= pl.col("arrival").dt.offset_by(f"{settings.arrival_slack_days}d"))
    )
    days = days.with_columns(value=pl.col("date").dt.to_string("%Y-%m-%d"))
    clock = pl.col("words").str.extract_groups(CLOCK)
    offset = clock.struct.field("2").str.replace("Z", "+00:00").str.replace(r"([+-][0-9]{2})([0-9]{2})$", "$1:$2")
    times = days.filter((pl.col("field") == "published_on") & clock.struct.field("1").is_not_null()).with_columns(
        value=pl.col("value") + "T" + clock.struct.field("1") + offset.fill_null(""), field=pl.lit("published_at")
    )
    return pl.concat([days, times]).select(*(name for name in said.columns if name != "value"), "value")
