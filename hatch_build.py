"""Compile the gettext catalogues into the wheel, so that `pip install .` speaks French without a further step."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


def compile_catalogues(*, root: Path) -> list[Path]:
    """Write a .mo beside every .po below `root`; return what was written. Fuzzy entries are left out, as gettext does."""
    written = []
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling calls `initialize` before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Compile before collection, so that the .mo files are there to be collected."""
        compile_catalogues(root=Path(self.root) / "src")


class CustomMetadataHook(MetadataHookInterface):
    """Declare as dependencies the ranges of requirements/base.in: one list, not two that drift apart."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Read the requirement lines; comments and blank lines are passed over."""
        lines = (Path(self.root) / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in map(str.strip, lines) if line and not line.startswith("#")]


if __name__ == "__main__":
    compile_catalogues(root=Path(__file__).parent / "src")
