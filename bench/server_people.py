"""Makes a district of made-up people with what they learnt, quickly: for the measurements of one and of many servers.

Every row is marked as demo data and decided by the number of its person alone: filling twice changes nothing, and
filling further goes on where the last one ended. Migrations,
`load_roles`, `load_reference` and `load_courses` come first.

`python -m bench.server_people 13000` fills the database of the settings in the environment.
"""

import datetime as dt
import hashlib
import random
import sys
from dataclasses import dataclass, field
from typing import Any

import django

PREFIX = "uji"
PASSWORD = "demo-ikm-2026"  # the one of the demo: everybody made here signs in with it
CHUNK = 1000  # people a transaction
BATCH = 2000  # rows a statement
BEGAN = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC)
COURSES_OF_PERSON = ((0, 35), (1, 40), (2, 17), (4, 8))  # how many courses, and the share of people in percent
PASSED_SHARE, BEGUN_SHARE = 0.25, 0.6  # of enrolments: passed; of the others: with a pre-test and some lessons
FIRST = ("Sari", "Budi", "Rina", "Joko", "Mira", "Andi", "Wati", "Dedi", "Lina", "Hadi", "Nur", "Rudi")
LAST = ("Contoh", "Rekaan", "Percobaan", "Misalan")
MAKES = ("Keripik singkong", "Amplang", "Kue kering", "Sambal", "Anyaman rotan", "Batik", "Abon ikan", "Madu")


def username(number: int) -> str:
    """Return the sign-in name of the person with this number, from 1."""
    return f"{PREFIX}{number:06d}"


def phone(number: int) -> str:
    """Return the phone of the person with this number: beside the demo's own, +628990."""
    return f"+628991{number:07d}"


@dataclass
class Course:
    """What is asked and counted in a course, read once; snapshots stand in one fixed order of options."""

    row: Any
    lessons: tuple[Any, ...]
    tasks: tuple[Any, ...]
    modules: list[list[Any]]
    bank: list[tuple[str, dict[str, Any]]]
    quizzes: dict[int, list[tuple[str, dict[str, Any]]]]


@dataclass
class Rows:
    """The rows of a chunk of people, by what has to be saved first."""

    enrolments: list[Any] = field(default_factory=list)
    done: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    attempts: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    certificates: list[Any] = field(default_factory=list)


def fill(accounts: int) -> int:
    """Have people 1 to `accounts` with businesses and what they learnt in the database; return how many are new."""
    from accounts.models import User

    last = User.objects.filter(username__startswith=PREFIX, is_demo=True).order_by("-username").first()
    first = int(last.username.removeprefix(PREFIX)) + 1 if last else 1
    if first > accounts:
        return 0
    courses = read_courses()
    for start in range(first, accounts + 1, CHUNK):
        fill_chunk(range(start, min(start + CHUNK, accounts + 1)), courses)
    return accounts - first + 1


def fill_chunk(numbers: range, courses: list[Course]) -> None:
    """Make these people with all that is theirs, all or nothing."""
    from django.db import transaction

    with transaction.atomic():
        people = make_people(numbers)
        rows = Rows()
        for number, person in zip(numbers, people, strict=True):
            learn(person, courses, random.Random(f"learn:{number}"), rows)
        save(rows)


def read_courses() -> list[Course]:
    """Return the published courses in the order of the catalogue."""
    from courses.models import BankQuestion, CoursePage
    from courses.outline import outline_of

    found = []
    for page in CoursePage.objects.live().order_by("path"):
        outline = outline_of(page)
        bank = BankQuestion.objects.filter(course=page, is_active=True).order_by("pk")
        found.append(
            Course(
                row=page,
                lessons=outline.lessons,
                tasks=outline.tasks,
                modules=[[part.module.title, part.module.jp] for part in outline.modules],
                bank=[snapshot(row.as_question()) for row in bank],
                quizzes={one.pk: [snapshot(q) for q in one.quiz_questions] for one in outline.lessons if one.has_quiz},
            )
        )
    if not found:
        raise SystemExit("no courses: migrate, load_roles, load_reference and load_courses come first")
    return found


def snapshot(question: Any) -> tuple[str, dict[str, Any]]:
    """Return a question's key and what an answer keeps of it."""
    return question.key, {
        "text": question.text,
        "options": list(question.options),
        "correct": question.correct,
        "explanation": question.explanation,
    }


# --- People --------------------------------------------------------------------------------------


def make_people(numbers: range) -> list[Any]:
    """Make people with role, consent and, most of them, a business; return them in order."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group

    from accounts.consenting import SENTENCES
    from accounts.models import Consent, ConsentKind, User
    from accounts.roles import Role
    from reference.public import villages

    places = list(villages())
    password = make_password(PASSWORD)  # one for all: a slow hash each would take hours
    people = User.objects.bulk_create(
        [new_person(number, places[number % len(places)], password) for number in numbers], batch_size=BATCH
    )
    role = Group.objects.get(name=Role.LEARNER)
    through = User.groups.through
    through.objects.bulk_create([through(user=one, group=role) for one in people], batch_size=BATCH)
    sentence = SENTENCES[ConsentKind.LEARNING]
    Consent.objects.bulk_create(
        [
            Consent(person=one, kind=ConsentKind.LEARNING, version=sentence.version, text=sentence.text, given_at=BEGAN)
            for one in people
        ],
        batch_size=BATCH,
    )
    make_businesses(numbers, people)
    return people


def new_person(number: int, village: Any, password: str) -> Any:
    """Return the unsaved person of this number."""
    from accounts.models import User

    return User(
        username=username(number),
        password=password,
        full_name=f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number}",
        phone=phone(number),
        phone_verified=True,
        village=village,
        is_demo=True,
        tag=hashlib.sha256(f"{PREFIX}{number}".encode()).hexdigest()[:16],
        date_joined=BEGAN + dt.timedelta(minutes=number),
    )


def make_businesses(numbers: range, people: list[Any]) -> None:
    """Give four of five people a business."""
    from businesses.models import Business, Membership
    from reference.public import sectors

    kinds = list(sectors())
    owners = [(number, one) for number, one in zip(numbers, people, strict=True) if number % 5]
    shops = Business.objects.bulk_create(
        [
            Business(
                name=f"{MAKES[number % len(MAKES)]} Contoh {number}",
                product=MAKES[number % len(MAKES)],
                sector=kinds[number % len(kinds)],
                village=one.village,
                is_demo=True,
            )
            for number, one in owners
        ],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [Membership(business=shop, person=one) for shop, (_, one) in zip(shops, owners, strict=True)], batch_size=BATCH
    )


# --- What they learnt ----------------------------------------------------------------------------


def learn(person: Any, courses: list[Course], chance: random.Random, rows: Rows) -> None:
    """Add this person's enrolments and what they did in them."""
    counts, weights = zip(*COURSES_OF_PERSON, strict=True)
    many = min(chance.choices(counts, weights)[0], len(courses))
    for course in chance.sample(courses, many):
        began = BEGAN + dt.timedelta(days=chance.randrange(200), minutes=chance.randrange(1440))
        attend(person, course, began, chance, rows)


def attend(person: Any, course: Course, began: dt.datetime, chance: random.Random, rows: Rows) -> None:
    """Add one enrolment: a quarter passed, of the others most under way, some not begun."""
    from courses.models import Enrolment, EnrolmentState

    passed = chance.random() < PASSED_SHARE
    enrolment = Enrolment(person=person, course=course.row, enrolled_at=began)
    rows.enrolments.append(enrolment)
    if not passed and chance.random() > BEGUN_SHARE:
        return
    attempt(enrolment, "tes_awal", course.bank[:10], began, chance, rows)
    share = 1.0 if passed else chance.random() * 0.8
    for place, lesson in enumerate(course.lessons[: int(len(course.lessons) * share)]):
        finish_lesson(enrolment, course, lesson, began + dt.timedelta(hours=6 * place + 1), chance, rows)
    if passed:
        enrolment.state = EnrolmentState.COMPLETED
        enrolment.completed_at = began + dt.timedelta(days=20)
        certify(enrolment, course, chance, rows)


def finish_lesson(
    enrolment: Any, course: Course, lesson: Any, moment: dt.datetime, chance: random.Random, rows: Rows
) -> None:
    """Add one lesson as done, with its quiz and its accepted task where it has them."""
    from courses.models import LessonProgress, SubmissionState, TaskSubmission

    rows.done.append(LessonProgress(enrolment=enrolment, lesson=lesson, done_at=moment))
    if lesson.pk in course.quizzes:
        questions = course.quizzes[lesson.pk]
        attempt(enrolment, "kuis", questions, moment, chance, rows, lesson=lesson, block_id=lesson.quiz_key)
    if lesson.task:
        task = lesson.task
        rows.tasks.append(
            TaskSubmission(
                enrolment=enrolment,
                lesson=lesson,
                block_id=task.key,
                title=task.title,
                instruction=task.instruction,
                text="Sudah saya kerjakan.",
                version=1,
                state=SubmissionState.ACCEPTED,
                sent_at=moment,
                decided_at=moment,
            )
        )


def attempt(
    enrolment: Any,
    kind: str,
    questions: list[Any],
    moment: dt.datetime,
    chance: random.Random,
    rows: Rows,
    **of_quiz: Any,
) -> Any:
    """Add a handed-in attempt: of a pre-test half of the answers right, of all else at least nine of ten."""
    from courses.models import Answer, Attempt, AttemptState

    right_share = 0.5 if kind == "tes_awal" else 0.95
    row = Attempt(enrolment=enrolment, kind=kind, number=1, state=AttemptState.SUBMITTED, started_at=moment, **of_quiz)
    row.submitted_at = moment + dt.timedelta(minutes=10)
    right = 0
    for position, (key, shown) in enumerate(questions, start=1):
        is_right = chance.random() < right_share or (kind != "tes_awal" and right < 0.8 * (position - 1))
        right += is_right
        choice = shown["correct"] if is_right else (shown["correct"] + 1) % 4
        rows.answers.append(
            Answer(
                attempt=row,
                position=position,
                question_key=key,
                snapshot=shown,
                choice=choice,
                answered_at=row.submitted_at,
            )
        )
    row.score = round(100 * right / len(questions)) if questions else 0
    rows.attempts.append(row)
    return row


def certify(enrolment: Any, course: Course, chance: random.Random, rows: Rows) -> None:
    """Add the passed final test and the certificate, as the release before approvals issued it; numbered when saved."""
    from certificates.models import Certificate, CertificateState, Series

    final = attempt(enrolment, "tes_akhir", course.bank[-15:], enrolment.completed_at, chance, rows)
    final.score = max(final.score, 80)
    rows.certificates.append(
        Certificate(
            state=CertificateState.ISSUED,
            is_demo=True,
            series=Series.DEMO,
            person=enrolment.person,
            person_name=enrolment.person.full_name,
            course_title=course.row.title,
            course_slug=course.row.slug,
            modules=course.modules,
            jp=sum(jp for _, jp in course.modules),
            pretest_score=50,
            final_score=final.score,
            attendance_percent=100,
            started_on=enrolment.enrolled_at.date(),
            completed_on=enrolment.completed_at.date(),
            issued_at=enrolment.completed_at,
            year=enrolment.completed_at.year,
        )
    )


def save(rows: Rows) -> None:
    """Save the rows, those first that others point at."""
    from courses.models import Answer, Attempt, Enrolment, LessonProgress, TaskSubmission

    for model, made in (
        (Enrolment, rows.enrolments),
        (LessonProgress, rows.done),
        (TaskSubmission, rows.tasks),
        (Attempt, rows.attempts),
        (Answer, rows.answers),
    ):
        refresh_links(made)
        model.objects.bulk_create(made, batch_size=BATCH)
    save_certificates(rows)


def refresh_links(made: list[Any]) -> None:
    """Take over the ids that saving gave to enrolments and attempts."""
    for row in made:
        if hasattr(row, "attempt_id") and row.attempt_id is None:
            row.attempt_id = row.attempt.pk
        elif getattr(row, "enrolment_id", 0) is None:
            row.enrolment_id = row.enrolment.pk


def save_certificates(rows: Rows) -> None:
    """Number the certificates without gaps under the lock of their counter, each with a small file of its own."""
    from certificates.freezing import letterhead_of
    from certificates.models import Certificate, CertificateSettings, NumberCounter, Series
    from certificates.storing import store_pdf

    letterhead = letterhead_of(CertificateSettings.load())
    by_person = {(one.person_id, one.course.slug): one.pk for one in rows.enrolments}
    for year in sorted({one.year for one in rows.certificates}):
        NumberCounter.objects.get_or_create(series=Series.DEMO, year=year)
        counter = NumberCounter.objects.select_for_update().get(series=Series.DEMO, year=year)
        for one in (certificate for certificate in rows.certificates if certificate.year == year):
            counter.last += 1
            one.number = counter.last
            one.number_text = f"CONTOH/500.9/{one.number:04d}/UJI/{year}"
            one.enrolment_id = by_person[one.person_id, one.course_slug]
            one.letterhead = letterhead
            pdf = f"%PDF-1.4\n% {one.number_text} {one.code}\n".encode() + b"%" * 4000
            one.file.name, one.sha256 = store_pdf(pdf)
            one.size_bytes = len(pdf)
        counter.save()
    Certificate.objects.bulk_create(rows.certificates, batch_size=BATCH)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{fill(int(sys.argv[1]))} new accounts\n")
