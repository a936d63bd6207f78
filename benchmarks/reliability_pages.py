"""Pages for the runs that are killed: one a batch and one more, each about something else; or one after the other.

Belongs here: their words. Does not belong here: the runs (``reliability``).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ("Sukamaju", "Karangsari", "Wonorejo", "Tirtomoyo", "Banjarwangi", "Pagerwojo", "Sidomulyo")
SUBJECTS = (
    ("jembatan gantung", "diresmikan bupati setelah dua tahun pembangunan yang dibiayai dana desa"),
    ("pasar induk", "kembali ramai karena harga cabai dan bawang turun menjelang akhir pekan"),
    ("perpustakaan keliling", "menambah tiga armada perahu untuk anak-anak di pulau terluar"),
    ("sekolah dasar", "memperbaiki atap kelas yang rusak diterjang angin kencang bulan lalu"),
    ("kelompok tani", "memanen padi varietas baru yang tahan rendaman air lebih dari dua minggu"),
    ("puskesmas", "membuka layanan malam bagi pekerja pabrik yang pulang setelah magrib"),
    ("komunitas sepeda", "menanam seribu pohon peneduh di sepanjang jalur menuju alun-alun"),
)


def pages(folder: Path) -> None:
    """Write a page for every batch and one more, each about something else."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (place, (subject, news)) in enumerate(zip(PLACES, SUBJECTS, strict=True), start=1):
        _write(folder / f"{number}.txt", number, place, subject, news)


def page(folder: Path, number: int) -> Path:
    """Write the page of that number, of as many as are asked for."""
    place, (subject, news) = PLACES[number % len(PLACES)], SUBJECTS[number // len(PLACES) % len(SUBJECTS)]
    path = folder / f"{number}.txt"
    _write(path, number, place, subject, news)
    return path


def _write(path: Path, number: int, place: str, subject: str, news: str) -> None:
    sentences = [
        f"Warga {place} menyambut kabar bahwa {subject} di desa mereka {news} pada hari ke-{number * 3} bulan ini.",
        f"Kepala desa {place} mengatakan urusan {subject} sudah dibahas dalam {number + 2} kali musyawarah desa.",
        f"Menurut catatan kecamatan, {subject} itu dipakai sekitar {number * 137} keluarga di sekitar {place}.",
    ]
    path.write_text("\n\n".join([f"{subject.capitalize()} {place} {news.split()[0]}", *sentences]) + "\n", "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))  # at rest for long
