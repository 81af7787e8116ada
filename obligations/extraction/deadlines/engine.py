"""From a passage to its deadlines: where an expression may begin, the longest rule there, links, dates, judgement."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from obligations.extraction.deadlines.context import TimeContext
from obligations.extraction.deadlines.deeds import deed_of
from obligations.extraction.deadlines.exclusions import is_restated, reason_against
from obligations.extraction.deadlines.links import LIST_MARK, LONGEST_HEADING, in_standing_duty, is_said_closer, link
from obligations.extraction.deadlines.readings import Cycle, Lapse, Point, Reading, Rule, Value, Window
from obligations.extraction.deadlines.rules_cycles import CYCLE_RULES
from obligations.extraction.deadlines.rules_dates import DATE_RULES
from obligations.extraction.deadlines.rules_lapses import LAPSE_RULES, event_ahead, event_before
from obligations.extraction.deadlines.scene import Scene, scene_of
from obligations.extraction.deadlines.support import are_parallel, is_labelled
from obligations.extraction.deadlines.triggers import COUNT_TRIGGER, COUNTS, LEAD, NEXT, TRIGGER, may_begin
from obligations.extraction.findings import DeadlineFinding, DeadlineKind
from obligations.extraction.text import SourceText

ONCE_RULES = tuple(
    rule for rule in CYCLE_RULES if rule.name in ("once in a while", "listed day", "half year in a list")
)
# Date rules that can begin with a number that is no year; the others begin with a word.
MONTH_RULES = tuple(
    rule for rule in DATE_RULES if rule.name in ("window", "window in a month", "window of months", "since", "by", "at")
)
COUNT_RULES = tuple(rule for rule in LAPSE_RULES if rule.name in ("within", "done in", "counted back", "ahead"))
# Those that can begin with the digits of a year.
YEAR_RULES = tuple(rule for rule in DATE_RULES if rule in MONTH_RULES or rule.name == "window of years")
FAMILIES: dict[str, tuple[Rule, ...]] = {
    "cycle": CYCLE_RULES,
    "date": DATE_RULES,
    "lapse": LAPSE_RULES,
    "number": (*MONTH_RULES, *COUNT_RULES, *ONCE_RULES),
}
# What a number can be is told by the character behind it: 3月 is a month, 3天 a lapse, 3— may be either.
COUNTED = (*COUNT_RULES, *ONCE_RULES)
BY_UNIT: dict[str, tuple[Rule, ...]] = {
    "月": (*MONTH_RULES, *ONCE_RULES),
    **dict.fromkeys("年日天周工小分星", COUNTED),
}
# Most date rules begin with what `at` reads alone: where it reads nothing, they do not either.
AT = next(rule.pattern for rule in DATE_RULES if rule.name == "at")
WITHOUT_MOMENT = {
    id(rules): tuple(rule for rule in rules if rule.name not in ("window", "since", "by", "at"))
    for rules in (FAMILIES["date"], FAMILIES["number"], BY_UNIT["月"], YEAR_RULES)
}
# The deeds that a bare date most often aims at.
ACHIEVED = re.compile(r"(?:全面|基本|力争|全部)?(?:完成|实现|达到|建成)")
# Words before a date that belong to its expression.
TODAY_LEAD = re.compile(r"自?(?:本|该)?(?:通知|方案|通告|公告|意见|文件)?$")
LEADING = re.compile(
    r"(?:截止到?|截至到?|不[迟晚]于|最迟于?|自|从|(?<![达得收受做找感接遇看回来拿提])到|(?<![乃甚以直])至)$"
)


def find_deadlines(source: SourceText, start: int, end: int, context: TimeContext) -> list[DeadlineFinding]:
    """The deadlines of the passage [start, end), in text order and without overlaps. Offsets are squeezed."""
    text = source.text
    printed = list(read_all(text, start, end))
    if not printed:
        return []
    readings = link(text, printed, context)
    scenes = [
        scene_of(source, start, end, in_standing_duty(text, start, reading, context), context) for reading in readings
    ]
    findings: list[DeadlineFinding] = []
    previous: Scene | None = None
    bound = binding(scenes)
    for at, scene in enumerate(bound):
        if is_restated(previous.reading if previous else None, scene.reading):
            continue
        opens = scene.reading.start < start + LONGEST_HEADING
        if opens and is_said_closer(text, start, scene.reading, [later.reading for later in bound[at + 1 :]]):
            continue
        if finding := settle(source, scene):
            findings.append(finding)
            previous = scene
    share_deeds(text, findings)
    return findings


def binding(scenes: list[Scene]) -> list[Scene]:
    """The scenes whose readings are deadlines; a bare date is one too beside its like: 5月开工,8月主体完成,12月交付."""
    reasons = [reason_against(scene) for scene in scenes]
    kept = [not reason for reason in reasons]
    for order in (range(1, len(scenes)), range(len(scenes) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for at in order:
            beside = at - step
            if reasons[at] == "bare" and kept[beside] and are_parallel(scenes[at], scenes[beside]):
                kept[at] = True
    return [scene for scene, keep in zip(scenes, kept, strict=True) if keep]


def share_deeds(text: str, findings: list[DeadlineFinding]) -> None:
    """每年6月、12月底前报送总结: the dates of a list bind the same deed, that of the last."""
    for one, following in zip(findings[-2::-1], findings[:0:-1], strict=True):
        if LIST_MARK.fullmatch(text, one.end, following.start):
            one.what = following.what


def read_all(text: str, start: int, end: int) -> Iterator[Reading]:
    """Every time expression of the passage, whether it is a deadline or not."""
    floor = start
    for lead in LEAD.finditer(text, start, end):
        at = lead.start()
        if at < floor:
            continue
        if text[at] in COUNTS:
            trigger = COUNT_TRIGGER.match(text, at, end)
        elif text[at + 1 : at + 2] in NEXT.get(text[at], text):
            trigger = TRIGGER.match(text, at, end)
        else:
            continue
        if trigger is None or not may_begin(text, trigger, floor):
            continue
        if reading := read_at(text, trigger, floor, end):
            yield reading
            floor = reading.end


def read_at(text: str, trigger: re.Match[str], floor: int, end: int) -> Reading | None:
    """The longest reading of any rule at the trigger; the first rule of equal ones."""
    at = trigger.start()
    best: Reading | None = None
    rules = rules_at(text, trigger)
    others = WITHOUT_MOMENT.get(id(rules))
    if others is not None and AT.match(text, at, end) is None:
        rules = others
    for rule in rules:
        match = rule.pattern.match(text, at, end)
        if match is None or (best is not None and match.end() <= best.end):
            continue
        value = value_of(rule, match)
        if value is not None:
            best = Reading(at, match.end(), value, rule.name, rule.confidence)
    return with_lead(text, best, floor) if best else None


def rules_at(text: str, trigger: re.Match[str]) -> tuple[Rule, ...]:
    """The rules that may read what begins with the trigger."""
    family = trigger.lastgroup or ""
    if family == "date" and text[trigger.start()] in COUNTS:
        return YEAR_RULES
    if family == "number" and (rules := BY_UNIT.get(text[trigger.end() : trigger.end() + 1])):
        return rules
    return FAMILIES[family]


def value_of(rule: Rule, match: re.Match[str]) -> Value | None:
    """What the rule reads; None for what looks like a number and is none (二二日)."""
    try:
        return rule.read(match)
    except ValueError:
        return None


def with_lead(text: str, reading: Reading, floor: int) -> Reading:
    """The reading with the words before it that belong to it: 到, 自, the event of a lapse."""
    if isinstance(reading.value, Lapse):
        return with_event(text, reading, floor)
    if isinstance(reading.value, Cycle):
        return reading
    pattern = TODAY_LEAD if reading.rule == "until, from today" else LEADING
    lead = pattern.search(text, max(floor, reading.start - 4), reading.start)
    return replace(reading, start=lead.start()) if lead else reading


def with_event(text: str, reading: Reading, floor: int) -> Reading:
    if reading.rule == "ahead":
        begin, event = event_ahead(text, reading.start, floor)
        return replace(reading, start=begin, after=event)
    begin, event, back = event_before(text, reading.start, floor)
    value = reading.value
    if back and isinstance(value, Lapse) and not value.offset.startswith("-"):
        value = Lapse(f"-{value.offset}")
    return replace(reading, start=begin, value=value, after=event)


def settle(source: SourceText, scene: Scene) -> DeadlineFinding | None:
    """The finding of a reading that is a deadline; None where its year is unknown."""
    reading = scene.reading
    finding = DeadlineFinding(
        reading.start,
        reading.end,
        source.verbatim[reading.start : reading.end],
        kind=DeadlineKind.FIXED,
        what=deed_of(scene),
        confidence=round(confidence(scene), 2),
    )
    value = reading.value
    if isinstance(value, Cycle):
        finding.kind, finding.rrule = DeadlineKind.RECURRING, value.rrule()
    elif isinstance(value, Lapse):
        finding.kind, finding.offset, finding.after = DeadlineKind.RELATIVE, value.offset, reading.after
    elif isinstance(value, Window):
        finding.kind, finding.start_on, finding.due_on = DeadlineKind.PERIOD, scene.start_on, scene.due_on
        if value.lasting and scene.start_on is None:
            finding.kind, finding.offset, finding.after = DeadlineKind.RELATIVE, value.lasting, reading.after
        elif not is_window(scene.start_on, scene.due_on):
            return None
    elif scene.due_on is None:
        return None
    else:
        finding.due_on = scene.due_on
    return finding


def is_window(start_on: date | None, due_on: date | None) -> bool:
    """Whether there is an end at all, and the ends are in order."""
    if start_on is None or due_on is None:
        return start_on is not None or due_on is not None
    return start_on <= due_on


def confidence(scene: Scene) -> float:
    """The rule's own confidence, less what had to be guessed."""
    reading = scene.reading
    sure = reading.confidence
    value = reading.value
    if isinstance(value, Lapse):
        return sure if reading.after or reading.rule != "within" else sure - 0.25
    if not isinstance(value, Point):
        return sure
    if not value.explicit:
        sure = bare_confidence(scene, sure)
    elif value.moment.grain in ("month", "year") and scene.text[reading.end - 1] == "前":
        sure -= 0.2  # 6月前: up to the end of June, or of May?
    if value.moment.clamped:
        sure -= 0.2
    issued = scene.context.issued_on
    if (
        issued
        and scene.due_on
        and (scene.due_on < issued or (not value.moment.year and scene.due_on.year > issued.year))
    ):
        sure -= 0.1
    return sure


def bare_confidence(scene: Scene, sure: float) -> float:
    value = scene.reading.value
    if not isinstance(value, Point):
        return sure
    grain = value.moment.grain
    if scene.text[scene.reading.start] in "到至截最不" or is_labelled(scene):
        return 0.92
    if grain in ("close", "part"):
        return 0.88
    if grain in ("half", "quarter"):
        return 0.78
    return sure + 0.1 if ACHIEVED.match(scene.after) else sure
