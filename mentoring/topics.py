"""What mentees ask for and mentors master, with the steps that lead there.

The numbers are bits in the sums of a run (`mentoring/matching/`): one that was given is never given again. Source of the
topics: the office's clinic form and the path of legality (NIB, P-IRT, halal, merek).
"""

from django.db import models


class Topic(models.IntegerChoices):
    """A need of a mentee, or a skill of a mentor; 0 to 63."""

    NIB = 0, "NIB dan perizinan usaha"
    PIRT = 1, "P-IRT"
    HALAL = 2, "Sertifikat halal"
    BRAND = 3, "Merek"
    PACKAGING = 4, "Kemasan dan label"
    QUALITY = 5, "Produksi dan mutu"
    COSTS = 6, "Keuangan dan harga pokok"
    ONLINE = 7, "Pemasaran digital"
    MARKET = 8, "Akses pasar dan toko"
    TOOLS = 9, "Peralatan"
    MATERIALS = 10, "Bahan baku"
    FUNDING = 11, "Pembiayaan"


STEPS: dict[int, tuple[str, ...]] = {
    Topic.NIB: ("Siapkan KTP, nomor HP, dan alamat usaha", "Pilih kode KBLI yang tepat", "Daftar di OSS", "NIB terbit"),
    Topic.PIRT: ("NIB sudah ada", "Ikut penyuluhan keamanan pangan", "Rapikan tempat produksi", "Label lengkap",
                 "Ajukan SPP-IRT"),
    Topic.HALAL: ("Catat semua bahan dan mereknya", "Pilih jalur halal bersama pendamping", "Ajukan di SIHALAL",
                  "Sertifikat halal terbit"),
    Topic.BRAND: ("Periksa apakah nama sudah dipakai", "Siapkan logo", "Minta surat rekomendasi dinas", "Ajukan merek"),
    Topic.PACKAGING: ("Pilih kemasan yang sesuai produk", "Tulis isi label", "Uji kemasan pada lima produk",
                      "Pakai kemasan baru untuk dijual"),
    Topic.QUALITY: ("Tulis resep dan takaran", "Tulis langkah produksi", "Catat produk gagal selama dua minggu",
                    "Perbaiki satu penyebab"),
    Topic.COSTS: ("Catat pengeluaran dua minggu", "Hitung harga pokok satu produk", "Tentukan harga jual",
                  "Pisahkan uang usaha"),
    Topic.ONLINE: ("Foto tiga produk", "Buka toko atau akun usaha", "Unggah produk", "Layani pesanan pertama"),
    Topic.MARKET: ("Siapkan contoh dan daftar harga", "Pilih tiga toko", "Tawarkan produk", "Pesanan pertama terkirim"),
    Topic.TOOLS: ("Tulis alat yang menghambat", "Bandingkan dua pilihan alat", "Hitung kapan modal kembali"),
    Topic.MATERIALS: ("Catat pemakaian bahan sebulan", "Temukan pemasok cadangan", "Sepakati harga dan waktu kirim"),
    Topic.FUNDING: ("Catat arus kas sebulan", "Hitung kebutuhan modal", "Pilih sumber modal", "Lengkapi berkas"),
}
