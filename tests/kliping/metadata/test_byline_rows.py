"""Which lines sign a page: many small pages, read at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, chosen_of, in_parts

NAME, DAY = "Sari Dewi", "3 Juni 2024"
LINK = ("related", "Kabar lain dari desa")


def around(*lines):
    """Lines right below the title."""
    return (*MASTHEAD, TITLE, *lines, *BODY)


def behind(*lines):
    """Lines below the article."""
    return (*MASTHEAD, TITLE, DAY, *BODY, *lines)


PAGES = [
    (around(NAME, DAY), [NAME]),
    (around(f"Oleh {NAME}"), [NAME]),
    (around("Kabar", "Kabar", "Kabar", NAME, DAY), [NAME]),
    (around(f"{DAY} | {NAME}"), [NAME]),
    (around(f"{DAY} {NAME}"), [NAME]),
    (around(f"{DAY} 10:15 WIB {NAME}"), [NAME]),
    (around(f"{DAY} 10:15 PM EST"), []),
    (around(f"{NAME} - {DAY}"), [NAME]),
    (around(f"Oleh: {NAME}", "Oleh: Budi Roy", DAY), [NAME, "Budi Roy"]),
    (around(f"Oleh {NAME}", "Foto oleh Budi Roy", DAY), [NAME]),
    (around(f"By {NAME} DVM, CPP", DAY), [NAME]),
    (around(f"By {NAME} sari.dewi@example.org", DAY), [NAME]),
    (around(f"Penulis/Editor: {NAME}", DAY), [NAME]),
    (around("Kuala Lumpur", DAY), []),
    (around("Climate Change", DAY), []),
    (around(f"*By {NAME}* | {DAY}"), [NAME]),
    (around("مأخوذ", "بقلم: محمد العلي", DAY), ["محمد العلي"]),
    (around(f"{NAME}, {DAY}"), [NAME]),
    (around(f"Kabar Desa | by {NAME}"), [NAME]),
    (around(f"Posted on {DAY} by {NAME}"), [NAME]),
    (around(f"Kabar Desa by {NAME}"), [NAME]),
    (around(f"Posted on {DAY} by wulan"), ["wulan"]),
    (around("Posted by wulan"), ["wulan"]),
    (around("Kabar desa by wulan"), []),
    (around(f"Kabar Desa, {NAME} | {DAY}"), [NAME]),
    (around(f"Kabar desa lama | {NAME}"), []),
    # a piece of a line is a name beside a date of the line itself, and where no label names another
    (around(f"Kabar desa lama | {NAME}", DAY), []),
    (around(f"Desa lama - {NAME}", DAY), []),
    (around(f"Desa lama - {NAME}, {DAY}"), [NAME]),
    (around(f"Oleh {NAME} | {DAY} | Tono Ayu"), [NAME]),
    (around(f"Di {NAME}", DAY), []),
    (around(f"Photo by {NAME}"), []),
    (around(f"{NAME} (c) Kabar Desa", DAY), []),
    (around(f"({DAY})", f"(Penulis: {NAME})"), [NAME]),
    (around("Penulis", NAME, "Editor", "Budi Roy"), [NAME]),
    (around("Penulis:", NAME, "Budi Roy", DAY), [NAME, "Budi Roy"]),
    (around("Sari,", "Budi Roy", DAY), ["Budi Roy"]),
    (around(f"Oleh {NAME} dan Budi Roy"), [NAME, "Budi Roy"]),
    (around(f"Oleh {NAME}", "Budi Roy", DAY), [NAME]),
    (around(NAME, "yang hadir di sana"), []),
    (behind(f"Penulis: {NAME}"), [NAME]),
    (behind(f"Oleh {NAME}"), [NAME]),
    (behind(NAME), []),
    (behind(NAME, f"{NAME} adalah wartawan di desa."), [NAME]),
    (behind(NAME, "Sari adalah wartawan di desa."), [NAME]),
    (behind(*[LINK] * 6, f"Penulis: {NAME}", *[LINK] * 9), []),
    (behind(*[LINK] * 6, f"Penulis: {NAME}"), [NAME]),
    ((*MASTHEAD, f"Penulis: {NAME}", TITLE, DAY, *BODY), [NAME]),
    ((*BODY, NAME, DAY), [NAME]),
    ((NAME, f"Senin   {DAY}  09:30 WIB", *BODY), [NAME]),
    ((NAME, *BODY), []),
    # labels that need a colon, for menus and sentences hold them as well
    (around(f"Staff Writer: {NAME}", DAY), [NAME]),
    (around(f"Contributors: {NAME}"), [NAME]),
    (around(f"Story by {NAME}, Photos by Budi Roy", DAY), [NAME]),
    (around(("editor", f"Medically reviewed by Budi Roy RD — Written by {NAME}, MS, RD — Updated on {DAY}")), [NAME]),
    # one name behind a label and the day behind it, glued or not
    (around("By Sari 3 June 2024"), ["Sari"]),
    (around("BySari 3 June 2024"), ["Sari"]),
    (around("By SariJune 3, 2024"), ["Sari"]),
    (around("by sari", DAY), ["sari"]),
    (around(f"{DAY} • {NAME} in Nasional"), [NAME]),
    (around("(Ditulis oleh ‘Ainun)"), ["‘Ainun"]),
    (around("Oleh ‘Ainun Dewi", DAY), ["‘Ainun Dewi"]),
    (around(f"Reuters, {NAME}", DAY), [NAME]),
    (around(f"AFP/{NAME}", DAY), [NAME]),
    (around(f"By {NAME} Gardener & Astrologer", DAY), [NAME]),
    (around(f"By: {NAME}, Sr. Director of Operations, Contoh Lines"), [NAME]),
    # what is told of an author may be as long as a paragraph
    (around(("boilerplate", f"By {NAME}, one of the writers of Kabar Contoh. {BODY[0]}")), [NAME]),
    (around(("boilerplate", f"By {NAME} and all who live in Kabar Contoh. {BODY[0]}")), []),
    (around(("body", f"By {NAME}, one of the writers of Kabar Contoh. {BODY[0]}")), []),
    # a job at a newspaper below a name right below the article
    (behind(NAME, "Senior Writer"), [NAME]),
    (behind("1", "2", "3", NAME, "Senior Writer"), []),
    (behind("Penulis:", NAME, "Editor", "Budi Roy"), [NAME]),
    # a list of the article's headings, and whom it tells of
    (around(DAY, "Daftar Isi", "Warga Dibantu", ("subheading", "Warga Dibantu")), []),
    ((*MASTHEAD, TITLE, NAME, DAY, *(f"{one} Demikian {NAME}." for one in BODY)), [NAME]),
    ((*MASTHEAD, TITLE, f"{NAME} Reporter", DAY, "Budi Roy", *(f"{one} Demikian Budi Roy." for one in BODY)), [NAME]),
    # a name above the title, where the day stands beside it and none below
    ((*MASTHEAD, f"{NAME} {DAY}", "Blog", TITLE, *BODY), [NAME]),
    ((*MASTHEAD, f"{NAME} {DAY}", "Blog", TITLE, DAY, *BODY), []),
    (around("Menurut Dewi", DAY), []),
    # groups that sign under their house's name, and those that name nobody's
    (around("By Kencana Staff", DAY), ["Kencana Staff"]),
    (around("The Kencana Editorial Team • 4 min read"), ["The Kencana Editorial Team"]),
    (around("Team RIMBA", DAY), ["Team RIMBA"]),
    (around("By Editorial Team", DAY), []),
    (around("By Our Editors", DAY), []),
    (around(f"By {NAME}, Kencana Staff", DAY), [NAME]),
    ((*MASTHEAD, TITLE, "1", "2", "3", "Kencana Team", *BODY), []),
    # a day without its year beside a name of one word
    (around("Sari", "3 Juni"), ["Sari"]),
    (around("Posted by Sari on Monday June 3, 2024 @08:00PM", DAY), ["Sari"]),
    # what somebody tells of himself; who comments does not say what he works as
    (behind(NAME, "I'm a reporter in Kencana."), [NAME]),
    (behind(NAME, "I'm glad that the bridge is built."), []),
    (behind(NAME, "(Editor / Reporter) – Sari pernah bekerja di Kencana."), [NAME]),
    # the only label below the article, however far down its author's box stands
    (behind(*[LINK] * 14, "Written by", NAME, *[LINK] * 9), [NAME]),
    (behind(*[LINK] * 14, "Written by", NAME, LINK, "Written by", "Budi Roy", *[LINK] * 9), []),
    (around(DAY, ("body", "Warga Desa 1-1 Warga Kota dalam laga 18 Juni 2024. Gol Tono dibalas oleh Budi Roy.")), []),
]


@pytest.mark.parametrize("cases", in_parts(PAGES))
def test_who_signs_a_page(cases):
    found = chosen_of([page for page, _ in cases])
    assert [(page, told["authors"]) for (page, _), told in zip(cases, found, strict=True)] == cases


@pytest.mark.parametrize(
    ("line", "cases"),
    [
        ("Tim Dewi", [("en", ["Tim Dewi"]), ("id", []), ("und", [])]),
        (f"di {NAME}", [("it", [NAME]), ("id", []), ("en", [])]),
        (f"door {NAME}", [("nl", [NAME]), ("id", [])]),
        (f"par {NAME}", [("fr", [NAME]), ("id", [])]),
        (f"oleh {NAME}", [("id", [NAME])]),
        (f"by {NAME}", [("en", [NAME]), ("it", [NAME])]),
    ],
)
def test_short_labels_and_words_that_no_name_holds_are_of_their_own_language(line, cases):
    found = chosen_of([around(line, DAY)] * len(cases), [{"language": language} for language, _ in cases])
    assert [(language, told["authors"]) for (language, _), told in zip(cases, found, strict=True)] == cases
