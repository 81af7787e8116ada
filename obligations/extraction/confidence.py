"""How sure a finding is: the share of such findings that a careful reader would enter in the same way.

The grounds of a finding (what assigns it, how plainly, how long the passage is) are words from the general to the
particular. `confidence_table` holds the share for each; `benchmarks/confidence.py` counts them on documents that people
have read, draws small counts towards the more general ones, and writes the table.
"""

from obligations.extraction.confidence_table import DEADLINES, OBLIGATIONS
from obligations.extraction.findings import Basis, DeadlineFinding, ObligationFinding
from obligations.extraction.passages import Sure

# From here on a finding may be confirmed among many. The benchmark prints what it keeps of that on unseen documents.
SURE = 0.9
# Reading a passage of more characters than this, somebody may miss or misread one of its sentences.
LONG_PASSAGE = 150
# The bands of what a rule for time expressions says of itself.
PLAIN_RULE, GUESSING_RULE = 0.88, 0.75
# A name that the register knows is a unit; the doubt that is left is about what the sentence orders.
KNOWN_SETTLES = 0.2


def obligation_grounds(obligation: ObligationFinding, sure: Sure, size: int) -> str:
    """What the finding rests on: `subject partly long`. `size`: the squeezed characters of its passage."""
    words = [obligation.basis.value, sure.name.lower()]
    if obligation.basis in (Basis.SUBJECT, Basis.NONE):
        words.append("long" if size > LONG_PASSAGE else "short")
    return " ".join(words)


def deadline_grounds(deadline: DeadlineFinding) -> str:
    """`fixed plain`: the kind, and what its rule says of itself (in `confidence`, before `of_deadline`)."""
    rule = "plain" if deadline.confidence >= PLAIN_RULE else "fair" if deadline.confidence >= GUESSING_RULE else "guess"
    return f"{deadline.kind.value} {rule}"


def of_obligation(obligation: ObligationFinding) -> float:
    """Confidence in 0..1 that a careful reader lists this item with exactly these units. Reads `grounds`."""
    value = looked_up(OBLIGATIONS, obligation.grounds)
    if obligation.basis is Basis.SUBJECT and all(unit.mention.known for unit in obligation.units):
        value += KNOWN_SETTLES * (1 - value)
    return round(value, 2)


def of_deadline(deadline: DeadlineFinding) -> float:
    """Confidence in 0..1 that this is a deadline of this kind and value. Reads `grounds`."""
    return round(looked_up(DEADLINES, deadline.grounds), 2)


def looked_up(table: dict[str, float], grounds: str) -> float:
    """The share of the most particular grounds that the table holds; "" holds all findings."""
    while grounds not in table:
        grounds = grounds.rpartition(" ")[0]
    return table[grounds]
