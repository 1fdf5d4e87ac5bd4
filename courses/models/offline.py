"""What learning without a signal needs on the server: final tests handed out on paper, places in videos."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from courses.models.records import Attempt, Enrolment


class FinalPaper(models.Model):
    """A final test that a phone took along. The keys stay in this row; nothing of it shows which option is right.

    `questions`: as in an answer's snapshot, each with its `key`. Closed by its one use or by its time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, verbose_name="peserta", on_delete=models.CASCADE, related_name="final_papers"
    )
    questions = models.JSONField("soal seperti ditampilkan")
    content_revision = models.PositiveBigIntegerField("revisi materi", default=0)
    drawn_at = models.DateTimeField("diambil")
    expires_at = models.DateTimeField("berlaku sampai")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    attempt = models.OneToOneField(
        Attempt, verbose_name="percobaan", null=True, blank=True, on_delete=models.CASCADE, related_name="paper"
    )

    class Meta:
        verbose_name = "lembar tes akhir"
        verbose_name_plural = "lembar tes akhir"
        ordering = ["drawn_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(closed_at__isnull=True), name="courses_one_open_paper"
            ),
            models.CheckConstraint(
                condition=Q(attempt__isnull=True) | Q(closed_at__isnull=False), name="courses_used_paper_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_usable(self, moment: dt.datetime) -> bool:
        """Whether it may be answered at `moment`."""
        return self.closed_at is None and moment < self.expires_at

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The questions as the phone may know them."""
        return [{"question": each["key"], "text": each["text"], "options": each["options"]} for each in self.questions]


class VideoPosition(models.Model):
    """How far a learner has watched a video on any of their phones: the farthest place counts."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="video_positions")
    source = models.ForeignKey("media.Source", verbose_name="video", on_delete=models.CASCADE, related_name="+")
    at_s = models.PositiveIntegerField("sampai detik")
    changed_at = models.DateTimeField("diperbarui")

    class Meta:
        verbose_name = "posisi video"
        verbose_name_plural = "posisi video"
        constraints = [models.UniqueConstraint(fields=["enrolment", "source"], name="courses_position_once")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.at_s}"
