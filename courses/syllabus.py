"""Reads a course file into plain values. The grammar is described in `docs/recipes/course-files.md`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import UserFault

Line = tuple[int, str]

REQUIRED = ("slug", "judul", "ringkas", "sasaran", "total_jp", "nilai_lulus", "modul", "ditinjau")
MODULE = re.compile(r"Modul (\d+)\. (.+) \((\d+) JP\)")
LESSON = re.compile(r"(\d+)\.(\d+) (.+)")
MODULE_QUIZ = re.compile(r"Kuis Modul (\d+)")
QUESTION = re.compile(r"\d+\. (.+)")
OPTION = re.compile(r" +- \[([ x])\] (.+)")
EXPLANATION = re.compile(r" +Pembahasan: (.+)")
TASK = "**Praktik:**"


class SyllabusFault(UserFault):
    """A course file breaks the grammar."""

    code = "syllabus_fault"
    sentence = "{file} baris {line}: {what}"


@dataclass(frozen=True)
class QuestionText:
    """A question with four options; `correct` is the index of the right one."""

    text: str
    options: tuple[str, ...]
    correct: int
    explanation: str
    line: int


@dataclass
class LessonText:
    """A lesson: its number within the module, paragraphs of plain text, and a practice task or nothing."""

    number: int
    title: str
    paragraphs: list[str]
    task: str


@dataclass
class ModuleText:
    """A module with its lessons and the questions of its quiz."""

    number: int
    title: str
    jp: int
    lessons: list[LessonText] = field(default_factory=list)
    quiz: list[QuestionText] = field(default_factory=list)


@dataclass
class CourseText:
    """A whole course file."""

    slug: str
    title: str
    summary: str
    audience: str
    note: str
    pass_mark: int
    is_reviewed: bool
    intro: list[str] = field(default_factory=list)
    modules: list[ModuleText] = field(default_factory=list)
    bank: list[QuestionText] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A heading and the lines below it, with their numbers."""

    line: int
    level: int
    heading: str
    lines: list[Line]


def read_syllabus(path: Path) -> CourseText:
    """Return the course in `path`. Raises SyllabusFault with file, line and what is wrong."""
    return _SyllabusReader(path).read()


class _SyllabusReader:
    """Goes through one file from top to bottom; every fault carries the file's name and the line."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.lines: list[Line] = list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))

    def fault(self, line: int, what: str) -> SyllabusFault:
        return SyllabusFault(file=self.file, line=line, what=what)

    def read(self) -> CourseText:
        meta = self._front_matter()
        course = CourseText(
            slug=meta["slug"],
            title=meta["judul"],
            summary=meta["ringkas"],
            audience=meta["sasaran"],
            note=meta.get("catatan", ""),
            pass_mark=self._number(meta, "nilai_lulus"),
            is_reviewed=meta["ditinjau"] != "belum",
        )
        for section in self._sections():
            self._add(course, section)
        self._check_sums(course, meta)
        self._check_asked_once(course)
        return course

    def _front_matter(self) -> dict[str, str]:
        """Read `key: value` lines between two `---`; a value may hold a colon, so this is not quite YAML."""
        if not self.lines or self.lines[0][1] != "---":
            raise self.fault(1, "berkas harus dimulai dengan baris `---`.")
        meta: dict[str, str] = {}
        for number, text in self.lines[1:]:
            if text == "---":
                self.lines = self.lines[number:]
                break
            key, colon, value = text.partition(": ")
            if not colon:
                raise self.fault(number, f"`{text}` bukan `kunci: nilai`.")
            meta[key] = value.strip()
        else:
            raise self.fault(len(self.lines), "bagian atas tidak ditutup dengan `---`.")
        missing = [key for key in REQUIRED if key not in meta]
        if missing:
            raise self.fault(1, f"bagian atas belum memuat {', '.join(missing)}.")
        return meta

    def _number(self, meta: dict[str, str], key: str) -> int:
        if not meta[key].isdecimal():
            raise self.fault(1, f"`{key}` harus angka, bukan `{meta[key]}`.")
        return int(meta[key])

    def _sections(self) -> Iterator[Section]:
        current: Section | None = None
        for number, text in self.lines:
            heading = re.fullmatch(r"(#{1,3}) (.+)", text)
            if heading:
                if current:
                    yield current
                current = Section(number, len(heading[1]), heading[2].strip(), [])
            elif current:
                current.lines.append((number, text))
            elif text.strip():
                raise self.fault(number, "ada teks sebelum judul kursus.")
        if current:
            yield current

    def _add(self, course: CourseText, section: Section) -> None:
        """Put one section where it belongs."""
        if section.level == 1 and not course.modules:
            course.intro = [text for _, text in self._paragraphs(section)]
        elif section.level == 2 and (match := MODULE.fullmatch(section.heading)):
            self._add_module(course, section, match)
        elif section.level == 3 and (match := LESSON.fullmatch(section.heading)):
            self._add_lesson(self._module(course, section, int(match[1])), section, match)
        elif section.level == 3 and (match := MODULE_QUIZ.fullmatch(section.heading)):
            self._module(course, section, int(match[1])).quiz = self._questions(section)
        elif section.level == 2 and section.heading in {"Bank soal", "Kuis akhir"}:
            course.bank += self._questions(section, may_have_preface=True)
        else:
            raise self.fault(section.line, f"judul `{section.heading}` tidak dikenal pada tempat ini.")

    def _add_module(self, course: CourseText, section: Section, match: re.Match[str]) -> None:
        number = int(match[1])
        if number != len(course.modules) + 1:
            raise self.fault(section.line, f"modul {len(course.modules) + 1} diharapkan, bukan modul {number}.")
        for line, _ in self._paragraphs(section):
            raise self.fault(line, "teks modul harus berada di dalam pelajaran (`### 1.1 Judul`).")
        course.modules.append(ModuleText(number, match[2], int(match[3])))

    def _module(self, course: CourseText, section: Section, number: int) -> ModuleText:
        """Return the module that a heading numbered `number` belongs to: always the one begun last."""
        if not course.modules or course.modules[-1].number != number:
            raise self.fault(section.line, f"`{section.heading}` berada di luar modul {number}.")
        return course.modules[-1]

    def _add_lesson(self, module: ModuleText, section: Section, match: re.Match[str]) -> None:
        number = int(match[2])
        if number != len(module.lessons) + 1:
            raise self.fault(section.line, f"pelajaran {module.number}.{len(module.lessons) + 1} diharapkan.")
        paragraphs, task = [], ""
        for line, text in self._paragraphs(section):
            if task:
                raise self.fault(line, "tidak boleh ada teks setelah `**Praktik:**`.")
            if text.startswith(TASK):
                task = text.removeprefix(TASK).strip()
            else:
                paragraphs.append(text)
        if not paragraphs:
            raise self.fault(section.line, f"pelajaran `{match[3]}` belum berisi teks.")
        module.lessons.append(LessonText(number, match[3], paragraphs, task))

    def _paragraphs(self, section: Section) -> list[Line]:
        """Join lines into paragraphs; an empty line ends one."""
        found: list[Line] = []
        open_paragraph = False
        for number, text in section.lines:
            if not text.strip():
                open_paragraph = False
            elif open_paragraph:
                found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            else:
                found.append((number, text.strip()))
                open_paragraph = True
        return found

    def _questions(self, section: Section, *, may_have_preface: bool = False) -> list[QuestionText]:
        """Read the questions of a quiz or of the bank; the bank may begin with a remark for instructors."""
        groups: list[list[Line]] = []
        for number, text in section.lines:
            if QUESTION.fullmatch(text):
                groups.append([(number, text)])
            elif text.strip():
                if groups:
                    groups[-1].append((number, text))
                elif not may_have_preface:
                    raise self.fault(number, "soal harus dimulai dengan nomor, misalnya `1. Pertanyaan`.")
        if not groups:
            raise self.fault(section.line, f"`{section.heading}` belum berisi soal.")
        return [self._question(group) for group in groups]

    def _question(self, group: list[Line]) -> QuestionText:
        line, first = group[0]
        options: list[str] = []
        right: list[int] = []
        explanation = ""
        for number, text in group[1:]:
            if match := OPTION.fullmatch(text):
                if match[1] == "x":
                    right.append(len(options))
                options.append(match[2].strip())
            elif match := EXPLANATION.fullmatch(text):
                explanation = match[1].strip()
            else:
                raise self.fault(number, f"`{text.strip()}` bukan pilihan jawaban dan bukan `Pembahasan:`.")
        if len(options) != 4 or len(set(options)) != 4:
            raise self.fault(line, f"soal harus memiliki empat pilihan yang berbeda; ada {len(set(options))}.")
        if len(right) != 1:
            raise self.fault(line, f"tepat satu pilihan harus bertanda [x]; ada {len(right)}.")
        if not explanation:
            raise self.fault(line, "soal belum memiliki `Pembahasan:`.")
        text = first.split(". ", 1)[1].strip()
        return QuestionText(text, tuple(options), right[0], explanation, line)

    def _check_sums(self, course: CourseText, meta: dict[str, str]) -> None:
        found, wanted = len(course.modules), self._number(meta, "modul")
        if found != wanted:
            raise self.fault(1, f"`modul: {wanted}`, tetapi berkas memuat {found} modul.")
        found, wanted = sum(module.jp for module in course.modules), self._number(meta, "total_jp")
        if found != wanted:
            raise self.fault(1, f"`total_jp: {wanted}`, tetapi jumlah JP modul {found}.")
        if not 1 <= course.pass_mark <= 100:
            raise self.fault(1, "`nilai_lulus` harus antara 1 dan 100.")

    def _check_asked_once(self, course: CourseText) -> None:
        """A question of the bank must not be shown in a quiz, or the final test would test memory."""
        seen: dict[str, int] = {}
        for question in [*(q for module in course.modules for q in module.quiz), *course.bank]:
            key = question.text.casefold()
            if key in seen:
                raise self.fault(question.line, f"soal ini sudah ada di baris {seen[key]}.")
            seen[key] = question.line
