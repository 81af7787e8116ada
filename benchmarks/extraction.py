"""What extraction costs, against the time jieba takes to cut the same text.

    python benchmarks/extraction.py [FILE …]

Without files: the gold gazettes in ../shared/seeds where they are, else the sample city's directives. Prints, from one
run: extraction ÷ jieba.cut on each text and on all of them joined, how time grows with ten times the text, the peak of
memory, and how long `manage.py extract` takes to start, each beside its goal.
"""

import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import jieba

from obligations.extraction.pipeline import extract
from obligations.extraction.register import Register
from obligations.sample_city import sample_files

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT.parent / "shared" / "seeds"
REGISTERS = sorted((PROJECT / "fixtures").glob("units_*.json"))
ROUNDS = 5
TIMES = 10


def texts(paths: list[Path]) -> dict[str, str]:
    paths = paths or sorted(SEEDS.glob("*.txt"))
    if paths:
        return {path.name: path.read_text(encoding="utf-8") for path in paths}
    return {name: content.decode() for name, content in sample_files(date(2026, 11, 20))}


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in seconds of processor time: what other programs do counts least in it."""
    return min(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def ratio(text: str, register: Register) -> tuple[float, float]:
    """Seconds of extraction, and extraction ÷ jieba.cut; the two take turns, so that both see the same machine."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_once(lambda: extract(text, register)))
        theirs.append(_once(lambda: sum(1 for _ in jieba.cut(text))))
    return min(ours), min(ours) / min(theirs)


def peak(text: str, register: Register) -> int:
    """The most memory in bytes that extraction holds at once."""
    tracemalloc.start()
    extract(text, register)
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top


def main() -> None:
    jieba.setLogLevel(60)
    jieba.initialize()
    gazettes = texts([Path(argument) for argument in sys.argv[1:]])
    registers = {"empty register": Register.empty(), "city register": Register.from_files(REGISTERS)}
    for register in registers.values():
        extract(next(iter(gazettes.values()))[:5000], register)
    print(f"{'text':<28} {'characters':>10}  {'register':<16} {'seconds':>8}  ÷ jieba.cut")
    for name, text in gazettes.items():
        for which, register in registers.items():
            spent, share = ratio(text, register)
            print(f"{name[:28]:<28} {len(text):>10}  {which:<16} {spent:>8.3f}  {share:.2f}")
    joined = "\n".join(gazettes.values())
    shares = []
    for which, register in registers.items():
        spent, share = ratio(joined, register)
        shares.append(share)
        print(f"{'all of them joined':<28} {len(joined):>10}  {which:<16} {spent:>8.3f}  {share:.2f}")
    empty = registers["empty register"]
    one = seconds(lambda: extract(joined, empty))
    ten = seconds(lambda: extract("\n".join([joined] * TIMES), empty), rounds=3)
    size = len(joined.encode())
    most = peak(joined, empty)
    print()
    _check(f"extraction ÷ jieba.cut of the joined texts: {max(shares):.2f}", max(shares) <= 1.0, "1.0")
    _check(f"{TIMES} times the text takes {ten / one:.1f} times as long", ten / one <= 11, "11")
    allowed = 20 * size + 60_000_000
    _check(
        f"peak of memory (tracemalloc): {most / 1e6:.1f} MB for {size / 1e6:.2f} MB of UTF-8",
        most <= allowed,
        f"{allowed / 1e6:.0f} MB",
    )
    start = start_of_command()
    _check(f"manage.py extract, the whole process on a short text: {start:.2f} s of processor time", start < 1.0, "1 s")


def start_of_command() -> float:
    """Processor seconds of `manage.py extract` on one line of text, Python's own start included; the least of three."""
    return min(_command() for _ in range(3))


def _command() -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), "extract", "-"],
        input="一、市能源局要编制规划。\n".encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _check(said: str, met: bool, goal: str) -> None:
    print(f"{'met   ' if met else 'MISSED'}  {said} (at most {goal})")


if __name__ == "__main__":
    main()
