"""How sure an obligation is, from what assigns it. `benchmarks/confidence.py` measures it on the gold files.

A label (责任单位:) or a column says who; a heading nearly so. A subject is as sure as its weakest reading: 要 and 应当
are orders, a bare deed may be a report of what is done. Long passages hold more sentences that can be misread.
"""

from obligations.extraction.findings import Basis, ObligationFinding
from obligations.extraction.passages import Sure

BASE = {
    (Basis.CLAUSE, Sure.FULLY): 0.97,
    (Basis.CLAUSE, Sure.PARTLY): 0.94,
    (Basis.TABLE, Sure.FULLY): 0.95,
    (Basis.HEADING, Sure.FULLY): 0.9,
    (Basis.SUBJECT, Sure.FULLY): 0.8,
    (Basis.SUBJECT, Sure.PARTLY): 0.68,
    (Basis.SUBJECT, Sure.HARDLY): 0.58,
    (Basis.NONE, Sure.FULLY): 0.75,
    (Basis.NONE, Sure.HARDLY): 0.62,
}
# Of reading a passage of more characters than this.
LONG_PASSAGE = 150
LONG_COSTS = 0.08
# A name that the register knows is a unit; another one is believed by its grammar.
KNOWN_GIVES = 0.04


def of_obligation(obligation: ObligationFinding, sure: Sure, size: int) -> float:
    """Confidence in 0..1 that a careful reader lists this item with these units. `size`: its squeezed characters."""
    value = BASE.get((obligation.basis, sure), BASE[Basis.NONE, Sure.HARDLY])
    if obligation.basis in (Basis.SUBJECT, Basis.NONE) and size > LONG_PASSAGE:
        value -= LONG_COSTS
    if obligation.basis is Basis.SUBJECT and all(unit.mention.known for unit in obligation.units):
        value += KNOWN_GIVES
    if obligation.basis is Basis.NONE and obligation.deadlines:
        value = min(value, max(deadline.confidence for deadline in obligation.deadlines))
    return round(value, 2)
