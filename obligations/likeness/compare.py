"""Two duties side by side: how alike, and in which words, numbers, dates and units they agree or differ.

Precision goes first. What a drafter sets side by side (items of one list, the same sentence for two counties or two
objects, the plans of two years) is alike and not one duty.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from obligations.extraction.text import UNIFY, squeeze
from obligations.likeness.figures import TIME, Figure, find_figures
from obligations.likeness.words import COMMON_WEIGHT, cut, weight

SENTENCE_END = re.compile(r"[。；;!?！？]")
# Words and numbers that two duties must share, by weight: less is routine (每月25日前报送进展情况).
LEAST_SHARED = 2.8
DAY_SAYS = 0.3
# The share of the shorter duty that the longer one must hold; less where amounts, dates or units speak for it too.
LEAST_HELD, LEAST_HELD_PROVEN = 0.6, 0.5
# Where neither an amount nor a date is shared, words alone must say it.
LEAST_SHARED_ALONE, LEAST_HELD_ALONE = 4.0, 0.78
# Where numbers or dates differ, the rest must be nearly word for word the same.
LEAST_HELD_CHANGED = 0.85
LEAST_ALIKE_CHANGED = 0.62
# A longer duty than so many times the shorter one must hold it in neighbouring sentences.
MUCH_LONGER = 2.5
# A word weighs enough to be the object of a duty.
OBJECT = 0.7
NEARLY_ALIKE = 0.75
# Issued further apart than this, two texts that name different years are two years' plans.
YEAR_APART = 300
PROMISED = 0.7
# Weights of amounts that say something, and that say much (see `Figure.weight`).
AMOUNT, RARE_AMOUNT = 0.7, 1.5

# What one says and what the other says.
Changed = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is compared.

    `owners`: the names of those who owe it. `left_out`: words of `text` that are compared elsewhere (names of units,
    time expressions, the issuer's own place). `due`: the values of its deadlines, dates in ISO form. `path`: the
    headings above it, its own included; `list_of`: the heading that it shares with its neighbours. `in_table`: a row.
    """

    text: str
    title: str = ""
    owners: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    due: frozenset[str] = frozenset()
    directive: int = 0
    path: tuple[str, ...] = ()
    list_of: tuple[str, ...] = ()
    in_table: bool = False
    issued_on: date | None = None
    about_year: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A duty cut into words, done once for all its comparisons. `sentences` hold word → weight, the title first."""

    duty: Duty
    words: tuple[str, ...]
    sentences: tuple[dict[str, float], ...]
    weights: dict[str, float]
    figures: tuple[Figure, ...]
    years: frozenset[int]

    @property
    def total(self) -> float:
        return sum(self.weights.values())

    def keys(self, most: int) -> list[str]:
        """Its rarest words and numbers, the rarest first: what a twin shares."""
        ranked = sorted(self.weights, key=lambda word: (-self.weights[word], word))
        return [word for word in ranked[:most] if self.weights[word] >= 0.3]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` 0..1. The pairs hold (the first duty's, the second duty's) where both say something else."""

    score: float
    words: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    figures_changed: tuple[tuple[str, str], ...] = ()
    due: tuple[str, ...] = ()
    due_changed: Changed = ((), ())
    owners: tuple[str, ...] = ()
    against: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two name other amounts or other dates."""
        return bool(self.figures_changed) or bool(self.due_changed[0])

    @property
    def is_twin(self) -> bool:
        return not self.against and self.score >= PROMISED


def profile(duty: Duty) -> Profile:
    """Cuts the duty. Spellings in `left_out` and times are taken away first, numbers become words of their own."""
    title = _plain(duty.title, duty.left_out)
    body = _plain(duty.text, duty.left_out)
    parts = [title, *(part for part in SENTENCE_END.split(body) if part)]
    words: list[str] = []
    sentences: list[dict[str, float]] = []
    figures: list[Figure] = []
    for at, part in enumerate(parts):
        found = find_figures(part)
        tokens = _tokens(part, found)
        sentences.append({word: value for word, value in tokens if value})
        if at:
            words += [word for word, value in tokens if value]
            figures += found
    weights = {word: value for sentence in sentences for word, value in sentence.items()}
    return Profile(duty, tuple(words), tuple(sentences), weights, tuple(figures), _years(duty))


def compare(first: Profile, second: Profile) -> Likeness:
    """How alike two duties are. `against` says why they are two all the same; then the score counts for nothing."""
    shared = {word: value for word, value in first.weights.items() if word in second.weights}
    common = sum(shared.values())
    changed = _changed_figures(first, second)
    apart = sum(figure.weight for figure, _ in changed)
    due, due_changed = _compare_due(first.duty.due, second.duty.due)
    if common + 0.5 * apart + (DAY_SAYS if _has_day(due) else 0.0) < LEAST_SHARED:
        return Likeness(0.0, against="routine")
    short, long = sorted((first, second), key=lambda one: one.total)
    held = _held(short, long, apart)
    alike = common / (long.total - apart)
    likeness = Likeness(
        score=0.0,
        words=tuple(sorted((w for w in shared if not w[0].isdigit()), key=lambda w: -shared[w])),
        figures=tuple(f.printed for f in first.figures if f.key in second.weights),
        figures_changed=tuple((ours.printed, theirs.printed) for ours, theirs in changed),
        due=due,
        due_changed=due_changed,
        owners=_same_owners(first.duty.owners, second.duty.owners),
    )
    score = 0.8 * held + 0.2 * alike + _spoken_for(first, second, likeness)
    against = _against(first, second, likeness, held, alike)
    return replace(likeness, score=round(min(1.0, score), 3), against=against)


def _spoken_for(first: Profile, second: Profile, found: Likeness) -> float:
    """What dates, amounts and units add: a day in the year more than its end, 10070户 more than 5个."""
    amount = max((f.weight for f in first.figures if f.key in second.weights), default=0.0)
    return (
        (0.08 if _has_day(found.due) else 0.03 if found.due else 0.0) + 0.05 * amount + (0.04 if found.owners else 0.0)
    )


def _against(first: Profile, second: Profile, found: Likeness, held: float, alike: float) -> str:
    one, other = first.duty, second.duty
    same_text = one.directive == other.directive
    if same_text and (one.list_of == other.list_of or _inside(one.path, other.path) or _inside(other.path, one.path)):
        return "one list"
    if one.owners and other.owners and not found.owners:
        return "other units"
    if _other_year(first, second):
        return "other year"
    if found.differs and same_text and not _slip(one, other, found):
        return "stages of one text"
    if found.differs and (held < LEAST_HELD_CHANGED or alike < LEAST_ALIKE_CHANGED):
        return "other amounts or dates"
    if held < _least_held(first, second, found):
        return "other words"
    if not found.due and not found.figures and sum(first.weights[w] for w in found.words) < LEAST_SHARED_ALONE:
        return "routine"
    if _swapped(first, second, alike):
        return "other object"
    return ""


def _slip(one: Duty, other: Duty, found: Likeness) -> bool:
    """Whether a plan's text and its own table name another amount or another date of one duty: one of the two, the
    other agrees. Where both differ they are two stages."""
    if one.in_table == other.in_table or (found.figures_changed and found.due_changed[0]):
        return False
    return bool(found.figures or found.due or found.owners)


def _least_held(first: Profile, second: Profile, found: Likeness) -> float:
    amount = max((f.weight for f in first.figures if f.key in second.weights), default=0.0)
    if not found.due and amount < AMOUNT:
        return LEAST_HELD_ALONE
    return LEAST_HELD_PROVEN if _has_day(found.due) and amount >= RARE_AMOUNT else LEAST_HELD


def _has_day(due: tuple[str, ...]) -> bool:
    """A day that is not the end of a year."""
    return any(value[4:5] == "-" and not value.endswith("-12-31") for value in due)


def _inside(path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(path) and path == other[: len(path)]


def _plain(text: str, left_out: Iterable[str]) -> str:
    """In one width, without white space, times, and what is compared elsewhere (the longest spelling first)."""
    plain = squeeze(text).translate(UNIFY)
    for spelling in sorted({squeeze(one).translate(UNIFY) for one in left_out}, key=len, reverse=True):
        if len(spelling) > 1:
            plain = plain.replace(spelling, " ")
    return TIME.sub(" ", plain)


def _tokens(text: str, figures: Sequence[Figure]) -> list[tuple[str, float]]:
    """Words with their weights, in order; a number with its unit is one word."""
    tokens: list[tuple[str, float]] = []
    at = 0
    for figure in figures:
        tokens += [(word, weight(word)) for word in cut(text[at : figure.start])]
        tokens.append((figure.key, figure.weight))
        at = figure.end
    return tokens + [(word, weight(word)) for word in cut(text[at:])]


def _held(short: Profile, long: Profile, apart: float) -> float:
    """The share of the shorter duty, changed amounts (`apart`) aside, that the longer one holds: in one place where
    it is much longer."""
    pool = [long.weights]
    if long.total > MUCH_LONGER * short.total:
        head, *rest = long.sentences
        pool = [head | a | b for a, b in pairwise([*rest, {}])]
    return max(sum(v for w, v in short.weights.items() if w in words) for words in pool) / (short.total - apart)


def _changed_figures(first: Profile, second: Profile) -> list[tuple[Figure, Figure]]:
    """Amounts of one unit, behind the same word, that are not the same: 改造老旧小区86个 and 改造老旧小区92个."""
    theirs = [(figure, _before(second, figure)) for figure in second.figures if figure.key not in first.weights]
    pairs = []
    for figure in first.figures:
        if figure.key in second.weights:
            continue
        word = _before(first, figure)
        match = next((one for one, before in theirs if one.unit == figure.unit and before == word), None)
        if match:
            pairs.append((figure, match))
    return pairs


def _before(owner: Profile, figure: Figure) -> str:
    """The word that stands before a number."""
    at = owner.words.index(figure.key)
    return owner.words[at - 1] if at else ""


def _compare_due(ours: frozenset[str], theirs: frozenset[str]) -> tuple[tuple[str, ...], Changed]:
    same = tuple(sorted(ours & theirs))
    if same or not ours or not theirs:
        return same, ((), ())
    return (), (tuple(sorted(ours)), tuple(sorted(theirs)))


# What names of units are made of beside the matter they stand for.
OFFICE_WORDS = re.compile(r"人民政府|管理委员会|委员会|管委会|办公室|各|有关|相关|[省市县区厅局委办和与及、()（）]")


def _same_owners(ours: frozenset[str], theirs: frozenset[str]) -> tuple[str, ...]:
    """Names of one body in both, in the first duty's spelling: 市发展改革委 is 市发改委."""
    return tuple(sorted(name for name in ours if any(_one_body(name, other) for other in theirs)))


def _one_body(name: str, other: str) -> bool:
    if name == other:
        return True
    short, long = sorted((OFFICE_WORDS.sub("", name), OFFICE_WORDS.sub("", other)), key=len)
    if len(short) < 2:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _years(duty: Duty) -> frozenset[int]:
    return frozenset(int(value[:4]) for value in duty.due if value[:4].isdigit() and value[4:5] == "-")


def _other_year(first: Profile, second: Profile) -> bool:
    one, other = first.duty, second.duty
    if one.about_year and other.about_year and one.about_year != other.about_year:
        return True
    if not first.years or not second.years or first.years & second.years:
        return False
    days_apart = abs((one.issued_on - other.issued_on).days) if one.issued_on and other.issued_on else 0
    return days_apart >= YEAR_APART or bool({d[5:] for d in one.due} & {d[5:] for d in other.due})


def _swapped(first: Profile, second: Profile, alike: float) -> bool:
    """Whether one sentence is said of two objects: before words that agree, a heavy word stands for another one.

    Where all else is word for word the same, light ones are enough (学校食堂, 养老机构食堂).
    """
    least = COMMON_WEIGHT if alike >= NEARLY_ALIKE else OBJECT
    codes = SequenceMatcher(None, first.words, second.words, autojunk=False).get_opcodes()
    for tag, a1, a2, b1, b2 in codes[:-1]:
        if tag != "replace":
            continue
        ours = [w for w in first.words[a1:a2] if w not in second.weights and not w[0].isdigit()]
        theirs = [w for w in second.words[b1:b2] if w not in first.weights and not w[0].isdigit()]
        weighs = min(_heaviest(first, ours), _heaviest(second, theirs))
        if weighs >= least and not _akin("".join(ours), "".join(theirs)):
            return True
    return False


def _heaviest(owner: Profile, words: Sequence[str]) -> float:
    return max((owner.weights[word] for word in words), default=0.0)


def _akin(a: str, b: str) -> bool:
    """Two wordings of one thing: two thirds of the shorter one's characters stand in the other (充电桩, 充电设施)."""
    short, long = sorted((a, b), key=len)
    return 3 * sum(char in long for char in short) >= 2 * len(short)
