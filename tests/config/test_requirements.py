"""What the code imports is what installing it brings; the pins name packages and hashes, and no place."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _wanted() -> set[str]:
    lines = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in lines if line and not line.startswith("#")}


def _imported() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - set(sys.stdlib_module_names) - {"toutdoux"}


def test_every_package_the_code_imports_is_asked_for() -> None:
    distributions = packages_distributions()
    unasked = {name for name in _imported() if not {each.lower() for each in distributions.get(name, [])} & _wanted()}
    assert not unasked


@pytest.mark.parametrize("name", ["base", "dev"])
def test_pins_are_hashed_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text
    assert "find-links" not in text
    pins = re.findall(r"^\S+==.*(?:\n {4}--hash=.*)*", text, flags=re.MULTILINE)
    assert len(pins) > 20
    assert all("--hash=sha256:" in pin for pin in pins)
