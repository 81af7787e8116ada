"""What a report needs before it may be sent."""

from typing import TypeVar

from obligations.errors import BadInput
from obligations.models import PartReport, Progress
from obligations.workflow.taking import limited, required

Kind = TypeVar("Kind", Progress, PartReport)


def checked(kind: type[Kind], percent: int, done: str, problems: str, next_steps: str) -> Kind:
    """The report, not saved yet. Raises BadInput."""
    if not 0 <= percent <= 100:
        raise BadInput("percent", "完成比例应在0到100之间。")
    return kind(
        percent=percent,
        done_so_far=required("done_so_far", done, "请填写进展情况。"),
        problems=limited("problems", problems),
        next_steps=limited("next_steps", next_steps),
    )
