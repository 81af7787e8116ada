"""For the tests: quick passwords, mail kept in memory, tasks run where they are queued."""

from pathlib import Path
from tempfile import mkdtemp

from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import DATABASES, Q_CLUSTER

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(mkdtemp(prefix="obligations-test-"))
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
AXES_ENABLED = False

# Tests with threads need a database that several connections can wait for: SQLite in memory refuses at once.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(MEDIA_ROOT / "test.sqlite3")}
