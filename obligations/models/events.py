"""Events (操作记录): who did what when, before and after. Append-only."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from obligations.models.chain import Chain
from obligations.models.commitments import Commitment
from obligations.models.directives import Directive
from obligations.models.people import User
from obligations.models.tasks import Task
from obligations.models.units import Unit


class EventQuerySet(models.QuerySet["Event"]):
    def append(self, events: "Iterable[Event]") -> None:
        """Writes the events at the end of the chain, which others can't move before this transaction ends."""
        chained = list(events)
        with transaction.atomic():
            end = Chain.locked()
            list(end.append(chained))
            self.bulk_create(chained, batch_size=500)
            end.save(update_fields=["length", "hash"])

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("events are append-only")


class Event(models.Model):
    """`actor` is empty when a job acted. `before` and `after` hold the changed fields as plain values.

    `actor_name` (for a deputy with whom they stood in for) and `unit_name` are as they were at that time: a unit may
    be renamed, its history is not.
    `number` is the place in the chain, `hash` binds the event to the one before (`models.chain`).
    """

    class Verb(models.TextChoices):
        RECEIVED = "received", _("收到文件")
        READ = "read", _("识别")
        READ_AGAIN = "read_again", _("重新识别")
        SOURCE_REMOVED = "source_removed", _("移除文件")
        REPLACED = "replaced", _("标明废止")
        CONFIRMED = "confirmed", _("确认立项")
        CORRECTED = "corrected", _("修改建议")
        REJECTED = "rejected", _("不予立项")
        REOPENED = "reopened", _("撤回审核")
        PAIRS_PROPOSED = "pairs_proposed", _("提示相似任务")
        JOINED = "joined", _("合并任务")
        KEPT_APART = "kept_apart", _("判为不同任务")
        TWIN_REOPENED = "twin_reopened", _("撤回对相似任务的判断")
        CALENDAR_SET = "calendar_set", _("登记节假日")
        NAME_MATCHED = "name_matched", _("匹配单位")
        NAME_DISMISSED = "name_dismissed", _("判为非单位名称")
        NAME_RESTORED = "name_restored", _("恢复待匹配")
        AMENDED = "amended", _("更正任务")
        MEMBERS_CHOSEN = "members_chosen", _("选定单位")
        UNIT_EDITED = "unit_edited", _("修改单位信息")
        REGISTER_LOADED = "register_loaded", _("装入名录")
        UNITS_MERGED = "units_merged", _("合并单位")
        UNIT_RENAMED = "unit_renamed", _("单位更名")
        UNIT_REORGANISED = "unit_reorganised", _("单位划入")
        CHANGE_CANCELLED = "change_cancelled", _("取消单位变更")
        MOVED = "moved", _("移交")
        REASSIGNED = "reassigned", _("改派")
        MEMBER_JOINED = "member_joined", _("加入单位组")
        MEMBER_LEFT = "member_left", _("退出单位组")
        PERSON_NAMED = "person_named", _("指定人员")
        PERSON_RELIEVED = "person_relieved", _("免去人员")
        DEPUTY_NAMED = "deputy_named", _("指定代办人")
        DEPUTY_ENDED = "deputy_ended", _("结束代办")
        ACCOUNT_EDITED = "account_edited", _("修改账号")
        CONTINUED = "continued", _("续排周期事项")
        EVENT_RECORDED = "event_recorded", _("登记起算日期")
        SUPPORT_ASKED = "support_asked", _("要求配合单位承办")
        SUPPORT_RELEASED = "support_released", _("不再要求配合单位承办")
        SUPPORT_REPORTED = "support_reported", _("反馈配合情况")
        CHECK_SET = "check_set", _("设定调度周期")
        CHECKED = "checked", _("调度")
        RECOUNTED = "recounted", _("重新推算时限")
        DUE_DATE_SET = "due_date_set", _("设定时限")
        SIGNED = "signed", _("签收")
        REPORTED = "reported", _("报进展")
        HANDED_IN = "handed_in", _("申请办结")
        LEAD_CHECKED = "lead_checked", _("牵头单位审核")
        LEAD_RETURNED = "lead_returned", _("牵头单位退回")
        HEAD_SIGNED = "head_signed", _("分管领导审签")
        HEAD_RETURNED = "head_returned", _("分管领导退回")
        COUNTERSIGN_PASSED = "countersign_passed", _("免予会签")
        COUNTERSIGN_SET = "countersign_set", _("设定会签")
        LEAD_CHECK_SET = "lead_check_set", _("设定牵头单位审核")
        RECALLED = "recalled", _("撤回申请")
        CLOSED = "closed", _("销号")
        RETURNED = "returned", _("退回修改")
        RESUMED = "resumed", _("恢复办理")
        WITHDRAWN = "withdrawn", _("撤回交办")
        RESTORED = "restored", _("恢复交办")
        CARRIED = "carried", _("承接旧版任务")
        TASK_WITHDRAWN = "task_withdrawn", _("撤销任务")
        TASK_RESTORED = "task_restored", _("恢复任务")
        TASK_CLOSED = "task_closed", _("任务办结")
        TASK_RESUMED = "task_resumed", _("任务恢复执行")
        EXTENSION_ASKED = "extension_asked", _("申请延期")
        EXTENSION_RECALLED = "extension_recalled", _("撤回延期申请")
        EXTENSION_GRANTED = "extension_granted", _("同意延期")
        EXTENSION_REFUSED = "extension_refused", _("不同意延期")
        SHORTENED = "shortened", _("缩短时限")
        SUSPENDED = "suspended", _("中止")
        RESTARTED = "restarted", _("解除中止")
        LISTED = "listed", _("挂牌督办")
        DELISTED = "delisted", _("摘牌")
        PART_MADE = "part_made", _("分办")
        PART_CHANGED = "part_changed", _("调整分办")
        PART_SIGNED = "part_signed", _("签收分办")
        PART_REPORTED = "part_reported", _("报分办进展")
        PART_HANDED_IN = "part_handed_in", _("分办报完成")
        PART_RECALLED = "part_recalled", _("撤回分办报完成")
        PART_ACCEPTED = "part_accepted", _("验收分办")
        PART_RETURNED = "part_returned", _("退回分办")
        PART_WITHDRAWN = "part_withdrawn", _("收回分办")
        URGED = "urged", _("催办")

    number = models.PositiveBigIntegerField(_("编号"), unique=True)
    hash = models.CharField(_("校验值"), max_length=64)
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人"))
    actor_name = models.CharField(_("操作人"), max_length=150, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("单位"))
    unit_name = models.CharField(_("单位"), max_length=120, blank=True)
    verb = models.CharField(_("操作"), max_length=32, choices=Verb)
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="events")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="events")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="events")
    note = models.TextField(_("说明"), blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["task", "-at"], name="event_of_task")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")
