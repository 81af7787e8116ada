"""When: time expressions that bind an obligation, read from one passage of a directive.

`rules_*` say how each kind is written, `exclusions` which dates bind nobody, `context` which year a bare month means,
`engine` brings them together. `vague` keeps limits that name no date.
"""

from obligations.extraction.deadlines.context import TimeContext, time_context
from obligations.extraction.deadlines.engine import find_deadlines
from obligations.extraction.deadlines.vague import find_vague, labelled_limits, vague_cells

__all__ = ["TimeContext", "find_deadlines", "find_vague", "labelled_limits", "time_context", "vague_cells"]
