"""Who may do what (权限), for the matters of which unit: one table. Verbs ask it, docs/rights.md is written from it,
tests try every cell through the verbs and through the pages.

A verb is named by what the record calls it; `see` is the right to look. It knows no Django: models ask it as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """`COORDINATOR` and `HEAD` are parts in a unit; the others are roles in the system."""

    COORDINATOR = "coordinator"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """Whose matter it is, seen from the person: a unit of theirs, one below such a unit, any other, or another unit's
    in a task that a unit of theirs leads, where the lead checks what is handed in."""

    OWN = "own"
    SUB = "sub"
    OTHER = "other"
    LED = "led"


@dataclass(frozen=True, slots=True)
class Standing:
    """As what a person stands before a matter."""

    role: Role
    reach: Reach


@dataclass(frozen=True, slots=True)
class Right:
    """`reaches`: for each role whose matters. `refusal` is what everybody else is told."""

    reaches: Mapping[Role, frozenset[Reach]]
    refusal: str

    def covers(self, standings: Iterable[Standing]) -> bool:
        return any(one.reach in self.reaches.get(one.role, ()) for one in standings)

    @property
    def needs_a_unit(self) -> bool:
        """Whether it depends on whose matter it is."""
        return any(reaches != EVERYWHERE for reaches in self.reaches.values())

    @property
    def asks_the_lead(self) -> bool:
        """Whether people of the unit that leads the task may do it as such."""
        return any(Reach.LED in reaches and reaches != EVERYWHERE for reaches in self.reaches.values())


EVERYWHERE = frozenset(Reach)
ABOVE = {Role.SUPERVISOR: EVERYWHERE, Role.ADMINISTRATOR: EVERYWHERE}
OWN, BELOW = frozenset({Reach.OWN}), frozenset({Reach.OWN, Reach.SUB})
UNIT = {Role.COORDINATOR: BELOW, Role.HEAD: BELOW, **ABOVE}


def _of_unit(*verbs: str) -> dict[str, Right]:
    return dict.fromkeys(verbs, Right(UNIT, "只能办理本单位及下属单位的承办事项。"))


def _of_supervisors(*verbs: str, refusal: str = "只有督查室可以进行这项操作。") -> dict[str, Right]:
    return dict.fromkeys(verbs, Right(ABOVE, refusal))


def _of_administrators(*verbs: str, refusal: str = "只有管理员可以变更单位名录。") -> dict[str, Right]:
    return dict.fromkeys(verbs, Right({Role.ADMINISTRATOR: EVERYWHERE}, refusal))


SEES = BELOW | {Reach.LED}
LEADS = frozenset({Reach.LED})

RIGHTS: Mapping[str, Right] = {
    "see": Right(
        {Role.COORDINATOR: SEES, Role.HEAD: SEES, **ABOVE}, "只能查看本单位及下属单位、本单位牵头审核的承办事项。"
    ),
    # what a unit does about its commitments; a supervisor may enter what a unit reported by telephone
    **_of_unit("signed", "reported", "handed_in", "recalled", "extension_asked", "extension_recalled"),
    # countersigning: a signature is given by whose it is, by nobody in their place
    **dict.fromkeys(
        ("lead_checked", "lead_returned"),
        Right({Role.COORDINATOR: LEADS, Role.HEAD: LEADS}, "只有牵头单位的人员可以审核，且须已启用牵头单位审核。"),
    ),
    **dict.fromkeys(
        ("head_signed", "head_returned"),
        Right({Role.HEAD: BELOW}, "只有承办单位的分管领导可以审签。"),
    ),
    # what it hands on of them to those below, and what those do
    **_of_unit("part_made", "part_changed", "part_accepted", "part_returned", "part_withdrawn"),
    **_of_unit("part_signed", "part_reported", "part_handed_in", "part_recalled"),
    # and about the tasks that it supports
    **_of_unit("support_reported"),
    # what is decided about them
    **_of_supervisors("extension_granted", "extension_refused", "closed", "returned", "resumed", "urged"),
    **_of_supervisors("suspended", "restarted", refusal="只有督查室可以中止或恢复承办事项。"),
    **_of_supervisors("listed", "delisted", refusal="只有督查室可以挂牌或摘牌。"),
    **_of_supervisors("reassigned", refusal="只有督查室可以改派承办事项。"),
    **_of_supervisors("amended", refusal="只有督查室可以更正执行中的任务。"),
    **_of_supervisors("due_date_set", "shortened", refusal="只有督查室可以设定完成时限。"),
    **_of_supervisors("event_recorded", refusal="只有督查室可以登记起算日期。"),
    **_of_supervisors("calendar_set", refusal="只有督查室可以登记节假日安排。"),
    **_of_supervisors("support_asked", "support_released", refusal="只有督查室可以要求配合单位承办。"),
    **_of_supervisors("check_set", "checked", refusal="只有督查室可以调度。"),
    **_of_supervisors("task_withdrawn", "task_restored", refusal="只有督查室可以撤销或恢复任务。"),
    **_of_supervisors("carried", refusal="只有督查室可以承接旧版任务。"),
    **_of_supervisors("lead_check_set", refusal="只有督查室可以设定牵头单位审核。"),
    **_of_administrators("countersign_set", refusal="只有管理员可以设定会签。"),
    **_of_supervisors("replaced", refusal="只有督查室可以标明文件废止。"),
    # review
    **_of_supervisors("confirmed", "corrected", "rejected", "reopened", refusal="只有督查室可以审核任务。"),
    **_of_supervisors("members_chosen", refusal="只有督查室可以选定单位。"),
    **_of_supervisors("joined", "kept_apart", "twin_reopened", refusal="只有督查室可以判断相似任务。"),
    # intake
    **_of_supervisors("received", refusal="只有督查室可以上传文件。"),
    **_of_supervisors("read_again", refusal="只有督查室可以重新识别文件。"),
    **_of_supervisors("source_removed", refusal="只有督查室可以移除文件。"),
    # the register and the accounts
    **_of_administrators("name_matched", "name_dismissed", "name_restored", refusal="只有管理员可以匹配单位名称。"),
    **_of_administrators("unit_edited", refusal="只有管理员可以修改单位名录。"),
    **_of_administrators("units_merged", "unit_renamed", "unit_reorganised", "change_cancelled"),
    **_of_administrators("member_joined", "member_left"),
    **dict.fromkeys(
        ("deputy_named", "deputy_ended"),
        Right({Role.COORDINATOR: OWN, Role.HEAD: OWN, **ABOVE}, "只能为本单位的人员指定代办人。"),
    ),
    **_of_administrators("person_named", "person_relieved", refusal="只有管理员可以指定单位人员。"),
    **_of_administrators("account_edited", refusal="只有管理员可以修改账号。"),
}
# What no person does: a job, or what follows from another verb.
FOLLOWS = frozenset(
    {
        *("read", "pairs_proposed", "continued", "recounted", "task_closed", "task_resumed", "withdrawn", "restored"),
        *("register_loaded", "moved", "countersign_passed"),
    }
)


def may(verb: str, standings: Iterable[Standing]) -> bool:
    return RIGHTS[verb].covers(standings)
