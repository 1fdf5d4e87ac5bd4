"""What an instructor fills in for a video."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.errors import IkmError
from core.templatetags.formats import ukuran
from media.errors import FileEmpty, FileMissing
from media.models import Source
from media.pipeline.formats import EXTENSIONS
from media.tasks import ring_source
from media.uploading import check_upload, save_upload


class VideoForm(forms.ModelForm):
    """A title and a file; `owner` uploads, `refusal` is why the file was not kept while it arrived."""

    file = forms.FileField(
        label="Berkas video",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(("video/*", *EXTENSIONS))}),
        error_messages={"required": FileMissing.sentence, "invalid": FileMissing.sentence},
    )

    class Meta:
        model = Source
        fields = ["title"]
        error_messages = {"title": {"required": "Isi judul video, misalnya “Cara mengisi label”."}}

    def __init__(self, *args: Any, owner: Any, refusal: IkmError | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.refusal = owner, refusal
        limit = ukuran(settings.MEDIA_MAX_UPLOAD_BYTES)
        self.fields[
            "file"
        ].help_text = f"MP4, MOV, atau rekaman kamera HP lainnya. Paling besar {limit}, paling lama 3 jam."
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.MEDIA_MAX_UPLOAD_BYTES
        if refusal:
            self.fields["file"].error_messages["required"] = refusal.message

    def clean_file(self) -> UploadedFile:
        """Look at name, size and first bytes at once; the worker looks closer."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            if not file.size:
                raise FileEmpty
            check_upload(file)
        except IkmError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return file

    def save(self, commit: bool = True) -> Source:
        """Keep the upload and queue it."""
        source = save_upload(self.cleaned_data["file"], title=self.cleaned_data["title"], owner=self.owner)
        ring_source(source.pk)
        return source


class TitleForm(forms.ModelForm):
    """Renaming a video."""

    class Meta:
        model = Source
        fields = ["title"]
        error_messages = {"title": {"required": "Isi judul video."}}
