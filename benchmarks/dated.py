"""What the rules themselves cost: a pack built, a day asked for, an overlay, a digest, a check."""

import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from rounds import Answers

from jiesu import Disposition, rules
from jiesu.rulebook import Timeline
from jiesu.rules import beijing

DAY = date(2026, 3, 2)
_ROUNDS = 9


class Cost(NamedTuple):
    """
    How long one thing takes.

    Attributes:
        what: What was done.
        goal: At most so many of the unit; None where no goal was set.
        found: How many it took: the median of the rounds.
        unit: Of both.
        remark: What was measured.
    """

    what: str
    goal: float | None
    found: float
    unit: str
    remark: str


def measure() -> list[Cost]:
    """Each thing alone, the answers held against the slow way first."""
    timeline = beijing.TIMELINE
    rulebook = timeline.on(DAY)
    _agree(timeline)
    days = [DAY + timedelta(days=offset) for offset in range(300)]

    def ask() -> None:
        for day in days:
            timeline.on(day)

    change = {"routing.direct": False}
    row = {"routing.triage.T5": Disposition.DISPATCH}
    builds = _built()
    slowest = max(builds, key=builds.__getitem__)
    said = ", ".join(f"{name} {took:.1f}" for name, took in sorted(builds.items()))
    tables = len(rulebook.provisions)
    checks = {name: _once(_timeline(name).on(DAY).check, 3) for name in _packs()}
    whole = _once(timeline.check, 3)
    return [
        Cost(f"a pack built: `{slowest}`", 20, builds[slowest], "ms", said),
        Cost(
            "`TIMELINE.on(day)`, warm",
            2,
            1e6 * _once(ask, _ROUNDS) / len(days),
            "µs",
            f"Beijing, {len(days)} days",
        ),
        Cost(
            "`TIMELINE.with_` one value",
            1,
            1000 * _once(lambda: timeline.with_(change), 50),
            "ms",
            f"every day of Beijing; of one row {1000 * _once(lambda: timeline.with_(row), 20):.2f}",
        ),
        Cost(
            "`Rulebook.digest`",
            20,
            1000 * _once(lambda: rulebook.digest, _ROUNDS),
            "ms",
            f"Beijing, {tables} parameters",
        ),
        Cost(
            "`Rulebook.check`",
            2,
            max(checks.values()),
            "s",
            f"the slowest of {len(checks)} packs; `TIMELINE.check` of every day of Beijing {whole:.2f}",
        ),
    ]


def builds() -> dict[str, float]:
    """Milliseconds that each pack takes to build, the rooms that it imports being there."""
    return {name: 1000 * _once(_building(name), _ROUNDS) for name in _packs()}


def _built() -> dict[str, float]:
    """The same in a process of its own: in one that holds a month, the collector's time would count."""
    code = "import dated, json; print(json.dumps(dated.builds()))"
    told = subprocess.run(  # noqa: S603 -- this interpreter, on this file
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _packs() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(rules.__path__)]


def _timeline(name: str) -> Timeline:
    made: Timeline = importlib.import_module(f"jiesu.rules.{name}").TIMELINE
    return made


def _building(name: str) -> Callable[[], None]:
    """What runs a pack's module from its code, the rooms that it imports being there."""
    module = importlib.import_module(f"jiesu.rules.{name}")
    path = str(module.__file__)
    code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")
    scope = {"__name__": module.__name__, "__package__": module.__package__, "__file__": path}

    def build() -> None:
        exec(code, dict(scope))  # noqa: S102 -- the package's own module

    return build


def _once(action: Callable[[], Any], rounds: int) -> float:
    took = []
    for _ in range(rounds):
        start = perf_counter()
        action()
        took.append(perf_counter() - start)
    return median(took)


def _agree(timeline: Timeline) -> None:
    """What was prepared is what is worked out; an overlay leaves the base and changes one thing."""
    for day in timeline.boundaries:
        found = {
            dated.parameter.path: dated.on(day) for dated in timeline.series if dated.in_force(day)
        }
        if not found:
            continue
        given = {path: entry for path, (_, entry) in timeline.on(day).provisions.items()}
        if found != given:
            raise Answers(f"the rules of {day}")
    changed = timeline.with_({"routing.direct": False}).on(DAY)
    if [each.path for each in changed.compare(timeline.on(DAY)).items] != ["routing.direct"]:
        raise Answers("an overlay of one value")
