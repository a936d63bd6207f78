import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.cleaning.flatten import SURROUNDING, split_lines


def lines_of(text):
    pages = pl.DataFrame({"document_id": ["d"], "text": [text]}, schema={"document_id": pl.String, "text": pl.String})
    return list(split_lines(pages).select("line", "text").iter_rows())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("", []),
        ("\n \n\t\n", []),
        ("a", [(1, "a")]),
        ("a\nb\r\nc\rd", [(1, "a"), (2, "b"), (3, "c"), (4, "d")]),
        ("\n\n  a  \n\n b", [(3, "a"), (5, "b")]),
        ("\ufeffa\u200b\n\u200b\nb\u00a0", [(1, "a"), (3, "b")]),
        ("a\u2028b\x0cc", [(1, "a\u2028b\x0cc")]),
        ("a\r\n\r\nb\n\rc", [(1, "a"), (3, "b"), (5, "c")]),
    ],
)
def test_lines_are_numbered_as_an_editor_numbers_them(text, expected):
    assert lines_of(text) == expected


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("\n\r ab\u200b\u00a0"), st.characters(codec="utf-8"))))
def test_every_line_with_something_on_it_is_there_once(text):
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    expected = [(n, line.strip(SURROUNDING)) for n, line in enumerate(physical, 1) if line.strip(SURROUNDING)]
    assert lines_of(text) == expected
