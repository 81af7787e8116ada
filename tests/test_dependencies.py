"""docs/dependencies.md says of every dependency why it is here, and none has a licence that we can't use."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^\| `([\w.-]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [one for group in project["optional-dependencies"].values() for one in group]
    return [re.split(r"[\[<>=~! ]", one)[0].lower() for one in wanted]


def described() -> dict[str, tuple[str, str]]:
    found = LINE.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    return {name: (why, licence) for name, why, licence in found}


def licence_of(package: str) -> str:
    """What the package says of itself: SPDX expression, classifiers, or the old free text."""
    found = metadata(package)
    classifiers = [one for one in found.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join([found.get("License-Expression") or "", *classifiers, (found.get("License") or "")[:200]])


def test_every_dependency_has_a_line_and_every_line_a_dependency() -> None:
    assert sorted(described()) == sorted(declared())


@pytest.mark.parametrize("package", declared())
def test_a_reason_is_more_than_a_word(package: str) -> None:
    why, licence = described()[package]
    assert len(why) >= 10
    assert licence


@pytest.mark.parametrize("package", declared())
def test_no_licence_binds_our_own_code(package: str) -> None:
    try:
        said = licence_of(package)
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed")
    assert not re.search(r"(?<!L)(?<!Lesser )GPL|Affero|(?<!Lesser )General Public", said), said
    family = described()[package][1].split("-")[0].split()[0]
    assert family.lower() in said.lower(), f"{package} says {said}"


def test_the_check_knows_a_bad_licence() -> None:
    bad = re.compile(r"(?<!L)(?<!Lesser )GPL|Affero|(?<!Lesser )General Public")
    assert all(bad.search(one) for one in ("AGPL-3.0-only", "GPL-3.0-or-later", "GNU Affero General Public License"))
    assert not any(bad.search(one) for one in ("LGPL-3.0-only", "MIT", "GNU Lesser General Public License v3 (LGPLv3)"))
