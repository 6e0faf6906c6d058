"""
规则集的约定: the suite that every rulebook passes, whoever wrote it.

An author subclasses `RulebookContract` in a test file; a runner such as pytest finds its tests:

    class TestLinhai(RulebookContract):
        timeline = linhai.TIMELINE
        cases = linhai_cases

Without a runner `RulebookContract.run` gives a report. Each test says what the rules promise; where
they break it, the message says where, what was found and how to mend it.
"""

import inspect
import pickle
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from math import prod
from typing import Any, ClassVar

import attrs

from ..calendars import WorkCalendar
from ..errors import (
    Fault,
    InvalidValueError,
    JiesuError,
    NotYetInForceError,
    OutOfCoverageError,
    RepealedError,
    UnverifiedError,
    fits,
    misfit,
    misfits,
    refuse,
    shown,
    tupled,
)
from ..explain import Explanation
from ..facts import AS, MISSING
from ..labels import Label, Text
from ..rulebook import Rulebook, Timeline
from ..sources import Absent, Basis, Citation, Dated, Provision, Reading
from ..tables import HitPolicy, Table, say_value
from .cases import Texts, WorkedCase, check_case, check_quotes, misread
from .concordance import Lack, LeftOut, concordance, inside, uses
from .vectors import as_read, is_impossible, probes

_ONE_DAY = timedelta(days=1)
_WHOLE = 4096
"""Up to how many combinations a table is gone through whole."""
_SAMPLE = 997
"""How many combinations of a larger one are tried: a prime, so that every fact changes."""


@attrs.frozen
class Check:
    """
    What one test of the contract found.

    Attributes:
        name: Of the test.
        says: What the rules promise.
        found: How they break it; empty where they keep it.
    """

    name: str
    says: str
    found: str = ""

    @property
    def ok(self) -> bool:
        """Whether the promise is kept."""
        return not self.found


@attrs.frozen(repr=False)
class ContractReport:
    """
    What `RulebookContract.run` found.

    Attributes:
        timeline: Id of the timeline.
        checks: What each test found.
        cases: How many worked cases were checked.
    """

    timeline: str
    checks: tuple[Check, ...] = attrs.field(converter=tupled)
    cases: int = 0

    @property
    def ok(self) -> bool:
        """Whether all promises are kept."""
        return all(each.ok for each in self.checks)

    def explain(self, lang: str = "zh") -> Explanation:
        """Each promise, and how it is broken."""
        parts = []
        for each in self.checks:
            word = ("相符", "kept") if each.ok else ("不符", "broken")
            says = Text(f"{each.name}：{word[0]}", f"{each.name}: {word[1]}. {each.says}")
            lines = each.found.splitlines()
            parts.append(Explanation(says, [Explanation(Text(line, line)) for line in lines]))
        kept = sum(each.ok for each in self.checks)
        title = Text(
            f"规则集 {self.timeline}：{len(self.checks)} 项中 {kept} 项相符，示例 {self.cases} 则",
            f"Rulebook {self.timeline}: {kept} of {len(self.checks)} promises kept, "
            f"{self.cases} worked cases",
        )
        return Explanation(title, parts, lang=lang)

    def __str__(self) -> str:
        return str(self.explain())

    def __repr__(self) -> str:
        broken = sum(not each.ok for each in self.checks)
        return f"ContractReport({self.timeline}: {broken} of {len(self.checks)} broken)"

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row for each promise."""
        return [attrs.asdict(each) | {"ok": each.ok} for each in self.checks]

    def _repr_html_(self) -> str:
        return self.explain().html()


class RulebookContract:
    """
    What every rulebook promises, test by test.

    Attributes:
        timeline: The rules of a place through time.
        cases: Its worked cases.
        articles: The articles of its texts that no row implements.
        texts: The words of its texts, where they are at hand.
        calendar: The working days; None: those of the State Council's notices.

    Example:
        >>> from jiesu.rules import anyang
        >>> report = RulebookContract.run(anyang.TIMELINE)
        >>> report.ok, len(report.checks) > 15
        (True, True)
    """

    timeline: ClassVar[Timeline]
    cases: ClassVar[tuple[WorkedCase, ...]] = ()
    articles: ClassVar[tuple[LeftOut, ...]] = ()
    texts: ClassVar[Texts] = {}
    calendar: ClassVar[WorkCalendar | None] = None

    @classmethod
    def run(
        cls,
        timeline: Timeline,
        cases: Iterable[WorkedCase] = (),
        articles: Iterable[LeftOut] = (),
        texts: Texts | None = None,
        calendar: WorkCalendar | None = None,
    ) -> ContractReport:
        """
        A report on a rulebook, without a test runner.

        Args:
            timeline: See the class, as the others.
            cases: Worked cases.
            articles: Articles that no row implements.
            texts: Words of texts.
            calendar: Working days.

        Raises:
            InvalidValueError: An argument of another type.
        """
        given = {
            "timeline": timeline,
            "cases": cases,
            "articles": articles,
            "texts": {} if texts is None else texts,
            "calendar": calendar,
        }
        made: type[RulebookContract] = type(cls.__name__, (cls,), given)
        made.setup_class()
        tests = made()
        # Of the class: of an object it would compute what is cached, and stop where that fails.
        names = [
            name for name, _ in inspect.getmembers(made, callable) if name.startswith("test_")
        ]
        found = [_checked(name, getattr(tests, name)) for name in names]
        return ContractReport(timeline.id, found, len(made.cases))

    @classmethod
    def setup_class(cls) -> None:
        """
        What `run`, and a runner such as pytest, does before the tests: look at what they are given.

        Raises:
            InvalidValueError: There is no timeline, or something is of another type.
        """
        faults = misread(cls.texts)
        timeline = getattr(cls, "timeline", None)
        if not isinstance(timeline, Timeline):
            remedy = Text("请写明 timeline = …", "state timeline = ... in the class")
            faults.append(attrs.evolve(misfit("timeline", timeline, Timeline), remedy=remedy))
        if not fits(cls.calendar, WorkCalendar | None):
            faults.append(misfit("calendar", cls.calendar, WorkCalendar | None))
        for name, kind in (("cases", WorkedCase), ("articles", LeftOut)):
            try:
                several = tupled(getattr(cls, name), name)
            except InvalidValueError as error:
                faults += error.faults
            else:
                faults += misfits(name, several, kind)
                setattr(cls, name, several)
        refuse(InvalidValueError, faults)

    # --- Through time -----------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day on which something starts or ends, and its eve, as far as anything is in force."""
        found: dict[date, None] = {}
        for day in self.timeline.boundaries:
            eve = day - _ONE_DAY if day > date.min else day
            found |= dict.fromkeys((eve, day))
        series = self.timeline.series
        return tuple(day for day in sorted(found) if any(each.in_force(day) for each in series))

    @cached_property
    def rulebooks(self) -> tuple[Rulebook, ...]:
        """The rules of each of these days."""
        return tuple(self.timeline.on(day) for day in self.days)

    def _provisions(self) -> Iterator[tuple[str, Provision]]:
        for dated in self.timeline.series:
            for place, entry in enumerate(dated.entries):
                yield f"{dated.parameter.path}[{place}]", entry

    def _tables(self) -> Iterator[tuple[str, Table[Any]]]:
        seen: list[Table[Any]] = []
        for path, entry in self._provisions():
            if isinstance(entry.value, Table) and entry.value not in seen:
                seen.append(entry.value)
                yield path, entry.value

    def test_something_is_stated(self) -> None:
        """The timeline states something, on some day."""
        if not self.days:
            what = Text("没有任何规定", "nothing is stated on any day")
            remedy = Text("请为参数写出规定", "state a Provision for some Parameter")
            _hold([Fault(self.timeline.id, what, remedy=remedy)])

    def test_rules_hold_together_on_every_boundary(self) -> None:
        """
        On every boundary day and its eve the rules have no gap, overlap, dead row, contradiction.

        And every outcome and value is of the kind that the engines expect: all that `check` calls a fault.
        """
        _hold(
            Fault(f"{rules.day} {each.path}", each.text, remedy=each.remedy)
            for rules in self.rulebooks
            for each in rules.check().faults
        )

    def test_rules_of_a_day_are_those_of_its_parameters(self) -> None:
        """The rules of a day are, parameter by parameter, what prevails among its sources that day."""
        bare = self.timeline.without_overlays()
        what = Text("与各参数当日的规定不符", "not what its parameter says of that day")
        _hold(
            Fault(f"{dated.parameter.path} {day}", what)
            for day in self.days
            for dated in bare.series
            if (dated.on(day) if dated.in_force(day) else None)
            != bare.on(day).provisions.get(dated.parameter.path, (None, None))[1]
        )

    def test_nothing_applies_before_its_first_day(self) -> None:
        """On the eve of a parameter's first day it is not yet in force, and the error names the day."""
        _hold(
            fault
            for dated in self.timeline.series
            if dated.entries and dated.starts > date.min
            for fault in _refused(
                dated, dated.starts - _ONE_DAY, dated.starts, (NotYetInForceError,)
            )
        )
        firsts = [dated.starts for dated in self.timeline.series if dated.entries]
        first = min(firsts, default=date.min)
        if first > date.min:
            try:
                self.timeline.on(first - _ONE_DAY)
            except OutOfCoverageError as error:
                _hold(_unnamed(error, self.timeline.id, first))
            else:
                what = Text("首日之前竟有规则", "there are rules before the first day")
                _hold([Fault(f"{self.timeline.id} {first - _ONE_DAY}", what)])

    def test_what_ended_says_so(self) -> None:
        """On the day on which the last of a parameter's sources ends it is refused, naming the day."""
        for dated in self.timeline.series:
            last = max((entry.ends or date.max for entry in dated.entries), default=date.max)
            if last < date.max:
                _hold(_refused(dated, last, last, (RepealedError, UnverifiedError)))

    def test_nothing_applies_before_its_text(self) -> None:
        """No row, and nothing inside a value, applies before the text that it rests on."""
        _hold(
            Fault(
                at,
                Text(
                    f"自 {starts} 起适用，所据文本自 {source.since} 起才施行",
                    f"applies from {starts}, and its text is in force only from {source.since}",
                ),
                source.id,
                remedy=Text("请引用当时有效的文本", "cite the text of that time"),
            )
            for at, starts, ground in self._dated_grounds()
            if (source := ground.source) and source.since > starts
        )

    def _dated_grounds(self) -> Iterator[tuple[str, date, Citation]]:
        """The grounds that claim a text, and from when what rests on them applies."""
        for path, entry in self._provisions():
            if isinstance(entry.value, Table):
                told = [(f"{path}.{row.id}", g) for row in entry.value.rows for g in row.grounds]
            elif entry.basis.needs_reason:
                continue  # assumed as a whole: what is inside may follow the text of another time
            else:
                told = [(path, ground) for ground in inside(entry.value)]
            for at, ground in told:
                if not ground.basis.needs_reason:
                    yield at, entry.starts, ground

    # --- What it rests on -------------------------------------------------------------------------

    def test_sources_are_listed(self) -> None:
        """Every source that is cited stands among the timeline's sources, under an id of its own."""
        listed = {source.id: source for source in self.timeline.sources}
        cited = {use.ground.source for use in uses(self.timeline) if use.ground.source}
        _hold(
            Fault(
                f"{self.timeline.id}.sources",
                Text("引用的来源未列出", "a source is cited and not listed"),
                source.id,
                remedy=Text("请加入 sources", "add it to sources"),
            )
            for source in sorted(cited, key=lambda each: each.id)
            if listed.get(source.id) != source
        )
        ids = [source.id for source in self.timeline.sources]
        twice = {each for each in ids if ids.count(each) > 1}
        what = Text("来源编号重复", "the id of a source stands twice")
        _hold(Fault(f"{self.timeline.id}.sources", what, each) for each in sorted(twice))

    def test_every_row_has_grounds(self) -> None:
        """Every row names a place in a text that was read, or says why it is assumed."""
        _hold(
            Fault(
                f"{path}.{row.id}",
                Text("没有指明条款", "names no place in a text"),
                remedy=Text(
                    "请引用条款，或以 assumed() 说明理由", "cite an article, or use assumed()"
                ),
            )
            for path, table in self._tables()
            for row in table.rows
            if not any(_is_ground(each) for each in row.grounds)
        )

    def test_every_value_is_cited(self) -> None:
        """Every value names a place in a text that was read, or says why it is assumed."""
        _hold(
            Fault(
                path,
                Text("没有指明条款", "names no place in a text"),
                shown(say_value(entry.value).zh),
                remedy=Text(
                    "请引用条款，或以 assumed() 说明理由", "cite an article, or use assumed()"
                ),
            )
            for path, entry in self._provisions()
            if not isinstance(entry.value, Absent)
            and not any(map(_is_ground, (*entry.citations, *inside(entry.value))))
        )

    def test_every_row_is_quoted(self) -> None:
        """Where a text is at hand, every row that rests on it quotes some of its words."""
        _hold(
            Fault(
                f"{path}.{row.id}",
                Text("没有引用原文", "quotes no words of its text"),
                remedy=Text("请在 cite() 中写出几个字", "give a few of its words to cite()"),
            )
            for path, table in self._tables()
            for row in table.rows
            if any(self._is_at_hand(g) and not g.basis.needs_reason for g in row.grounds)
            and not any(ground.quote for ground in row.grounds)
        )

    def test_quotes_stand_where_they_are_cited(self) -> None:
        """Where a text is at hand, quotes stand to the letter in the very place cited."""
        _hold(check_quotes(tuple(uses(self.timeline)), self.texts))

    def test_places_are_told_to_the_paragraph(self) -> None:
        """Where a text is at hand, what cites an article of several paragraphs says which."""
        _hold(
            Fault(
                use.at,
                Text("该条有数款，未写明哪一款", "the article has several paragraphs: which?"),
                use.ground.text.zh,
            )
            for use in uses(self.timeline)
            if use.row
            and self._is_at_hand(use.ground)
            and f"{use.ground.locator}-2" in self.texts[_source(use.ground)]
            and "-" not in use.ground.locator
        )

    def _is_at_hand(self, ground: Citation) -> bool:
        return bool(ground.locator) and _source(ground) in self.texts

    def test_assumptions_say_why(self) -> None:
        """What no text gives says why it is assumed, in both languages."""
        _hold(
            Fault(
                use.at,
                Text("推定未说明理由", "an assumption without a reason in both languages"),
                shown(note),
                remedy=Text("请写出中英文理由", "write the reason in Chinese and in English"),
            )
            for use in uses(self.timeline)
            if use.ground.basis.needs_reason
            and not ((note := use.ground.note) and _is_told(note) and note.zh != note.en)
        )

    def test_unread_sources_give_no_values(self) -> None:
        """A text whose clauses were not read gives no value but what is unset, reported or assumed."""
        told = {Basis.REPORTED, Basis.ASSUMED, Basis.OWN}
        unread = {
            ground: use.at
            for use in uses(self.timeline)
            if (ground := use.ground).source
            and ground.source.reading is Reading.UNREAD
            and ground.basis not in told
        }
        unset = {
            ground
            for _, entry in self._provisions()
            if entry.value is Absent.UNSET
            for ground in entry.citations
        }
        _hold(
            Fault(
                at,
                Text(
                    "取值出自未见条款的来源", "a value from a source whose clauses were not read"
                ),
                ground.text.zh,
                remedy=Text(
                    "请用 UNSET，或注明据报道或转述", "state UNSET, or cite with Basis.REPORTED"
                ),
            )
            for ground, at in unread.items()
            if ground not in unset
        )

    # --- Words ------------------------------------------------------------------------------------

    def test_words_are_bilingual(self) -> None:
        """Terms, outcomes, facts and titles are there in Chinese and in English."""
        told: dict[str, Text] = {}
        for source in self.timeline.sources:
            told[f"source {source.id}"] = Text(source.title, source.title_en)
            if source.remark:
                told[f"source {source.id}.remark"] = source.remark
        for dated in self.timeline.series:
            told[dated.parameter.path] = dated.parameter.term
        for path, table in self._tables():
            told |= {f"{path}.{row.id}": say_value(row.then) for row in table.rows}
            for fact in table.space.facts:
                told[f"{path}[{fact.name}]"] = fact.term
                labels = [each for each in fact.values if isinstance(each, Label)]
                told |= {f"{path}[{fact.name}].{each.name}": each.text for each in labels}
        _hold(
            Fault(
                path,
                Text("缺少中文或英文", "lacks Chinese or English words"),
                shown(tuple(text)),
                remedy=Text("请写成 Text(中文, 英文)", "write Text(Chinese, English)"),
            )
            for path, text in told.items()
            if not _is_told(text) or _has_chinese(text.en)
        )

    # --- As values --------------------------------------------------------------------------------

    def test_equality_pickles_and_digests_are_stable(self) -> None:
        """A copy by pickle is equal, and so are the rules, digests and hashes made of it."""
        copy = pickle.loads(pickle.dumps(self.timeline))  # noqa: S301 -- our own bytes
        wrong = [] if copy == self.timeline and hash(copy) == hash(self.timeline) else ["timeline"]
        for rules in self.rulebooks:
            again = copy.on(rules.day)
            if again != rules or again.digest != rules.digest or hash(again) != hash(rules):
                wrong.append(str(rules.day))
        what = Text("复制后不相等", "a copy is not equal")
        remedy = Text("取值须为不可变的值类", "values have to be frozen classes that compare")
        _hold(Fault(f"{self.timeline.id} {each}", what, remedy=remedy) for each in wrong)

    def test_overlay_of_equal_values_is_identity(self) -> None:
        """To set what is set already, parameter by parameter and row by row, changes nothing."""
        what = Text("以相同的值覆盖，结果不同", "an overlay of equal values changes the rules")
        remedy = Text("取值须能比较", "values have to compare equal")
        for rules in self.rulebooks:
            values = {path: entry.value for path, (_, entry) in rules.provisions.items()}
            same = {
                f"{path}.{row.id}": row.then
                for path, value in values.items()
                if isinstance(value, Table)
                for row in value.rows
            }
            if rules.with_(values) != rules or rules.with_(same) != rules:
                _hold([Fault(f"{self.timeline.id} {rules.day}", what, remedy=remedy)])

    # --- Tables -----------------------------------------------------------------------------------

    def test_tables_answer_every_possible_case_once(self) -> None:
        """
        Every possible combination of facts has its one answer, or, where all rows answer, just those.

        Exactly by `Table.check`; and, rows tested one by one, over all combinations of a small table,
        a fixed sample of those of a large one, and the probes of each row.
        """
        for path, table in self._tables():
            _hold(Fault(path, each.text) for each in table.check() if each.fault)
            for stated in (*_combinations(table), *(each for each, _ in probes(table))):
                fault = _misanswered(path, table, stated)
                if fault:
                    _hold([fault])

    # --- Cases and texts --------------------------------------------------------------------------

    def test_worked_cases_hold(self) -> None:
        """The rules answer every worked case as it expects, on the grounds that it names."""
        calendar = self.calendar or WorkCalendar.china()
        verdicts = (check_case(case, self.timeline, calendar) for case in self.cases)
        _hold(fault for verdict in verdicts for fault in verdict.faults)

    def test_worked_cases_quote_their_texts(self) -> None:
        """Where a text is at hand, the words that a case quotes stand in the places that it names."""
        _hold(check_quotes(self.cases, self.texts))

    def test_articles_are_accounted_for(self) -> None:
        """Where it is said which articles no row implements: each is either cited or listed."""
        listed = {each.source for each in self.articles}
        texts = {name: words for name, words in self.texts.items() if name in listed}
        made = concordance(self.timeline, self.cases, self.articles, texts)
        _hold(
            Fault(each.path, each.kind.text, each.text.zh)
            for each in made.findings
            if each.kind is not Lack.UNSHOWN
        )


def _checked(name: str, test: Any) -> Check:
    says = (inspect.getdoc(test) or "").partition("\n\n")[0]
    try:
        test()
    except AssertionError as error:
        return Check(name, says, str(error))
    except Exception as error:  # noqa: BLE001 -- what cannot even be tried breaks a promise too
        return Check(name, says, f"{type(error).__name__}: {error}")
    return Check(name, says)


def _hold(faults: Iterable[Fault]) -> None:
    found = list(dict.fromkeys(map(str, faults)))
    if found:
        # Raised, not asserted: what the rules promise is checked under python -O as well.
        raise AssertionError("\n".join(found))


def _refused(
    dated: Dated, day: date, named: date, errors: tuple[type[JiesuError], ...]
) -> Iterator[Fault]:
    """That a parameter is refused on a day, in one of some ways, naming a day."""
    path = f"{dated.parameter.path} {day}"
    try:
        dated.on(day)
    except errors as error:
        yield from _unnamed(error, path, named)
    except OutOfCoverageError as error:
        names = " / ".join(each.__name__ for each in errors)
        what = Text("拒绝的理由不符", "refused for another reason")
        yield Fault(path, what, type(error).__name__, Text(names, names))
    else:
        yield Fault(path, Text("当日本不应适用", "applies on a day on which it must not"))


def _unnamed(error: JiesuError, path: str, day: date) -> Iterator[Fault]:
    if str(day) not in str(error):
        yield Fault(path, Text(f"错误未指明 {day}", f"the error does not name {day}"), str(error))


def _is_ground(ground: Citation) -> bool:
    """Whether it names a place in a text; of what was not read nobody can."""
    unread = ground.source is not None and ground.source.reading is Reading.UNREAD
    return bool(ground.locator) or ground.basis.told or unread


def _source(ground: Citation) -> str:
    return ground.source.id if ground.source else ""


def _is_told(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _combinations(table: Table[Any]) -> Iterator[dict[str, Hashable]]:
    """All combinations of what a table tests, or a fixed sample of them."""
    facts = {
        fact.name: fact.domain
        for fact in table.space.facts
        if fact.name in table.columns or (fact.missing and not isinstance(fact.missing, AS))
    }
    whole = prod(map(len, facts.values()))
    numbers = range(whole) if whole <= _WHOLE else (whole * n // _SAMPLE for n in range(_SAMPLE))
    for number in numbers:
        left, stated = number, {}
        for name, domain in facts.items():
            left, place = divmod(left, len(domain))
            if domain[place] is not MISSING:
                stated[name] = domain[place]
        yield stated


def _misanswered(path: str, table: Table[Any], stated: dict[str, Hashable]) -> Fault | None:
    """That the rows which fit, tested one by one, are not the one answer, or not those collected."""
    read = as_read(table.space, stated)
    if is_impossible(table.space, read):
        return None
    fit = [row.id for row in table.rows if all(read[t.fact] in t.allowed for t in row.conditions)]
    facts = table.space.make(**stated)
    try:
        if table.policy is HitPolicy.COLLECT:
            answered = [row.id for row in table.collect(facts)]
        else:
            answered = [table.hit(facts).id]
            fit = fit[:1] if table.policy is HitPolicy.FIRST else fit
    except JiesuError:
        answered = []
    if answered == fit and (fit or table.policy is HitPolicy.COLLECT):
        return None
    named = Text("、".join(fit) or "无", ", ".join(fit) or "none")
    what = Text("答案与逐行检验不符", "not the answer that its rows give one by one")
    return Fault(path, what, f"{facts!r} -> {answered}", named)
