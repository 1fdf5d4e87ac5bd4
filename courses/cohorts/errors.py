"""What can go wrong with a class, and the sentence that says what to do next."""

from core.errors import UserFault


class CohortIsClosed(UserFault):
    """Nothing in a closed class changes."""

    code = "cohort_closed"
    sentence = "Angkatan ini sudah ditutup, jadi tidak dapat diubah lagi."


class CohortIsFull(UserFault):
    """No seat is left."""

    code = "cohort_full"
    sentence = "Kursi angkatan ini sudah penuh ({capacity}). Tambah kursinya dahulu atau pilih angkatan lain."


class CohortNotOpen(UserFault):
    """The act needs a running class."""

    code = "cohort_not_open"
    sentence = "Angkatan ini belum dimulai. Tekan Mulai angkatan dahulu."


class CohortIsEmpty(UserFault):
    """The act needs members."""

    code = "cohort_empty"
    sentence = "Angkatan ini belum punya peserta. Tambahkan pesertanya dahulu."


class CohortHasBegun(UserFault):
    """The class was opened by somebody else meanwhile."""

    code = "cohort_begun"
    sentence = "Angkatan ini sudah dimulai."


class CodeExpired(UserFault):
    """The code of a meeting was scanned too late, or isn't one."""

    code = "attendance_code_expired"
    sentence = "Kode kehadiran ini sudah lewat waktunya. Pindai lagi kode terbaru di layar petugas."


class NotAMember(UserFault):
    """Who scanned isn't in the class."""

    code = "not_a_member"
    sentence = "Akun ini tidak terdaftar di angkatan tersebut. Minta petugas mencatat kehadiran Anda di daftar hadir."


class PlanChanged(UserFault):
    """Between looking and closing, something changed who gets what."""

    code = "plan_changed"
    sentence = "Ada yang berubah sejak daftar ini ditampilkan. Periksa sekali lagi, lalu tutup angkatannya."


class ParticipationTooEarly(UserFault):
    """Nothing was learned yet, or the class decides."""

    code = "participation_too_early"
    sentence = "Surat keterangan dapat diminta setelah paling sedikit satu pelajaran selesai."


class ParticipationByCohort(UserFault):
    """The learner is in a class, whose closing gives it."""

    code = "participation_by_cohort"
    sentence = "Anda mengikuti sebuah angkatan. Surat keterangan diberikan saat angkatan itu ditutup petugas."


class ParticipationUnneeded(UserFault):
    """Who passed gets a certificate."""

    code = "participation_unneeded"
    sentence = "Anda sudah lulus kursus ini dan mendapat sertifikat, jadi surat keterangan tidak diperlukan."
