"""Files that were taken in."""

from dataclasses import astuple, replace

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from obligations.extraction.grids import Cell, Grid
from obligations.models.people import User
from obligations.readers.base import Place, Reading

# The columns that may hold megabytes.
WORDS = ("text", "places", "grids")
# The same, seen from a directive.
SOURCE_WORDS = tuple(f"source__{name}" for name in WORDS)


class SourceQuerySet(models.QuerySet["SourceFile"]):
    def without_words(self) -> "SourceQuerySet":
        """Leaves text, places and tables in the database until they are asked for."""
        return self.defer(*WORDS)

    def with_counts(self) -> "SourceQuerySet":
        """Annotates directive_count and task_count: what the reading found."""
        return self.annotate(
            directive_count=Count("directives", distinct=True), task_count=Count("directives__tasks", distinct=True)
        )


class SourceFile(models.Model):
    """A gazette or a single directive as it came: the file itself, its text, and how far the reading is.

    `text` is empty until the file was read: small files are read when they come, big ones by the worker.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("排队中")
        READING = "reading", _("识别中")
        DONE = "done", _("已识别")
        FAILED = "failed", _("未能识别")
        # The file itself is the reason: trying again would end the same.
        UNREADABLE = "unreadable", _("无法读取")

    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("校验值"), max_length=64, unique=True, editable=False)
    file = models.FileField(_("文件"), upload_to="sources/%Y/", max_length=255)
    size = models.PositiveBigIntegerField(_("大小"), help_text="bytes")
    text = models.TextField(_("全文"), blank=True)
    # Rows of [start, page, label], and of [start, end, continues, cells]; `reading` gives them as what they are.
    places = models.JSONField(default=list, blank=True, editable=False)
    grids = models.JSONField(default=list, blank=True, editable=False)
    # Pages (from 1) that are pictures without text among pages that were read.
    unread_pages = models.JSONField(_("没有文字的页"), default=list, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.WAITING)
    message = models.CharField(_("说明"), max_length=500, blank=True)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上传人")
    )
    received_at = models.DateTimeField(_("收到时间"))
    # A reader that was killed leaves this behind; after a while another may take over.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("识别完成时间"), null=True, blank=True)
    seconds = models.FloatField(_("识别用时"), null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("来源文件")
        verbose_name_plural = _("来源文件")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def reading(self) -> Reading:
        """What the reader gave when the file came: text, tables and places."""
        return replace(self.outlines, text=self.text)

    @property
    def outlines(self) -> Reading:
        """Tables and places without the text: for who holds a part of it."""
        places = tuple(Place(start, page, label) for start, page, label in self.places)
        grids = tuple(
            Grid(start, end, tuple(Cell(*cell) for cell in cells), continues)
            for start, end, continues, cells in self.grids
        )
        return Reading("", grids=grids, places=places, unread=tuple(self.unread_pages))

    def hold(self, reading: Reading) -> None:
        """Takes over what a reader gave."""
        self.text = reading.text
        self.unread_pages = list(reading.unread)
        self.places = [[one.start, one.page, one.label] for one in reading.places]
        self.grids = [
            [one.start, one.end, one.continues, [astuple(cell) for cell in one.cells]] for one in reading.grids
        ]
