#!/usr/bin/env python3
# Runs on Python 3.6 and later with nothing installed: hence typing of old, and no newer syntax.
# ruff: noqa: T201, UP006, UP035, UP045
"""
一致性检验: checks an implementation of the rules by the conformance vectors beside this file.

    python3 run.py                            this file's own reference implementation
    python3 run.py --questions > q.jsonl      the questions, one JSON object a line
    python3 run.py --answers a.jsonl          somebody's answers, one JSON object a line
    python3 run.py --program java -jar x.jar  a program that reads questions and writes answers

An answer has the question's ``id`` and at least one of ``rows``, ``outcomes``, ``zh``, ``en``,
``standing`` and ``due``; what it has is compared. The exit code is 0 if all agree, 1 if something
differs, 2 if nothing could be compared.
"""

import argparse
import datetime as dt
import json
import pathlib
import re
import subprocess
import sys
from typing import Any, Dict, Iterator, List, Optional, Tuple

Data = Dict[str, Any]
FORMAT = "jiesu-vectors/1"
SECTIONS = ("cases", "tables", "segments", "spaces", "facts", "outcomes", "calendar")
COMPARED = ("rows", "outcomes", "zh", "en", "standing", "due")
UNANSWERED = "not answered 未作答"
NOTHING = "nothing to compare 没有可比的内容"
SHOWN = 20
DAY = dt.timedelta(days=1)
SATURDAY = 5


# --- The reference implementation: all that a table, a value or a limit takes ---------------------


def rows_of(data: Data, table: Data, facts: Dict[str, str]) -> List[Data]:
    """The rows of a table that answer: a row is a box, and a case is in it or not."""
    read = {}
    for key in data["spaces"][table["space"]]["facts"]:
        fact = data["facts"][key]
        value = facts.get(fact["name"], "MISSING")
        if value == "MISSING" and isinstance(fact["missing"], dict):
            value = fact["missing"]["read_as"]
        read[fact["name"]] = value
    fit = [
        row
        for row in table["rows"]
        if all(read[name] in allowed for name, allowed in row["when"].items())
    ]
    return fit[:1] if table["policy"] == "FIRST" else fit


def period_of(data: Data, day: str) -> Optional[Data]:
    """The period that a day is in; None before the first."""
    for period in data["segments"]:
        if period["from"] <= day and (period["until"] is None or day < period["until"]):
            return dict(period)
    return None


def ends(data: Data, start: str, limit: Data, counting: Data) -> Optional[str]:
    """When a limit ends; None for choices that take office hours, which no vector has so far."""
    begin = dt.datetime.strptime(start[:19], "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007
    unit, amount = limit["unit"], limit["amount"]
    if unit == "Hours" and counting["hours_from"] == "MOMENT":
        return _told(begin + dt.timedelta(hours=amount))
    if unit not in ("NaturalDays", "WorkingDays", "Months"):
        return None
    if counting["intake"] != "SAME_DAY" or counting["end"] != "END_OF_DAY":
        return None
    last = begin.date() - (DAY if counting["first_day"] else DAY * 0)
    if unit == "Months":
        last = _months_later(last, amount)
    for _ in range(0 if unit == "Months" else amount):
        last += DAY
        while unit == "WorkingDays" and not _is_worked(data, last):
            last += DAY
    while counting["roll"] == "NEXT" and not _is_worked(data, last):
        last += DAY
    return _told(dt.datetime.combine(last, dt.time()) + DAY)


def _is_worked(data: Data, day: dt.date) -> bool:
    named = str(day)
    if day.weekday() >= SATURDAY:
        return named in data["calendar"]["work"]
    return named not in data["calendar"]["rest"]


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or the last that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


def _told(at: dt.datetime) -> str:
    # Legal time has one offset all over the country and all through the year.
    return at.isoformat() + "+08:00"


def reference(data: Data, question: Data) -> Data:
    """The answer of this file to a question; without ``zh`` and the like where it has none."""
    answer = {"id": question["id"]}  # type: Data
    asks = question["asks"]
    period = period_of(data, question["day"]) if "day" in question else None
    path = question["path"]
    if asks == "ENDED":
        answer["standing"] = period["out"].get(path, "IN_FORCE") if period else "NOT_YET"
        return answer
    if "table" in question:
        name = period["tables"].get(path) if period else question["table"]
        found = rows_of(data, data["tables"][name], question["facts"])
        answer["rows"] = [row["id"] for row in found]
        if asks != "DUE":
            answer["outcomes"] = [row["then"] for row in found]
    elif asks == "VALUE" and period:
        if path in period["tables"]:
            count = len(data["tables"][period["tables"][path]]["rows"])
            answer["zh"] = "表，%d 行" % count  # noqa: UP031
        else:
            answer["zh"] = data["outcomes"][period["values"][path]["then"]]["zh"]
    if "limit" in question:
        due = ends(data, question["start"], question["limit"], question["counting"])
        if due:
            answer["due"] = due
    return answer


# --- Questions and what is expected ---------------------------------------------------------------


def questions(name: str, data: Data, with_probes: bool) -> Iterator[Tuple[Data, Data]]:
    """Each question of a pack, and what is expected of the answer."""
    for case in data["cases"]:
        question = {key: case[key] for key in case if key not in ("expected", "grounds")}
        question.update(id=name + ":" + case["id"], pack=name)
        yield question, case["expected"]
    for key, table in data["tables"].items() if with_probes else ():
        outcome = {row["id"]: row["then"] for row in table["rows"]}
        columns = {column: "MISSING" for row in table["rows"] for column in row["when"]}
        for number, probe in enumerate(table["probes"], 1):
            yield (
                {
                    "id": "%s:%s#%d" % (name, key, number),  # noqa: UP031
                    "pack": name,
                    "asks": "ALL" if table["policy"] == "COLLECT" else "HIT",
                    "path": table["path"],
                    "table": key,
                    "facts": dict(columns, **probe["facts"]),
                },
                {"rows": probe["rows"], "outcomes": [outcome[row] for row in probe["rows"]]},
            )


def differences(expected: Data, answer: Optional[Data]) -> List[str]:
    """In what an answer differs from what is expected."""
    if answer is None:
        return [UNANSWERED]
    given = [key for key in COMPARED if key in answer and key in expected]
    if not given:
        return [NOTHING + ": " + json.dumps(answer, ensure_ascii=False)]
    return [
        "%s: expected 应为 %s, got 实为 %s"  # noqa: UP031
        % (key, *(json.dumps(each[key], ensure_ascii=False) for each in (expected, answer)))
        for key in given
        if _plain(key, expected[key]) != _plain(key, answer[key])
    ]


def _plain(key: str, value: object) -> object:
    """An instant as one, whatever its offset; all else, and what is no instant, as it is."""
    found = re.match(r"(.{19})(?:\.0+)?(Z|[+-]\d\d:?\d\d)$", str(value)) if key == "due" else None
    if not found:
        return value
    try:
        at = dt.datetime.strptime(found.group(1).replace(" ", "T"), "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007
        if found.group(2) == "Z":
            return at
        sign, offset = found.group(2)[0], found.group(2)[1:].replace(":", "")
        ahead = dt.timedelta(hours=int(offset[:2]), minutes=int(offset[2:]))
        return at - ahead if sign == "+" else at + ahead
    except (ValueError, OverflowError):
        return value


def read_answers(text: str) -> Tuple[Dict[str, Data], List[str]]:
    """Answers by the id of their question, and the ids that were answered more than once."""
    found = {}  # type: Dict[str, Data]
    twice = []
    # By line feeds alone: a text within an answer may hold other signs that end a line.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
            key = answer["id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            key = None
        if not isinstance(key, str):
            raise SystemExit(
                "line %d is no answer 第 %d 行不是答案: %.80s" % (number, number, line)  # noqa: UP031
            )
        if key in found:
            twice.append(key)
        found[key] = answer
    return found, twice


# --- The command line -----------------------------------------------------------------------------


def main(arguments: List[str]) -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--vectors", type=pathlib.Path, help="the folder of the vectors")
    parser.add_argument("--pack", action="append", help="only this rulebook; may be repeated")
    parser.add_argument("--cases-only", action="store_true", help="leave out the probes of tables")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--questions", action="store_true", help="print the questions")
    how.add_argument("--answers", help="compare the answers in a file")
    how.add_argument(
        "--program", nargs=argparse.REMAINDER, help="compare the answers of a program"
    )
    asked = parser.parse_args(arguments)
    # An empty one would be taken for none, and the reference answer in its place.
    if asked.program is not None and not "".join(asked.program[:1]).strip():
        parser.error("--program: no command 未写明命令")
    if asked.answers is not None and not asked.answers.strip():
        parser.error("--answers: no file 未写明文件")
    folder = asked.vectors or pathlib.Path(__file__).parent / "vectors"
    try:
        packs = read_packs(folder, asked.pack or [])
    except (OSError, SystemExit) as error:
        print(error, file=sys.stderr)
        return 2
    told = [
        (question, expected)
        for name, data in packs.items()
        for question, expected in questions(name, data, not asked.cases_only)
    ]
    # Without letters beyond ASCII: no console and no program reads that wrong.
    lines = "".join(json.dumps(question) + "\n" for question, _ in told)
    if asked.questions:
        sys.stdout.write(lines)
        return 0
    try:
        if asked.answers is not None:
            # What some editors save begins with a mark of the byte order.
            text = pathlib.Path(asked.answers).read_text(encoding="utf-8-sig")
            answers, twice = read_answers(text)
        elif asked.program is not None:
            answers, twice = read_answers(_answered_by(asked.program, lines))
        else:
            answers, twice = {q["id"]: reference(packs[q["pack"]], q) for q, _ in told}, []
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError, SystemExit) as error:
        print(error, file=sys.stderr)
        return 2
    return report(told, answers, twice)


def read_packs(folder: pathlib.Path, wanted: List[str]) -> Dict[str, Data]:
    """The vectors in a folder by the name of their rulebook: of all, or of those that are wanted."""
    paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if not paths:
        raise SystemExit("no vectors in 没有向量 " + str(folder))
    unknown = [name for name in wanted if name not in paths]
    if unknown:
        raise SystemExit(
            "no such rulebook 没有这个规则集: %s; known are 可用的有: %s"  # noqa: UP031
            % (", ".join(unknown), ", ".join(paths))
        )
    return {name: _read_pack(paths[name]) for name in paths if not wanted or name in wanted}


def _read_pack(path: pathlib.Path) -> Data:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise SystemExit("not of the form 不是这种格式的文件 %s: %s" % (FORMAT, path))  # noqa: UP031
    lacking = [name for name in SECTIONS if not isinstance(data.get(name), (dict, list))]
    if lacking:
        raise SystemExit("sections are lacking 缺少: %s: %s" % (", ".join(lacking), path))  # noqa: UP031
    return data


def _answered_by(command: List[str], lines: str) -> str:
    done = subprocess.run(  # noqa: S603 -- the command is whoever runs this one's own
        command, input=lines.encode("ascii"), stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf-8-sig")


def report(told: List[Tuple[Data, Data]], answers: Dict[str, Data], twice: List[str]) -> int:
    """Print what differs, and how many of each pack agree."""
    counts = {}  # type: Dict[str, List[int]]
    wrong = []
    compared = 0
    for question, expected in told:
        found = differences(expected, answers.get(question["id"]))
        compared += not any(each.startswith((UNANSWERED, NOTHING)) for each in found)
        count = counts.setdefault(question["pack"], [0, 0])
        count[bool(found)] += 1
        wrong += [question["id"] + " " + each for each in found]
    for each in wrong[:SHOWN]:
        _say(each)
    if len(wrong) > SHOWN:
        _say("... and %d more 另有 %d 处" % ((len(wrong) - SHOWN,) * 2))  # noqa: UP031
    for pack, (right, off) in counts.items():
        _say("%s: %d agree 相符, %d differ 不符" % (pack, right, off))  # noqa: UP031
    unknown = sorted(set(answers) - {question["id"] for question, _ in told})
    if unknown:
        _say("%d answers to no question 无对应问题的答案: %s" % (len(unknown), unknown[0]))  # noqa: UP031
    if twice:
        _say("%d questions answered twice 重复作答: %s" % (len(set(twice)), twice[0]))  # noqa: UP031
    if not compared:
        _say("nothing could be compared 无从核对")
        return 2
    return 1 if wrong or unknown or twice else 0


def _say(text: str) -> None:
    # A console that lacks a character must not end the report.
    code = sys.stdout.encoding or "utf-8"
    print(text.encode(code, "replace").decode(code))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
