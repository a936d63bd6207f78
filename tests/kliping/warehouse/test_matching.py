"""What a new page is to a document of the corpus, by their outlets and days; the command has tests of its own."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kliping.duplicates.circumstances import OUTLET_KEYS
from kliping.warehouse.matching import _in_their_circumstances

ANOTHER_HOUSE, SAME_OUTLET_LATER = 1 << 1, 1 << 7


def ranks(name, host, day):
    row = {"document_id": name, **dict.fromkeys(OUTLET_KEYS, host), "published_on": day, "published_confidence": 0.9}
    return pl.DataFrame([row], schema_overrides=dict.fromkeys(OUTLET_KEYS, pl.UInt32) | {"published_on": pl.Date})


@pytest.mark.parametrize(
    ("holds", "host", "day", "kind"),
    [
        (ANOTHER_HOUSE, 2, None, "rewrite"),
        (ANOTHER_HOUSE, 1, None, "followup"),
        (ANOTHER_HOUSE, None, None, "followup"),
        (SAME_OUTLET_LATER, 1, date(2024, 1, 3), "rewrite"),
        (SAME_OUTLET_LATER, 1, date(2024, 1, 2), "followup"),
    ],
)
def test_a_page_copies_a_document_in_their_circumstances(holds, host, day, kind):
    pairs = {"document_id": ["a"], "other": ["b"], "kind": ["rewrite"], "otherwise": ["followup"], "holds": [holds]}
    matches = pl.DataFrame(pairs, schema_overrides={"holds": pl.UInt8})
    found = _in_their_circumstances(matches, ranks("a", 1, date(2024, 1, 1)), ranks("b", host, day))
    assert found.to_dict(as_series=False) == {"document_id": ["a"], "other": ["b"], "kind": [kind]}
    always = _in_their_circumstances(
        matches.with_columns(otherwise=pl.lit(None, pl.String)), ranks("a", 1, None), ranks("b", host, None)
    )
    assert always["kind"].to_list() == ["rewrite"]


def test_nothing_found_is_nothing_told():
    nothing = {"document_id": pl.String, "other": pl.String, "kind": pl.String, "otherwise": pl.String}
    matches = pl.DataFrame(schema={**nothing, "holds": pl.UInt8})
    assert _in_their_circumstances(matches, ranks("a", 1, None), ranks("b", 2, None)).is_empty()
