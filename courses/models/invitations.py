"""Trainers from a campus or a ministry, invited to one course for a while."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TrainerInvitation(models.Model):
    """One person's right to write one course; it lasts until an officer ends it."""

    course = models.ForeignKey(
        "courses.CoursePage", verbose_name="kursus", on_delete=models.CASCADE, related_name="invitations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="pelatih", on_delete=models.CASCADE, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diundang oleh",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    invited_at = models.DateTimeField("diundang pada", editable=False)
    ended_at = models.DateTimeField("diakhiri pada", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diakhiri oleh",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "pelatih tamu"
        verbose_name_plural = "pelatih tamu"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(ended_at=None), name="courses_invitation_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.course}"

    @property
    def is_open(self) -> bool:
        """Whether the person may still write."""
        return self.ended_at is None
