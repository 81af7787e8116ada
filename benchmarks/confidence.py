"""How often findings are right, by what they rest on; evaluated by leaving out one file at a time; writes the table.

    python benchmarks/confidence.py [--shared ../shared] [--unseen FOLDER] [--write]

SHARED holds `gold/*.json`, `gold/score.py` and `seeds/*.txt`: the gazettes with which the rules were made. FOLDER holds
`*.txt` with `*.json` beside them: documents that the rules were not made with. Without it their counts are taken from
the committed table, so that everybody can compute the table again. `--write` writes it.

An obligation is right when the gold lists its span and exactly its units, a deadline when it lists its words, kind and
value. What the gold calls optional is left out.
"""

import argparse
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from obligations.extraction import confidence_table
from obligations.extraction.confidence import SURE, looked_up
from obligations.extraction.findings import DeadlineFinding, DeadlineKind, ObligationFinding, Role
from obligations.extraction.pipeline import extract

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
TABLE = Path(confidence_table.__file__)
BANDS = ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.6, 0.8), (0.0, 0.6))
# So many findings of a kind count as much as what is known of the more general kind.
STRENGTHS = (8.0, 16.0, 32.0)
# What a finding in a document counts with which the rules were made, against one in an unseen document.
DISCOUNTS = (1.0, 0.5, 0.25, 0.1)
# Errors that differ by less are the same: then the gazettes speak least, and the particular kind most.
SAME_ERROR = 0.002
# However often a kind was right, the next one may not be.
HIGHEST = 0.99
Counts = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Judged:
    """One finding: in which file, whether the rules were made with that file, on what grounds, and whether right."""

    file: str
    seen: bool
    grounds: str
    right: bool


@dataclass(frozen=True)
class Fit:
    """A table with the two numbers by which it was made."""

    table: dict[str, float]
    strength: float
    discount: float


def judged_files(
    score: ModuleType, pairs: Iterable[tuple[Path, Path]], seen: bool
) -> tuple[list[Judged], list[Judged]]:
    """Obligations and deadlines of (gold, text) files."""
    obligations: list[Judged] = []
    deadlines: list[Judged] = []
    for gold, source in pairs:
        raw = source.read_text(encoding="utf-8")
        text = score.Text(raw)
        items = [item for directive in score.load_gold(gold, text) for item in directive["obligations"]]
        findings = [finding for directive in extract(raw) for finding in directive.obligations]
        name = f"{'seen' if seen else 'unseen'} {gold.stem}"
        obligations += [Judged(name, seen, g, right) for g, right in _judge_obligations(score, text, items, findings)]
        deadlines += [Judged(name, seen, g, right) for g, right in _judge_deadlines(text, items, findings)]
    return obligations, deadlines


def gold_files(shared: Path) -> list[tuple[Path, Path]]:
    return [(gold, shared / "seeds" / f"{gold.stem}.txt") for gold in sorted((shared / "gold").glob("*.json"))]


def beside_files(folder: Path) -> list[tuple[Path, Path]]:
    pairs = [(gold, gold.with_suffix(".txt")) for gold in sorted(folder.glob("*.json"))]
    return [(gold, source) for gold, source in pairs if source.exists()]


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judge_obligations(
    score: ModuleType, text: Any, items: list[Any], findings: list[ObligationFinding]
) -> Iterator[tuple[str, bool]]:
    spans = [text.span(finding.start, finding.end) for finding in findings]
    matched = _match(score, items, spans)
    for i, finding in enumerate(findings):
        item = items[matched[i]] if i in matched else None
        if item is None and any(o["optional"] and score.overlap(spans[i], o["span"]) > 0 for o in items):
            continue
        if item is None or not item["optional"]:
            yield finding.grounds, item is not None and _same_units(score, item, finding)


def _match(score: ModuleType, items: list[Any], spans: list[tuple[int, int]]) -> dict[int, int]:
    """Finding → gold item, the best overlaps first, each once."""
    shares = [
        (share, i, j)
        for i, span in enumerate(spans)
        for j, item in enumerate(items)
        if (share := score.overlap(span, item["span"])) >= 0.5
    ]
    matched: dict[int, int] = {}
    for _, i, j in sorted(shares, reverse=True):
        if i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def _same_units(score: ModuleType, item: dict[str, Any], finding: ObligationFinding) -> bool:
    also = {score.name_key(name) for name in item.get("also", [])}
    found = {(role.value, score.name_key(name)) for role in Role for name in finding.names(role)}
    return {pair for pair in found if pair[1] not in also} == score.pairs(item)


def _judge_deadlines(text: Any, items: list[Any], findings: list[ObligationFinding]) -> Iterator[tuple[str, bool]]:
    wanted = {(x["span"], x["kind"], x["value"]) for o in items for x in o["deadlines"]}
    spared = [x["span"] for o in items for x in o["deadlines"] if o.get("optional") or x.get("optional")]
    found = [x for finding in findings for x in finding.deadlines]
    got = {(text.span(x.start, x.end), x.kind.value, _value(x)): x.grounds for x in found}
    for (span, kind, value), grounds in got.items():
        if any(_touch(span, other) for other in spared):
            continue
        yield grounds, any(_touch(span, other) and (kind, value) == (k, v) for other, k, v in wanted)


def _touch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _value(x: DeadlineFinding) -> str:
    due, start = (day.isoformat() if day else "" for day in (x.due_on, x.start_on))
    match x.kind:
        case DeadlineKind.FIXED:
            return due
        case DeadlineKind.PERIOD:
            return f"{start}/{due}"
        case DeadlineKind.RECURRING:
            return x.rrule
    return x.offset


def counted(findings: Iterable[Judged]) -> Counts:
    """(findings, right ones) by grounds."""
    counts: Counts = {}
    for one in findings:
        count, right = counts.get(one.grounds, (0, 0))
        counts[one.grounds] = (count + 1, right + one.right)
    return counts


def fitted(seen: Counts, unseen: Counts, strength: float, discount: float) -> dict[str, float]:
    """The share of right ones for every kind, from the general to the particular.

    A kind's own findings speak as many as they are, the more general kind as `strength` findings; a finding of the
    documents that the rules were made with counts `discount`.
    """
    totals: Counts = {}
    for counts, weight in ((seen, discount), (unseen, 1.0)):
        for grounds, (count, right) in counts.items():
            words = grounds.split()
            for length in range(len(words) + 1):
                key = " ".join(words[:length])
                n, r = totals.get(key, (0.0, 0.0))
                totals[key] = (n + weight * count, r + weight * right)
    table: dict[str, float] = {}
    for key in sorted(totals, key=lambda key: (len(key.split()), key)):
        n, r = totals[key]
        general = table[" ".join(key.split()[:-1])] if key else 0.5
        weight = strength if key else 2.0
        table[key] = round(min(HIGHEST, (r + weight * general) / (n + weight)), 4)
    return _in_order(table)


def _in_order(table: dict[str, float]) -> dict[str, float]:
    """What is said less plainly is never surer: where a few findings say so, it is chance."""
    for plainer, less in (("fully", "partly"), ("partly", "hardly")):
        for key in table:
            if less in key.split():
                table[key] = min(table[key], table.get(key.replace(less, plainer), 1.0))
    return table


def best_fit(findings: list[Judged]) -> Fit:
    """Strength and discount with the least error on unseen files, each left out in turn."""
    trials = [(brier(left_out(findings, s, d), seen=False), s, d) for s in STRENGTHS for d in DISCOUNTS]
    least = min(trials)[0]
    discount, strength = min((d, s) for error, s, d in trials if error <= least + SAME_ERROR)
    seen, unseen = (counted(one for one in findings if one.seen is which) for which in (True, False))
    return Fit(fitted(seen, unseen, strength, discount), strength, discount)


def left_out(findings: list[Judged], strength: float, discount: float) -> list[tuple[Judged, float]]:
    """Every finding with the confidence that a table made without its file gives it."""
    rows = []
    for file in sorted({one.file for one in findings}):
        rest = [one for one in findings if one.file != file]
        seen, unseen = (counted(one for one in rest if one.seen is which) for which in (True, False))
        table = fitted(seen, unseen, strength, discount)
        rows += [(one, looked_up(table, one.grounds)) for one in findings if one.file == file]
    return rows


def brier(rows: list[tuple[Judged, float]], seen: bool | None = None) -> float:
    """Mean square of confidence − outcome; 0.25 is what a coin gives."""
    errors = [(value - one.right) ** 2 for one, value in rows if seen is None or one.seen is seen]
    return sum(errors) / len(errors) if errors else 0.0


def band_rows(rows: list[tuple[Judged, float]]) -> list[tuple[float, float, int, float, int]]:
    """(lower bound, upper bound, findings, mean confidence, right ones) of each band that holds any."""
    result = []
    for low, high in BANDS:
        inside = [(one, value) for one, value in rows if low <= value < high]
        if inside:
            mean = sum(value for _, value in inside) / len(inside)
            result.append((low, min(high, 1.0), len(inside), mean, sum(one.right for one, _ in inside)))
    return result


def calibration_error(rows: list[tuple[Judged, float]]) -> float:
    """Expected calibration error: |mean confidence − share right|, weighed by the findings of each band."""
    return sum(abs(count * mean - right) for _, _, count, mean, right in band_rows(rows)) / max(1, len(rows))


def report(name: str, findings: list[Judged], fit: Fit) -> None:
    rows = left_out(findings, fit.strength, fit.discount)
    print(f"\n{name}: strength {fit.strength:g}, documents that the rules were made with count {fit.discount:g}")
    for said, which in (("unseen documents", False), ("gold gazettes", True)):
        part = [row for row in rows if row[0].seen is which]
        if not part:
            continue
        errors = f"Brier {brier(part):.3f}, ECE {calibration_error(part):.3f}"
        print(f"  {said}, each left out: {len(part)} findings, {errors}")
        print("  confidence   findings   mean  right  share")
        for low, high, count, mean, right in band_rows(part):
            print(f"  {low:.2f}–{high:.2f} {count:>12}  {mean:.3f}  {right:>5}  {right / count:.3f}")
        sure = [one.right for one, value in part if value >= SURE]
        if sure:
            print(f"  at {SURE:.2f} and above: {sum(sure)} of {len(sure)} right, {sum(sure) / len(sure):.3f}")


def written(fits: dict[str, Fit], counts: dict[str, Counts]) -> str:
    lines = [
        '"""Shares of right findings by their grounds. Written by `benchmarks/confidence.py --write`, not by hand.',
        "",
        "`UNSEEN_…`: (findings, right ones) in documents that the rules were not made with.",
        '"""',
        "",
    ]
    for name, fit in fits.items():
        lines += [f"{name} = {{", *(f'    "{key}": {value},' for key, value in fit.table.items()), "}"]
        lines += [f"{name}_FIT = ({fit.strength}, {fit.discount})"]
        unseen = counts[name]
        rows = [f'    "{key}": ({n}, {right}),' for key, (n, right) in sorted(unseen.items())]
        lines += [f"UNSEEN_{name} = {{", *rows, "}"]
    return "\n".join(lines) + "\n"


def recomputed(shared: Path) -> dict[str, dict[str, float]]:
    """The tables from the gold gazettes as they are read now and the committed counts of unseen documents."""
    both = judged_files(scorer(shared), gold_files(shared), seen=True)
    tables = {}
    for name, findings in zip(("OBLIGATIONS", "DEADLINES"), both, strict=True):
        fit, unseen = getattr(confidence_table, f"{name}_FIT"), getattr(confidence_table, f"UNSEEN_{name}")
        tables[name] = fitted(counted(findings), unseen, *fit)
    return tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--unseen", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.unseen is None:
        for name, table in recomputed(options.shared).items():
            committed = getattr(confidence_table, name)
            worst = max(abs(table[key] - committed.get(key, 0)) for key in table)
            print(f"{name}: {len(table)} kinds, at most {worst:.3f} from the committed table")
        return
    score = scorer(options.shared)
    seen = judged_files(score, gold_files(options.shared), seen=True)
    unseen = judged_files(score, beside_files(options.unseen), seen=False)
    fits: dict[str, Fit] = {}
    counts: dict[str, Counts] = {}
    for name, gold, other in zip(("OBLIGATIONS", "DEADLINES"), seen, unseen, strict=True):
        fits[name] = best_fit([*gold, *other])
        counts[name] = counted(other)
        report(name, [*gold, *other], fits[name])
        for key, value in fits[name].table.items():
            n, r = counts[name].get(key, (0, 0))
            print(f"    {key or '(all)':<24} {value:.3f}   unseen {r}/{n}")
    if options.write:
        TABLE.write_text(written(fits, counts), encoding="utf-8")
        print(f"written: {TABLE}")


if __name__ == "__main__":
    main()
