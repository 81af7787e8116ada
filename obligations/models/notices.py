"""Notices (提醒、催办、通报): one message to one recipient at one stage, sent at most once a channel."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, user: User) -> "NoticeQuerySet":
        """What this person's in-app list shows, newest first."""
        return self.filter(recipient=user, channel=Notice.Channel.INBOX).order_by("-created_at", "-pk")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def mark_read(self, at: datetime) -> int:
        """Marks those that nobody opened yet; returns how many."""
        return self.unread().update(read_at=at)

    def waiting(self) -> "NoticeQuerySet":
        """Made but not yet handed to their channel."""
        return self.filter(state=Notice.State.WAITING)


class Notice(models.Model):
    """`stage` names the occasion (due_soon:2026-10-31, overdue:2026-11-01, overdue_report:2026-W45, …).

    A digest covers several commitments in one message: it belongs to no commitment, and its stage carries the date.
    """

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", _("临期提醒")
        OVERDUE = "overdue", _("逾期提醒")
        URGE = "urge", _("催办")
        LISTED = "listed", _("挂牌督办")
        OVERDUE_REPORT = "overdue_report", _("逾期通报")
        SIGN = "sign", _("签收提醒")
        PART = "part", _("分办提醒")
        COUNTERSIGN = "countersign", _("会签提醒")
        NEWS = "news", _("办理动态")

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内")
        EMAIL = "email", _("邮件")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("未送达")

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("收件人"))
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("承办事项")
    )
    kind = models.CharField(_("类型"), max_length=16, choices=Kind)
    stage = models.CharField(_("阶段"), max_length=60)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    link = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(_("失败原因"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("生成时间"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "commitment", "stage", "channel"],
                name="notice_once",
                condition=Q(commitment__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["recipient", "stage", "channel"],
                name="notice_digest_once",
                condition=Q(commitment__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "channel", "-created_at"], name="notice_inbox"),
            # the sending job
            models.Index(fields=["created_at"], name="notice_waiting", condition=Q(state__in=["waiting", "sending"])),
        ]

    def __str__(self) -> str:
        return self.title
