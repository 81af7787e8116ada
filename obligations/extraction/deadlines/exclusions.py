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
from obligations.extraction.deadlines.readings import Cycle, Lapse, Point, Reading, Window
from obligations.extraction.deadlines.scene import Scene
from obligations.extraction.deadlines.support import bare, no_event

Exclusion = Callable[[Scene], bool]
_ANY = (Point, Window, Cycle, Lapse)
_DATED = (Point, Window)
# Each rule with the kinds of value that it can speak against; the order is that of asking.
EXCLUSIONS: tuple[tuple[Exclusion, tuple[type, ...]], ...] = (
    (in_document_name, _ANY),
    (term_of_plan, (Window,)),
    (commencement, _ANY),
    (validity, _ANY),
    (signature, (Point,)),
    (since_past, _DATED),
    (dated_document, (Point,)),
    (past, _DATED),
    (defining, _DATED),
    (condition, (Point, Window, Lapse)),
    (looking_back, (Lapse,)),
    (state, (Lapse,)),
    (prohibited, (Window, Lapse)),
    (trend, (Cycle,)),
    (rate, (Cycle,)),
    (cap, (Cycle,)),
    (measure_of_traffic, (Cycle,)),
    (hours, (Cycle,)),
    (others_time, (Lapse,)),
    (idle_feast, (Point,)),
    (definition, _ANY),
    (part_of_name, (Point,)),
    (submitted_paper, (Cycle,)),
    (remedy, (Lapse,)),
    (bare, _ANY),
    (no_event, (Lapse,)),
)
BY_KIND: dict[type, tuple[Exclusion, ...]] = {
    kind: tuple(rule for rule, kinds in EXCLUSIONS if kind in kinds) for kind in _ANY
}


def reason_against(scene: Scene) -> str:
    """The name of the first rule by which this reading is no deadline, "" when it is one."""
    for rule in BY_KIND[type(scene.reading.value)]:
        if rule(scene):
            return rule.__name__
    return ""


def is_restated(previous: Reading | None, reading: Reading) -> bool:
    """从2024年1月至2026年12月,用3年时间: the same time said twice."""
    return (
        previous is not None
        and isinstance(reading.value, Lapse)
        and isinstance(previous.value, Window | Point)
        and reading.rule == "taking"
        and reading.start - previous.end <= 3
    )
