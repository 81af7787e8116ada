"""What is done to a directive: received, replaced, carried over; and to the calendar."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from obligations import (
    carrying_over,
    intake,
    recounting,
    replacing,
)
from obligations.models import (
    Directive,
    Event,
    SourceFile,
    Task,
)
from tests.conftest import NOW, TODAY
from tests.scene.deed import Deed, Verb, on
from tests.scene.rows import NEXT_YEAR, Scene, make_newer

# As the notice of the State Council is written; what it says of the year is ours.
HOLIDAYS = """一、元旦：1月1日（周日）至3日（周二）放假，共3天。
二、春节：1月29日（周日）至2月5日（周日）放假调休，共8天。1月28日（周六）、2月11日（周六）上班。
三、国庆节：10月1日至7日放假，共7天。9月30日（周六）上班。"""
NOTICE = "云河市人民政府办公室通知"


def _make_unreadable() -> None:
    values = {"state": "unreadable", "message": "没有文字。", "size": 1, "received_at": NOW}
    SourceFile.objects.create(name="扫描件.pdf", sha256="2" * 64, file="sources/2026/scan.pdf", **values)


def _unreadable() -> SourceFile:
    return SourceFile.objects.get(sha256="2" * 64)


def newer(scene: Scene) -> Directive:
    return Directive.objects.get(issued_on=NEXT_YEAR)


def _is_newer(scene: Scene) -> None:
    """`first` is in the new version of the directive that `task` is in."""
    newer = make_newer(scene.task.directive)
    Directive.objects.filter(pk=scene.task.directive_id).update(replaced_by=newer, replaced_on=TODAY)
    Task.objects.filter(pk=scene.first.pk).update(directive=newer)


DIRECTIVE_DEEDS: dict[Event.Verb, Deed] = {
    Verb.RECEIVED: Deed(
        lambda s, who: intake.receive("通知.txt", NOTICE.encode(), who),
        lambda s: reverse("upload"),
        lambda s: {"files": [SimpleUploadedFile("通知.txt", NOTICE.encode())]},
        noun="",
    ),
    Verb.READ_AGAIN: Deed(
        lambda s, who: intake.read_again(s.source.pk, who),
        on("read_again", "source"),
        noun="source",
        state="failed",
    ),
    Verb.SOURCE_REMOVED: Deed(
        lambda s, who: intake.remove_source(_unreadable().pk, who),
        lambda s: reverse("remove_source", args=[_unreadable().pk]),
        ready=lambda s: _make_unreadable(),
        noun="",
    ),
    Verb.REPLACED: Deed(
        lambda s, who: replacing.replace(s.task.directive_id, newer(s).pk, who),
        lambda s: reverse("replaced", args=[s.task.directive_id]),
        lambda s: {"by": newer(s).doc_number},
        ready=lambda s: make_newer(s.task.directive),
        noun="",
    ),
    Verb.CARRIED: Deed(
        lambda s, who: carrying_over.carry_over(s.task.pk, s.first.pk, who),
        lambda s: reverse("compare_versions", args=[s.task.directive_id]),
        lambda s: {"pair": f"{s.task.pk}-{s.first.pk}"},
        ready=_is_newer,
        noun="first",
        state="suggested",
    ),
    Verb.CALENDAR_SET: Deed(
        lambda s, who: recounting.publish_holidays(2090, HOLIDAYS, who),
        lambda s: reverse("calendar"),
        data={"year": 2090, "text": HOLIDAYS},
        noun="",
    ),
}
