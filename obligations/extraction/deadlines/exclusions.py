"""Which dates bind nobody: named rules about what stands around a reading.

Each rule looks at a `Scene` and says whether its reading is no deadline. The first that does is the reason.
`exclusions_*` hold them by subject; `support` says what a bare date needs.
"""

from collections.abc import Callable

from obligations.extraction.deadlines.exclusions_documents import (
    commencement,
    dated_document,
    in_document_name,
    part_of_name,
    signature,
    submitted_paper,
    term_of_plan,
    validity,
)
from obligations.extraction.deadlines.exclusions_facts import (
    condition,
    defining,
    definition,
    idle_feast,
    looking_back,
    past,
    since_past,
    state,
    trend,
)
from obligations.extraction.deadlines.exclusions_rights import (
    cap,
    hours,
    measure_of_traffic,
    others_time,
    prohibited,
    rate,
    remedy,
)
from obligations.extraction.deadlines.readings import Lapse, Point, Reading, Window
from obligations.extraction.deadlines.scene import Scene
from obligations.extraction.deadlines.support import bare, no_event

Exclusion = Callable[[Scene], bool]
EXCLUSIONS: tuple[Exclusion, ...] = (
    in_document_name,
    term_of_plan,
    commencement,
    validity,
    signature,
    since_past,
    dated_document,
    past,
    defining,
    condition,
    looking_back,
    state,
    prohibited,
    trend,
    rate,
    cap,
    measure_of_traffic,
    hours,
    others_time,
    idle_feast,
    definition,
    part_of_name,
    submitted_paper,
    remedy,
    bare,
    no_event,
)


def reason_against(scene: Scene) -> str:
    """The name of the first rule by which this reading is no deadline, "" when it is one."""
    return next((rule.__name__ for rule in EXCLUSIONS if rule(scene)), "")


def is_restated(previous: Reading | None, reading: Reading) -> bool:
    """从2024年1月至2026年12月,用3年时间: the same time said twice."""
    return (
        previous is not None
        and isinstance(reading.value, Lapse)
        and isinstance(previous.value, Window | Point)
        and reading.rule == "taking"
        and reading.start - previous.end <= 3
    )
