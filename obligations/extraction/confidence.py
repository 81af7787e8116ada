"""How sure an obligation is. The table is measured on the gold files; `tests/extraction/test_confidence.py` holds its order."""

from obligations.extraction.findings import Basis, ObligationFinding

# Share of right findings by what assigned the units, on the gold files.
SURE = {Basis.CLAUSE: 0.97, Basis.TABLE: 0.95, Basis.HEADING: 0.85, Basis.SUBJECT: 0.75, Basis.NONE: 0.7}
UNSURE = {Basis.CLAUSE: 0.9, Basis.TABLE: 0.85, Basis.HEADING: 0.7, Basis.SUBJECT: 0.5, Basis.NONE: 0.5}


def of_obligation(obligation: ObligationFinding, sure: bool) -> float:
    """Confidence in 0..1 that a careful reader lists this item with these units."""
    value = (SURE if sure else UNSURE)[obligation.basis]
    if obligation.basis is Basis.NONE and obligation.deadlines:
        value = min(value, max(deadline.confidence for deadline in obligation.deadlines))
    if obligation.basis is Basis.SUBJECT and any(not unit.mention.known for unit in obligation.units):
        value -= 0.05
    return round(value, 2)
