"""What was said of a document outside its lines: by its source, by its markup, by its address.

Belongs here: turning these words into candidates of each field. Does not belong here: reading HTML (``markup``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.columns import source_sayings
from kliping.metadata.confidence import keyed
from kliping.metadata.dates.expressions import find_dates, with_plain_digits
from kliping.metadata.dates.years import resolve
from kliping.metadata.markup import read_markup
from kliping.metadata.outlets.mastheads import named_by_host
from kliping.metadata.vocabulary import alternation, vocabulary

if TYPE_CHECKING:
    from kliping.metadata.page import Page
    from kliping.settings.metadata import MetadataSettings

DATES = ("published_on", "updated_on")
LISTS = ("authors", "tags")
CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?:\.[0-9]+)?\s?(Z|[+-][0-9]{2}:?[0-9]{2})?"
BEHIND_LINES = 250
"""What is added to the rank of what an address says, unless it is the day in an address that the source names: where a
page names several addresses of its own, a dated line is right more often."""

SITE_SUFFIX = r"\s+[|–—·-]\s+[^|–—·]{2,40}$"


def find_statements(
    documents: pl.DataFrame, page: Page, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """Candidates that come from no line; ``order`` ranks them within their field, the source's own first.

    Args:
        documents: DOCUMENTS.
        page: the lines of a batch, for the languages.
        arrivals: doc, arrival (Date).
        settings: bounds of believable dates.
    """
    said = pl.concat(
        [
            source_sayings(documents).with_columns(order=pl.lit(0)),
            read_markup(documents).with_columns(basis=pl.lit("markup"), order=pl.lit(1)),
        ],
        how="diagonal",
    )
    if said.is_empty():
        return said.with_columns(value=pl.col("words"), confidence=pl.lit(0.0), evidence=pl.col("words"))
    addressed = _addresses(said)
    plain = said.filter(~pl.col("field").is_in(DATES))
    days = addressed.filter(pl.col("field") == "published_on").select(said.columns)
    dates = pl.concat([said.filter(pl.col("field").is_in(DATES)), days])
    languages = page.lines.select("doc", "language")[page.first_line[:-1]]
    rows = pl.concat(
        [
            _texts(plain),
            _dated(dates, languages, arrivals, settings),
            addressed.filter((pl.col("field") == "publisher") & pl.col("value").is_not_null()),
        ],
        how="diagonal",
    )
    return rows.with_columns(
        confidence=pl.format("{} {}", "field", "basis").replace_strict(keyed(), default=0.5, return_dtype=pl.Float64),
        evidence=pl.coalesce("evidence", "words"),
    ).sort("doc", "field", "order", "rank", "position", "value", "words", "basis")


def _texts(said: pl.DataFrame) -> pl.DataFrame:
    """Titles, names, outlets and addresses as values; lists one value a row."""
    sites = said.filter(pl.col("field") == "publisher").unique("doc", keep="first", maintain_order=True)
    rows = said.join(sites.select("doc", pl.col("words").alias("site")), on="doc", how="left", maintain_order="left")
    words = pl.coalesce("value", "words")
    suffix = words.str.extract(r"\s+[|–—·-]\s+([^|–—·]{2,40})$", 1).str.to_lowercase()
    own = pl.col("site").str.to_lowercase()
    known = (suffix == own) | suffix.str.contains(r"\.(?:com|co|id|net|org|tv)\b") | own.str.starts_with(suffix)
    rows = rows.with_columns(
        value=pl.when((pl.col("field") == "title") & known).then(words.str.replace(SITE_SUFFIX, "")).otherwise(words)
    )
    address = pl.col("value").str.contains(r"^(?:https?:)?//|^www\.|@")
    rows = rows.filter((pl.col("field") == "url") == pl.col("value").str.contains(r"^https?://"))
    rows = rows.filter(~address | (pl.col("field") == "url"))
    joined = alternation([word for word in vocabulary()["byline"]["separators"] if word in ("and", "und", "dan", "&")])
    apart = (
        pl.when(pl.col("field") == "tags")
        .then(pl.col("value").str.replace_all(r"[;|\n]", ",").str.split(","))
        .when((pl.col("field") == "authors") & (pl.col("basis") == "markup"))
        .then(
            pl.col("value")
            .str.replace(r"^(?i:by|oleh|von|par|por)[\s:]+", "")
            .str.strip_chars("[]'\" ")
            .str.replace_all(rf"['\"]?\s*(?:[,;|]|\s{joined}\s)\s*['\"]?", "\n")
            .str.split("\n")
        )
        .otherwise(pl.concat_list("value"))
    )
    return (
        rows.with_columns(value=apart)
        .explode("value")
        .with_columns(pl.col("value").str.strip_chars(" ,;|"))
        .filter(pl.col("value").str.len_chars().is_between(1, 400))
        .drop("site")
    )


def _addresses(said: pl.DataFrame) -> pl.DataFrame:
    """The day and the outlet that a document's own address names: "https://example.org/2024/12/03/…"."""
    urls = said.filter((pl.col("field") == "url") & pl.col("words").str.contains(r"^https?://"))
    own = urls.sort("doc", "order", "rank", "words").unique("doc", keep="first", maintain_order=True)
    day = pl.col("words").str.extract_groups(
        r"/((?:19|20)[0-9]{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12][0-9]|3[01])(?:[/._-]|[0-9]{4,6}[/._-]|$)"
    )
    host = pl.col("words").str.extract(r"^https?://(?:www\.|m\.|amp\.)?([^/:?#]+)", 1)
    dated = own.with_columns(
        words=pl.concat_str(
            [day.struct.field("1"), day.struct.field("2"), day.struct.field("3")], separator="-", ignore_nulls=False
        ),
        field=pl.lit("published_on"),
    )
    named = own.with_columns(value=named_by_host(host), words=host, field=pl.lit("publisher"))
    return (
        pl.concat([dated, named], how="diagonal")
        .filter(pl.col("words").is_not_null())
        .with_columns(
            basis=pl.lit("url"),
            rank=pl.when((pl.col("field") == "published_on") & (pl.col("order") == 0)).then(0).otherwise(BEHIND_LINES),
            order=pl.lit(3),
        )
    )


def _dated(
    said: pl.DataFrame, languages: pl.DataFrame, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """``value`` of dates: the one day that the words mean; and ``published_at`` where they hold a time."""
    lines = (
        said.with_row_index("row")
        .join(languages, on="doc", how="left", maintain_order="left")
        .with_columns(plain=with_plain_digits(pl.col("words").str.slice(0, 120)))
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
