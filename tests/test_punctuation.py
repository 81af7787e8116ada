"""Chinese sentences that people read have Chinese punctuation (GB/T 15834)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HALF_WIDTH = re.compile("[\u4e00-\u9fff”》）][,;:?!]|[,;:?!][\u4e00-\u9fff“《（]")
# These hold the words of directives and patterns that read them, not sentences of ours.
NOT_OURS = ("extraction", "sample_city.py", "suggesting.py")
MODULES = [path for path in sorted((ROOT / "obligations").rglob("*.py")) if not set(NOT_OURS) & set(path.parts)]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VALUE = re.compile(r"\{%\s*(?!translate).*?%\}|\{\{.*?\}\}")
PATTERN = re.compile(r"\(\?|\[\^?|\\")


def sentences(path: Path) -> Iterator[str]:
    """String constants but docstrings and regular expressions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if not PATTERN.search(node.value):
            yield node.value


def test_what_people_read_has_chinese_punctuation() -> None:
    texts = [(path, text) for path in MODULES for text in sentences(path)]
    texts += [(path, VALUE.sub("", path.read_text(encoding="utf-8"))) for path in TEMPLATES]
    assert len(texts) > 1000
    assert not [(path.name, text) for path, text in texts if HALF_WIDTH.search(text)]
