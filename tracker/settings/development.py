"""A developer's machine and the demo of `make run`."""

from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import VAR_DIR, env


def _demo_key() -> str:
    """A secret of this copy: made once, kept in `VAR_DIR`, so that sessions outlive a restart."""
    from django.core.management.utils import get_random_secret_key

    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key(), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


DEBUG = env.bool("DEBUG", default=True)
# Styles and scripts as they stand in the folders, with DEBUG or without: nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
SECRET_KEY = env("SECRET_KEY", default="") or _demo_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
