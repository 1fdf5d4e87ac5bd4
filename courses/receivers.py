"""What this room does when others report a fact."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.signals import post_page_move

from core.content_version import content_changed, watch_content
from courses.cohorts.sheet_photos import forget_sheet_file
from courses.inviting import remove_guest_groups
from courses.keeping import save_kept_answers
from courses.models import AttendanceSheetPhoto, CoursePage, LearnerQuestion, TaskPhoto
from courses.photos import forget_photo

# Everything that the pages of this room show to everybody.
watch_content(
    *("courses.CatalogPage", "courses.CoursePage", "courses.ModulePage", "courses.LessonPage", "wagtailcore.Page"),
    *("wagtailcore.Site", "wagtailcore.PageViewRestriction"),
    *("wagtailimages.Image", "wagtaildocs.Document", "wagtailcore.Collection", "wagtailcore.CollectionViewRestriction"),
    *("reference.Sector", "reference.Topic"),
)
post_page_move.connect(content_changed, dispatch_uid="courses.content_changed")


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


@receiver(post_delete, sender=AttendanceSheetPhoto, dispatch_uid="courses.forget_sheet_photo")
def remove_sheet_file(instance: AttendanceSheetPhoto, **_: object) -> None:
    """Remove the file after its last row is gone, e.g. with the meeting."""
    forget_sheet_file(instance.file)


@receiver(pre_delete, sender=CoursePage, dispatch_uid="courses.remove_guest_groups")
def end_guests_rights(instance: CoursePage, **_: object) -> None:
    """Let nobody keep a guest's rights when the course goes, by itself or with a page above it."""
    remove_guest_groups(instance)


@receiver(post_delete, sender=LearnerQuestion, dispatch_uid="courses.answered_question_gone")
def take_answer_off_pages(instance: LearnerQuestion, **_: object) -> None:
    """Show an answered question no longer; one that waits was never shown to others."""
    if instance.answered_at:
        content_changed()


@receiver(post_save, sender=get_user_model(), dispatch_uid="courses.instructor_changed")
def rename_instructor(instance: Any, created: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    """Show an instructor's new name on the pages of their courses; signing in alone is no change."""
    is_sign_in = update_fields is not None and set(update_fields) <= {"last_login"}
    if not created and not is_sign_in:
        renew_pages_of_instructor(instance)


@receiver(pre_delete, sender=get_user_model(), dispatch_uid="courses.instructor_gone")
def renew_pages_of_instructor(instance: Any, **_: object) -> None:
    """Make the pages that name a person anew; before a deletion, because afterwards no course names them."""
    if CoursePage.objects.filter(instructor=instance).exists():
        content_changed()
