"""The beginning of a mentorship: goals with their steps come from the mentee's needs."""

from core.clock import now
from mentoring.agreeing import AGREEMENT_VERSION
from mentoring.models import Goal, GoalStep, Mentorship, Proposal
from mentoring.telling import tell_accepted
from mentoring.topics import STEPS


def start_mentorship(proposal: Proposal) -> Mentorship:
    """Return the new mentorship of an accepted proposal; called inside the transaction that holds the mentor's lock."""
    moment = now()
    mentorship = Mentorship.objects.create(
        proposal=proposal,
        mentor=proposal.mentor,
        mentee=proposal.mentee,
        is_group=proposal.is_group,
        agreement_version=AGREEMENT_VERSION,
        started_at=moment,
        quiet_since=moment,
    )
    set_goals(mentorship)
    tell_accepted(mentorship)
    return mentorship


def set_goals(mentorship: Mentorship) -> None:
    """Make a goal of each need that the mentor masters; of all where he masters none."""
    needs = list(mentorship.mentee.needs.values_list("topic", flat=True))
    mastered = set(mentorship.mentor.skills.values_list("topic", flat=True))
    for topic in [topic for topic in needs if topic in mastered] or needs:
        goal = Goal.objects.create(mentorship=mentorship, topic=topic)
        GoalStep.objects.bulk_create(
            GoalStep(goal=goal, position=position, text=text)
            for position, text in enumerate(STEPS.get(topic, ()), start=1)
        )
