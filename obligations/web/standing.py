"""What a supervisor does about how a commitment stands: suspended or not, under special supervision or not."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obligations import workflow
from obligations.phrases import say_date
from obligations.web.deeds import InDrawer, for_supervisors
from obligations.web.forms.commitments import DelistForm, ListForm, RestartForm, SuspendForm
from obligations.workflow.suspending import Dating, due_after, stood_days


@for_supervisors
class Suspend(InDrawer):
    form_class = SuspendForm
    title = gettext_lazy("中止")
    button = gettext_lazy("中止")

    def foretell(self) -> str:
        asked = _("待审批的延期申请视为不同意。") if self.commitment.pending_extensions else ""  # type: ignore[attr-defined]
        return _("中止期间停止计时，不提醒、不计逾期；恢复时再定完成时限。承办单位会收到通知。") + asked

    def perform(self, data: dict[str, Any]) -> str:
        workflow.suspend(self.commitment.pk, self.actor, data["reason"], data["until_on"])
        return _("已中止：%s") % self.commitment.matter


@for_supervisors
class Restart(InDrawer):
    title = gettext_lazy("解除中止")
    button = gettext_lazy("恢复办理")

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        return RestartForm(*args, datings=self._datings(), **kwargs)

    def foretell(self) -> str:
        first = self.commitment.first_due_on
        kept = _("原定时限%s保留在台账和报表中。") % say_date(first) if first else ""
        return _("恢复后重新计时和提醒，承办单位会收到通知。") + kept

    def perform(self, data: dict[str, Any]) -> str:
        dating = Dating(data.get("dating") or Dating.KEPT)
        done = workflow.restart(self.commitment.pk, self.actor, dating, data.get("due_on"), data["note"])
        said = _("已恢复办理。")
        return said + (_("完成时限%s。") % say_date(done.due_on) if done.due_on else "")

    def _datings(self) -> list[tuple[str, str]]:
        row, on = self.commitment, timezone.localdate()
        standing = next(iter(row.open_suspensions), None)  # type: ignore[attr-defined]
        if row.due_on is None or standing is None:
            return []
        moved = due_after(row, Dating.MOVED, None, standing.started_on, on)
        late = _("，已逾期") if row.due_on < on else ""
        return [
            (
                Dating.MOVED,
                _("顺延中止的%(n)s天，至%(day)s") % {"n": stood_days(standing, on), "day": say_date(moved or on)},
            ),
            (Dating.KEPT, _("不变，仍为%(day)s%(late)s") % {"day": say_date(row.due_on), "late": late}),
            (Dating.GIVEN, _("另定日期")),
        ]


@for_supervisors
class List(InDrawer):
    form_class = ListForm
    title = gettext_lazy("挂牌督办")
    button = gettext_lazy("挂牌")

    def foretell(self) -> str:
        said = _("%s的人员及上级单位分管领导会在站内和邮件中收到；逾期后每3天提醒一次，各处加注“挂牌”。")
        return said % self.commitment.unit

    def perform(self, data: dict[str, Any]) -> str:
        workflow.list_(self.commitment.pk, self.actor, data["reason"], data["level"], data["finish_by"])
        return _("已挂牌督办：%s") % self.commitment.matter


@for_supervisors
class Delist(InDrawer):
    form_class = DelistForm
    title = gettext_lazy("摘牌")
    button = gettext_lazy("摘牌")

    def foretell(self) -> str:
        listing = next(iter(self.commitment.open_listings), None)  # type: ignore[attr-defined]
        said = _("%(day)s%(level)s挂牌：%(reason)s")
        if listing is None:
            return ""
        told = {"day": say_date(listing.listed_on), "level": listing.get_level_display(), "reason": listing.reason}
        return said % told

    def perform(self, data: dict[str, Any]) -> str:
        workflow.delist(self.commitment.pk, self.actor, data["reason"])
        return _("已摘牌：%s") % self.commitment.matter
