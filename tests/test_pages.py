"""Pages of rulebooks: nothing is lost on the way to the page, and nothing on it is obeyed."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jiesu
from jiesu import JiesuError, Row, Table, Text, assumed
from jiesu.comparison import SideBySide, side_by_side
from jiesu.conduct import EXTENSION_CAP, OBJECTION_WINDOW, RETURN_RULE, ReturnRule
from jiesu.counting import Counting
from jiesu.errors import InvalidValueError, OutOfCoverageError
from jiesu.explain import Marked, escape_markdown, markdown_lines, markdown_link, markdown_table
from jiesu.facts import say
from jiesu.headings import Cell, State
from jiesu.pages import index_page, rulebook_page, spans
from jiesu.routing import TRIAGE
from jiesu.rulebook import Rulebook, Timeline
from jiesu.rules import anyang, beijing, jinan, national, weifang
from jiesu.sources import (
    SILENT,
    UNSET,
    Absent,
    Basis,
    Citation,
    Dated,
    Provision,
    Rank,
    Source,
    Standing,
)
from jiesu.testing.cases import read_cases
from jiesu.testing.concordance import LeftOut, Reason
from jiesu.wording import condition_text, mark, said

TIMELINES = [each.TIMELINE for each in (national, beijing, jinan, weifang, anyang)]
PARAMETERS = [(each.id, dated) for each in TIMELINES for dated in each.series]
DAY = date(2026, 3, 2)
LAW = Source(
    id="x-2024",
    title="虚拟市热线条例",
    title_en="Imaginary City, hotline regulations",
    rank=Rank.LOCAL_LAW,
    published=date(2024, 1, 1),
    since=date(2024, 3, 1),
    place="99",
)
CELL = re.compile(r"(?<!\\)\|")
OWN_TAGS = re.compile(r'<br>|<a id="[\w.]+"></a>|<style>[^<]*</style>')


def made(*series: Dated, sources: tuple[Source, ...] = (LAW,)) -> Timeline:
    """A small timeline."""
    return Timeline(id="x", version="1", place="99", series=series, sources=sources)


def tables(page: str) -> Iterator[list[list[str]]]:
    """The tables of a page as a reader of Markdown splits them: lines, and cells in each."""
    table: list[list[str]] = []
    for line in (*page.splitlines(), ""):
        if line.startswith("|"):
            table.append([each.strip() for each in CELL.split(line)[1:-1]])
        elif table:
            yield table
            table = []


def plain(page: str) -> str:
    """A page with what escapes its characters taken away."""
    return re.sub(r"\\(.)", r"\1", page)


@pytest.fixture(scope="module", params=TIMELINES, ids=lambda each: each.id)
def timeline(request: pytest.FixtureRequest) -> Timeline:
    """Each rulebook in turn."""
    given_: Timeline = request.param
    return given_


@pytest.fixture(scope="module")
def page(timeline: Timeline) -> str:
    """Its page."""
    return rulebook_page(timeline, DAY)


class TestSpans:
    """A parameter through time is half-open periods that say what `Dated.on` says."""

    @pytest.mark.parametrize(("_", "dated"), PARAMETERS)
    def test_partition(self, _: str, dated: Dated) -> None:
        """They begin on the first day, each ends where the next begins, and neighbours differ."""
        found = spans(dated)
        assert found[0].since == dated.starts
        assert found[-1].until is None
        for one, next_ in pairwise(found):
            assert one.since < next_.since
            assert one.until == next_.since
            assert (one.provision, one.standing) != (next_.provision, next_.standing)

    @given(
        st.sampled_from(PARAMETERS),
        st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 1, 1)),
    )
    def test_same_answer(self, named: tuple[str, Dated], day: date) -> None:
        """On any day the period that covers it has what applies, or none where nothing can be used."""
        dated = named[1]
        covering = [
            each
            for each in spans(dated)
            if each.since <= day and (each.until is None or day < each.until)
        ]
        try:
            applies = dated.on(day)
        except OutOfCoverageError:
            assert all(each.provision is None for each in covering)
        else:
            assert [each.provision for each in covering] == [applies]
            assert covering[0].standing is Standing.IN_FORCE

    def test_ends(self) -> None:
        """What ended and what was not verified are periods without a value, told apart."""
        last = date(2025, 1, 1)
        repealed, unverified = (
            attrs.evolve(LAW, until=last),
            attrs.evolve(LAW, verified_until=last),
        )
        cases = ((repealed, Standing.REPEALED), (unverified, Standing.UNVERIFIED))
        for source, standing in cases:
            dated = Dated(EXTENSION_CAP, (Provision(value=SILENT, citations=(source.cite("3"),)),))
            one, two = spans(dated)
            assert (one.since, one.until, two.since) == (LAW.since, last, last)
            assert (two.provision, two.standing) == (None, standing)


class TestPage:
    """The page of a rulebook has all that it says, through all time."""

    def test_every_table_keeps_its_shape(self, page: str) -> None:
        """Each line of a table has as many cells as its heads: none is cut or spills over."""
        found = list(tables(page))
        assert len(found) > 5
        for table in found:
            assert {len(line) for line in table} == {len(table[0])}
            assert len(table) > 2

    def test_every_parameter(self, timeline: Timeline, page: str) -> None:
        """Each parameter has one section, with each of its periods, and every link leads to one."""
        anchors = re.findall(r'<a id="([\w.]+)"></a>', page)
        assert sorted(anchors) == sorted(each.parameter.path for each in timeline.series)
        assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= set(anchors)
        for dated in timeline.series:
            own = page.partition(f'<a id="{dated.parameter.path}"></a>')[2].partition("<a id=")[0]
            for span in spans(dated):
                assert f"自 {span.since}" in plain(own)
                if span.provision is not None:
                    assert escape_markdown(said(span.provision.value).zh) in own

    def test_counting(self, timeline: Timeline, page: str) -> None:
        """How periods are counted is told choice by choice, each with its own ground."""
        counting = timeline.on(DAY)["time.counting"]
        own = page.partition('<a id="time.counting"></a>')[2].partition("<a id=")[0]
        lines = [plain("|".join(cells)) for table in tables(own) for cells in table]
        assert len(counting.choices) == 8
        for each in counting.choices:
            line = next(line for line in lines if line.startswith(each.term.zh))
            assert each.says.zh in line
            assert each.ground is not None
            assert each.ground.text.zh in line

    def test_every_row(self, timeline: Timeline, page: str) -> None:
        """Each row that any table ever had stands on the page with its outcome and its grounds."""
        lines: dict[str, list[str]] = {
            cells[0].partition("<br>")[0]: [] for table in tables(page) for cells in table
        }
        for table in tables(page):
            for cells in table:
                lines[cells[0].partition("<br>")[0]].append("|".join(cells))
        for dated in timeline.series:
            for entry in dated.entries:
                for row in entry.value.rows if isinstance(entry.value, Table) else ():
                    then = "" if isinstance(row.then, Absent) else said(row.then).zh
                    wanted = [then, *(ground.text.zh for ground in row.grounds)]
                    assert any(
                        all(escape_markdown(each) in line for each in wanted)
                        for line in lines[escape_markdown(row.id)]
                    ), (dated.parameter.path, row.id)

    def test_what_is_not_known_stands_before_the_rules(
        self, timeline: Timeline, page: str
    ) -> None:
        """Everything unset, silent, assumed or reported on the day is listed at the top."""
        top = page.partition("<a id=")[0]
        for path, (_, provision) in timeline.on(DAY).provisions.items():
            for ground in provision.citations:
                if ground.basis.told:
                    assert escape_markdown(ground.text.zh) in top
            if isinstance(provision.value, Absent):
                assert f"[{escape_markdown(path)}](#{path})" in top

    def test_sources(self, timeline: Timeline, page: str) -> None:
        """Every source is told with its number, its dates and how far it was read."""
        told = next(tables(page))
        assert {cells[0] for cells in told[2:]} == {
            escape_markdown(e.id) for e in timeline.sources
        }
        for source in timeline.sources:
            line = next(plain("|".join(c)) for c in told if c[0] == escape_markdown(source.id))
            for word in (source.title, source.number, str(source.since), source.reading.zh):
                assert word in line
            assert str(source.published) in line

    def test_counts(self, timeline: Timeline, page: str) -> None:
        """The counts are those of the rulebook of the day."""
        stated = timeline.on(DAY).provisions.values()
        rows = [p.value.rows for _, p in stated if isinstance(p.value, Table)]
        total = next(t for t in tables(page) if t[-1][0].startswith("合计"))[-1]
        assert total[1:] == [str(len(stated)), str(sum(map(len, rows)))]

    def test_nothing_is_obeyed(self) -> None:
        """Markup in a title, a quote, a remark or a note is shown, whatever it says."""
        nasty = "<script>alert(1)</script>|*b*\n# h [x](javascript:y) `c`"
        source = attrs.evolve(LAW, title=nasty, number=nasty, url="javascript:alert(1)")
        near = source.cite("3-1", nasty)
        facts = jiesu.TICKET_FACTS
        row = Row(nasty, {}, jiesu.Disposition.DISPATCH, (near, assumed(nasty, nasty)))
        triage = Table(TRIAGE.path, facts, [row])
        timeline = made(
            Dated(TRIAGE, (Provision(value=triage, citations=(near,)),)),
            Dated(RETURN_RULE, (Provision(value=UNSET, citations=(near,)),)),
            sources=(source,),
        )
        page = rulebook_page(timeline, DAY, Text(nasty, nasty))
        rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", OWN_TAGS.sub("", page))
        assert "<" not in rest
        assert "javascript" not in "".join(re.findall(r"\]\(([^)]*)\)", rest))
        for table in tables(page):
            assert {len(line) for line in table} == {len(table[0])}

    def test_announced_and_ended(self) -> None:
        """What is to come is told with its first day as not in force, what ended without a value."""
        later = attrs.evolve(LAW, id="x-2027", since=date(2027, 1, 1), published=date(2026, 1, 1))
        ended = attrs.evolve(LAW, id="x-2020", verified_until=date(2025, 1, 1))
        timeline = made(
            Dated(
                RETURN_RULE,
                (
                    Provision(value=SILENT, citations=(LAW.cite("3"),)),
                    Provision(value=ReturnRule.RETURN, citations=(later.cite("4"),)),
                ),
            ),
            Dated(EXTENSION_CAP, (Provision(value=UNSET, citations=(ended.cite("5"),)),)),
            sources=(LAW, later, ended),
        )
        page = rulebook_page(timeline, DAY)
        told = next(t for t in tables(page) if t[0][1].startswith("效力"))
        assert [plain(cells[0]).partition("]")[0] for cells in told[2:]] == [
            "[casework.return",
            "[extension.cap",
        ]
        assert "尚未施行" in told[2][1]
        assert "2027" in told[2][2]
        assert ReturnRule.RETURN.zh in told[2][3]
        assert "效力未核" in told[3][1]
        applies = page.partition('<a id="casework.return"></a>')[2].partition("<a id=")[0]
        assert "现行" in next(
            line for line in applies.splitlines() if "x-2027" not in line and "未作规定" in line
        )

    def test_of_the_texts(self) -> None:
        """An overlay is what somebody would have: the page stays that of the texts."""
        reform = anyang.TIMELINE.with_({"extension.cap": jiesu.working_days(3)})
        assert rulebook_page(reform, DAY) == rulebook_page(anyang.TIMELINE, DAY)

    def test_cases_and_articles(self) -> None:
        """A worked case stands with its parameter; an article that no row implements at the end."""
        row = {
            "编号": "AY-900",
            "情形": "来电人等了|五天",
            "日期": "2024-05-01",
            "求": "取值",
            "规则": "extension.cap",
            "事实": "",
            "行": "",
            "预期": "5个工作日",
            "依据": "ay-2021 50-1",
            "原文": "特别“复杂”……可以延期",
        }
        left = LeftOut(
            "ay-2021",
            "1~2",
            Reason.PRINCIPLE,
            Text("立法|目的", "aim"),
        )
        cases = read_cases([row]).cases
        assert len(cases) == 1
        page = rulebook_page(anyang.TIMELINE, DAY, cases=cases, articles=[left])
        own = page.partition('<a id="extension.cap"></a>')[2].partition("<a id=")[0]
        told = [plain("|".join(c)) for t in tables(own) for c in t]
        assert any("来电人等了|五天" in e and "“特别‘复杂’”“可以延期”" in e for e in told)
        tail = page.partition("条文对照表")[2]
        lines = [plain("|".join(cells)) for table in tables(tail) for cells in table]
        assert any("第一条至第二条" in line and "立法|目的" in line for line in lines)
        assert any("第五十条第一款" in line and "AY-900" in line for line in lines)

    @pytest.mark.parametrize(
        "ask",
        [
            lambda: rulebook_page("beijing", DAY),  # type: ignore[arg-type]
            lambda: rulebook_page(anyang.TIMELINE, "2024-05-01"),  # type: ignore[arg-type]
            lambda: rulebook_page(anyang.TIMELINE, DAY, "安阳"),  # type: ignore[arg-type]
            lambda: rulebook_page(anyang.TIMELINE, DAY, cases=[{}]),  # type: ignore[list-item]
            lambda: rulebook_page(anyang.TIMELINE, DAY, articles=["1"]),  # type: ignore[list-item]
            lambda: rulebook_page(anyang.TIMELINE, date(1999, 1, 1)),
            lambda: index_page("x", DAY),  # type: ignore[arg-type]
            lambda: index_page(side_by_side([weifang.TIMELINE.on(DAY)]), "x"),  # type: ignore[arg-type]
            lambda: spans("x"),  # type: ignore[arg-type]
        ],
    )
    def test_garbage(self, ask: Callable[[], object]) -> None:
        """What cannot be told is refused in our own words."""
        with pytest.raises(JiesuError):
            ask()


BOOKS = [each.on(DAY) for each in TIMELINES]


def cells_of(side: SideBySide) -> list[tuple[Cell, ...]]:
    """All cells, heading by heading."""
    return [each.cells for topic in side.topics for each in topic.compared]


class TestSideBySide:
    """Rulebooks side by side: each cell is what that rulebook alone says, with its articles."""

    @given(st.permutations(BOOKS))
    def test_each_stands_alone(self, books: list[Rulebook]) -> None:
        """Whatever stands beside it and in whichever order, a rulebook's cells are the same."""
        whole = side_by_side(books)
        for place, book in enumerate(books):
            alone = side_by_side([book])
            assert [cells[place] for cells in cells_of(whole)] == [
                cells[0] for cells in cells_of(alone)
            ]

    @pytest.mark.parametrize("book", BOOKS, ids=lambda each: each.id)
    def test_cited(self, book: Rulebook) -> None:
        """What a rulebook says it says somewhere: the grounds are its own, and are printed."""
        own = set(grounds_of(book))
        for row in cells_of(side_by_side([book])):
            for one in row[0].said:
                assert set(one.grounds) <= own
                for ground in one.grounds:
                    if ground.source:
                        assert ground.source.id in one.cited.zh
                if isinstance(one.basis, Basis) and one.basis.told:
                    assert one.cited.zh.startswith(f"【{one.basis.zh}】")

    @pytest.mark.parametrize("book", BOOKS, ids=lambda each: each.id)
    def test_state_of_a_value(self, book: Rulebook) -> None:
        """A parameter with one value is set, silent, unset or not stated as the rulebook has it."""
        names = {"延期上限": EXTENSION_CAP, "异议、退单期限": OBJECTION_WINDOW}
        for title, parameter in {**names, "退单途径": RETURN_RULE}.items():
            cell = side_by_side([book]).cell(title, book.id)
            if parameter.path not in book.provisions:
                assert cell == Cell(State.ABSENT)
                assert cell.lines("zh") == ["—"]
                continue
            value = book.provision(parameter).value
            if value is SILENT:
                assert cell.state is State.SILENT
                assert cell.lines("zh") == []
            elif value is UNSET:
                assert cell.state is State.UNSET
                assert cell.lines("zh")[0].startswith("未设定")
            else:
                assert cell.state is State.SET
                assert value.text.zh in cell.lines("zh")[0]

    @pytest.mark.parametrize("book", BOOKS, ids=lambda each: each.id)
    def test_counting(self, book: Rulebook) -> None:
        """A choice of counting is no firmer than its ground, nor than the reason to follow the Code."""
        provision = book.provision("time.counting")
        beside = [ground for _, ground in provision.value.grounds]
        general = [each.basis for each in provision.citations if each not in beside]
        for title, name in (("起算", "starts_at"), ("截止", "end"), ("顺延", "roll")):
            (one,) = side_by_side([book]).cell(title, book.id).said
            ground = provision.value.ground(name)
            assert ground in one.grounds
            assumed_ = Basis.ASSUMED in {ground.basis, *general}
            assert (one.basis is Basis.ASSUMED) == assumed_

    def test_a_reform(self) -> None:
        """A reform differs from what it reforms under the headings that it concerns, and no other."""
        base = anyang.TIMELINE.on(DAY)
        reform = base.with_({"extension.cap": jiesu.working_days(3)})
        side = side_by_side({"现行": base, "改革": reform})
        changed = [
            each.title.zh
            for topic in side.topics
            for each in topic.compared
            if each.cells[0] != each.cells[1]
        ]
        assert changed == ["延期上限"]
        assert side.cell("cap", "改革").said[0].basis is Basis.OWN
        assert "【自行设定】3个工作日" in side.markdown()

    def test_every_limit(self) -> None:
        """Each row of the limits stands with its conditions, and each follow-up with who owes it."""
        side = side_by_side(BOOKS)
        for book in BOOKS:
            if "routing.limits" not in book.provisions:
                continue
            found = side.cell("办理时限", book.id).said
            rows = book["routing.limits"].rows
            assert [one.grounds for one in found] == [row.grounds for row in rows]
            for one, row in zip(found, rows, strict=True):
                # A limit that was not seen stands as such.
                unset = row.then is UNSET
                words = [UNSET.zh] if unset else [stage.limit.text.zh for stage in row.then]
                assert all(word in one.text.zh for word in words)
                assert (UNSET.zh in one.text.zh) is unset
        told = side.cell("由谁、何时回访", "jinan").said
        assert ["热线工作机构" in one.text.zh for one in told] == [True]

    def test_parameters(self) -> None:
        """Each parameter that any rulebook states stands once, with a word for each rulebook."""
        side = side_by_side(BOOKS)
        paths = [row["path"] for row in side.parameter_rows()]
        assert sorted(paths) == sorted({path for book in BOOKS for path in book.provisions})
        for row in side.parameter_rows():
            for book in BOOKS:
                stated = book.provisions.get(row["path"])
                word = row[book.id]
                if stated is None:
                    assert word == "—"
                elif isinstance(stated[1].value, Absent):
                    assert word == stated[1].value.zh
                else:
                    basis = stated[1].basis
                    assert word.startswith(basis.zh if basis.told else "设定")

    def test_forms(self) -> None:
        """Rows, text, Markdown and HTML tell the same; tables keep their shape, links lead on."""
        side = side_by_side(BOOKS)
        rows = side.to_rows()
        assert {row["rulebook"] for row in rows} == {book.id for book in BOOKS}
        told = [row["says"] for row in rows if row["state"] == "设定"]
        assert told
        for lang in ("zh", "en"):
            for table in tables(side.markdown(lang)):
                assert {len(line) for line in table} == {len(table[0])}
        page = plain(side.markdown())
        for words in told:
            assert words in page
            assert words in str(side.explain()) or words in side.explain("zh").text()
        assert side.html("en").count("<table>") == len(side.topics) + 1
        assert side._repr_html_() == side.html()
        page = index_page(side, DAY)
        for book in BOOKS:
            assert f"]({book.id}.md)" in page

    @pytest.mark.parametrize(
        "ask",
        [
            lambda: side_by_side([]),
            lambda: side_by_side("beijing"),  # type: ignore[arg-type]
            lambda: side_by_side([anyang.TIMELINE]),  # type: ignore[list-item]
            lambda: side_by_side({"a": 1}),  # type: ignore[arg-type]
            lambda: side_by_side({1: BOOKS[0]}),  # type: ignore[arg-type]
            lambda: side_by_side([BOOKS[0], BOOKS[0]]),
            lambda: side_by_side(BOOKS).cell("没有", "jinan"),
            lambda: side_by_side(BOOKS).cell("延期上限", "没有"),
            lambda: side_by_side(BOOKS).markdown("de"),
            lambda: side_by_side(BOOKS).markdown(heading=7),
            lambda: side_by_side(BOOKS).html("de"),
        ],
    )
    def test_garbage(self, ask: Callable[[], object]) -> None:
        """What cannot be compared is refused in our own words."""
        with pytest.raises(JiesuError):
            ask()

    @pytest.mark.parametrize(
        ("ask", "told"),
        [
            (lambda side: side.cell("延期上线", "jinan"), {"title": "延期上限"}),
            (lambda side: side.cell("延期上限", "jinam"), {"name": "jinan"}),
            (lambda side: side.cell("cab", "jinam"), {"title": "cap", "name": "jinan"}),
            (lambda side: side.markdown(heading=7), {"heading": "1 至 6"}),
            (lambda side: side.markdown(heading="2"), {"heading": "1 至 6"}),
        ],
    )
    def test_faults(self, ask: Callable[[SideBySide], object], told: dict[str, str]) -> None:
        """What is wrong is told by the name of its argument, with the nearest that there is."""
        with pytest.raises(InvalidValueError) as caught:
            ask(side_by_side(BOOKS))
        faults = {each.path: each.to("zh") for each in caught.value.faults}
        assert faults.keys() == told.keys()
        assert all(word in faults[path] for path, word in told.items())

    @pytest.mark.parametrize("name", ["headings", "comparison", "pages", "wording"])
    def test_knows_no_city(self, name: str) -> None:
        """No rulebook of the library is named in code; docstrings may show one."""
        tree = ast.parse((Path(jiesu.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and isinstance(node.body[0], ast.Expr)
        }
        words = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ]
        assert words
        for each in TIMELINES:
            assert not [
                word for word in words if each.id in word.lower() and each.id != "national"
            ]


def grounds_of(book: Rulebook) -> Iterator[Citation]:
    """Every citation of a rulebook."""
    for _, provision in book.provisions.values():
        yield from provision.citations
        value = provision.value
        for row in value.rows if isinstance(value, Table) else ():
            yield from row.grounds
        if isinstance(value, Counting):
            yield from (ground for _, ground in value.grounds)


class TestWording:
    """Words of a page say no more and no less than the rules."""

    def test_conditions(self) -> None:
        """A condition is told by what it allows or by what it leaves out, whichever is shorter."""
        seen = 0
        for _, dated in PARAMETERS:
            for entry in dated.entries:
                table = entry.value
                for row in table.rows if isinstance(table, Table) else ():
                    for test in row.conditions:
                        fact = table.space.facts[table.space.index(test.fact)]
                        left = [each for each in fact.domain if each not in test.allowed]
                        told = condition_text(test, table.space)
                        if told.zh.endswith("以外的各项"):
                            named = told.zh.removeprefix(f"{test.term.zh}为")
                            named = named.removesuffix("以外的各项")
                            assert set(named.split("、")) == {say(each).zh for each in left}
                            seen += 1
                        else:
                            assert told == test.text
        assert seen

    def test_marks(self) -> None:
        """What is not what a text that was read says bears a badge; the rest bears none."""
        for basis in Basis:
            assert bool(mark(basis).zh) == (basis in {Basis.ASSUMED, Basis.REPORTED, Basis.OWN})
        for absent in Absent:
            assert absent.zh in mark(absent).zh

    @given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
    def test_lines(self, lines: list[str]) -> None:
        """Lines of a cell stay in it, and stay what they are."""
        cell = markdown_lines(*lines)
        table = markdown_table(["甲"], [[cell]])
        assert len(table.split("\n")) == 3
        assert len(next(tables(table))[2]) == 1
        assert cell == "<br>".join(escape_markdown(each) for each in lines if each)
        assert isinstance(cell, Marked)

    @given(st.text(max_size=12), st.text(max_size=20))
    def test_links(self, words: str, target: str) -> None:
        """A link leads to the web or to a page; with any other target there are only the words."""
        link = markdown_link(words, target)
        bare = escape_markdown(words)
        assert link in {bare, f"[{bare}]({target})"}
        if link != bare:
            assert re.match(r"https?://|#|[\w.\-]+\.md", target)
            assert not re.search(r"[\s()<>|]", target)
        assert markdown_link(words, f"javascript:{target}") == bare
        assert markdown_link("甲", "https://x.cn/a_b?c=1&d") == "[甲](https://x.cn/a_b?c=1&d)"
