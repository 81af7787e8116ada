"""The floors of the house (`[tool.importlinter]` in pyproject.toml): imports go down only."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120)


def test_nothing_imports_from_a_higher_floor() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_upwards_would_be_found(tmp_path: Path) -> None:
    """The same rules over a copy of the house in which one line breaks them."""
    shutil.copytree(
        ROOT / "obligations", tmp_path / "obligations", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "obligations" / "models" / "lights.py").open("a", encoding="utf-8") as module:
        module.write("import obligations.web.todo\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "obligations.models is not allowed to import obligations.web" in done.stdout
