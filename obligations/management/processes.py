"""Child processes that live and die together with this one."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from types import FrameType
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

PATIENCE = 10.0
TICK = 0.2
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked to stop: Ctrl-C, SIGTERM, or a closed terminal."""


class Family:
    """Started processes, each with its own descendants. Leaving the context stops them all."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Family":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        return self

    def __exit__(self, *_exception: object) -> None:
        # A second Ctrl-C must not leave half of them alive.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in self.children.values():
            child.terminate()
        end = time.monotonic() + PATIENCE
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, end - time.monotonic()))
            # Grandchildren share the child's group; whoever is still there goes now.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts a process in a group of its own, so that a Ctrl-C in the terminal reaches only this one."""
        self.children[name] = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def ended(self) -> str:
        """The name of a process that has ended, "" while all are alive."""
        return next((name for name, child in self.children.items() if child.poll() is not None), "")

    def wait(self) -> str:
        """Waits until a process ends, and returns its name. Raises Stopped when asked to stop."""
        while not (name := self.ended()):
            time.sleep(TICK)
        return name

    def wait_for_answer(self, url: str, seconds: float) -> bool:
        """Whether a page is served there before the time is over and before a process ends."""
        end = time.monotonic() + seconds
        # A server listens before it can answer; only an answer says that it is up.
        while time.monotonic() < end and not self.ended():
            if answers(url):
                return True
            time.sleep(TICK)
        return False


def answers(url: str) -> bool:
    """Whether a page comes back, be it one that says no. A proxy of the environment is passed by."""
    direct = build_opener(ProxyHandler({}))
    try:
        with direct.open(url, timeout=10):
            return True
    except HTTPError as error:
        return error.code < 500
    except (OSError, HTTPException):
        return False


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: an address that was left a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def reachable(host: str) -> str:
    """The address to type for a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _die_with_parent() -> None:
    """Linux: even a SIGKILL of the parent ends this process."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
