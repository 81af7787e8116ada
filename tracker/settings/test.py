"""For the tests: quick passwords, mail kept in memory, tasks run where they are queued."""

from pathlib import Path
from tempfile import mkdtemp

from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import Q_CLUSTER

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(mkdtemp(prefix="obligations-test-"))
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
AXES_ENABLED = False
