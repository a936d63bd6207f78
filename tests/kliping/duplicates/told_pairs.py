"""Pages in several scripts and shapes, and pairs of them: what is told of them stands in ``told.json``."""

from __future__ import annotations

LEAD = (
    "Gubernur Ratna Dewi meresmikan jembatan gantung sepanjang 125 meter di Desa Sukamaju, Selasa (4/6/2024). Warga "
    "menanti jembatan itu sejak banjir bandang 2,5 meter memutus jalan utama pada 12 Januari. Anggaran Rp 4,7 miliar "
    "berasal dari dana cadangan provinsi."
)
REST = (
    "Petani kini menjual sayuran ke pasar kecamatan tanpa memutar lewat hutan. Kepala desa Bayu Pratama berkata bahwa "
    "340 keluarga memakai jembatan itu setiap hari. Dinas pekerjaan umum memeriksa tali bajanya dua kali setahun. "
    "Tahun depan jalan menuju jembatan akan diaspal sepanjang 3 kilometer."
)
STORY = f"{LEAD}\n\n{REST}"
SERIAL = STORY.translate(str.maketrans("1245", "3657")).replace("Sukamaju", "Wonorejo").replace("Ratna Dewi", "Sri Ayu")
EDITED = STORY.replace("kini menjual", "sekarang mengangkut").replace("340", "sekitar 300").replace("Bayu ", "")
REWRITE = (
    "Jembatan gantung 125 meter di Desa Sukamaju diresmikan Gubernur Ratna Dewi. Sejak banjir bandang pada 12 Januari "
    "memutus jalan utama, jembatan itu dinanti warga. Dana cadangan provinsi menjadi sumber anggaran Rp 4,7 miliar. "
    "Setiap hari 340 keluarga memakainya, kata Bayu Pratama, kepala desa."
)
FOLLOWUP = (
    "Tiga bulan setelah diresmikan, tali baja jembatan di Desa Sukamaju putus dan dua petani jatuh ke sungai, Minggu "
    "(8/9/2024). Keduanya dirawat di puskesmas. Polisi memasang garis dan memanggil kontraktor.\n\nGubernur Ratna Dewi "
    "meresmikan jembatan gantung sepanjang 125 meter di Desa Sukamaju, Selasa (4/6/2024). Anggaran Rp 4,7 miliar "
    "berasal dari dana cadangan provinsi."
)
DIGEST = (
    f"Kabar daerah pekan ini. Harga beras naik di lima kabupaten karena panen mundur.\n\n{LEAD}\n\n"
    "Pencuri sepeda motor ditangkap di terminal kota setelah belasan kali beraksi. Barang bukti berupa kunci palsu "
    "disita penyidik. Sekolah dasar di pesisir libur karena air pasang masuk ke kelas. Nelayan menunda melaut hingga "
    "angin reda pada akhir pekan. Bupati meminta warga waspada dan menyimpan nomor telepon posko. Pasar malam dipindah "
    "ke lapangan sebelah timur balai kota mulai Rabu. Pertandingan final ditunda satu minggu karena hujan lebat."
)
UNSTOPPED = " ".join(f"kata{at % 37} tanpa{at} titik" for at in range(60))

IDEOGRAPHS = "台风星期三登陆福建省。当地政府转移了四万名居民，学校停课两天。\n铁路部门取消三十趟列车。"

PAGES: dict[str, tuple[str, str]] = {
    "story": ("Jembatan Sukamaju Diresmikan", STORY),
    "edited": ("Jembatan Gantung Sukamaju Diresmikan", EDITED),
    "serial": ("Jembatan Wonorejo Diresmikan", SERIAL),
    "rewrite": ("Gubernur Resmikan Jembatan Sukamaju", REWRITE),
    "followup": ("Tali Jembatan Sukamaju Putus", FOLLOWUP),
    "digest": ("", DIGEST),
    "lead": ("", LEAD),
    "below": ("", f"{REST}\n{LEAD}"),
    "twice": ("", f"{LEAD} {LEAD}"),
    "unstopped": ("", UNSTOPPED),
    "few": ("", "Banjir surut"),
    "nothing": ("", " … 😀"),
    "numbers": ("Skor 3-1", "5,2 persen; 13/06/2024 dan 1.000.000 lalu 5.2 lagi 52 x2 covid19 ٣٤ 5 2. 5"),
    "marks": ("", "Ｆｕ “kata” ban\u00adjir Ω Éa İs? Ya! Kata.\nBaru”. lain。 आज। نعم؟ x1.y @a #b Москва ﬁ ½ 𝔸 😀b"),
    "ideographs": ("台风登陆", f"{IDEOGRAPHS}𠀀𠀁字"),
    "unspaced": ("", "ชาวบ้านซ่อมสะพานแขวนที่พังเพราะน้ำท่วม ผู้ว่าราชการเปิดใช้เมื่อวันอังคาร"),
    "astral": ("", "a\U00010400 \U0001d7d8 \U0001e900x \U0001f600 \U00020001\U0002a6d6 \u07ff\u0800\uffef\x7f\x80z"),
}  # fmt: skip
"""Title and body by name."""

PAIRS = [
    *(("story", other) for other in PAGES if other not in ("story", "nothing", "astral", "few", "numbers", "marks")),
    ("lead", "twice"),
    ("rewrite", "followup"),
    ("serial", "edited"),
    ("digest", "lead"),
    ("few", "story"),
    ("numbers", "marks"),
    ("ideographs", "ideographs"),
    ("unspaced", "unspaced"),
    ("unstopped", "twice"),
    ("nothing", "few"),
]
"""Pairs of pages that are measured."""
