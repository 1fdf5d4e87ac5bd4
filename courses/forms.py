"""What learners fill in besides quizzes: tasks with photos, questions, the evaluation."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.errors import IkmError, UserFault
from core.photos import PhotoTooLarge
from core.templatetags.formats import ukuran
from courses.errors import PhotoNotKept
from courses.models import CourseEvaluation
from courses.models.handed_in import EVALUATION_SCORES, HIGHEST, LOWEST
from courses.photos import MAX_BYTES, MAX_PHOTOS, CleanPhoto, clean_photo

SCALE = (
    (1, "sangat tidak setuju"),
    (2, "tidak setuju"),
    (3, "cukup setuju"),
    (4, "setuju"),
    (5, "sangat setuju"),
)
# Source: the office's evaluation form; the last sentence ends by the field of the course.
STATEMENTS = dict(
    zip(
        EVALUATION_SCORES,
        (
            "Materi kursus sesuai dengan kebutuhan usaha saya.",
            "Bahasa yang dipakai mudah saya pahami.",
            "Pengajar menguasai materi yang diajarkan.",
            "Waktu yang tersedia cukup untuk menyelesaikan kursus.",
            "Aplikasi mudah saya gunakan di ponsel.",
            "Biaya data (kuota) untuk mengikuti kursus ini wajar.",
            "Tugas praktik membantu saya menerapkan materi.",
            "Setelah kursus ini, saya lebih mampu {benefit}.",
        ),
        strict=True,
    )
)


class ManyPhotosInput(forms.ClearableFileInput):
    """A file field that takes several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Takes one to three photos and returns them re-encoded (`CleanPhoto`); each fault is said in words."""

    widget = ManyPhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[CleanPhoto]:
        """Return the photos. Raises ValidationError."""
        uploads: list[UploadedFile] = [super(PhotosField, self).clean(one, initial) for one in data or [None]]
        if len(uploads) > MAX_PHOTOS:
            raise forms.ValidationError(f"Kirim paling banyak {MAX_PHOTOS} foto. Pilih yang paling jelas.")
        return [self._cleaned(upload) for upload in uploads]

    def _cleaned(self, upload: UploadedFile) -> CleanPhoto:
        try:
            return clean_photo(upload, size_bytes=upload.size or 0)
        except UserFault as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault


class TaskForm(forms.Form):
    """A practice task: what was done, in words and in photos."""

    text = forms.CharField(
        label="Keterangan",
        help_text="Tulis singkat apa yang Anda kerjakan dan hasilnya.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis keterangan singkat tentang tugas Anda."},
    )
    photos = PhotosField(
        label="Foto hasil",
        help_text=f"Satu sampai {MAX_PHOTOS} foto, masing-masing paling besar {ukuran(MAX_BYTES)}.",
        error_messages={
            "required": "Pilih sedikitnya satu foto hasil tugas.",
            "empty": "Foto ini kosong. Pilih lagi fotonya, lalu kirim ulang.",
        },
    )

    def __init__(self, *args: Any, refusal: IkmError | None = None, **kwargs: Any) -> None:
        """`refusal`: why a photo was not kept while it arrived."""
        super().__init__(*args, **kwargs)
        if refusal:
            fault = PhotoTooLarge(limit=ukuran(MAX_BYTES)) if refusal.code == "file_too_big" else PhotoNotKept()
            self.fields["photos"].error_messages["required"] = fault.message


class QuestionForm(forms.Form):
    """A question under a lesson."""

    text = forms.CharField(
        label="Pertanyaan Anda",
        min_length=10,
        max_length=1000,
        help_text="Setelah dijawab, pertanyaan terbaca semua orang tanpa nama Anda. Jangan tulis nomor HP atau alamat.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Tulis pertanyaan Anda.",
            "min_length": "Pertanyaan terlalu pendek. Tulis sedikitnya satu kalimat.",
        },
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EvaluationForm(forms.ModelForm):
    """The evaluation of a course: eight statements and two open questions."""

    class Meta:
        model = CourseEvaluation
        fields = ["most_useful", "to_improve"]
        labels = {
            "most_useful": "Bagian mana yang paling berguna bagi usaha Anda?",
            "to_improve": "Apa yang perlu kami perbaiki pada kursus ini?",
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3, "maxlength": 2000}) for name in ("most_useful", "to_improve")}

    def __init__(self, *args: Any, benefit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, statement in STATEMENTS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=statement.format(benefit=benefit),
                choices=[(str(value), str(value)) for value in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Pilih satu angka.", "invalid_choice": "Pilih satu angka dari 1 sampai 5."},
            )

    def statements(self) -> list[forms.BoundField]:
        """Return the eight statements in order."""
        return [self[name] for name in EVALUATION_SCORES]
