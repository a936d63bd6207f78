import polars as pl
import pytest

from kliping.cleaning.programs import REASON, program_lines

BODY = "Warga kembali mengambil air di sumur desa itu setelah hujan turun dua hari."
MENU = """function bacaNama(name){
var re = new RegExp(name + "=([^;]+)");
var value = re.exec(document.cookie);
return (value != null) ? unescape(value[1]) : null;
}
if (token !== null){
window.location.href = "https://example.org/daftar";
}else{
window.location.href = 'https://example.org/masuk';
}"""
STYLE = """#div-gpt-ad-12 { width: 300px; }
.iklan > p {
margin: 0 auto;
}"""


def told(*texts, documents=None):
    frame = pl.DataFrame({"text": texts, "document_id": documents or ["d"] * len(texts)})
    return program_lines(frame).to_list()


@pytest.mark.parametrize(
    "program",
    [
        MENU,
        STYLE,
        "googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); });",
        "(adsbygoogle = window.adsbygoogle || []).push({});",
        '{"@context": "https://schema.org", "@type": "NewsArticle"}',
    ],
)
def test_the_programs_of_a_page_are_no_text(program):
    lines = program.splitlines()
    assert told(BODY, *lines, BODY) == [None, *[REASON] * len(lines), None]


@pytest.mark.parametrize(
    "text",
    [
        "function tambah(a, b) {\nreturn a + b;\n}",  # what an article on programs shows names its own things
        "Ia menulis {nama} di formulir itu.",
        "The window. It was open {as ever}, and the document. was signed.",
        "Pasal 1 {dicabut};\nPasal 2 {dicabut};",
    ],
)
def test_other_lines_with_braces_stay(text):
    lines = text.splitlines()
    assert told(BODY, *lines, BODY) == [None] * (len(lines) + 2)


def test_a_program_ends_with_its_page():
    assert told("}", "window.a = {};", documents=["a", "b"]) == [None, REASON]
    assert told(BODY) == [None]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ia pulang. googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); }); Lalu ia tidur.", None),
        ("googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); }); Lalu ia pulang malam itu juga.", None),
        ("googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); }); Iklan", REASON),
    ],
)
def test_a_text_around_a_program_is_no_program(line, reason):
    """The program is cut out of it."""
    assert told(BODY, line, BODY) == [None, reason, None]
