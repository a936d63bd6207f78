import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.cleaning import clean
from kliping.cleaning.markup import visible_text
from kliping.settings.cleaning import CleaningSettings


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Satu</p><p>Dua</p>", "Satu\n\nDua"),
        ("<div>Satu</div><div>Dua</div>", "Satu\nDua"),
        ("<p>Satu <b>dan</b>\n dua</p>", "Satu dan dua"),
        ("<p>Satu<br>Dua</p>", "Satu\nDua"),
        ("<script>alert(1)</script><p>Satu</p><style>p{}</style>", "Satu"),
        ("<p>Satu<script>x</script> dua</p>", "Satu dua"),
        ("<!-- tak tampak --><p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
        ("<ul><li>Satu<li>Dua</ul>", "Satu\nDua"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_the_visible_page_is_flattened(source, text):
    assert visible_text(source) == text


def test_what_is_nested_too_deep_for_the_parser_is_not_lost():
    assert visible_text("<p>awal</p>" + "<div>" * 20_000 + "akhir").split() == ["awal", "akhir"]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/p divscript=\"'&;ab\n\x00\ud83d"), max_size=200))
def test_no_markup_raises(source):
    assert isinstance(visible_text(source), str)


def test_lines_of_html_are_those_of_the_visible_page_and_what_the_extractor_drops_is_removed(documents):
    sentence = "Para petani di desa itu memanen padi dua pekan lebih awal setelah saluran irigasi baru mulai dipakai. "
    source = (
        "<html><body><nav><a href='/'>Beranda</a></nav><article><h1>Panen padi lebih awal</h1>"
        + "".join(f"<p>{number}. {sentence * 2}</p>" for number in range(6))
        + "</article><footer>Hak cipta</footer></body></html>"
    )
    lines = clean(documents(source, markup=True), CleaningSettings())
    visible = [line for line in visible_text(source).split("\n") if line]
    assert lines.get_column("text").to_list() == visible
    assert lines.filter(pl.col("role") == "body").height == 6
