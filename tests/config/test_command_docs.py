"""Every command has its heading in the docs, and the settings file shown there is one that `toutdoux init` takes."""

import re
from pathlib import Path

import pytest

from toutdoux.cli.main import COMMANDS
from toutdoux.operations.setting_up import read_settings

DOCS = Path(__file__).parents[2] / "docs"


def test_every_command_has_its_heading() -> None:
    text = (DOCS / "commands" / "README.md").read_text(encoding="utf-8")
    headings = {found[1] for found in re.finditer(r"^### `toutdoux ([a-z]+)", text, re.MULTILINE)}
    assert headings == set(COMMANDS)


@pytest.mark.parametrize("name", ["install.md", "installer.md"])
def test_the_settings_file_of_the_docs_is_read(name: str, tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "settings.toml"
    path.write_text(example, encoding="utf-8")
    settings = read_settings(path=path)
    assert [founder.name for founder in settings.founders] == ["Alice", "Bob"]
    assert settings.period.code == "A26"
