"""Where files lie, what may be uploaded, and how videos are made."""

from typing import Any

from lms.settings import env

STORAGES: dict[str, dict[str, Any]] = {
    # Private: originals, task photos, certificates. Served only through views that check permission.
    "default": {
        "BACKEND": "core.files.PrivateStorage",
        "OPTIONS": {"location": env.VAR / "private", "base_url": None},
    },
    # Public: our own re-encoded files, named by hash.
    "public": {
        "BACKEND": "core.files.PublicStorage",
        "OPTIONS": {"location": env.VAR / "public", "base_url": "/berkas/"},
    },
    "staticfiles": {"BACKEND": "lms.static_files.HashedStorage"},
}
if env.S3_ENDPOINT:
    bucket = {
        "endpoint_url": env.S3_ENDPOINT,
        "region_name": env.S3_REGION,
        "access_key": env.S3_ACCESS_KEY,
        "secret_key": env.S3_SECRET_KEY,
    }
    STORAGES["default"] = {
        "BACKEND": "core.files_s3.PrivateBucket",
        "OPTIONS": bucket
        | {"bucket_name": env.S3_BUCKET_PRIVATE, "address": env.S3_PRIVATE_URL, "scratch": env.VAR / "scratch/private"},
    }
    STORAGES["public"] = {
        "BACKEND": "core.files_s3.PublicBucket",
        "OPTIONS": bucket
        | {"bucket_name": env.S3_BUCKET_PUBLIC, "address": env.S3_PUBLIC_URL, "scratch": env.VAR / "scratch/public"},
    }
ACCEL = env.ACCEL  # nginx in front sends what we name in X-Accel-Redirect from the same disk
STATIC_URL = "/static/"
STATIC_ROOT = env.VAR / "static"
STATICFILES_DIRS = [env.ROOT / "static"]
WHITENOISE_USE_FINDERS = not env.SERVER
WHITENOISE_AUTOREFRESH = env.DEBUG
MEDIA_ROOT = env.VAR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Video
FFMPEG_PATH = env.FFMPEG_PATH  # empty: the packaged one, else the one on PATH
MEDIA_CAGE = env.MEDIA_CAGE  # auto, bwrap, unshare or limits
MEDIA_STALE_S = env.MEDIA_STALE_S  # a worker silent for so long has lost its claim
MEDIA_CHUNK_S = env.MEDIA_CHUNK_S  # of a lesson, encoded in one go: what a dead worker can lose
MEDIA_RETIRED_KEPT_S = 24 * 3600  # a replaced file stays so long for those who are watching it
MEDIA_MAX_UPLOAD_BYTES = 2 * 1000**3
MEDIA_USER_QUOTA_BYTES = 20 * 1000**3  # one person's originals and unfinished uploads together
MEDIA_OPEN_UPLOADS = 5  # unfinished ones that one person may have
MEDIA_UPLOAD_KEPT_DAYS = 7  # since its last byte
MEDIA_MIN_FREE_BYTES = 500 * 1000**2  # of disk, kept free by uploads and transcoding
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "media.receiving.CheckedUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = env.VAR / "tmp"  # same disk as the storages: an accepted upload is renamed, not copied
