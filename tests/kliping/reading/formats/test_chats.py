"""Texts that were forwarded in a messenger."""

from __future__ import annotations

import pytest

from kliping.reading.formats.chats import forwarded, unforwarded

TITLE, SAID = "Warga Sukamaju Perbaiki Jembatan", "Jembatan itu dibuka lagi pada Senin."


@pytest.mark.parametrize(
    "head",
    [
        f"[12/03/24 10.15.22] Pak RT: *{TITLE}*",
        f"12/03/24 10.15 - Budi: *{TITLE}*",
        f"12/03/2024, 10:15 PM - +62 812-0000-1111: {TITLE}",
        f"Kabar Contoh, [12.03.2024 10:15]\n**{TITLE}**",
        f"*{TITLE}*",
        f"📰 *{TITLE}*",
        f"Forwarded from Kabar Contoh\n\n🔴⚠️ **{TITLE}**",
    ],
)
def test_stamp_sender_and_signs_are_taken_off(head):
    text = f"{head}\n\n_{SAID}_ Biayanya *ditanggung* warga."
    bare = unforwarded(text)
    assert [line for line in bare.split("\n") if line][-2:] == [TITLE, f"{SAID} Biayanya ditanggung warga."]
    assert bare.count("\n") == text.count("\n"), "lines keep their numbers"


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{SAID} Harga *) belum tetap. *) per kilogram",
        f"{TITLE}\n\n12/03/24 10.15 - Budi: {SAID}",
        "12/03/2024 10:15 - laga dimulai\n\nGol pertama *tercipta*.",
        "* satu\n* dua",
        "2 * 3 * 4 = 24",
        "nama_berkas_lama dan _lain_",
    ],
)
def test_any_other_text_stays(text):
    assert unforwarded(text) == text


def test_further_messages_keep_their_stamps():
    more = "12/03/24 10.16 - Ani: Terima kasih"
    assert unforwarded(f"12/03/24 10.15 - Budi: {TITLE}\n\n{more}") == f"{TITLE}\n\n{more}"


def test_a_column_is_a_messenger_s_where_most_of_its_texts_are():
    post = f"**{TITLE}**\n\n{SAID}"
    assert forwarded([post, post, SAID])
    assert not forwarded([post, SAID, SAID])
    assert not forwarded([])
