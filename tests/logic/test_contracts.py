"""The house's contracts refuse what they say they refuse: each is broken once, on a copy, and must notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Contract, a file that does not exist yet, and the import that has no business there.
PLANTS = [
    ("layers", "kernel/planted.py", "import toutdoux.rules"),
    ("layers", "cli/planted.py", "import toutdoux.web"),
    ("layers", "accounts/queries/planted.py", "import toutdoux.members"),
    ("layers", "strangers/__init__.py", ""),
    ("inside", "ledger/logic/planted.py", "import toutdoux.ledger.models"),
    ("inside", "decisions/queries/planted.py", "import toutdoux.decisions.commands"),
    ("inside", "decisions/strangers.py", ""),
    ("migrations", "accounts/migrations/planted.py", "import toutdoux.accounts.models"),
    ("pure", "kernel/planted.py", "import django.utils.timezone"),
    ("pure", "rules/planted.py", "import random"),
    ("pure", "decisions/logic/planted.py", "import os"),
    ("models-ledger", "decisions/commands/planted.py", "from toutdoux.ledger.models import Entry"),
    ("models-accounts", "members/queries/planted.py", "import toutdoux.accounts.models"),
    ("models-associations", "web/planted.py", "from toutdoux.associations import models"),
    ("models-members", "decisions/queries/planted.py", "from toutdoux.members.models import *"),
    ("models-decisions", "operations/planted.py", "from toutdoux.decisions.models import Action"),
    ("siblings", "rules/planted.py", "import toutdoux.rules.planted_too"),
]


def _lint(*, source: Path, contract: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache", "--config", ROOT / "pyproject.toml", "--contract", contract],
        cwd=source,
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("contract", "file", "line"), PLANTS)
def test_contract_notices(contract: str, file: str, line: str, tmp_path: Path) -> None:
    package = tmp_path / "toutdoux"
    shutil.copytree(ROOT / "src" / "toutdoux", package, ignore=_not_python)
    # Layers are found by name: an app that has no such file yet is given one.
    for app in ("ledger", "accounts", "associations", "members", "decisions"):
        for layer in ("commands", "queries"):
            if not (package / app / layer).is_dir():
                moved = package / app / f"{layer}.py"
                text = moved.read_text(encoding="utf-8") if moved.exists() else ""
                moved.unlink(missing_ok=True)
                (package / app / layer).mkdir()
                (package / app / layer / "__init__.py").write_text(text, encoding="utf-8")
    before = _lint(source=tmp_path, contract=contract)
    assert before.returncode == 0, before.stdout + before.stderr
    planted = package / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n", encoding="utf-8")
    if contract == "siblings":
        planted.with_name("planted_too.py").write_text("import toutdoux.rules.planted\n", encoding="utf-8")
    after = _lint(source=tmp_path, contract=contract)
    assert "BROKEN" in after.stdout, after.stdout + after.stderr


def _not_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()}
