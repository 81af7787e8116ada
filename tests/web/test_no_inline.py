"""The security policy allows nothing inline and nothing from outside: no template may ask for it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [
    path for path in sorted((ROOT / "templates").rglob("*.html")) if not {"admin", "channels"} & set(path.parts)
]
OWN = [*sorted((ROOT / "obligations/static/obligations").rglob("*.css")), *TEMPLATES]
FORBIDDEN = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script>|javascript:|hx-on|hx-vals=.js", re.IGNORECASE)
OUTSIDE = re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import", re.IGNORECASE)
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_inline_and_nothing_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not OUTSIDE.search(text)
    if path.suffix == ".html":
        assert not FORBIDDEN.search(text)


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".css"], ids=lambda path: path.name)
def test_colours_are_named_in_one_file(path: Path) -> None:
    if path.name in ("tokens.css", "print.css", "admin.css"):
        return
    assert not HEX.search(path.read_text(encoding="utf-8"))
