import json
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from obligations.errors import Refused
from obligations.jobs import daily, heartbeat, schedules, weekly
from obligations.management.processes import Family, Stopped, port_is_free, reachable
from obligations.management.sample_story import load_sample_city
from obligations.models import Unit, User
from obligations.sample_city import SAMPLE_ACCOUNTS

SITE, WORKER = "网站", "后台任务"
SECONDS_TO_START = 60
MAIL = settings.VAR_DIR.resolve() / "mail"
LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"]


class Command(BaseCommand):
    help = "准备数据库和示例城市，同时启动网站和后台任务；Ctrl-C 全部停止。再次启动沿用已有数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not 1 <= port <= 65535:
            raise CommandError(f"端口 {port} 无效，应为 1 到 65535。")
        if not port_is_free(host, port):
            raise CommandError(f"端口 {port} 已被占用或不可用。换一个端口：make run PORT={port % 65535 + 1}")
        try:
            with Family() as family:
                self._prepare()
                self._start(family, host, port)
                ended = family.wait()
        except Stopped:
            self._say("已全部停止。")
            return
        raise CommandError(f"{ended}意外停止，已全部停止。原因见上面的输出。")

    def _prepare(self) -> None:
        self._say("更新数据库……")
        call_command("migrate", verbosity=0, interactive=False)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if Unit.objects.exists():
            self._say("沿用已有数据。")
        else:
            self._say("装入示例城市云河市（约半分钟）……")
            self._load()
        schedules.install()
        # The worker's own first beat comes within a minute; until then the dashboard would call it silent.
        heartbeat.beat()
        daily.run()
        weekly.run()

    def _load(self) -> None:
        try:
            load_sample_city(timezone.localdate(), self._say)
        except Refused as refusal:
            raise CommandError(f"示例城市未装入，数据库没有改动。{refusal.message}") from refusal

    def _start(self, family: Family, host: str, port: int) -> None:
        environment = self._environment(host, port)
        listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        site = ["-m", "gunicorn", "tracker.wsgi", "--config", "python:tracker.demo_server", "--bind", listen]
        family.start(SITE, [sys.executable, *site], environment)
        family.start(WORKER, [sys.executable, str(settings.BASE_DIR / "manage.py"), "qcluster"], environment)
        if not family.wait_for_answer(_address(host, port), SECONDS_TO_START):
            raise CommandError("网站未能启动，已全部停止。原因见上面的输出。")
        self._welcome(_address(host, port))

    def _environment(self, host: str, port: int) -> dict[str, str]:
        """What the children need to know; what the user has set goes before."""
        wanted = {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            # Pages as an office would see them, also where something is not found.
            "DEBUG": "off",
            "SITE_URL": _address(host, port),
            "ALLOWED_HOSTS": ",".join([*LOCAL_NAMES, *_names_of(host)]),
            # Four slashes: the setting takes one away from the path.
            "EMAIL_URL": f"filemail:///{MAIL}",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        return {name: os.environ.get(name) or value for name, value in wanted.items()}

    def _welcome(self, address: str) -> None:
        self._say("")
        self._say(f"督查督办已启动：{address}")
        content = json.loads(SAMPLE_ACCOUNTS.read_text(encoding="utf-8"))
        known = set(User.objects.values_list("username", flat=True))
        accounts = [account for account in content["accounts"] if account["username"] in known]
        for account in accounts:
            units = "、".join(account["units"])
            self._say(
                f"  {account['username']:<12} {User.Role(account['role']).label}  {account['display_name']}  {units}"
            )
        if accounts:
            self._say(f"  演示账号的密码都是 {content['password']}")
        self._say(f"邮件写入 {MAIL}。按 Ctrl-C 停止。")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _address(host: str, port: int) -> str:
    name = f"[{reachable(host)}]" if ":" in host else reachable(host)
    return f"http://{name}:{port}"


def _names_of(host: str) -> list[str]:
    """The names under which a server on `host` may be called; for all addresses, those of this machine."""
    if host not in ("0.0.0.0", "::", ""):  # noqa: S104
        return [f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        addresses = set()
    return [name, *sorted(addresses)]
