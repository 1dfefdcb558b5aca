"""Fail a full run that covers less than is promised: every branch of the rules, 95 % overall.

Runs once, where the run is directed from, after pytest-cov has combined what the workers measured. It prints before
pytest's closing line, so that the closing line stays the runner's own.
"""

import io
from collections.abc import Generator

import coverage
import pytest

# For each group of files, the least share of lines and branches, in percent.
PROMISES = {
    "rules, logic, ledger": (["*/toutdoux/rules/*", "*/toutdoux/*/logic/*", "*/toutdoux/ledger/*"], 100.0),
    "everything": (["*/toutdoux/*"], 95.0),
}


class CoverageGate:
    """The plugin that conftest.py registers for `--coverage-gate`."""

    def __init__(self) -> None:
        self.report: list[str] = []
        self.broken = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        result = yield
        measured = coverage.Coverage()
        measured.load()
        for name, (include, least) in PROMISES.items():
            table = io.StringIO()
            try:
                total = measured.report(file=table, include=include, skip_covered=True, show_missing=True)
            except coverage.exceptions.NoDataError:
                total = 0.0
            kept = total >= least
            self.report.append(f"{name}: {total:.2f} % covered, {least:.0f} % promised")
            if not kept:
                self.report.extend(table.getvalue().splitlines())
                self.broken = True
        if self.broken:
            session.testsfailed += 1
        return result

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("coverage", red=self.broken, green=not self.broken)
        for line in self.report:
            terminalreporter.write_line(line)
