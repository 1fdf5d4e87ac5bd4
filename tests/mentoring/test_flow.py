"""From an officer's proposal to two people who met, by every edge of the state machine."""

import pytest
from django.db import IntegrityError, transaction

from accounts.public import withdraw_consent
from mentoring.answering import accept, decline, expire
from mentoring.applying import decide_application, invite_mentor, set_paused
from mentoring.asking import ask_for_review
from mentoring.ending import end, look_for_another, pause, resume
from mentoring.errors import (
    ConsentMissing,
    MenteeBusy,
    MentorshipOver,
    MentorStateWrong,
    ProposalMoved,
    ReasonUnknown,
    SeatTaken,
)
from mentoring.models import (
    EndReason,
    MenteeState,
    MentorProfile,
    Mentorship,
    MentorshipState,
    MentorState,
    Proposal,
    ProposalState,
    Reason,
)
from mentoring.moving import MENTORSHIP_STEPS, STEPS, move, move_mentorship
from mentoring.proposing import offer, propose, withdraw
from mentoring.shortlisting import choices_for, pass_on, why_not
from mentoring.standing import standing_of
from mentoring.sweeping import sweep
from messaging.models import OutboxMessage
from tests.factories.courses_records import make_person
from tests.factories.mentoring import give_business, make_mentee, make_mentor, make_offer, make_pair, make_village

pytestmark = pytest.mark.django_db


def told(template):
    return OutboxMessage.objects.filter(template=template).count()


@pytest.mark.parametrize("to", ProposalState)
@pytest.mark.parametrize("start", ProposalState)
def test_proposal_takes_the_steps_of_the_table_and_no_others(clock, start, to):
    proposal = Proposal.objects.create(
        mentee=make_mentee(), mentor=make_mentor(), state=start, created_at=clock(), due_at=clock(), reason="lain"
    )
    if to in STEPS.get(start, ()):
        move(proposal, to)
    else:
        with pytest.raises(ProposalMoved):
            move(proposal, to)
    proposal.refresh_from_db()
    assert proposal.state == (to if to in STEPS.get(start, ()) else start)


@pytest.mark.parametrize("to", MentorshipState)
@pytest.mark.parametrize("start", [MentorshipState.ACTIVE, MentorshipState.PAUSED])
def test_mentorship_takes_the_steps_of_the_table_and_no_others(clock, start, to):
    mentorship = make_pair()
    Mentorship.objects.update(state=start)
    mentorship.refresh_from_db()
    values = {"ended_at": clock(), "end_reason": "waktu"} if to in ("selesai", "berakhir") else {}
    if to in MENTORSHIP_STEPS[start]:
        move_mentorship(mentorship, to, **values)
    else:
        with pytest.raises(MentorshipOver):
            move_mentorship(mentorship, to, **values)


def test_step_that_somebody_else_took_first_is_refused(clock):
    proposal = make_offer()
    stale = Proposal.objects.get(pk=proposal.pk)
    accept(proposal.pk, "mentor", by=None)
    with pytest.raises(ProposalMoved):
        move(stale, ProposalState.DECLINED, reason="lain")


def test_both_accept_and_the_mentorship_begins_with_goals(clock):
    mentee, mentor = make_mentee(), make_mentor()
    proposal = propose(mentee, mentor)
    assert told("mentor_tawaran") == 0
    offer(proposal)
    assert (proposal.state, told("mentor_tawaran"), told("mentor_untuk_anda")) == ("ke_mentor", 1, 0)
    accept(proposal.pk, "mentor", by=mentor.person)
    assert told("mentor_untuk_anda") == 1
    mentorship = accept(proposal.pk, "mentee", by=mentee.person)
    assert mentorship.is_live and told("mentor_saling_setuju") == 2
    # The mentor masters one of the two needs: the other is no goal of this pair.
    assert [str(goal) for goal in mentorship.goals.all()] == ["P-IRT"]
    assert mentorship.goals.get().steps.count() == 5


def test_nothing_happens_without_the_consent_of_both(clock):
    mentee, mentor = make_mentee(), make_mentor()
    MentorProfile.objects.update(state=MentorState.LEFT, consented_at=None)
    mentor.refresh_from_db()
    with pytest.raises(ConsentMissing):
        propose(mentee, mentor)


def test_database_holds_one_open_proposal_and_one_live_mentorship(clock):
    mentee = make_mentee()
    make_offer(mentee, make_mentor())
    with pytest.raises(MenteeBusy):
        propose(mentee, make_mentor())
    pair = make_pair()
    with pytest.raises(MenteeBusy):
        propose(pair.mentee, make_mentor())
    other = Proposal.objects.create(mentee=pair.mentee, mentor=make_mentor(), state="diterima", created_at=clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        Mentorship.objects.create(
            proposal=other, mentor=other.mentor, mentee=pair.mentee, agreement_version=1, started_at=clock(),
            quiet_since=clock(),
        )


def test_no_passes_on_to_the_next_choice_and_bans_the_pair(clock, django_capture_on_commit_callbacks):
    first, second, mentee = make_mentor(skills=[1, 4]), make_mentor(), make_mentee()
    assert [choice.mentor for choice in choices_for(mentee)] == [first, second]
    proposal = make_offer(mentee, first)
    with pytest.raises(ReasonUnknown):
        decline(proposal.pk, "mentor", by=None, reason="bosan")
    with django_capture_on_commit_callbacks(execute=True):
        decline(proposal.pk, "mentor", by=None, reason=Reason.BUSY)
    following = Proposal.objects.get(mentee=mentee, state=ProposalState.OFFERED_MENTOR)
    assert following.mentor == second and sum(following.parts.values()) == following.score
    assert "ditolak" in why_not(mentee, first)
    # Who was told of an offer to the mentor alone never learns of his no.
    assert told("mentor_berikutnya") == 0


def test_all_decline_and_the_mentee_reads_what_happens_next(clock):
    mentee = make_mentee()
    decline(make_offer(mentee, make_mentor()).pk, "mentor", by=None, reason=Reason.BUSY)
    assert pass_on(mentee.pk) is None
    mentee.refresh_from_db()
    assert mentee.unmatched_reason == "TANPA_KANDIDAT"
    assert standing_of(mentee).title == "Belum ada mentor" and "mengajak mentor baru" in standing_of(mentee).next
    # A new mentor makes it worth looking again.
    make_mentor()
    assert pass_on(mentee.pk).state == ProposalState.OFFERED_MENTOR


@pytest.mark.parametrize(("remote", "days"), [(0, 5), (1, 5), (2, 10)])
def test_offer_ends_after_5_days_and_10_in_tier_a_and_passes_on(clock, remote, days):
    village = make_village("Busang", remote=remote)
    mentee, silent, ready = make_mentee(village=village), make_mentor(skills=[1, 4]), make_mentor()
    proposal = make_offer(mentee, silent)
    clock.go(days=days, seconds=-1)
    sweep()
    assert Proposal.objects.get(pk=proposal.pk).is_open
    clock.go(seconds=1)
    with pytest.raises(ProposalMoved):  # too late, though the sweep wasn't here yet
        accept(proposal.pk, "mentor", by=None)
    sweep()
    sweep()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (ProposalState.EXPIRED, Reason.SILENT)
    assert Proposal.objects.get(mentee=mentee, state=ProposalState.OFFERED_MENTOR).mentor == ready
    assert Proposal.objects.count() == 2


def test_offer_to_the_mentee_ends_too_and_tells_them(clock):
    proposal = make_offer(to="mentee")
    clock.go(days=5)
    assert expire(proposal.pk) and not expire(proposal.pk)
    assert told("mentor_berikutnya") == 1


def test_last_seat_withdraws_the_other_offers_which_pass_on(clock, django_capture_on_commit_callbacks):
    mentor, other = make_mentor(capacity=1, skills=[1, 4]), make_mentor()
    one, two = make_offer(mentor=mentor, to="mentee"), make_offer(make_mentee(), mentor, to="mentee")
    with django_capture_on_commit_callbacks(execute=True):
        accept(one.pk, "mentee", by=None)
    two.refresh_from_db()
    assert (two.state, two.reason) == (ProposalState.WITHDRAWN, Reason.SEATS)
    assert Proposal.objects.get(mentee=two.mentee, state=ProposalState.OFFERED_MENTOR).mentor == other
    assert told("mentor_berikutnya") == 1


def test_accept_without_a_seat_is_told_and_withdrawn(clock):
    mentor = make_mentor(capacity=1)
    late = make_offer(make_mentee(), mentor, to="mentee")
    make_pair(make_mentee(), make_mentor())
    Proposal.objects.filter(pk=late.pk).update(state=ProposalState.DRAFT)
    make_pair(make_mentee(), mentor)
    Proposal.objects.filter(pk=late.pk).update(state=ProposalState.OFFERED_MENTEE)
    with pytest.raises(SeatTaken):
        accept(late.pk, "mentee", by=None)
    late.refresh_from_db()
    assert (late.state, late.reason) == (ProposalState.WITHDRAWN, Reason.SEATS)


def test_pausing_mentor_gives_offers_back_and_keeps_pairs(clock, django_capture_on_commit_callbacks):
    mentor, other = make_mentor(skills=[1, 4]), make_mentor()
    pair, proposal = make_pair(make_mentee(), mentor), make_offer(make_mentee(), mentor)
    with django_capture_on_commit_callbacks(execute=True):
        set_paused(mentor, is_paused=True)
    proposal.refresh_from_db()
    pair.refresh_from_db()
    assert (proposal.reason, pair.state) == (Reason.MENTOR_LEFT, MentorshipState.ACTIVE)
    assert Proposal.objects.get(mentee=proposal.mentee, state=ProposalState.OFFERED_MENTOR).mentor == other
    assert mentor not in [choice.mentor for choice in choices_for(make_mentee())]


def test_withdrawn_consent_ends_everything_on_both_sides(clock, django_capture_on_commit_callbacks):
    mentor, other = make_mentor(), make_mentor()
    pair = make_pair(make_mentee(), mentor)
    with django_capture_on_commit_callbacks(execute=True):
        mentor.person.consents.create(kind="learning", version=1, text="", given_at=clock())
        withdraw_consent(mentor.person)
    pair.refresh_from_db()
    mentor.refresh_from_db()
    assert (pair.state, pair.end_reason) == (MentorshipState.ENDED, EndReason.LEFT)
    assert (mentor.state, mentor.consented_at) == (MentorState.LEFT, None)
    assert Mentorship.objects.filter(state="berjalan").count() == 0 and other.is_matched


def test_review_stops_the_next_choice_until_an_officer_decided(clock):
    mentee = make_mentee()
    make_mentor()
    decline(make_offer(mentee, make_mentor()).pk, "mentor", by=None, reason=Reason.BUSY)
    ask_for_review(mentee)
    assert pass_on(mentee.pk) is None
    mentee.refresh_from_db()
    assert mentee.state == MenteeState.REVIEW and standing_of(mentee).title == "Ditinjau petugas"


def test_officer_withdraws_and_the_mentee_waits_for_the_officer(clock, cast):
    proposal = make_offer(to="mentee")
    make_mentor()
    withdraw(proposal, by=cast.petugas)
    assert pass_on(proposal.mentee_id) is None and told("mentor_berikutnya") == 1


def test_end_without_blame_bans_the_pair_and_leads_to_the_next(clock, django_capture_on_commit_callbacks):
    mentor, other = make_mentor(skills=[1, 4]), make_mentor()
    pair = make_pair(make_mentee(), mentor)
    with pytest.raises(ReasonUnknown):
        end(pair, reason=EndReason.SAFETY)
    end(pair, reason=EndReason.FIT)
    with pytest.raises(MentorshipOver):
        end(pair, reason=EndReason.FIT)
    assert [choice.mentor for choice in choices_for(pair.mentee)] == [other]
    with django_capture_on_commit_callbacks(execute=True):
        look_for_another(pair.mentee)
    assert Proposal.objects.get(mentee=pair.mentee, state=ProposalState.OFFERED_MENTOR).mentor == other


def test_pause_and_resume_begin_the_silence_anew(clock):
    pair = make_pair()
    pause(pair)
    clock.go(days=60)
    resume(pair)
    pair.refresh_from_db()
    assert pair.quiet_since == clock()


def test_nobody_mentors_themselves_under_a_second_business(clock):
    person, village = make_person(), make_village()
    mentor = make_mentor(person)
    give_business(person, village, product="Amplang", kbli="10293")
    assert why_not(make_mentee(person), mentor) == "Usaha ini milik orang yang sama."
    worker = make_person()
    mentor.business.memberships.create(person=worker, part="worker")
    mentee = make_mentee(worker)
    assert mentee.business == mentor.business
    assert why_not(mentee, mentor) == "Usaha ini milik orang yang sama."


def test_rivals_of_one_village_are_matched_only_if_both_are_willing(clock):
    village = make_village()
    mentor, mentee = make_mentor(village=village), make_mentee(village=village)
    assert "Produknya sama" in why_not(mentee, mentor)
    type(mentor).objects.update(waives_rivalry=True)
    type(mentee).objects.update(waives_rivalry=True)
    assert why_not(mentee, mentor) == ""


def test_mentor_without_a_free_seat_and_a_district_without_mentors(clock):
    mentor = make_mentor(capacity=1)
    make_pair(make_mentee(), mentor)
    assert why_not(make_mentee(), mentor) == "Mentor ini sudah penuh."
    far = make_mentee(village=make_village("Sandaran", remote=2, latitude=2.9, longitude=119.9), ways=1)
    near = make_mentor(travel_limit_min=30)
    assert "Terlalu jauh" in why_not(far, near)


def test_invited_mentor_applies_and_the_office_decides_once(clock, cast):
    person = make_person()
    mentor = invite_mentor(person, by=cast.petugas)
    assert invite_mentor(person, by=cast.petugas) == mentor and told("mentor_undangan") == 1
    with pytest.raises(MentorStateWrong):
        decide_application(mentor, is_approved=True, by=cast.petugas)
    mentor = make_mentor(person, is_approved=False)
    assert mentor.state == MentorState.APPLIED and not mentor.is_matched
    decide_application(mentor, is_approved=False, by=cast.petugas, note="Lengkapi izin dahulu.")
    assert told("mentor_belum_diterima") == 1
    decide_application(mentor, is_approved=True, by=cast.petugas)
    assert mentor.is_matched and told("mentor_disetujui") == 1
    with pytest.raises(MentorStateWrong):
        decide_application(mentor, is_approved=True, by=cast.petugas)


def test_mentee_reads_what_comes_next_at_every_state(clock):
    mentee, mentor = make_mentee(), make_mentor()
    titles = [standing_of(mentee).title]
    proposal = propose(mentee, mentor)
    titles.append(standing_of(mentee).title)
    offer(proposal)
    titles.append(standing_of(mentee).title)
    accept(proposal.pk, "mentor", by=None)
    titles.append(standing_of(mentee).title)
    accept(proposal.pk, "mentee", by=None)
    titles.append(standing_of(mentee).title)
    Mentorship.objects.update(first_met_at=clock())
    titles.append(standing_of(mentee).title)
    assert len(set(titles)) == 6 and titles[-1] == "Pendampingan berjalan"
