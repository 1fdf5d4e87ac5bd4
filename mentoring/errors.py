"""What can go wrong between mentors and mentees, and the sentence that says what to do next."""

from core.errors import UserFault


class ProposalMoved(UserFault):
    """The proposal is no longer where the screen saw it."""

    code = "mentoring_proposal_moved"
    sentence = "Tawaran ini sudah dijawab atau sudah lewat waktunya. Buka halaman Mentor untuk keadaan terbaru."


class SeatTaken(UserFault):
    """Somebody else took the mentor's last seat a moment before."""

    code = "mentoring_seat_taken"
    sentence = "Kuota mentor ini baru saja penuh. Kami mencarikan mentor berikutnya dan mengabari Anda."


class LinkInvalid(UserFault):
    """The signed link is too old or isn't one of ours."""

    code = "mentoring_link_invalid"
    sentence = "Tautan ini sudah tidak berlaku. Masuk, lalu buka halaman Mentor."


class ConsentMissing(UserFault):
    """Nothing happens without the consent of both."""

    code = "mentoring_consent_missing"
    sentence = "Persetujuan pendampingan belum diberikan, jadi belum ada yang dapat dicocokkan."


class MenteeBusy(UserFault):
    """One open proposal and one live mentorship for each mentee."""

    code = "mentoring_mentee_busy"
    sentence = "Peserta ini sudah punya tawaran atau mentor. Selesaikan yang ada dahulu."


class PairForbidden(UserFault):
    """A hard rule stands against this pair."""

    code = "mentoring_pair_forbidden"
    sentence = "Pasangan ini tidak dapat diusulkan: {reason}"


class MentorshipOver(UserFault):
    """The act needs a live mentorship."""

    code = "mentoring_over"
    sentence = "Pendampingan ini sudah berakhir, jadi tidak dapat diubah lagi."


class NotYourPair(UserFault):
    """Neither of the two, or none such; the same answer, so that ids can't be tried out."""

    code = "mentoring_not_yours"
    sentence = "Halaman ini tidak ada di akun Anda."


class MentorStateWrong(UserFault):
    """An application that was decided already."""

    code = "mentoring_mentor_state"
    sentence = "Pendaftaran mentor ini sudah diputuskan. Muat ulang halamannya."


class OwnSession(UserFault):
    """Who wrote a session down doesn't confirm it."""

    code = "mentoring_own_session"
    sentence = "Catatan pertemuan dibenarkan oleh pihak lain, bukan oleh yang mencatat."


class SessionInFuture(UserFault):
    """A session that hasn't been held."""

    code = "mentoring_session_future"
    sentence = "Tanggal pertemuan belum tiba. Periksa tanggalnya, lalu simpan lagi."


class SessionUnclear(UserFault):
    """What was sent of a session can't be kept as it is."""

    code = "mentoring_session_unclear"
    sentence = "Catatan pertemuan belum lengkap: {reason}"


class ReasonUnknown(UserFault):
    """A reason that isn't offered."""

    code = "mentoring_reason_unknown"
    sentence = "Pilih salah satu sebab, lalu kirim lagi."


class NoPhone(UserFault):
    """The other side has no number."""

    code = "mentoring_no_phone"
    sentence = "Pasangan Anda belum mencantumkan nomor. Hubungi petugas dinas untuk menghubungkan Anda berdua."


class WeightsWrong(UserFault):
    """Weights that don't sum to 1000."""

    code = "mentoring_weights_wrong"
    sentence = "Jumlah semua bobot harus 1.000; sekarang {total}. Ubah salah satunya, lalu simpan lagi."


class RunNotReady(UserFault):
    """A run that can't be published now."""

    code = "mentoring_run_not_ready"
    sentence = "Pencocokan ini belum siap atau sudah diterbitkan. Muat ulang halamannya."
