"""Where a mentee stands and what happens next: a sentence for every state, also when there is no mentor yet."""

from dataclasses import dataclass

from core.templatetags.formats import tanggal
from mentoring.models import LIVE_STATES, MenteeProfile, MenteeState, Mentorship, Proposal, ProposalState
from mentoring.models.proposals import OPEN_STATES

NO_ONE_YET = {
    "DATA_KURANG": "Lengkapi kebutuhan, desa usaha, dan cara bertemu supaya mentor dapat dicarikan.",
    "LUAR_JANGKAUAN": "Belum ada mentor yang dapat menjangkau tempat Anda. Anda masuk daftar kunjungan petugas.",
    "TANPA_KANDIDAT": "Belum ada mentor yang menguasai kebutuhan Anda. Dinas sedang mengajak mentor baru.",
    "KUOTA_PENUH": "Mentor yang cocok sedang penuh. Anda dihubungi begitu ada tempat.",
}
STEPS = ("Kebutuhan diisi", "Mentor dipilihkan", "Mentor bersedia", "Anda setuju", "Pertemuan pertama")


@dataclass(frozen=True)
class Standing:
    """Title and what happens next, how many of `STEPS` are done, and what there is to open."""

    title: str
    next: str
    done: int
    proposal: Proposal | None = None
    mentorship: Mentorship | None = None

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps, each with `done`, `now` or ""."""
        marks = ["done" if number < self.done else "now" if number == self.done else "" for number in range(len(STEPS))]
        return list(zip(STEPS, marks, strict=True))


def standing_of(mentee: MenteeProfile) -> Standing:
    """Return where the mentee stands now."""
    live = Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES).first()
    if live:
        return _together(live)
    proposal = Proposal.objects.filter(mentee=mentee, state__in=OPEN_STATES).first()
    if mentee.state == MenteeState.CLOSED:
        return Standing("Anda tidak mencari mentor", "Isi kebutuhan Anda lagi kapan saja untuk mulai mencari.", 0)
    if proposal:
        return _offered(proposal)
    if mentee.state == MenteeState.REVIEW:
        return Standing("Ditinjau petugas", "Petugas melihat permintaan Anda dan menghubungi Anda.", 1)
    if mentee.unmatched_reason:
        words = NO_ONE_YET.get(mentee.unmatched_reason, NO_ONE_YET["TANPA_KANDIDAT"])
        return Standing("Belum ada mentor", f"{words} Sambil menunggu, ikuti kursus yang sesuai.", 1)
    return Standing(
        "Mentor sedang dipilihkan", "Petugas memilih dari mentor yang cocok. Anda dikabari lewat WhatsApp.", 1
    )


def _offered(proposal: Proposal) -> Standing:
    until = f" paling lambat {tanggal(proposal.due_at)}" if proposal.due_at else ""
    if proposal.state == ProposalState.PROPOSED:
        return Standing("Mentor sudah dipilihkan", "Petugas memeriksa usulannya sebelum ditawarkan.", 1, proposal)
    if proposal.state == ProposalState.OFFERED_MENTOR:
        words = f"Seorang mentor sedang ditanya; ia menjawab{until}. Bila tidak, mentor berikutnya ditanya sendiri."
        return Standing("Menunggu jawaban mentor", words, 2, proposal)
    words = f"Lihat mengapa cocok, lalu jawab{until}."
    return Standing("Seorang mentor bersedia mendampingi Anda", words, 3, proposal)


def _together(mentorship: Mentorship) -> Standing:
    if mentorship.first_met_at:
        words = "Catat setiap pertemuan dan centang langkah yang sudah selesai."
        return Standing("Pendampingan berjalan", words, len(STEPS), None, mentorship)
    return Standing("Anda sudah punya mentor", "Sapa mentor Anda dan sepakati pertemuan pertama.", 4, None, mentorship)
