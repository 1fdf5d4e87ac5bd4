"""Security headers, cookies and sessions. `/studio/` has its own, looser policy: core/middleware.py."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from core.first_style import POLICY_HASH
from lms.settings import env

# Where public files may also come from: the object store's own address (a redirect is held to the policy, too).
FILES_FROM = ["{0.scheme}://{0.netloc}".format(urlsplit(env.S3_PUBLIC_URL))] if env.S3_PUBLIC_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, POLICY_HASH],  # the file, or its text in a first page
        "img-src": [SELF, "data:", *FILES_FROM],
        "media-src": [SELF, *FILES_FROM],
        "connect-src": [SELF, *FILES_FROM],  # the service worker passes on what a page shows
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # but for the previews under /studio/: core/middleware.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # cookies: these two, and core/first_style.py
)
SESSION_COOKIE_NAME = "s"
CSRF_COOKIE_NAME = "c"
if env.SERVER:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/", r"^metrik/$"]  # monitors ask from inside, without TLS
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.PROXY_COUNT else None
