"""Verbs on commitments (承办事项): each one function, one transaction, one check of rights, one Event."""

from obligations.schedule import record_event, set_due_date, set_task_due_date
from obligations.workflow.closing import close, resume, return_
from obligations.workflow.extensions import ask_extension, decide_extension, recall_extension, shorten
from obligations.workflow.listing import delist, list_
from obligations.workflow.progress import hand_in, recall, report_progress, sign
from obligations.workflow.reassigning import reassign
from obligations.workflow.report_drafts import discard_draft, save_draft
from obligations.workflow.suspending import restart, suspend
from obligations.workflow.urging import urge

__all__ = [
    "ask_extension",
    "close",
    "decide_extension",
    "delist",
    "discard_draft",
    "hand_in",
    "list_",
    "reassign",
    "recall",
    "recall_extension",
    "record_event",
    "report_progress",
    "restart",
    "resume",
    "return_",
    "save_draft",
    "set_due_date",
    "set_task_due_date",
    "shorten",
    "sign",
    "suspend",
    "urge",
]
