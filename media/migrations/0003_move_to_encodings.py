"""Every video gets an encoding: finished ones keep their files, all others start anew with the new pipeline.

Backwards, a video gets back what its published encoding holds of the old choices; AV1 and fast ones are let go.
"""

from django.db import migrations

OLD_RECIPE = "1"
MOVED = ("duration_s", "width", "height", "poster", "poster_width", "poster_height")
OLD_KINDS = {("audio", "aac"), ("hemat", "h264"), ("biasa", "h264")}


def move_forward(apps, schema_editor):
    Source, Encoding, Piece = (apps.get_model("media", name) for name in ("Source", "Encoding", "Piece"))
    for source in Source.objects.order_by("pk").iterator():
        ready = source.state == "ready"
        encoding, made = Encoding.objects.get_or_create(
            sha256=source.sha256 or f"old-{source.pk}", recipe=OLD_RECIPE, defaults={"owner_id": source.owner_id}
        )
        if ready and encoding.state != "ready":
            for name in MOVED:
                setattr(encoding, name, getattr(source, name))
            encoding.state, encoding.version = "ready", 2
            encoding.save()
            source.renditions.update(encoding=encoding)
            source.renditions.filter(kind="audio").update(codec="aac")
            encoding.pieces.all().delete()
            encoding.wanted_by.update(published=encoding)
        elif made:
            Piece.objects.create(encoding=encoding, run="fast", kind="probe")
        source.wanted = encoding
        source.published = encoding if encoding.state == "ready" else None
        source.save(update_fields=["wanted", "published"])
    apps.get_model("media", "Rendition").objects.filter(encoding=None).delete()


def move_back(apps, schema_editor):
    Source, Rendition = apps.get_model("media", "Source"), apps.get_model("media", "Rendition")
    for source in Source.objects.order_by("pk").iterator():
        encoding = source.published
        kept = list(encoding.renditions.filter(state="ready", is_fast=False)) if encoding else []
        kept = [one for one in kept if (one.kind, one.codec) in OLD_KINDS]
        for one in kept:
            values = {name: getattr(one, name) for name in ("file", "size_bytes", "width", "height")}
            Rendition.objects.create(source=source, kind=one.kind, state="ready", progress=100, **values)
        for name in MOVED if encoding else ():
            setattr(source, name, getattr(encoding, name))
        source.state = "ready" if kept and source.duration_s else "uploaded"
        source.wanted = source.published = None
        source.save()
    Rendition.objects.filter(source=None).delete()
    apps.get_model("media", "Encoding").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("media", "0002_encodings")]

    operations = [migrations.RunPython(move_forward, move_back)]
