"""When: time expressions that bind an obligation, read from one passage of a directive.

`rules_*` say how each kind is written, `exclusions` which dates bind nobody, `context` which year a bare month means,
`engine` brings them together.
"""

from obligations.extraction.deadlines.context import TimeContext, time_context
from obligations.extraction.deadlines.engine import find_deadlines

__all__ = ["TimeContext", "find_deadlines", "time_context"]
