"""
计数: a month of outcomes as a multiset.

A `Tally` says how many outcomes there are of each unit and profile of facts. It adds, splits and
merges, and it is all that the assessment reads: another rule needs the tally, not the tickets.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

import attrs

from .errors import (
    AssessmentError,
    DuplicateOutcomeError,
    Fault,
    FrozenMap,
    SchemaError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import MOST, is_count, no_count
from .explain import Explanation
from .facts import AS, MISSING, Facts, FactSpace, say
from .labels import Label, Text
from .legal_time import instant, latest
from .outcomes import (
    OUTCOME_FACTS,
    TIMELINESS_PLACE,
    CountedBy,
    Outcome,
    Period,
    Timeliness,
    known_end,
    standing,
    timeliness,
)

_TOLD = 20

UNIT = Text("单位编号", "the identifier of a unit")


class Scope(NamedTuple):
    """
    What a tally was made of.

    Attributes:
        start: First instant of the period.
        end: First instant after it.
        by: 计入时点.
        at: 截止时点.
    """

    start: datetime
    end: datetime
    by: CountedBy
    at: datetime


def check_scopes(path: str, scopes: Iterable[object]) -> None:
    """
    Refuse what is no scope, or one of something else than instants in order.

    Raises:
        AssessmentError: What is no `Scope`, or counts by no `CountedBy`.
        InvalidValueError: No aware instants, or an empty period.
    """
    given = tuple(scopes)
    refuse(AssessmentError, misfits(path, given, Scope))
    for each in given:
        if isinstance(each, Scope):
            refuse(AssessmentError, mistyped(path, each, by=CountedBy))
            Period(each.start, each.end, each.by)
            instant(each.at, f"{path}.at")


def say_scopes(scopes: Iterable[Scope]) -> tuple[Text, ...]:
    """
    What tallies were made of, in words; adjacent periods of one kind are one.

    Example:
        >>> from jiesu import beijing_time
        >>> days = [beijing_time(2026, 3, day) for day in (1, 2, 3, 9)]
        >>> halves = (Scope(*each, CountedBy.DUE, days[3]) for each in (days[:2], days[1:3]))
        >>> say_scopes(halves)[0].zh
        '考评周期 2026-03-01 至 2026-03-02，按到期时间计入，截至 2026-03-09 00:00'
    """
    joined: list[Scope] = []
    for each in sorted(scopes, key=lambda s: (s.by.name, s.at, s.start, s.end)):
        last = joined[-1] if joined else None
        if last and last[2:] == each[2:] and last.end == each.start:
            joined[-1] = last._replace(end=each.end)
        else:
            joined.append(each)
    return tuple(
        Text(
            f"考评周期 {Period(start, end).text.zh}，按{by.zh}计入，截至 {at:%Y-%m-%d %H:%M}",
            f"Period {Period(start, end).text.en}, counted by the instant {by.en}, as known on "
            f"{at:%Y-%m-%d %H:%M}",
        )
        for start, end, by, at in joined
    )


@attrs.frozen(repr=False)
class Tally:
    """
    A multiset of outcomes: how many there are of each unit and profile of facts.

    Tallies of the same facts add; the empty one is neutral. Which tickets they were is not kept:
    `excluded` names those.

    Attributes:
        facts: The facts that were kept, in order.
        counts: (unit, value, value, ...) to a number above 0, a value per fact.
        as_of: The day whose rules asked for them; of a sum the latest.
        scopes: Of which periods, counted by which instant, as known when.

    Raises:
        SchemaError: A profile that is not of these facts; all at once.
        AssessmentError: A number that is none, or negative.

    Example:
        >>> kept = FactSpace((OUTCOME_FACTS.facts[2],))
        >>> one = Tally(kept, {("dhm", Timeliness.LATE): 1})
        >>> (one + one).counts == {("dhm", Timeliness.LATE): 2}
        True
    """

    facts: FactSpace
    counts: Mapping[tuple[Hashable, ...], int]
    as_of: date | None = attrs.field(default=None, eq=False)
    scopes: frozenset[Scope] = attrs.field(default=frozenset(), eq=False)

    def __attrs_post_init__(self) -> None:
        kinds = {"facts": FactSpace, "counts": Mapping, "as_of": date | None, "scopes": frozenset}
        faults = mistyped("tally", self, **kinds)
        refuse(SchemaError, faults)
        check_scopes("tally.scopes", self.scopes)
        # Labels and flags are singletons: 1 is not True. A code that came from elsewhere is equal.
        domains = [
            ({id(v) for v in (*fact.values, MISSING)}, {v for v in fact.values if type(v) is str})
            for fact in self.facts.facts
        ]
        wrong: list[Fault] = []
        for profile, number in self.counts.items():
            if not (
                type(profile) is tuple
                and len(profile) == len(domains) + 1
                and type(profile[0]) is str
                and profile[0]
                and all(
                    id(v) in known or (type(v) is str and v in codes)
                    for v, (known, codes) in zip(profile[1:], domains, strict=True)
                )
            ):
                expected = ", ".join(("unit", *self.facts.names))
                faults.append(
                    Fault(
                        "tally.counts",
                        Text("不是该事实表的一组取值", "no profile of these facts"),
                        shown(profile),
                        Text(f"({expected})", f"({expected})"),
                    )
                )
            if not is_count(number):
                wrong.append(no_count(f"tally.counts[{shown(profile)}]", number))
        refuse(SchemaError, faults)
        refuse(AssessmentError, wrong)
        kept = {profile: number for profile, number in self.counts.items() if number}
        object.__setattr__(self, "counts", FrozenMap(kept))

    @classmethod
    def _made(
        cls,
        facts: FactSpace,
        counts: dict[tuple[Hashable, ...], int],
        as_of: date | None,
        scopes: frozenset[Scope],
    ) -> "Tally":
        """A tally of counts that are known to be in order."""
        made = object.__new__(cls)
        for name, value in (
            ("facts", facts),
            ("counts", FrozenMap(counts)),
            ("as_of", as_of),
            ("scopes", scopes),
        ):
            object.__setattr__(made, name, value)
        return made

    def __hash__(self) -> int:
        return hash(frozenset(self.counts.items()))

    def __repr__(self) -> str:
        return f"Tally({self.total} outcomes, {len(self.counts)} profiles of {self.facts})"

    @property
    def total(self) -> int:
        """How many outcomes there are."""
        return sum(self.counts.values())

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have any, in order of their identifiers."""
        return tuple(sorted({str(profile[0]) for profile in self.counts}))

    def __add__(self, other: "Tally") -> "Tally":
        if not isinstance(other, Tally):
            return NotImplemented
        self._same_facts(other)
        counts = dict(self.counts)
        for profile, number in other.counts.items():
            counts[profile] = counts.get(profile, 0) + number
        as_of, scopes = latest(self.as_of, other.as_of), self.scopes | other.scopes
        return Tally._made(self.facts, counts, as_of, scopes)

    def __radd__(self, other: object) -> "Tally":
        # What ``sum`` starts with.
        return self if other == 0 and type(other) is int else NotImplemented

    def __sub__(self, other: "Tally") -> "Tally":
        if not isinstance(other, Tally):
            return NotImplemented
        self._same_facts(other)
        counts = dict(self.counts)
        faults = []
        for profile, number in other.counts.items():
            left = counts.get(profile, 0) - number
            if left < 0:
                what = Text("减去的多于所有", "more is taken away than there is")
                faults.append(Fault(f"tally.counts[{shown(profile)}]", what, str(left)))
            elif left:
                counts[profile] = left
            else:
                del counts[profile]
        refuse(AssessmentError, faults)
        return Tally._made(self.facts, counts, self.as_of, self.scopes)

    def _same_facts(self, other: "Tally") -> None:
        if self.facts is not other.facts and self.facts != other.facts:
            fail(
                SchemaError,
                "tally.facts",
                Text("两份计数所留的事实不同", "the tallies keep different facts"),
                value=str(other.facts.names),
                expected=Text(str(self.facts.names), str(self.facts.names)),
                remedy=Text("先以 project(...) 取共有的事实", "project both to what they share"),
            )

    def project(self, names: Iterable[str]) -> "Tally":
        """
        This tally over some of its facts: profiles that then look alike are one.

        Raises:
            SchemaError: A fact that was not tallied.
        """
        wanted = tallied(self.facts, tupled(names))
        places = [self.facts.index(fact.name) + 1 for fact in wanted.facts]
        counts: dict[tuple[Hashable, ...], int] = {}
        for profile, number in self.counts.items():
            key = (profile[0], *[profile[place] for place in places])
            counts[key] = counts.get(key, 0) + number
        return Tally._made(wanted, counts, self.as_of, self.scopes)

    def where(self, conditions: Mapping[str, Any]) -> "Tally":
        """
        The outcomes of which conditions hold: of one role, of a category, of a channel.

        A fact that is missing is read as a table reads it: as the value that stands in for it, where
        one does, else as `MISSING`. So whatever a condition leaves, the condition `excluding` its
        values takes, and the two tallies add up to this one.

        Args:
            conditions: Fact name to a value, a collection of values, or `excluding`.

        Raises:
            SchemaError: A fact that was not tallied, or that has no such value; all at once.

        Example:
            >>> from jiesu.outcomes import Role
            >>> kept = FactSpace(OUTCOME_FACTS.facts[:1])
            >>> both = Tally(kept, {("dhm", Role.LEAD): 3, ("dhm", Role.CO_HANDLER): 1})
            >>> both.where({"role": Role.CO_HANDLER}).total
            1
        """
        known: Any = conditions
        faults: list[Fault] = []
        if isinstance(conditions, Mapping):
            faults += _untallied(self.facts, conditions)
            known = {name: conditions[name] for name in self.facts.names if name in conditions}
        tests = self.facts.read(known, "tally.where", faults)
        refuse(SchemaError, faults)
        passed = []
        for test in tests:
            place = self.facts.index(test.fact)
            fact, allowed = self.facts.facts[place], set(test.allowed)
            if isinstance(fact.missing, AS) and fact.missing.value in allowed:
                allowed.add(MISSING)
            passed.append((place + 1, allowed))
        counts = {
            profile: number
            for profile, number in self.counts.items()
            if all(profile[place] in allowed for place, allowed in passed)
        }
        return Tally._made(self.facts, counts, self.as_of, self.scopes)

    def regrouped(self, groups: Mapping[str, str]) -> "Tally":
        """
        This tally with each unit's outcomes put down to its group.

        Raises:
            AssessmentError: A unit that has no group.
        """
        need_groups(self.units, groups)
        counts: dict[tuple[Hashable, ...], int] = {}
        for profile, number in self.counts.items():
            key = (groups[str(profile[0])], *profile[1:])
            counts[key] = counts.get(key, 0) + number
        return Tally._made(self.facts, counts, self.as_of, self.scopes)

    def explain(self, lang: str = "zh") -> Explanation:
        """How many outcomes there are, and for each fact how many have which value."""
        parts = [Explanation(text) for text in say_scopes(self.scopes)]
        for place, fact in enumerate(self.facts.facts, 1):
            counts: dict[Hashable, int] = {}
            for profile, number in self.counts.items():
                counts[profile[place]] = counts.get(profile[place], 0) + number
            told = [(say(v), counts[v]) for v in (*fact.values, MISSING) if v in counts]
            zh = "，".join(f"{word.zh} {number} 件" for word, number in told)
            en = ", ".join(f"{word.en} {number}" for word, number in told)
            parts.append(Explanation(Text(f"{fact.term.zh}：{zh}", f"{fact.term.en}: {en}")))
        units = len(self.units)
        says = Text(
            f"{units} 个单位，共 {self.total} 件", f"{self.total} outcomes of {units} units"
        )
        return Explanation(says, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per profile: unit, each fact by the name of its value, count; in order."""
        rows: list[dict[str, str | int]] = [
            {
                "unit": str(profile[0]),
                **{
                    name: word_of(value)
                    for name, value in zip(self.facts.names, profile[1:], strict=True)
                },
                "count": number,
            }
            for profile, number in self.counts.items()
        ]
        return sorted(rows, key=lambda row: [str(value) for value in row.values()])

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        facts: FactSpace | None = None,
        as_of: date | None = None,
    ) -> "Tally":
        """
        A tally from flat rows, as `to_rows` gives them; equal profiles add.

        Args:
            rows: Each with ``unit``, ``count`` and the facts, by name or official term.
            facts: The facts of the columns; default: those of `OUTCOME_FACTS` that the rows have.
            as_of: The day whose rules asked for them.

        Raises:
            SchemaError: Columns that are no facts, or words that are no values; all at once.
            AssessmentError: A count that is none.
        """
        given = list(_mappings(rows))
        columns = dict.fromkeys(name for row in given for name in row)
        if facts is None:
            facts = FactSpace(tuple(f for f in OUTCOME_FACTS.facts if f.name in columns))
        elif not isinstance(facts, FactSpace):
            raise SchemaError(misfit("facts", facts, FactSpace))
        words = [(fact.name, fact.words()) for fact in facts.facts]
        known = {"unit", "count", *facts.names}
        faults = [
            Fault(
                f"rows.{_cell(name)}",
                Text("没有这一列", "no such column"),
                remedy=did_you_mean(name, known),
            )
            for name in columns
            if name not in known
        ]
        wrong: list[Fault] = []
        counts: dict[tuple[Hashable, ...], int] = {}
        for place, row in enumerate(given):
            unit = row.get("unit")
            if type(unit) is not str or not unit:
                faults.append(wrong_type(f"rows[{place}].unit", unit, UNIT))
                unit = ""
            profile: list[Hashable] = [unit]
            for name, meanings in words:
                word = _cell(row.get(name, ""))
                if word not in meanings:
                    remedy = did_you_mean(word, [each for each in meanings if each])
                    what = Text("没有这个取值", "no such value")
                    faults.append(Fault(f"rows[{place}].{name}", what, shown(word), None, remedy))
                profile.append(meanings.get(word, MISSING))
            number = _read_count(row.get("count"))
            if number is None:
                wrong.append(no_count(f"rows[{place}].count", row.get("count")))
                continue
            key = tuple(profile)
            counts[key] = counts.get(key, 0) + number
        refuse(SchemaError, faults)
        refuse(AssessmentError, wrong)
        return cls(facts, counts, as_of)


def _mappings(rows: object) -> Iterator[Mapping[str, Any]]:
    for place, row in enumerate(tupled(rows) if not isinstance(rows, Iterator) else rows):
        if not isinstance(row, Mapping):
            raise SchemaError(misfit(f"rows[{place}]", row, Mapping))
        yield row


def word_of(value: Hashable) -> str:
    """
    A value of a fact in plain data: the name of a label, a code, and nothing for what is not stated.

    Example:
        >>> word_of(Timeliness.LATE), word_of(True), word_of("A-1"), word_of(MISSING)
        ('LATE', 'true', 'A-1', '')
    """
    if value is MISSING:
        return ""
    if isinstance(value, str):
        return value
    return value.name if isinstance(value, Label) else str(value).lower()


def _cell(value: object) -> str:
    """What a column or a cell says; a number too long for Python to write is no word."""
    try:
        return str(value)
    except ValueError:
        return shown(value)


def _read_count(value: Any) -> int | None:
    if isinstance(value, str):
        digits = value.strip()
        plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST))
        value = int(digits) if plain else None
    return value if is_count(value) else None


def tallied(facts: FactSpace, names: Sequence[str]) -> FactSpace:
    """
    Those of *facts* that have these names.

    Raises:
        SchemaError: Some were not tallied.
    """
    refuse(SchemaError, _untallied(facts, names))
    wanted = set(names)
    return FactSpace(tuple(fact for fact in facts.facts if fact.name in wanted))


def _untallied(facts: FactSpace, names: Iterable[object]) -> list[Fault]:
    return [
        Fault(
            "tally.facts",
            Text("该事实没有计入", "the fact was not tallied"),
            shown(name),
            remedy=did_you_mean(name, facts.names),
        )
        for name in names
        if name not in facts.names
    ]


def need_groups(units: Iterable[str], groups: object) -> None:
    """
    Refuse groups that leave a unit out.

    Raises:
        AssessmentError: A unit has no group; all of them.
    """
    if not isinstance(groups, Mapping):
        raise AssessmentError(misfit("groups", groups, Mapping))
    refuse(
        AssessmentError,
        [
            Fault(
                "groups",
                Text("单位没有归属", "the unit has no group"),
                shown(unit),
                remedy=Text("请指明归属", "say which group it belongs to"),
            )
            for unit in units
            if type(groups.get(unit)) is not str or not groups[unit]
        ],
    )


# ------------------------------------------------------------------ from outcomes to a tally


def need_outcomes(outcomes: object) -> None:
    """
    Refuse what cannot be iterated over.

    Raises:
        AssessmentError: It is no iterable.
    """
    if not isinstance(outcomes, Iterable):
        raise AssessmentError(wrong_type("outcomes", outcomes, Text("若干考评对象", "outcomes")))


def tally(
    outcomes: Iterable[Outcome],
    facts: FactSpace,
    period: Period,
    by: CountedBy,
    at: datetime,
    as_of: date | None = None,
) -> Tally:
    """
    The outcomes of a period as a multiset over some facts, as known at the cut-off.

    Args:
        outcomes: Any iterable, read once.
        facts: The facts to keep.
        period: Which of them belong in it.
        by: By which instant.
        at: 截止时点: what was closed or rated later is not known yet.
        as_of: The day whose rules ask.

    Raises:
        AssessmentError: What is no outcome, lacks the instant, or lacks one of the facts.
        DuplicateOutcomeError: A ticket that stands twice for one unit in the period. What stands in
            two tallies that are added is not seen.
    """
    need_outcomes(outcomes)
    faults = OutcomeFaults()
    pool = _FactsPool()
    numbers, number_of = pool.numbers, pool.number_of
    when_of, required = attrgetter(by.field), by.required
    start, end = period.start, known_end(period, by, at)
    dated_by_dispatch = by is CountedBy.DISPATCHED
    # The loop that a month runs through: `belongs`, written out, and a law holds the two together.
    # Each unit has its tickets and a small counter of whole numbers, which say which
    # facts, how timely, and whether the requester's word is known.
    units: defaultdict[str, tuple[list[str], defaultdict[int, int]]] = defaultdict(
        lambda: ([], defaultdict(int))
    )
    for place, each in enumerate(outcomes):
        if type(each) is not Outcome:
            faults.stranger(place, each)
            continue
        when = each.dispatched_at
        if not dated_by_dispatch:
            begun = each.received_at if when is None else when
            when = when_of(each)
            if when is not None and begun is not None and begun > at:
                continue
        if when is None:
            if required:
                faults.undated(place, each, by)
            continue
        if not start <= when < end:
            continue
        tickets, counted = units[each.unit]
        tickets.append(each.ticket)
        settled = each._settled_at
        if settled is not None and settled <= at:
            late = each._in_time
        else:
            rated = each.rated_at
            late = _STATES.index(timeliness(each, at)) if each.due is not None else 0
            if rated is not None and rated > at:
                late += _UNKNOWN
        facts_ = each.facts
        try:
            counted[numbers[id(facts_)] + late] += 1
        except KeyError:
            counted[number_of(facts_) + late] += 1
    for unit, (tickets, _) in units.items():
        faults.repeated(unit, tickets)
        tickets.clear()  # while they are at hand: a million of them takes a while to let go
    faults.refuse()
    profiles = pool.profiles(facts)
    counts: dict[tuple[Hashable, ...], int] = {}
    for unit, (_, counted) in units.items():
        for code, number in counted.items():
            profile = (unit,) + profiles(code)  # noqa: RUF005 -- unpacking takes twice the time
            known = len(counts)
            before = counts.setdefault(profile, number)  # mostly new: a profile is hashed once
            if len(counts) == known:
                counts[profile] = before + number
    scopes = frozenset({Scope(period.start, period.end, by, at)})
    return Tally._made(facts, counts, as_of, scopes)


# By place: as stated (or not), in time, late, as an outcome has them of itself; then the open ones.
_STATES: tuple[Hashable, ...] = (
    MISSING,
    Timeliness.ON_TIME,
    Timeliness.LATE,
    Timeliness.OPEN,
    Timeliness.OVERDUE,
)

_UNKNOWN = len(_STATES)

_STEP = 2 * _UNKNOWN

_KEPT = 50_000


class _FactsPool:
    """
    A number for each combination of facts: equal ones have one, and one object is asked once.

    An object is known by its identity, so it is kept as long as that is remembered.
    """

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self._kept: list[Facts] = []
        self._known: dict[tuple[int, tuple[Hashable, ...]], int] = {}
        self._each: list[Facts] = []

    def number_of(self, facts: Facts) -> int:
        key = (id(facts.space), facts.values)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = _STEP * len(self._each)
            self._each.append(facts)
        if len(self._kept) >= _KEPT:  # a host that shares no facts: do not hold a month of them
            self.numbers.clear()
            self._kept.clear()
        self.numbers[id(facts)] = number
        self._kept.append(facts)
        return number

    def profiles(self, facts: FactSpace) -> Callable[[int], tuple[Hashable, ...]]:
        """What gives the values of some facts for a code: a number of facts and a state."""
        places = {id(each.space): places_of(facts, each.space) for each in self._each}
        made: dict[int, tuple[Hashable, ...]] = {}

        def profile(code: int) -> tuple[Hashable, ...]:
            found = made.get(code)
            if found is None:
                number, state = divmod(code, _STEP)
                own = self._each[number]
                late: Hashable = _STATES[state % _UNKNOWN]
                if late is MISSING:
                    late = own.values[TIMELINESS_PLACE]
                values = standing(own.values, late, known=state < _UNKNOWN)
                found = made[code] = tuple(values[place] for place in places[id(own.space)])
            return found

        return profile


def places_of(facts: FactSpace, space: FactSpace) -> tuple[int, ...]:
    """
    Where each of *facts* stands in the space of an outcome.

    Raises:
        SchemaError: The space lacks one of them.

    Example:
        >>> places_of(FactSpace(OUTCOME_FACTS.facts[2:4]), OUTCOME_FACTS)
        (2, 3)
    """
    known = {fact.name: (place, fact) for place, fact in enumerate(space.facts)}
    faults = []
    for fact in facts.facts:
        if fact.name not in known or known[fact.name][1] != fact:
            what = Text(
                "考评要用的事实，结果没有载明", "the assessment reads a fact that outcomes lack"
            )
            near = did_you_mean(fact.name, space.names)
            faults.append(Fault("outcome.facts", what, fact.name, remedy=near))
    refuse(SchemaError, faults)
    return tuple(known[fact.name][0] for fact in facts.facts)


class OutcomeFaults:
    """What is wrong with some outcomes, told together at the end."""

    def __init__(self) -> None:
        self.wrong: list[Fault] = []
        self.twice: list[Fault] = []

    def stranger(self, place: int, value: object) -> None:
        """What is no outcome."""
        self.wrong.append(wrong_type(f"outcomes[{place}]", value, Text("考评对象", "an Outcome")))

    def undated(self, place: int, outcome: Outcome, by: CountedBy) -> None:
        """An outcome without the instant by which it is counted."""
        what = Text(f"未载明{by.zh}，无法确定考评周期", f"no instant ({by.en}) to count by")
        mend = Text(
            "请补录；确不计入的，请先行剔出", "supply it, or leave the ticket out knowingly"
        )
        path = f"outcomes[{place}].{by.field}"
        self.wrong.append(Fault(path, what, outcome.ticket, remedy=mend))

    def repeated(self, unit: str, tickets: Sequence[str]) -> None:
        """Tickets that stand several times among those of a unit."""
        if len(set(tickets)) == len(tickets):
            return
        seen: set[str] = set()
        for ticket in tickets:
            if ticket in seen:
                what = Text("同一工单对同一单位计了两次", "a ticket counts twice for one unit")
                mend = Text("请先去重", "leave the repetition out")
                self.twice.append(Fault(f"outcomes of {unit}", what, shown(ticket), remedy=mend))
            seen.add(ticket)

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        for error, faults in ((DuplicateOutcomeError, self.twice), (AssessmentError, self.wrong)):
            more = len(faults) - _TOLD
            if more > 0:
                what = Text(f"另有 {more} 处同类错误", f"and {more} more of the kind")
                faults[_TOLD:] = [Fault("outcomes", what)]
            refuse(error, faults)
