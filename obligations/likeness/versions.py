"""Two versions of one directive: which of the new duties is which of the old.

Unlike twins (`compare`), every duty is looked for in one text only, and a date, an amount or a unit may have changed:
so the closest wins, and half of the words are enough.
"""

from collections.abc import Sequence

from obligations.likeness.compare import Profile

LEAST_ALIKE = 0.5
# Of several that are as alike, the one at the same place: a bonus less than any word.
PLACE_BONUS = 0.02


def match(old: Sequence[Profile], new: Sequence[Profile]) -> list[tuple[int, int]]:
    """Pairs of positions (old, new), each position once, the most alike first."""
    scored = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            alike = likeness(one, other)
            if alike >= LEAST_ALIKE:
                near = 1 - abs(i / len(old) - j / len(new))
                scored.append((alike + PLACE_BONUS * near, i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _score, i, j in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))
    return pairs


def likeness(one: Profile, other: Profile) -> float:
    """The share of weighed words that both hold, 0..1; equal texts are alike however common their words."""
    if one.duty.text == other.duty.text:
        return 1.0
    total = one.total + other.total
    if not total:
        return 0.0
    shared = sum(weight for word, weight in one.weights.items() if word in other.weights)
    return 2 * shared / total
