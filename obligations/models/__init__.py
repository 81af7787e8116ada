"""The nouns, one module each."""

from obligations.models.calendars import CalendarYear
from obligations.models.chain import Chain
from obligations.models.commitments import Commitment
from obligations.models.countersign_rules import CountersignRule
from obligations.models.countersigns import Countersign
from obligations.models.deadlines import Deadline
from obligations.models.directives import Directive
from obligations.models.events import Event
from obligations.models.extensions import Extension
from obligations.models.lights import LIGHT_ORDER, Light
from obligations.models.listings import Listing
from obligations.models.notices import Notice
from obligations.models.pairs import TaskKey, TaskPair
from obligations.models.parts import Part, PartReport
from obligations.models.people import Deputy, Membership, User
from obligations.models.progress import Evidence, Progress
from obligations.models.report_drafts import ReportDraft
from obligations.models.runs import Heartbeat, JobRun
from obligations.models.slices import Slice
from obligations.models.sources import SourceFile
from obligations.models.suspensions import Suspension
from obligations.models.targets import Target
from obligations.models.tasks import Assignment, Task
from obligations.models.unit_changes import UnitChange
from obligations.models.units import DismissedName, GroupMember, Unit, UnitAlias

__all__ = [
    "LIGHT_ORDER",
    "Assignment",
    "CalendarYear",
    "Chain",
    "Commitment",
    "Countersign",
    "CountersignRule",
    "Deadline",
    "Deputy",
    "Directive",
    "DismissedName",
    "Event",
    "Evidence",
    "Extension",
    "GroupMember",
    "Heartbeat",
    "JobRun",
    "Light",
    "Listing",
    "Membership",
    "Notice",
    "Part",
    "PartReport",
    "Progress",
    "ReportDraft",
    "Slice",
    "SourceFile",
    "Suspension",
    "Target",
    "Task",
    "TaskKey",
    "TaskPair",
    "Unit",
    "UnitAlias",
    "UnitChange",
    "User",
]
