"""Makes each hot request on the database of the settings and prints every query's plan: `python -m ...`, JSON out.

A request is made twice: what is kept between requests is asked for the first time only, and both count.
"""

import json
import re
import sys

import django

PLACE = re.compile(r"/belajar/jawaban/(\d+)/(\d+)/")
EXPLAINED = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")


def main():
    """Print `{"sizes": {table: rows}, "requests": {name: [[sql, plan], ...]}}`."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    connection.cursor().execute("ANALYZE")
    sys.stdout.write(json.dumps({"requests": plans_of_requests(), "sizes": sizes()}))


def sizes():
    """Return how many rows each table holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'")
        return dict(cursor.fetchall())


def plans_of_requests():
    """Make the requests of somebody under way in a course; return the plans by request."""
    from django.test import Client

    from accounts.models import User
    from courses.addresses import lesson_path
    from courses.models import Enrolment, EnrolmentState
    from courses.outline import outline_of

    enrolment = Enrolment.objects.filter(state=EnrolmentState.LEARNING).order_by("pk")[1000]
    person, outline = enrolment.person, outline_of(enrolment.course)
    lesson = next(one for one in outline.lessons if not one.has_quiz)
    quiz = next(one for one in outline.lessons if one.has_quiz)
    client, stranger = Client(), Client()
    client.force_login(User.objects.get(pk=person.pk))
    event = {"id": "", "kind": "lesson_done", "made_at": "2026-11-20T08:00:00Z", "body": {"lesson": lesson.pk}}
    batch = {"account": person.tag, "device": "00000000-0000-0000-0000-000000000007"}

    def sync(number):
        told = {**batch, "events": [{**event, "files": [], "id": f"00000000-0000-4000-8000-{number:012}"}]}
        return client.post("/sinkron/", json.dumps(told), content_type="application/json", secure=True)

    def post(browser, path, **form):
        return browser.post(path, form, secure=True)

    def get(browser, path):
        return browser.get(path, secure=True)

    started = []

    def start_quiz(_):
        started.append(post(client, f"/belajar/pelajaran/{quiz.pk}/kuis/").headers["Location"])

    def answer(number):
        place = PLACE.search(started[-1])
        return post(client, f"/belajar/jawaban/{place[1]}/{number + 1}/", choice="1")

    acts = {
        "sign-in form": lambda _: get(stranger, "/masuk/"),
        "sign-in, number": lambda _: post(Client(), "/masuk/", phone=person.phone),
        "sign-in, password": lambda _: post(Client(), "/masuk/", login=person.username, password="demo-ikm-2026"),
        "home": lambda _: get(client, "/"),
        "own progress": lambda _: get(client, "/saya/"),
        "course": lambda _: get(client, f"/kursus/{enrolment.course.slug}/"),
        "lesson": lambda _: get(client, lesson_path(lesson)),
        "finish lesson": lambda _: post(client, f"/belajar/pelajaran/{lesson.pk}/selesai/"),
        "quiz start": start_quiz,
        "quiz question": lambda _: get(client, started[-1]),
        "quiz answer": answer,
        "sync": sync,
    }
    return {name: plans_of(name, act) for name, act in acts.items()}


def plans_of(name, act):
    """Make a request twice; return query and plan of all that it asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        for number in range(2):
            response = act(number)
            assert response is None or response.status_code < 400, (name, response.status_code, response.content[:500])
    queries = dict.fromkeys(query["sql"] for query in asked.captured_queries)
    return [[sql, plan_of(sql)] for sql in queries if sql.startswith(EXPLAINED)]


def plan_of(sql):
    """Return PostgreSQL's plan."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        return cursor.fetchone()[0][0]["Plan"]


if __name__ == "__main__":
    main()
