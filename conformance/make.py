#!/usr/bin/env python3
"""
Writes the conformance vectors of every rulebook in `jiesu.rules`, or says which are out of date.

    python conformance/make.py           # writes conformance/vectors/
    python conformance/make.py --check   # exits with 1 where a file would change

The worked cases are those of conformance/cases. One that the rules do not answer as it expects, or
that cannot be read, stops it: exit code 2.
"""

import csv
import importlib
import io
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jiesu.rules
from jiesu import JiesuError, WorkCalendar
from jiesu.errors import CodecError, refuse
from jiesu.rulebook import Timeline
from jiesu.testing.cases import CasesRead, WorkedCase, read_cases
from jiesu.testing.concordance import LeftOut, read_articles
from jiesu.testing.vectors import CASE_COLUMNS, ROW_COLUMNS, case_rows, table_rows, vectors

HERE = Path(__file__).parent
VECTORS = HERE / "vectors"


def packs() -> dict[str, Timeline]:
    """Every rulebook of the library by the name of its module."""
    found = {}
    for module in pkgutil.iter_modules(jiesu.rules.__path__):
        timeline = getattr(importlib.import_module(f"jiesu.rules.{module.name}"), "TIMELINE", None)
        if timeline is not None:
            found[module.name] = timeline
    return found


def read_cases_of(pack: str) -> CasesRead:
    """The worked cases of a rulebook, and the faults of their file; none where there is no file."""
    path = HERE / "cases" / f"{pack}.csv"
    return read_cases(_rows(path) if path.exists() else ())


def cases_of(pack: str) -> tuple[WorkedCase, ...]:
    """The worked cases of a rulebook."""
    read = read_cases_of(pack)
    refuse(CodecError, read.faults)
    return read.cases


def articles_of(sources: Iterable[str]) -> tuple[LeftOut, ...]:
    """The articles of some texts that no row implements, as far as there are files."""
    found: list[LeftOut] = []
    for source in sources:
        path = HERE / "articles" / f"{source}.csv"
        if path.exists():
            read = read_articles(source, _rows(path))
            refuse(CodecError, read.faults)
            found += read.articles
    return tuple(found)


def files(pack: str, timeline: Timeline, calendar: WorkCalendar) -> Iterator[tuple[Path, str]]:
    """What stands in each file of a rulebook."""
    made = vectors(timeline, cases_of(pack), calendar)
    yield VECTORS / f"{pack}.json", _json(made)
    yield VECTORS / f"{pack}.csv", _csv(CASE_COLUMNS, case_rows(made))
    yield VECTORS / f"{pack}-tables.csv", _csv(ROW_COLUMNS, table_rows(made))


def _rows(path: Path) -> list[dict[str, str]]:
    # What a spreadsheet saves may begin with a mark of the byte order.
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _json(made: Mapping[str, Any]) -> str:
    """A line for each entry of a section: short, and a change shows as what it is."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = []
    for name, section in made.items():
        if isinstance(section, dict) and section:
            inner = ",\n".join(f"{line(key)}:{line(each)}" for key, each in section.items())
            told = f"{{\n{inner}\n}}"
        elif isinstance(section, list) and section:
            told = "[\n" + ",\n".join(map(line, section)) + "\n]"
        else:
            told = line(section)
        parts.append(f"{line(name)}:{told}")
    return "{" + ",\n".join(parts) + "}\n"


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write or check all files."""
    calendar = WorkCalendar.china()
    wanted: dict[Path, str] = {}
    try:
        for pack, timeline in packs().items():
            wanted |= files(pack, timeline, calendar)
    except JiesuError as error:
        sys.stderr.write(f"{error.to('zh')}\n")
        return 2
    stale = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    stale += sorted(set(VECTORS.glob("*")) - set(wanted))
    if "--check" in arguments:
        for path in stale:
            sys.stdout.write(f"out of date: {path.relative_to(HERE.parent)}\n")
        return 1 if stale else 0
    VECTORS.mkdir(exist_ok=True)
    for path in stale:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    sys.stdout.write(f"{len(wanted)} files, {len(stale)} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
