"""A server of an office starts only with what it needs to be safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import RequestFactory

from obligations.web.security import address_behind_proxy

ROOT = Path(__file__).resolve().parent.parent
SAFE = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "duban.example.gov.cn"}


def started(environment: dict[str, str], tmp_path: Path, show: str = "") -> subprocess.CompletedProcess[str]:
    """Loads the settings in a process of its own, and prints one of them."""
    code = "from django.conf import settings; print(settings.DEBUG" + (f", settings.{show}" if show else "") + ")"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "tracker.settings.production", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=kept | settings | environment, capture_output=True, text=True, timeout=60
    )


def test_it_starts_with_a_key_and_its_hosts_and_without_debug(tmp_path: Path) -> None:
    done = started(SAFE, tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_it_refuses_to_start_without(name: str, value: str | None, tmp_path: Path) -> None:
    environment = {key: text for key, text in SAFE.items() if key != name} | (
        {name: value} if value is not None else {}
    )
    done = started(environment, tmp_path)
    assert done.returncode != 0
    assert f"{name} must be set" in done.stderr


def test_it_refuses_a_short_key(tmp_path: Path) -> None:
    done = started(SAFE | {"SECRET_KEY": "short"}, tmp_path)
    assert done.returncode != 0 and "at least 50 characters" in done.stderr


def test_behind_a_proxy_wrong_passwords_are_counted_by_the_address_that_the_proxy_saw(tmp_path: Path) -> None:
    done = started(SAFE | {"BEHIND_PROXY": "on"}, tmp_path, show="AXES_CLIENT_IP_CALLABLE")
    assert done.stdout.split() == ["False", f"{address_behind_proxy.__module__}.{address_behind_proxy.__name__}"]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("6.6.6.6, 10.1.2.3", "10.1.2.3"),
        ("6.6.6.6,10.1.2.3 ", "10.1.2.3"),
        ("2001:db8::1", "2001:db8::1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_wrote(forwarded: str, address: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert address_behind_proxy(request) == address
