"""Facts of the room `courses`, in the past tense, sent after commit.

`course_completed(enrolment_id)`: the pass rule was met for the first time. Sent at most once for an enrolment; who must
not lose one hears it and also sweeps `public.completed_enrolment_ids()`.
`participation_due(enrolment_id)`: a `Surat Keterangan Mengikuti` is due, once for an enrolment;
`public.participation_facts()` says what it may hold, and `public.participation_ids()` is for the sweep.
`cohort_closed(cohort_id)`: a class closed; the two facts above were sent for its members before it.
"""

from django.dispatch import Signal

course_completed = Signal()
participation_due = Signal()
cohort_closed = Signal()
