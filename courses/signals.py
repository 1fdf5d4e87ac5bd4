"""Facts of the room `courses`, in the past tense, sent after commit.

`course_completed(enrolment_id)`: the pass rule was met for the first time. Sent at most once for an enrolment; who must
not lose one hears it and also sweeps `public.completed_enrolment_ids()`.
"""

from django.dispatch import Signal

course_completed = Signal()
