"""What can go wrong while learning, and the sentence that says what to do next."""

from core.errors import OwnFault, UserFault
from core.templatetags.formats import waktu


class NotEnrolled(UserFault):
    """The act needs an enrolment."""

    code = "not_enrolled"
    sentence = "Anda belum ikut kursus ini. Tekan Ikuti kursus dahulu."


class CourseClosed(UserFault):
    """The course isn't published."""

    code = "course_closed"
    sentence = "Kursus ini belum dibuka. Pilih kursus lain di daftar kursus."


class QuizMissing(UserFault):
    """The lesson has no quiz (any more)."""

    code = "quiz_missing"
    sentence = "Pelajaran ini tidak memiliki kuis. Kembali ke halaman kursus untuk melanjutkan."


class TaskMissing(UserFault):
    """The lesson has no practice task (any more)."""

    code = "task_missing"
    sentence = "Pelajaran ini tidak memiliki tugas praktik. Kembali ke halaman kursus untuk melanjutkan."


class QuestionsMissing(UserFault):
    """The course's bank is empty."""

    code = "questions_missing"
    sentence = "Soal tes kursus ini belum disiapkan pengajar. Coba lagi besok atau hubungi dinas di halaman Bantuan."


class PretestTaken(UserFault):
    """The pre-test is done once."""

    code = "pretest_taken"
    sentence = "Tes awal hanya dikerjakan sekali dan jawaban Anda sudah terkirim. Lanjutkan ke pelajaran."


class PretestTooLate(UserFault):
    """After the final test a pre-test compares nothing."""

    code = "pretest_too_late"
    sentence = "Tes awal sudah ditutup karena Anda telah memulai tes akhir. Lanjutkan belajar seperti biasa."


class FinalNotOpen(UserFault):
    """Lessons or quizzes are left."""

    code = "final_not_open"
    sentence = "Tes akhir terbuka setelah semua pelajaran dan kuis selesai. Masih ada {lessons} pelajaran."


class FinalAttemptsUsed(UserFault):
    """No go is left."""

    code = "final_attempts_used"
    sentence = "Kesempatan tes akhir Anda sudah habis. Hubungi dinas di halaman Bantuan bila ingin diberi satu lagi."


class FinalTooEarly(UserFault):
    """The wait between two attempts isn't over."""

    code = "final_too_early"
    sentence = "Tes akhir dapat dicoba lagi mulai {opens_at}. Sambil menunggu, baca kembali pelajarannya."

    @property
    def message(self) -> str:
        """The sentence with the time as people read it."""
        return self.sentence.format(opens_at=waktu(self.values["opens_at"]))  # type: ignore[arg-type]  # a datetime


class FinalUnneeded(UserFault):
    """The course is passed."""

    code = "final_unneeded"
    sentence = "Anda sudah lulus kursus ini, jadi tes akhir tidak perlu dikerjakan lagi."


class NotYourAttempt(UserFault):
    """The attempt belongs to another person."""

    code = "not_your_attempt"
    sentence = "Halaman ini milik peserta lain. Buka kursus Anda sendiri dari halaman Saya."


class AttemptClosed(UserFault):
    """The answers were handed in."""

    code = "attempt_closed"
    sentence = "Jawaban sudah dikirim dan tidak dapat diubah lagi. Lihat hasilnya di halaman ini."


class AnswerFixed(UserFault):
    """The explanation was shown."""

    code = "answer_fixed"
    sentence = "Jawaban soal ini sudah tersimpan dan pembahasannya sudah ditampilkan. Lanjutkan ke soal berikutnya."


class PositionUnknown(UserFault):
    """There's no such question."""

    code = "position_unknown"
    sentence = "Soal itu tidak ada. Pilih salah satu soal di daftar."


class ChoiceUnknown(UserFault):
    """Nothing was chosen, or something that isn't offered."""

    code = "choice_unknown"
    sentence = "Pilih salah satu jawaban, lalu tekan Simpan jawaban."


class AnswersMissing(UserFault):
    """Questions are left open."""

    code = "answers_missing"
    sentence = "Masih ada {count} soal yang belum dijawab. Jawab dahulu semuanya, lalu tekan Kirim jawaban."


class QuizUnfinished(UserFault):
    """A lesson with a quiz is done by passing the quiz."""

    code = "quiz_unfinished"
    sentence = "Pelajaran ini selesai setelah kuisnya lulus. Kerjakan kuisnya dahulu."


class TaskStands(UserFault):
    """A version waits or was accepted."""

    code = "task_stands"
    sentence = "Tugas ini sudah dikirim. Tunggu catatan pengajar sebelum mengirim lagi."


class TaskDecided(UserFault):
    """Somebody else was faster."""

    code = "task_decided"
    sentence = "Tugas ini sudah diperiksa. Muat ulang daftar untuk melihat keputusannya."


class CommentMissing(UserFault):
    """A returned task says what to mend."""

    code = "comment_missing"
    sentence = "Tulis catatan: apa yang perlu diperbaiki peserta."


class QuestionAnswered(UserFault):
    """Somebody else was faster."""

    code = "question_answered"
    sentence = "Pertanyaan ini sudah dijawab. Muat ulang daftar untuk melihat jawabannya."


class TooManyQuestions(UserFault):
    """The person's questions wait for answers already."""

    code = "too_many_questions"
    sentence = "Ada {most} pertanyaan Anda yang masih menunggu jawaban. Tunggu jawabannya dahulu, lalu tanyakan lagi."


class EvaluationTooEarly(UserFault):
    """The evaluation stands at the end."""

    code = "evaluation_too_early"
    sentence = "Evaluasi kursus dibuka setelah Anda lulus. Lanjutkan belajar dahulu."


class PhotoNotKept(UserFault):
    """The disk is full or broken: not the learner's doing."""

    code = "photo_not_kept"
    sentence = "Foto belum dapat kami simpan karena penyimpanan penuh. Keterangan Anda tetap ada; coba lagi nanti."


class LessonGone(UserFault):
    """A phone learned a lesson that is no longer published."""

    code = "lesson_gone"
    sentence = "Pelajaran ini sudah tidak ditayangkan, jadi kiriman Anda tidak dihitung. Lanjutkan ke pelajaran lain."


class VideoGone(UserFault):
    """A phone watched a video that the lesson no longer shows."""

    code = "video_gone"
    sentence = "Video ini sudah diganti pengajar, jadi posisinya tidak disimpan. Buka pelajarannya untuk video terbaru."


class QuizRevised(UserFault):
    """A phone answered a quiz that is another one by now."""

    code = "quiz_revised"
    sentence = "Kuis ini sudah diganti pengajar, jadi jawaban Anda tidak dihitung. Kerjakan kuis yang baru."


class OptionUnknown(UserFault):
    """A phone chose an option that isn't there."""

    code = "option_unknown"
    sentence = "Pilihan jawaban itu tidak ada. Perbarui pelajaran di HP Anda, lalu kerjakan lagi."


class PaperUnknown(UserFault):
    """There's no such paper, or it is somebody else's: the same answer for both."""

    code = "paper_unknown"
    sentence = "Lembar tes akhir ini tidak ditemukan. Ambil lembar baru di halaman kursus saat ada sinyal."


class PaperUsed(UserFault):
    """The paper was marked, perhaps from another phone."""

    code = "paper_used"
    sentence = "Lembar tes akhir ini sudah dinilai: {score}. Jawaban yang datang kemudian tidak dihitung."


class PaperExpired(UserFault):
    """The paper came back after its time."""

    code = "paper_expired"
    sentence = "Lembar tes akhir ini sudah lewat masanya. Kesempatan Anda tidak berkurang; ambil lembar baru."


class FinalUnderWay(UserFault):
    """Answers of an online go are waiting."""

    code = "final_under_way"
    sentence = "Ada tes akhir yang sedang Anda kerjakan di situs. Kirim jawabannya dahulu, lalu kirim lembar ini lagi."


class PhotoMissing(UserFault):
    """An event names photos that didn't come ahead of it, or waited too long."""

    code = "photo_missing"
    sentence = "Foto tugas belum sampai di sini. Kirim lagi tugasnya bersama fotonya."


class PhotosWait(OwnFault):
    """The store is full or broken; the phone keeps the task and sends it again."""

    code = "photos_wait"
    sentence = "Foto belum dapat kami simpan. Tugas Anda tetap ada di HP dan dikirim lagi nanti."


class FormRefused(UserFault):
    """What was typed on the phone would be refused by the page's form, too."""

    code = "form_refused"
    sentence = "{reason}"


class PackTooLarge(UserFault):
    """One file of a course would pass what phones can read."""

    code = "pack_too_large"
    sentence = "Kursus ini lebih dari 2 GB, terlalu besar untuk satu berkas. Pilih mutu video yang lebih rendah."
