"""What this room does when others report a fact."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from courses.inviting import remove_guest_groups
from courses.keeping import save_kept_answers
from courses.models import CoursePage, TaskPhoto
from courses.photos import forget_photo


@receiver(user_logged_in, dispatch_uid="courses.save_kept_answers")
def save_answers_sent_without_session(request: HttpRequest | None, user: Any, **_: object) -> None:
    """Save the answers that arrived after the session had ended."""
    if request is None or not hasattr(request, "session"):
        return
    saved, refused = save_kept_answers(request.session, user)
    if saved:
        messages.success(request, "Jawaban yang Anda kirim sebelum masuk sudah tersimpan.")
    if refused:
        messages.warning(request, "Ada jawaban yang tidak dipakai karena bukan milik akun ini atau sudah dikirim.")


@receiver(post_delete, sender=TaskPhoto, dispatch_uid="courses.forget_photo")
def remove_photo_file(instance: TaskPhoto, **_: object) -> None:
    """Remove the file after its last row is gone, e.g. with the person."""
    forget_photo(instance.file)


@receiver(pre_delete, sender=CoursePage, dispatch_uid="courses.remove_guest_groups")
def end_guests_rights(instance: CoursePage, **_: object) -> None:
    """Let nobody keep a guest's rights when the course goes, by itself or with a page above it."""
    remove_guest_groups(instance)
