"""The messages of this room: one paragraph each, registered with the outbox."""

TEXTS = {
    "mentor_undangan": (
        "Halo {nama}, dinas mengundang Anda menjadi mentor bagi pelaku IKM yang baru mulai. Anda sendiri yang menentukan "
        "berapa orang, kapan, dan dengan cara apa. Baca dan isi di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_disetujui": (
        "Halo {nama}, terima kasih. Pendaftaran Anda sebagai mentor sudah disetujui. Kami mengabari Anda begitu ada "
        "pelaku IKM yang cocok. Kuota dan jeda dapat Anda atur di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_belum_diterima": (
        "Halo {nama}, terima kasih sudah mendaftar sebagai mentor. Pendaftaran Anda belum dapat diterima. Catatan dinas: "
        "{catatan} Keterangannya ada di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_tawaran": (
        "Halo {nama}, ada pelaku IKM di {kecamatan} yang membutuhkan bantuan {kebutuhan}. Bersediakah Anda mendampingi? "
        "Lihat dan jawab dengan satu ketukan paling lambat {batas}: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_untuk_anda": (
        "Halo {nama}, seorang mentor di {kecamatan} bersedia mendampingi Anda untuk {kebutuhan}. Lihat mengapa cocok dan "
        "jawab paling lambat {batas}: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_saling_setuju": (
        "Halo {nama}, kabar baik: Anda dan pasangan pendampingan sudah saling setuju. Nomor HP pasangan dan langkah "
        "pertama ada di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_berikutnya": (
        "Halo {nama}, mentor yang kami usulkan belum dapat mendampingi Anda. Ini bukan karena usaha Anda. Kami mencarikan "
        "yang berikutnya; keadaannya dapat Anda lihat di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_sesi_dicatat": (
        "Halo {nama}, pasangan Anda mencatat pertemuan pada {tanggal}. Benarkan catatannya di sini: {tautan} "
        "Salam, Disperindag Kutai Timur"
    ),
    "mentor_pertemuan_pertama": (
        "Halo {nama}, Anda dan pasangan pendampingan belum mencatat pertemuan pertama. Kirim pesan singkat hari ini; "
        "contohnya ada di sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_diam": (
        "Halo {nama}, sudah tiga minggu tidak ada pertemuan pendampingan yang tercatat. Sapa pasangan Anda hari ini, atau "
        "beri tahu kami bila ada kendala: {tautan} Salam, Disperindag Kutai Timur"
    ),
    "mentor_berakhir": (
        "Halo {nama}, pendampingan Anda sudah diakhiri. Terima kasih untuk waktu yang diberikan. Langkah berikutnya ada di "
        "sini: {tautan} Salam, Disperindag Kutai Timur"
    ),
}
