"""The conformance vectors are current, and the runner agrees with them and finds what differs."""

import ast
import json
import shutil
import subprocess
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conforming import FOLDER, script
from hypothesis import given
from hypothesis import strategies as st

from jiesu import WorkCalendar, beijing_time, due, hours, months, natural_days, working_days
from jiesu.counting import CIVIL_CODE, End, Roll
from jiesu.sources import assumed
from jiesu.tables import HitPolicy
from jiesu.testing.vectors import plain, vectors

MAKE = script("make")
RUN = script("run")
PACKS = sorted(MAKE.packs())
LARGEST = 1_500_000
CALENDAR = WorkCalendar.china()
OLD = ("python3.6", "python3.7", "python3.8")
WRONG = """
import json, sys
for line in sys.stdin:
    question = json.loads(line)
    answer = json.loads(sys.argv[1])[question["id"]]
    if question["asks"] == "HIT":
        answer["rows"] = ["T22"]
    print(json.dumps(answer))
"""


def run(*arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """The runner as a process of its own, without this library."""
    command = [python, "-I", "-S", str(FOLDER / "run.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What stands in the file of one rulebook."""
    read: dict[str, Any] = json.loads((FOLDER / "vectors" / "anyang.json").read_text("utf-8"))
    return read


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Right answers to every question on one rulebook, as somebody else's program writes them."""
    data = json.loads((FOLDER / "vectors" / "anyang.json").read_text("utf-8"))
    lines = [
        json.dumps({"id": question["id"], **expected}, ensure_ascii=False)
        for question, expected in RUN.questions("anyang", data, True)
    ]
    path = tmp_path_factory.mktemp("answers") / "answers.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class TestFiles:
    """conformance/vectors holds what the rules say now, and is small."""

    def test_current(self) -> None:
        """`make.py` would write the very same files; if not: python conformance/make.py."""
        command = [sys.executable, str(FOLDER / "make.py"), "--check"]
        done = subprocess.run(  # noqa: S603 -- our own script
            command, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.parametrize("pack", PACKS)
    def test_small(self, pack: str) -> None:
        """No file of a rulebook is larger than a mail takes."""
        sizes = [path.stat().st_size for path in (FOLDER / "vectors").glob(f"{pack}*")]
        assert len(sizes) == 3
        assert 0 < max(sizes) < LARGEST

    @pytest.mark.parametrize("pack", PACKS)
    def test_every_row_answers_a_probe(self, pack: str) -> None:
        """Each row of each table is the answer, or one of them, to some probe."""
        data = json.loads((FOLDER / "vectors" / f"{pack}.json").read_text("utf-8"))
        for name, table in data["tables"].items():
            answered = {row for probe in table["probes"] for row in probe["rows"]}
            assert answered == {row["id"] for row in table["rows"]}, name

    @pytest.mark.parametrize("pack", PACKS)
    def test_names_lead_somewhere(self, pack: str) -> None:
        """Whatever a table, a period or a case names, is in the file; nothing is told in vain."""
        data = json.loads((FOLDER / "vectors" / f"{pack}.json").read_text("utf-8"))
        rows = [row for table in data["tables"].values() for row in table["rows"]]
        values = [each for period in data["segments"] for each in period["values"].values()]
        outcomes = {each["then"] for each in (*rows, *values)}
        assert outcomes == set(data["outcomes"])
        spaces = {table["space"] for table in data["tables"].values()}
        assert spaces == set(data["spaces"])
        facts = {each for space in data["spaces"].values() for each in space["facts"]}
        assert facts == set(data["facts"])
        used = {name for period in data["segments"] for name in period["tables"].values()}
        assert used == set(data["tables"])

    def test_readme_names_everything(self, told: dict[str, Any]) -> None:
        """The page for other platforms names every section, question, policy and answer there is."""
        page = (FOLDER / "README.md").read_text("utf-8")
        asked = {question["asks"] for question, _ in RUN.questions("anyang", told, True)}
        for name in (*told, *RUN.COMPARED, *asked, *(policy.name for policy in HitPolicy)):
            assert f"`{name}`" in page, name

    def test_plain_data(self) -> None:
        """What `vectors` returns goes through JSON unchanged."""
        made = vectors(MAKE.packs()["anyang"], MAKE.cases_of("anyang"), CALENDAR)
        assert json.loads(json.dumps(made)) == made


class TestRunner:
    """`run.py` stands alone, on any Python from 3.6 on, and tells right from wrong."""

    def test_old_syntax(self) -> None:
        """The file is Python 3.6, and imports the standard library alone."""
        tree = ast.parse((FOLDER / "run.py").read_text("utf-8"), feature_version=(3, 6))
        imported = {name.split(".")[0] for node in ast.walk(tree) for name in _imported(node)}
        assert imported <= set(sys.stdlib_module_names)

    def test_reference_agrees(self) -> None:
        """The reference implementation of a few lines answers every question of every rulebook."""
        done = run()
        assert done.returncode == 0, done.stdout + done.stderr
        lines = dict(line.split(": ") for line in done.stdout.splitlines())
        assert sorted(lines) == PACKS
        assert all(" 0 differ" in line for line in lines.values())

    def test_old_python(self) -> None:
        """An old Python, where there is one, runs it alike."""
        # A name on the path may be a shim of pyenv that leads nowhere.
        done = [run("--cases-only", python=found) for name in OLD if (found := shutil.which(name))]
        ran = [each for each in done if "command not found" not in each.stderr]
        if not ran:
            pytest.skip("no Python 3.6 to 3.8 at hand")
        assert {each.stdout for each in ran} == {run("--cases-only").stdout}

    def test_reference_answers_fully(self) -> None:
        """No question is left to the words: rows, or a value, or an end, or a state is compared."""
        for pack in PACKS:
            data = json.loads((FOLDER / "vectors" / f"{pack}.json").read_text("utf-8"))
            for question, expected in RUN.questions(pack, data, True):
                answer = RUN.reference(data, question)
                key = {"DUE": "due", "STATUTE": "due", "ENDED": "standing", "VALUE": "zh"}
                assert key.get(question["asks"], "outcomes") in answer.keys() & expected.keys()

    def test_answers_in_a_file(self, answers: Path) -> None:
        """Right answers agree, in whatever order they come."""
        assert run("--pack", "anyang", "--answers", str(answers)).returncode == 0
        lines = answers.read_text("utf-8").splitlines()
        other = answers.with_name("reversed.jsonl")
        other.write_text("\n\n".join(reversed(lines)), encoding="utf-8")
        assert run("--pack", "anyang", "--answers", str(other)).returncode == 0

    def test_questions_hold_no_answer(self) -> None:
        """What is asked does not say what is expected."""
        done = run("--questions", "--pack", "anyang")
        questions = [json.loads(line) for line in done.stdout.splitlines()]
        assert len({each["id"] for each in questions}) == len(questions) > 300
        assert not any({"expected", "rows", "due", "grounds"} & set(each) for each in questions)
        assert len(run("--questions", "--cases-only").stdout.splitlines()) == sum(
            len(MAKE.cases_of(pack)) for pack in PACKS
        )

    def test_a_right_program(self, tmp_path: Path, answers: Path) -> None:
        """A program that answers a line with a line is asked, and agrees."""
        told = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
        given = json.dumps({each["id"]: each for each in told})
        program = _program(tmp_path, WRONG.replace('== "HIT"', '== "NOTHING"'), given)
        done = run("--pack", "anyang", "--program", *program)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_a_wrong_program(self, tmp_path: Path, answers: Path) -> None:
        """One that always gives the same row differs wherever another answers, and is told where."""
        told = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
        given = json.dumps({each["id"]: each for each in told})
        done = run("--pack", "anyang", "--program", *_program(tmp_path, WRONG, given))
        assert done.returncode == 1
        assert "rows: expected" in done.stdout
        asked = [
            json.loads(line) for line in run("--questions", "--pack", "anyang").stdout.splitlines()
        ]
        rows = {each["id"]: each["rows"] for each in told if "rows" in each}
        hits = [each["id"] for each in asked if each["asks"] == "HIT" and each["id"] in rows]
        wrong = sum(rows[each] != ["T22"] for each in hits)
        assert f"{wrong} differ" in done.stdout
        assert wrong > 50

    @pytest.mark.parametrize(
        ("change", "code", "words"),
        [
            (lambda lines: lines[1:], 1, "not answered"),
            (lambda lines: [*lines, '{"id": "anyang:XX-999", "zh": "x"}'], 1, "no question"),
            (lambda lines: ['{"id": "anyang:AY-001"}', *lines[1:]], 1, "nothing to compare"),
            (lambda lines: ["{", *lines], 2, "no answer"),
            (lambda lines: ["[]", *lines], 2, "no answer"),
            (lambda lines: ['{"id": ["anyang:AY-001"]}', *lines], 2, "no answer"),
            (lambda lines: [*lines, '{"id": 7}', '{"id": "x"}'], 2, "no answer"),
            (lambda lines: ["[" * 100_000, *lines], 2, "no answer"),
            (lambda lines: [*lines, lines[0]], 1, "answered twice 重复作答: anyang:"),
            (lambda _: [""], 2, "nothing could be compared"),
            (lambda _: ['{"id": "anyang:AY-001"}'], 2, "nothing could be compared"),
            (lambda _: ['{"id": "x", "zh": "y"}'], 2, "nothing could be compared"),
            (lambda lines: ["\ufeff" + lines[0], *lines[1:]], 0, " 0 differ"),
            (
                lambda lines: [lines[0][:-1] + ', "remark": "a\u2028b"}', *lines[1:]],
                0,
                " 0 differ",
            ),
        ],
    )
    def test_incomplete_answers(self, answers: Path, change: Any, code: int, words: str) -> None:
        """Answers that are missing, too many, empty or unreadable are told apart."""
        lines = answers.read_text("utf-8").splitlines()
        other = answers.with_name("changed.jsonl")
        other.write_text("\n".join(change(lines)), encoding="utf-8")
        done = run("--pack", "anyang", "--answers", str(other))
        assert done.returncode == code
        assert words in done.stdout + done.stderr

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--pack", "atlantis"), "no such rulebook"),
            (
                ("--pack", "anyang", "--pack", "beijin"),
                "beijin; known are 可用的有: anyang, beijing",
            ),
            (("--vectors", "no-such-folder"), "no vectors"),
            (("--answers", "no-such-file"), "no-such-file"),
            (("--answers", ""), "no file"),
            (("--program", "no-such-program"), "no-such-program"),
            (("--program", sys.executable, "-c", "raise SystemExit(3)"), "exit status 3"),
            (("--program", sys.executable, "-c", "pass"), "nothing could be compared"),
            (("--program", ""), "no command"),
            (("--program", " ", "x"), "no command"),
            (("--program",), "no command"),
        ],
    )
    def test_nothing_to_compare(self, arguments: tuple[str, ...], words: str) -> None:
        """Without vectors, answers or a program that runs, the exit code is 2, and it is said why."""
        done = run(*arguments)
        assert done.returncode == 2
        assert words in done.stdout + done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("[]", "not of the form"),
            ("{", "not of the form"),
            ('{"format": "jiesu-vectors/2"}', "not of the form"),
            ('{"format": "jiesu-vectors/1", "cases": 3}', "lacking 缺少: cases, tables"),
        ],
    )
    def test_vectors_of_another_form(self, tmp_path: Path, text: str, words: str) -> None:
        """A file beside the vectors that is none of ours is named, and nothing is compared."""
        (tmp_path / "x.json").write_text(text, encoding="utf-8")
        done = run("--vectors", str(tmp_path))
        assert done.returncode == 2
        assert words in done.stderr
        assert "x.json" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("answer", "same"),
        [
            ("2026-03-10T00:00:00+08:00", True),
            ("2026-03-09T16:00:00Z", True),
            ("2026-03-09 16:00:00+0000", True),
            ("2026-03-10T00:00:00.000+08:00", True),
            ("2026-03-10T00:00:00Z", False),
            ("2026-03-09", False),
            ("2026-13-09T00:00:00Z", False),
            ("0001-01-01T00:00:00+23:00", False),
        ],
    )
    def test_instants(self, answer: str, same: bool) -> None:
        """An end agrees as an instant, whatever offset it is written with."""
        expected = {"due": "2026-03-10T00:00:00+08:00"}
        assert (RUN.differences(expected, {"due": answer}) == []) is same

    def test_a_wrong_table_is_found(self, told: dict[str, Any]) -> None:
        """Turn the order of a table that the first row decides: the reference disagrees."""
        table = next(name for name, each in told["tables"].items() if each["policy"] == "FIRST")
        turned = json.loads(json.dumps(told))
        turned["tables"][table]["rows"].reverse()
        wrong = [
            question["id"]
            for question, expected in RUN.questions("anyang", told, True)
            if RUN.differences(expected, RUN.reference(turned, question))
        ]
        assert len(wrong) > 10


class TestLimits:
    """The reference counts limits as the library does."""

    @given(
        st.integers(0, 3000),
        st.integers(0, 24 * 60 - 1),
        st.sampled_from([hours, natural_days, working_days, months]),
        st.integers(1, 40),
        st.booleans(),
        st.sampled_from([Roll.NONE, Roll.NEXT]),
    )
    def test_ends(
        self, day: int, minute: int, unit: Any, amount: int, first: bool, roll: Roll
    ) -> None:
        """From any minute of nine years, by any unit, first day in or out, rolled or not."""
        start = beijing_time(2016, 1, 4) + timedelta(days=day, minutes=minute)
        counting = CIVIL_CODE.with_(assumed("试验", "a trial"), first_day=first, roll=roll)
        limit = unit(amount)
        found = RUN.ends(_calendar(), start.isoformat(), plain(limit), _choices(counting))
        assert found == due(limit, start, CALENDAR, counting).due.isoformat()

    def test_what_takes_office_hours(self) -> None:
        """Choices that need office hours are left alone, not answered wrongly."""
        counting = {**_choices(CIVIL_CODE), "end": End.CLOSE_OF_BUSINESS.name}
        limit = {"unit": "WorkingDays", "amount": 1}
        assert RUN.ends(_calendar(), "2026-03-02T09:00:00+08:00", limit, counting) is None


def _choices(counting: Any) -> dict[str, Any]:
    """The choices of a counting that the reference reads."""
    names = ("first_day", "hours_from", "intake", "end", "roll")
    return {name: plain(getattr(counting, name)) for name in names}


@cache
def _calendar() -> dict[str, Any]:
    """Every day of twelve years that deviates from the week."""
    first = beijing_time(2015, 12, 1).date()
    days = [first + timedelta(days=each) for each in range(12 * 365)]
    weekdays = [day for day in days if day.weekday() < 5]
    return {
        "calendar": {
            "rest": [str(day) for day in weekdays if not CALENDAR.is_working_day(day)],
            "work": [
                str(day) for day in days if day.weekday() >= 5 and CALENDAR.is_working_day(day)
            ],
        }
    }


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def _program(folder: Path, code: str, given: str) -> list[str]:
    path = folder / "program.py"
    path.write_text(code.replace("sys.argv[1]", "open(sys.argv[1]).read()"), encoding="utf-8")
    (folder / "given.json").write_text(given, encoding="utf-8")
    return [sys.executable, str(path), str(folder / "given.json")]
