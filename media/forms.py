"""What an instructor fills in for a video. A file comes with the form, or came before it as a resumable upload."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.errors import IkmError
from core.templatetags.formats import ukuran
from media.costing import price_per_mb
from media.errors import FileEmpty, FileMissing, UploadUnfinished
from media.models import Source, Upload
from media.pipeline.formats import EXTENSIONS
from media.resuming import arrived, check_quota, find, finish, finish_into
from media.tasks import ring
from media.uploading import check_upload, replace_upload, save_upload


class FileForm(forms.ModelForm):
    """A file; `owner` uploads, `refusal` is why it was not kept while it arrived.

    With scripts, `upload` names a resumable upload that has arrived already; without them `file` holds the file.
    """

    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Berkas video",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(("video/*", *EXTENSIONS))}),
        error_messages={"required": FileMissing.sentence, "invalid": FileMissing.sentence},
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def __init__(self, *args: Any, owner: Any, refusal: IkmError | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.refusal = owner, refusal
        file, limit = self.fields["file"], ukuran(settings.MEDIA_MAX_UPLOAD_BYTES)
        file.help_text = f"MP4, MOV, atau rekaman kamera HP lainnya. Paling besar {limit}, paling lama 3 jam."
        file.widget.attrs |= {
            "data-max-bytes": settings.MEDIA_MAX_UPLOAD_BYTES,
            "data-price": price_per_mb(),
        }
        if refusal:
            file.error_messages["required"] = refusal.message
        if self.data.get(self.add_prefix("upload")):
            file.required = False
            file.help_text = "Berkas Anda sudah sampai dan tidak perlu dipilih lagi."

    def clean_upload(self) -> Upload | None:
        """Find the upload among one's own, all of it here."""
        pk = self.cleaned_data["upload"]
        try:
            upload = find(self.owner, pk) if pk else None
            if upload and arrived(upload) < upload.size_bytes:
                raise UploadUnfinished
        except IkmError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return upload

    def clean_file(self) -> UploadedFile | None:
        """Look at name, size and first bytes at once; the worker looks closer."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            if not file.size:
                raise FileEmpty
            check_upload(file)
            check_quota(self.owner, file.size)
        except IkmError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return file

    def clean(self) -> dict[str, Any]:
        """Say at the file what is wrong with the upload: the upload's own field is hidden."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for error in self.errors.pop("upload", []):
            self.add_error("file", error)
        return cleaned


class VideoForm(FileForm):
    """A new video: its title and its file."""

    class Meta:
        model = Source
        fields = ["title"]
        error_messages = {"title": {"required": "Isi judul video, misalnya “Cara mengisi label”."}}

    field_order = ["title", "file", "upload"]

    def save(self, commit: bool = True) -> Source:
        """Keep the file and queue it."""
        title, upload = self.cleaned_data["title"], self.cleaned_data["upload"]
        if upload:
            source = finish(upload, title=title)
        else:
            source = save_upload(self.cleaned_data["file"], title=title, owner=self.owner)
        ring(1)
        return source


class ReplaceForm(FileForm):
    """Another file for a video that is there; its title stays."""

    def save(self, commit: bool = True) -> Source:
        """Keep the file and queue it; learners get the old one until the new one can be played."""
        source: Source = self.instance
        if self.cleaned_data["upload"]:
            finish_into(self.cleaned_data["upload"], source)
        else:
            replace_upload(source, self.cleaned_data["file"])
        ring(1)
        return source


class TitleForm(forms.ModelForm):
    """Renaming a video."""

    class Meta:
        model = Source
        fields = ["title"]
        error_messages = {"title": {"required": "Isi judul video."}}
