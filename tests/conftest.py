"""What all tests share: one deterministic way to draw examples, and where shared code lies."""

import sys
from pathlib import Path
from typing import Any

from hypothesis import settings

# The same examples in every run; a slow machine is no failure.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
# For the run that the vendored copy makes: that it works at all, under the other name.
settings.register_profile("quick", settings.get_profile("ci"), max_examples=3)
settings.load_profile("ci")

HERE = Path(__file__).parent
for folder in (HERE.parent / "examples", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many worked cases hold, of each rulebook that was tested."""
    passed = terminalreporter.stats.get("passed", [])
    counts = [
        f"{pack} {number}"
        for report in passed
        for name, (pack, number) in getattr(report, "user_properties", ())
        if name == "worked cases" and report.when == "call"
    ]
    if counts:
        terminalreporter.write_line(f"worked cases: {', '.join(counts)}")
