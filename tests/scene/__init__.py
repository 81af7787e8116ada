"""One row of every noun, any of them in any state, and every verb called with values that would do: for the tests that
are made from the tables of `steps` and `rights`. A new verb gets its deed in the module of what it is done to."""

from tests.scene.commitment_deeds import COMMITMENT_DEEDS
from tests.scene.countersign_deeds import COUNTERSIGN_DEEDS, RULE_DEEDS, led
from tests.scene.deed import Deed, row_of
from tests.scene.directive_deeds import DIRECTIVE_DEEDS, HOLIDAYS
from tests.scene.part_deeds import PART_DEEDS, SPLIT_DEEDS
from tests.scene.register_deeds import REGISTER_DEEDS
from tests.scene.rows import LATER, NEXT_YEAR, Scene, everything, make_newer, make_scene
from tests.scene.task_deeds import IN_FORCE_DEEDS, PAIR_DEEDS, TASK_DEEDS

COMMITMENT_DEEDS |= COUNTERSIGN_DEEDS | SPLIT_DEEDS
DEEDS = (
    COMMITMENT_DEEDS
    | RULE_DEEDS
    | PART_DEEDS
    | TASK_DEEDS
    | PAIR_DEEDS
    | IN_FORCE_DEEDS
    | DIRECTIVE_DEEDS
    | REGISTER_DEEDS
)

__all__ = [
    "COMMITMENT_DEEDS",
    "COUNTERSIGN_DEEDS",
    "DEEDS",
    "HOLIDAYS",
    "LATER",
    "NEXT_YEAR",
    "PAIR_DEEDS",
    "PART_DEEDS",
    "TASK_DEEDS",
    "Deed",
    "Scene",
    "everything",
    "led",
    "make_newer",
    "make_scene",
    "row_of",
]
