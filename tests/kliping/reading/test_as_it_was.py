"""Texts that a program wrote once more, or that stand in a reply: they are read as they were."""

from __future__ import annotations

import json

import pytest

from kliping.cleaning.markup import flatten_pages

PAGE = """Kabar Lembah
Beranda

Sekolah Terapung Kekurangan Guru
Rini Astuti

Sekolah terapung di Danau Lembah kekurangan guru sejak awal tahun.

"Kami bergantian," kata Bahrun.
"""


def text_of(read, text):
    return read("page.txt", text.encode())["text"].to_list()


@pytest.mark.parametrize("written", ["\\n", "\\r\\n"])
def test_breaks_that_were_written_out_are_breaks(read, written):
    assert text_of(read, PAGE.replace("\n", written)) == [PAGE]


def test_a_few_signs_of_breaks_in_a_text_stay(read):
    text = PAGE + "Tulis \\n di akhir baris, atau C:\\nama.\n"
    assert text_of(read, text) == [text]


@pytest.mark.parametrize("sign", ["> ", ">", ">> ", "> > "])
def test_a_reply_is_read_without_its_signs(read, sign):
    reply = "".join(f"{sign}{line}\n" for line in PAGE.splitlines())
    assert text_of(read, reply) == [PAGE]
    assert text_of(read, f"Ini yang kemarin:\n\n{reply}") == [f"Ini yang kemarin:\n\n{PAGE}"]


def test_signs_of_some_lines_stay(read):
    text = PAGE + "> 5 tahun\n> 10 tahun\n"
    assert text_of(read, text) == [text]


def test_characters_written_as_in_html_twice_are_themselves(read):
    assert text_of(read, PAGE.replace('"', "&amp;quot;")) == [PAGE]


@pytest.mark.parametrize("times", [1, 2])
def test_a_closing_quotation_mark_that_lost_its_last_byte_is_one(read, times):
    text = broken = "“Kami lelah, tetapi bahagia,” kata Renée Müller di kafe."
    for _ in range(times):
        broken = broken.encode().decode("cp1252", "replace")
    assert text_of(read, broken) == [text]


def test_a_page_that_a_program_draws_has_the_text_that_its_data_state(documents):
    body = "\n".join([PAGE.splitlines()[-3] * 4, PAGE.splitlines()[-1] * 2])
    data = json.dumps({"@type": "NewsArticle", "headline": "Guru", "articleBody": body})
    shell = f'<html><script type="application/ld+json">{data}</script><body><div id="app">Memuat</div></body></html>'
    (text,) = flatten_pages(documents(shell, markup=True))["text"]
    assert text.split("\n\n") == ["Memuat", *body.split("\n")]
    shown = shell.replace("Memuat", body)
    assert flatten_pages(documents(shown, markup=True))["text"].to_list() == [body.replace("\n", " ")]
