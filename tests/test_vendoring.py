import json
import re
import shutil
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest
import strategies as own

import jiesu
from jiesu.canonical import digest
from jiesu.rules import beijing

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SOURCE = Path(jiesu.__file__).parent
NAME = "host._vendor.jiesu"
LEFT_OUT = {
    "test_vendoring.py",
    "test_readme.py",  # of the repository's pages
    "test_replay_pingshan.py",  # of the examples that read ../shared/data
    "test_replay_replies.py",
    "test_engines.py",  # of the recipes for engines, which import the package by its name
    "test_generated.py",  # of the pages made from the rules of this repository
}
"""Tests of the repository rather than of the package."""
_IMPORT = re.compile(r"\b(from|import) jiesu\b")


def renamed(text: str) -> str:
    """Python with its imports of this package turned to the vendored name."""
    text = re.sub(r"(?m)^(\s*(?:>>> |\.\.\. )?)import jiesu$", rf"\1import {NAME} as jiesu", text)
    return _IMPORT.sub(rf"\1 {NAME}", text)


def isolated(code: str, *path: Path) -> str:
    """
    What *code* prints in an interpreter that finds *path* and the packages, and no ``jiesu``.

    Without the site no ``.pth`` file leads back to this checkout.
    """
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    head = (
        "import importlib.util, sys\n"
        f"sys.path += {[*map(str, path), *dict.fromkeys(packages)]!r}\n"
        "assert importlib.util.find_spec('jiesu') is None\n"
    )
    return own.python("-I", "-S", "-B", "-c", head + code)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as a host vendors it: the same bytes under another name."""
    root = tmp_path_factory.mktemp("vendored")
    target = root / "host" / "_vendor" / "jiesu"
    shutil.copytree(SOURCE, target, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (root / "host", root / "host" / "_vendor"):
        (folder / "__init__.py").touch()
    return root


DIGESTS = f"""
import json
from datetime import date, datetime, timedelta, timezone
from {NAME} import Catalogue, CountedBy, Directory, DivisionLevel, Hotline, Outcome
from {NAME} import Period, Place, RequestType, Resolution, Ticket, UNMET, WorkCalendar
from {NAME} import outcome_facts, ticket_facts
from {NAME}.canonical import digest
from {NAME}.rules import beijing
import {NAME}
"""
ROUTE = """
catalogue = Catalogue.from_rows(
    [{"code": "1", "path": "市容/垃圾/清运", "duty": "sanitation", "co_duties": "roads"}],
    id="demo", version="1",
)
directory = Directory.from_rows(
    id="demo", version="1", by_prefix=True,
    divisions=[{"code": "11", "name": "北京市"}, {"code": "110101", "name": "东城区"}],
    units=[
        {"id": "gov", "name": "东城区人民政府", "kind": "区人民政府", "division": "110101"},
        {"id": "roads", "name": "道路公司", "kind": "市政府部门", "division": "11"},
    ],
    holdings=[
        {"unit": "gov", "duty": "sanitation", "division": "110101"},
        {"unit": "roads", "duty": "roads", "division": "11"},
    ],
)
at = datetime(2026, 3, 27, 16, 30, tzinfo=timezone(timedelta(hours=8)))
ticket = Ticket(
    "1", ticket_facts(request_type=RequestType.COMPLAINT, mass=True), "1", (Place(("110101",)),),
    at, "垃圾三天没有清运",
)
hotline = Hotline(beijing.TIMELINE, catalogue, directory, WorkCalendar.china())
routing = hotline.route(ticket, at=at)
supplied = beijing.TIMELINE.with_(
    {"rates.resolution.V3": UNMET, "scoring.weights": {"resolution": "0.7", "timeliness": "0.3"}}
)
assessed = Hotline(supplied, catalogue, directory, WorkCalendar.china())
resolved = [outcome_facts(resolved=each) for each in Resolution]
outcomes = [Outcome.routed(routing, resolved[0], at)]
outcomes += [
    Outcome(str(place), "roads", each, at, at, at + timedelta(days=place), at + timedelta(days=2))
    for place, each in enumerate(resolved, 2)
]
period = Period.month(2026, 3, CountedBy.DISPATCHED)
tally = assessed.tally(outcomes, period=period, at=at + timedelta(days=10))
board = assessed.score(tally)
told = {
    "supplied": digest(supplied),
    "outcomes": digest(outcomes),
    "tally": [digest(tally), tally.to_rows()],
    "counts": digest(assessed.roll_up(assessed.count(tally), DivisionLevel.CITY)),
    "scoreboard": [digest(board), board.digest, board.to_rows(), str(board.explain())],
    "league": [digest(board.rank()), board.rank("timeliness").to_rows()],
    "rulebook": beijing.TIMELINE.on(date(2026, 3, 27)).digest,
    "timeline": digest(beijing.TIMELINE),
    "catalogue": catalogue.digest,
    "directory": directory.digest,
    "calendar": digest(hotline.calendar),
    "routing": digest(routing),
    "explanation": str(routing.explain()) + str(routing.explain("en")),
    "rows": routing.to_rows(),
}
"""
PRINT = f"print(json.dumps([{NAME}.__name__, {NAME}.__file__, told]))"


def here() -> dict[str, Any]:
    """The same digests under the real name."""
    scope: dict[str, Any] = {}
    exec(DIGESTS.replace(NAME, jiesu.__name__) + ROUTE, scope)  # noqa: S102 -- our own code
    told: dict[str, Any] = scope["told"]
    return told


class TestVendored:
    """A host copies ``src/jiesu`` to ``host/_vendor/jiesu``: the package works under another name."""

    def test_same_digests(self, host: Path) -> None:
        """Rulebook, catalogue, calendar, one routing: the name is in no digest and no word."""
        name, file, told = json.loads(isolated(DIGESTS + ROUTE + PRINT, host))
        assert name == NAME
        assert Path(file).is_relative_to(host)
        assert told == here()

    def test_digest_here_is_that_of_the_values(self) -> None:
        """What is compared is not empty."""
        told = here()
        assert told["rulebook"] == beijing.TIMELINE.on(own.DAY).digest
        assert told["calendar"] == digest(own.CALENDAR)
        assert "道路公司" in told["explanation"]
        assert [row["得分"] for row in told["scoreboard"][2]] == ["100.00", "53.33"]

    def test_from_a_zip_file(self, host: Path, tmp_path: Path) -> None:
        """Imported from a zip file, it routes alike: nothing is looked up beside the source."""
        archive = tmp_path / "host.zip"
        with zipfile.ZipFile(archive, "w") as file:
            for path in sorted(host.rglob("*.py")):
                file.write(path, path.relative_to(host))
        name, where, told = json.loads(isolated(DIGESTS + ROUTE + PRINT, archive))
        assert name == NAME
        assert where.startswith(str(archive))
        assert told == here()

    def test_doctests(self, host: Path) -> None:
        """Every example of every module, its imports turned to the vendored name."""
        code = (
            "import doctest, importlib, pkgutil, re\n"
            f"import {NAME} as package\n"
            f"turn = lambda text: re.sub(r'\\bjiesu(?=[.]\\w+|\\b import|$)', {NAME!r}, text, flags=re.M)\n"
            "names = [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + '.')]\n"
            "flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS\n"
            "runner = doctest.DocTestRunner(optionflags=flags)\n"
            "for name in [package.__name__, *names]:\n"
            "    for test in doctest.DocTestFinder().find(importlib.import_module(name)):\n"
            "        for each in test.examples:\n"
            "            if re.search(r'(from|import) jiesu', each.source):\n"
            "                each.source = turn(each.source)\n"
            "            each.want, each.exc_msg = turn(each.want), each.exc_msg and turn(each.exc_msg)\n"
            "        runner.run(test)\n"
            "print(runner.summarize(verbose=False).failed, runner.tries)\n"
        )
        told = isolated(code, host)
        failed, tried = map(int, told.splitlines()[-1].split())
        assert failed == 0, told
        assert tried > 100

    def test_quick_tests(self, host: Path) -> None:
        """The tests that are not slow pass against the copy, their imports turned to its name."""
        for folder, left_out in ((HERE, LEFT_OUT), (HERE.parent / "examples", set[str]())):
            target = host / folder.name
            shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
            for path in target.glob("*.py"):
                if path.name in left_out:
                    path.unlink()
                else:
                    path.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
        options = ["-q", "-x", "-m", "not slow", "--hypothesis-profile=quick"]
        options += [
            "--import-mode=importlib",
            "-p",
            "no:cacheprovider",
            "--strict-markers",
            "--durations=25",
        ]
        options += ["-o", "markers=slow: left out", "--rootdir", str(host), str(host / "tests")]
        code = f"import pytest\nprint()\nprint(int(pytest.main({options!r})))"
        told = isolated(code, host)
        assert told.splitlines()[-1] == "0", told[-5000:]
        passed = re.search(r"(\d+) passed", told)
        assert passed
        assert int(passed[1]) > 500
