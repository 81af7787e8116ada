"""What `make run` starts: site and worker together, ended together."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from obligations.management.processes import Family, port_is_free

SLEEPER = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
SLEEPER += "print('ready', flush=True); time.sleep(600)"


# The process, its port, and its VAR_DIR.
Running = tuple[subprocess.Popen[str], int, Path]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive_in_group(group: int) -> list[int]:
    """Processes of the group, zombies left out."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(int(path.parent.name))
    return found


def test_a_port_in_use_is_told_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        with pytest.raises(CommandError, match="已被占用"):
            call_command("demo", port=port)
    assert port_is_free("127.0.0.1", port)


def test_leaving_the_family_ends_grandchildren_too() -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with Family() as family:
            family.start("睡眠", [sys.executable, "-c", SLEEPER], {})
            group = family.children["睡眠"].pid
            end = time.monotonic() + 20
            while len(alive_in_group(group)) < 2 and time.monotonic() < end:
                time.sleep(0.05)
            assert len(alive_in_group(group)) == 2
        # A killed process is gone a moment after the signal: the machine may be busy.
        end = time.monotonic() + 10
        while alive_in_group(group) and time.monotonic() < end:
            time.sleep(0.05)
        assert not alive_in_group(group)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Running]:
    """A demo on a fresh SQLite database, already holding a unit so that no sample city is loaded."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "EMAIL_URL")},
        "DJANGO_SETTINGS_MODULE": "tracker.settings.development",
        "VAR_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "PYTHONUNBUFFERED": "1",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    seed = "from obligations.models import Unit; Unit.objects.create(name='云河市能源局')"
    subprocess.run([*manage, "shell", "-v0", "-c", seed], env=environment, check=True)
    command = [*manage, "demo", "--port", str(port)]
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, env=environment, **output)
    yield process, port, tmp_path
    process.kill()
    process.wait()


def environment_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/environ").read_text().split("\0")


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_site_and_worker_start_and_stop_together(demo: Running) -> None:
    process, port, var = demo
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    browser, address = build_opener(ProxyHandler({})), f"http://127.0.0.1:{port}"
    with browser.open(f"{address}/") as page:
        assert page.status == 200
        words = page.read().decode()
    assert "登录" in words
    style = re.search(r'href="(/static/[^"]+\.css)"', words)
    assert style is not None
    assert browser.open(address + style[1]).status == 200
    with pytest.raises(HTTPError) as missing:
        browser.open(f"{address}/nowhere/")
    assert missing.value.code == 404 and "URLconf" not in missing.value.read().decode()
    groups = children_of(process.pid)
    assert len(groups) == 2
    assert f"EMAIL_URL=filemail:///{var / 'mail'}" in environment_of(groups[0])
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=40)
    assert "已全部停止" in out
    assert process.returncode == 0
    assert not [pid for group in groups for pid in alive_in_group(group)]
    assert port_is_free("127.0.0.1", port)


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_when_one_dies_the_other_is_stopped_and_it_is_told(demo: Running) -> None:
    process, port, _ = demo
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    site = children_of(process.pid)[0]
    os.kill(site, signal.SIGKILL)
    out, _ = process.communicate(timeout=40)
    assert "意外停止" in out
    assert process.returncode == 1
    assert port_is_free("127.0.0.1", port)
