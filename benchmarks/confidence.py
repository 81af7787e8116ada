"""How often findings are right, by band of confidence, on the gold gazettes.

    python benchmarks/confidence.py [SHARED]

SHARED (default ../shared) holds `gold/*.json`, `gold/score.py` and `seeds/*.txt`. A finding is right when the gold
lists its span and exactly its units; findings that the gold calls optional are left out.
"""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from obligations.extraction.findings import ObligationFinding, Role
from obligations.extraction.pipeline import extract

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BANDS = ((0.9, 1.01), (0.75, 0.9), (0.6, 0.75), (0.0, 0.6))


@dataclass
class Judged:
    finding: ObligationFinding
    right: bool


def judged(shared: Path = SHARED) -> list[Judged]:
    """Every finding of the gold gazettes, judged by the gold files."""
    score = _scorer(shared)
    return [one for gold in sorted((shared / "gold").glob("*.json")) for one in _judge(score, shared, gold)]


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judge(score: ModuleType, shared: Path, gold: Path) -> Iterator[Judged]:
    raw = (shared / "seeds" / f"{gold.stem}.txt").read_text(encoding="utf-8")
    text = score.Text(raw)
    items = [item for directive in score.load_gold(gold, text) for item in directive["obligations"]]
    findings = [finding for directive in extract(raw) for finding in directive.obligations]
    spans = [text.span(finding.start, finding.end) for finding in findings]
    matched = _match(score, items, spans)
    for i, finding in enumerate(findings):
        item = items[matched[i]] if i in matched else None
        if item is None and any(o["optional"] and score.overlap(spans[i], o["span"]) > 0 for o in items):
            continue
        if item is None or not item["optional"]:
            yield Judged(finding, item is not None and _same_units(score, item, finding))


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


def bands(findings: list[Judged]) -> list[tuple[float, float, int, int]]:
    """(lower bound, upper bound, findings, right ones) of each band."""
    rows = []
    for low, high in BANDS:
        inside = [one for one in findings if low <= one.finding.confidence < high]
        rows.append((low, high, len(inside), sum(one.right for one in inside)))
    return rows


def main() -> None:
    findings = judged(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    print("confidence   findings  right  share")
    for low, high, count, right in bands(findings):
        share = f"{right / count:.3f}" if count else "-"
        print(f"{low:.2f}–{min(high, 1):.2f}    {count:>8}  {right:>5}  {share}")
    print("\nbasis      sure     findings  right  share")
    for basis in dict.fromkeys(one.finding.basis for one in findings):
        of_basis = [one for one in findings if one.finding.basis is basis]
        for value in sorted({one.finding.confidence for one in of_basis}, reverse=True):
            same = [one for one in of_basis if one.finding.confidence == value]
            right = sum(one.right for one in same)
            print(f"{basis:<10} {value:<8} {len(same):>8}  {right:>5}  {right / len(same):.3f}")


if __name__ == "__main__":
    main()
