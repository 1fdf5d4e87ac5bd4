"""What a lesson is made of. Every block and every question keeps an id of its own, which records point at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from media.public import VideoChooserBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
OPTION_NAMES = ("option_a", "option_b", "option_c", "option_d")
OPTION_LETTERS = [(str(index), letter) for index, letter in enumerate("ABCD")]


@dataclass(frozen=True)
class Question:
    """One question with four options; `correct` is the index of the right one. `key` names it in records."""

    key: str
    text: str
    options: tuple[str, ...]
    correct: int
    explanation: str


@dataclass(frozen=True)
class Task:
    """A practice task as the learner reads it; `key` is the block's id."""

    key: str
    title: str
    instruction: str


def check_options_differ(options: list[str]) -> None:
    """Refuse two options that read the same, because then two answers would be right.

    Raises ValidationError.
    """
    seen = {option.strip().casefold() for option in options}
    if len(seen) < len(options):
        raise ValidationError("Dua pilihan berbunyi sama. Ubah salah satu agar hanya satu jawaban yang benar.")


class QuestionValue(blocks.StructValue):
    """A question as the preview shows it."""

    def lettered(self) -> list[tuple[str, str]]:
        """Return the options with the values that `correct` takes."""
        return [(str(index), self[name]) for index, name in enumerate(OPTION_NAMES)]


class QuestionBlock(blocks.StructBlock):
    """A question of a module quiz. One letter names the right option, so there is always exactly one."""

    text = blocks.TextBlock(label="Pertanyaan", rows=2)
    option_a = blocks.CharBlock(label="Pilihan A", max_length=300)
    option_b = blocks.CharBlock(label="Pilihan B", max_length=300)
    option_c = blocks.CharBlock(label="Pilihan C", max_length=300)
    option_d = blocks.CharBlock(label="Pilihan D", max_length=300)
    correct = blocks.ChoiceBlock(
        label="Jawaban benar",
        choices=OPTION_LETTERS,
        help_text="Urutan pilihan diacak saat ditampilkan kepada peserta.",
    )
    explanation = blocks.TextBlock(
        label="Pembahasan", rows=2, help_text="Ditampilkan setelah peserta menjawab: mengapa jawaban itu benar."
    )

    def clean(self, value: Any) -> Any:
        """Check the options after the fields themselves."""
        cleaned = super().clean(value)
        try:
            check_options_differ([cleaned[name] for name in OPTION_NAMES])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"option_d": error}) from error
        return cleaned

    class Meta:
        icon = "help"
        label = "Soal"
        value_class = QuestionValue


class QuizBlock(blocks.StructBlock):
    """The quiz of a module: its questions are shown with their explanations, unlike those of the bank."""

    questions = blocks.ListBlock(QuestionBlock(), label="Soal", min_num=1)

    class Meta:
        icon = "form"
        label = "Kuis"
        template = "courses/blocks/quiz.html"


class TaskBlock(blocks.StructBlock):
    """A practice task; the learner answers with a photo and the instructor looks at it."""

    title = blocks.CharBlock(label="Judul tugas", max_length=120)
    instruction = blocks.TextBlock(label="Yang harus dikerjakan", rows=4)

    class Meta:
        icon = "clipboard-list"
        label = "Tugas praktik"
        template = "courses/blocks/task.html"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who can't see it."""

    image = ImageChooserBlock(label="Gambar")
    alt = blocks.CharBlock(
        label="Uraian gambar",
        max_length=200,
        help_text="Apa yang terlihat pada gambar, untuk peserta yang memakai pembaca layar.",
    )
    caption = blocks.CharBlock(label="Keterangan di bawah gambar", max_length=200, required=False)

    class Meta:
        icon = "image"
        label = "Gambar"
        template = "courses/blocks/picture.html"


class StepsBlock(blocks.StructBlock):
    """Numbered steps of one piece of work."""

    title = blocks.CharBlock(label="Judul", max_length=120, required=False)
    steps = blocks.ListBlock(blocks.TextBlock(label="Langkah", rows=2), label="Langkah", min_num=1)

    class Meta:
        icon = "list-ol"
        label = "Langkah kerja"
        template = "courses/blocks/steps.html"


class DownloadBlock(blocks.StructBlock):
    """A file to take along; its size stands on the button."""

    document = DocumentChooserBlock(label="Berkas")
    title = blocks.CharBlock(
        label="Tulisan pada tombol", max_length=120, required=False, help_text="Bila kosong, judul berkas yang dipakai."
    )

    class Meta:
        icon = "download"
        label = "Berkas unduhan"
        template = "courses/blocks/download.html"


class LessonBlocks(blocks.StreamBlock):
    """Everything an instructor can put into a lesson."""

    text = blocks.RichTextBlock(label="Teks", features=TEXT_FEATURES, template="courses/blocks/text.html")
    picture = PictureBlock()
    steps = StepsBlock()
    video = VideoChooserBlock(label="Video", icon="media", template="courses/blocks/video.html")
    download = DownloadBlock()
    tip = blocks.TextBlock(label="Tips", icon="help", rows=3, template="courses/blocks/tip.html")
    task = TaskBlock()
    quiz = QuizBlock()

    class Meta:
        block_counts = {"quiz": {"max_num": 1}, "task": {"max_num": 1}}


Raw = dict[str, Any]


def raw_of_type(body: blocks.StreamValue, kind: str) -> Iterator[Raw]:
    """Yield the stored form of the blocks called `kind`: no block is built and no query made."""
    return (raw for raw in body.raw_data if raw["type"] == kind)


def questions_of(raw_quiz: Raw) -> list[Question]:
    """Return the questions of a stored quiz block, in the order the instructor gave them."""
    return [_read_question(item["id"], item["value"]) for item in raw_quiz["value"]["questions"]]


def task_of(raw_task: Raw) -> Task:
    """Return a stored task block as a plain value."""
    value = raw_task["value"]
    return Task(key=raw_task["id"], title=value["title"], instruction=value["instruction"])


def _read_question(key: str, value: Raw) -> Question:
    return Question(
        key=key,
        text=value["text"],
        options=tuple(value[name] for name in OPTION_NAMES),
        correct=int(value["correct"]),
        explanation=value["explanation"],
    )
