"""
申诉与剔除申请: what units ask to have left out, how far it has come, and what it can still move.

An `Appeal` is an application with its decision, each with its instant, so that every cut-off sees what
was known then. While some are pending, each may be granted or refused: `pending` says between which
bounds the rates, the scores and the ranks of a month lie until they are decided.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import attrs

from .calendars import WorkCalendar
from .counting import CIVIL_CODE, Counting
from .counts import NOT_ASSESSED, Counts, NotAssessed, Ratio, count, percent
from .deadlines import Deadline, TimeLimit, due
from .errors import (
    AssessmentError,
    Fault,
    SchemaError,
    UnsetError,
    did_you_mean,
    fail,
    fits,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Bounds, rounded, written
from .explain import Explanation
from .facts import MISSING, Facts
from .formulas import Formula
from .labels import Label, Text
from .legal_time import instant
from .nodes import Choose, OfRate
from .outcomes import OUTCOME_FACTS, CountedBy, ExclusionReview, Outcome
from .rates import ExclusionGround, Rate
from .scoring import APPEAL_WINDOW
from .sources import UNSET, Absent, Provision, assumed, need
from .tables import Table
from .tallies import OutcomeFaults, Scope, Tally, need_outcomes, say_scopes, tallied

SEVERAL = assumed(
    "同一工单多次申请的，尚有未决的按审核中，都已决定的以最后作出的决定为准",
    "of several appeals of one ticket: pending while any is undecided, else the last decision counts",
)
"""依据 of what counts where a unit appealed more than once; no text says."""

_EXCLUSION = OUTCOME_FACTS.index("exclusion")
_NO_UNIT = Text("没有这个单位", "no such unit")
_DAY_AND_TIME = "%Y-%m-%d %H:%M"

Key = tuple[str, str]


# ------------------------------------------------------------------ an appeal, and its decision


@attrs.frozen
class AppealDecision:
    """
    审核决定: what came of an appeal.

    Attributes:
        at: When it was decided, aware.
        authority: Who decided.
        granted: Whether the ticket is to be left out.
        reason: Why, in the authority's words.

    Raises:
        AssessmentError: A field of another type, or nobody who decided.
        NaiveDatetimeError: An instant without a zone.
    """

    at: datetime
    authority: str
    granted: bool
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "at", instant(self.at, "decision.at"))
        faults = mistyped("decision", self, authority=str, granted=bool, reason=str)
        if self.authority == "":
            what = Text("未载明作出决定的机构", "does not say who decided")
            faults.append(Fault("decision.authority", what))
        refuse(AssessmentError, faults)

    @property
    def review(self) -> ExclusionReview:
        """What it makes of the fact `exclusion`."""
        return ExclusionReview.GRANTED if self.granted else ExclusionReview.REFUSED


@attrs.frozen
class Appeal:
    """
    剔除申请: a unit asks to have a ticket left out of its assessment.

    Attributes:
        ticket: 工单编号.
        unit: Who asks: the unit that is assessed for it.
        ground: 事由: an `ExclusionGround`, or a `Label` of the city's own.
        at: When it was made, aware.
        evidence: 佐证材料: a reference, never the material itself.
        decision: What came of it; None while nothing has.

    Raises:
        AssessmentError: A field of another type, no ticket or unit, a ground that leaves nothing out,
            or a decision before the application; all at once.
        NaiveDatetimeError: An instant without a zone.

    Example:
        >>> from jiesu import beijing_time
        >>> asked = Appeal("1", "street", ExclusionGround.UNREASONABLE, beijing_time(2026, 4, 2))
        >>> print(asked.explain())
        street 于 2026-04-02 00:00 申请剔除工单 1：诉求不合理
        一、尚未决定
    """

    ticket: str
    unit: str
    ground: Label
    at: datetime
    evidence: str = ""
    decision: AppealDecision | None = None

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "at", instant(self.at, "appeal.at"))
        kinds = {"ticket": str, "unit": str, "ground": Label, "evidence": str}
        faults = mistyped("appeal", self, **kinds, decision=AppealDecision | None)
        faults += [
            Fault(f"appeal.{name}", Text("为空", "is empty"))
            for name in ("ticket", "unit")
            if getattr(self, name) == ""
        ]
        if self.ground is ExclusionGround.COUNTED:
            what = Text("不是剔除的事由", "no ground on which to leave anything out")
            faults.append(Fault("appeal.ground", what, shown(self.ground)))
        if isinstance(self.decision, AppealDecision) and self.decision.at < self.at:
            what = Text("决定早于申请", "decided before it was applied for")
            after = Text(f"不早于 {self.at}", f"not before {self.at}")
            faults.append(Fault("appeal.decision.at", what, str(self.decision.at), after))
        refuse(AssessmentError, faults)

    @property
    def key(self) -> Key:
        """Ticket and unit: which outcome it concerns."""
        return self.ticket, self.unit

    def explain(self, lang: str = "zh") -> Explanation:
        """Who asked what when, on which evidence, and what came of it."""
        when, ground = f"{self.at:{_DAY_AND_TIME}}", self.ground
        says = Text(
            f"{self.unit} 于 {when} 申请剔除工单 {self.ticket}：{ground.zh}",
            f"{self.unit} asked on {when} to leave ticket {self.ticket} out: {ground.en}",
        )
        parts = []
        if self.evidence:
            parts.append(Text(f"佐证材料：{self.evidence}", f"Evidence: {self.evidence}"))
        made = self.decision
        if made is None:
            parts.append(Text("尚未决定", "Not decided yet"))
        else:
            on, said = f"{made.at:{_DAY_AND_TIME}}", made.review
            why = (f"，理由：{made.reason}", f": {made.reason}") if made.reason else ("", "")
            zh = f"{made.authority}于 {on} 决定{said.zh}{why[0]}"
            parts.append(Text(zh, f"{made.authority} decided on {on}: {said.en}{why[1]}"))
        return Explanation(says, [Explanation(each) for each in parts], lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """One flat row, in Chinese."""
        made = self.decision
        return [
            {
                "ticket": self.ticket,
                "unit": self.unit,
                "ground": self.ground.zh,
                "at": f"{self.at:{_DAY_AND_TIME}}",
                "evidence": self.evidence,
                "decided_at": f"{made.at:{_DAY_AND_TIME}}" if made else "",
                "authority": made.authority if made else "",
                "decision": made.review.zh if made else ExclusionReview.PENDING.zh,
                "reason": made.reason if made else "",
            }
        ]


# ------------------------------------------------------------------ what is known at a cut-off


def stage_at(appeals: Iterable[Appeal], at: datetime) -> ExclusionReview:
    """
    How far the appeals of one ticket and unit have come, as known at the cut-off.

    Of several, none is overlooked: while any is undecided the ticket is pending, and when all are
    decided the last decision counts. No text says so; see `SEVERAL`.

    Args:
        appeals: Those of one ticket and unit, in any order; none is `ExclusionReview.NONE`.
        at: 截止时点: what was applied for or decided later is not known yet.

    Raises:
        AssessmentError: Appeals of several tickets or units, or decisions of one instant that
            contradict each other.

    Example:
        >>> from jiesu import beijing_time
        >>> made = AppealDecision(beijing_time(2026, 4, 8), "政务服务中心", granted=True)
        >>> asked = Appeal("1", "a", ExclusionGround.OTHER, beijing_time(2026, 4, 2), "", made)
        >>> [stage_at((asked,), beijing_time(2026, 4, day)).zh for day in (1, 2, 8)]
        ['未申请', '审核中', '准予剔除']
    """
    given = tupled(appeals)
    refuse(AssessmentError, misfits("appeals", given, Appeal))
    faults = [
        Fault(
            f"appeals[{place}]",
            Text("不是同一工单、同一单位的申请", "an appeal of another ticket or unit"),
            shown(each.key),
            Text(shown(given[0].key), shown(given[0].key)),
        )
        for place, each in enumerate(given)
        if each.key != given[0].key
    ]
    refuse(AssessmentError, faults)
    stage = _stage(given, instant(at, "at"), faults)
    refuse(AssessmentError, faults)
    return stage


def docket(appeals: Iterable[Appeal], at: datetime, lang: str = "zh") -> Explanation:
    """
    The appeals of one ticket and unit as known at the cut-off, and what counts of them.

    Args:
        appeals: See `stage_at`; at least one.
        at: 截止时点.
        lang: ``"zh"`` or ``"en"``.

    Raises:
        AssessmentError: See `stage_at`; or no appeal.

    Example:
        >>> from jiesu import beijing_time
        >>> asked = Appeal("1", "a", ExclusionGround.OTHER, beijing_time(2026, 4, 2))
        >>> print(docket((asked,), beijing_time(2026, 4, 3)))
        工单 1（a）的剔除申请：审核中
        一、a 于 2026-04-02 00:00 申请剔除工单 1：其他事由
            （一）尚未决定
    """
    given = tupled(appeals)
    if not given:
        fail(AssessmentError, "appeals", Text("没有申请", "there is no appeal"))
    stage, at = stage_at(given, at), instant(at, "at")
    known = [
        each
        if each.decision is None or each.decision.at <= at
        else attrs.evolve(each, decision=None)
        for each in sorted(given, key=lambda each: each.at)
        if each.at <= at
    ]
    ticket, unit = given[0].key
    says = Text(
        f"工单 {ticket}（{unit}）的剔除申请：{stage.zh}",
        f"Appeals of ticket {ticket} ({unit}): {stage.en}",
    )
    grounds = [SEVERAL.text] if len(known) > 1 else []
    return Explanation(says, [each.explain() for each in known], grounds, lang=lang)


def _stage(appeals: Iterable[Appeal], at: datetime, faults: list[Fault]) -> ExclusionReview:
    """See `stage_at`; faults are added to *faults*."""
    known = [each for each in appeals if each.at <= at]
    decided = [
        (each.decision.at, each.at, each.decision.review)
        for each in known
        if each.decision is not None and each.decision.at <= at
    ]
    if not known:
        return ExclusionReview.NONE
    if len(decided) < len(known):
        return ExclusionReview.PENDING
    # Of decisions of one instant the later application's counts: records often know only the day.
    last = max(each[:2] for each in decided)
    results = {review for *when, review in decided if tuple(when) == last}
    if len(results) > 1:
        what = Text("同一时刻的决定互相矛盾", "decisions of one instant contradict each other")
        one = known[0]
        faults.append(Fault(f"appeals of {one.ticket} ({one.unit})", what, str(last[0])))
    return results.pop()


def _matched(
    outcomes: object, appeals: Iterable[Appeal], faults: OutcomeFaults
) -> tuple[list[Outcome], dict[Key, list[Appeal]]]:
    """Outcomes, and the appeals of each by ticket and unit; one outcome for each appeal."""
    need_outcomes(outcomes)
    filed: dict[Key, list[Appeal]] = {}
    for place, each in enumerate(tupled(appeals)):
        if isinstance(each, Appeal):
            filed.setdefault(each.key, []).append(each)
        else:
            faults.wrong.append(misfit(f"appeals[{place}]", each, Appeal))
    found: list[Outcome] = []
    times = dict.fromkeys(filed, 0)
    for place, outcome in enumerate(outcomes):  # type: ignore[arg-type, var-annotated]
        if type(outcome) is not Outcome:
            faults.stranger(place, outcome)
            continue
        found.append(outcome)
        key = outcome.ticket, outcome.unit
        if key in times:
            times[key] += 1
    for key, number in times.items():
        if number == 1:
            continue
        what = Text("没有这个考评对象", "there is no such outcome")
        near = did_you_mean(key[0], [each.ticket for each in found])
        if number:
            what = Text(
                "同一工单对同一单位有几个考评对象", "several outcomes of one ticket and unit"
            )
            near = Text("请先去重", "leave the repetition out")
        faults.wrong.append(Fault("appeals", what, shown(key), remedy=near))
    return found, filed


def appealed(
    outcomes: Iterable[Outcome], appeals: Iterable[Appeal], at: datetime
) -> tuple[Outcome, ...]:
    """
    Outcomes with the fact `exclusion` as the appeals make it, as known at the cut-off.

    With the appeals at hand nothing about it is assumed: what nobody appealed is stated as not applied
    for. An outcome that states its exclusion itself, and that no appeal concerns, keeps it.

    Args:
        outcomes: Any iterable, read once.
        appeals: All that were made, in any order.
        at: 截止时点, the one at which the outcomes are tallied.

    Raises:
        AssessmentError: An appeal that concerns no outcome, or several; an outcome that states an
            exclusion beside an appeal; decisions that contradict each other; all at once.

    Example:
        >>> from jiesu import beijing_time, outcome_facts
        >>> asked = Appeal("1", "a", ExclusionGround.OTHER, beijing_time(2026, 4, 2))
        >>> told = appealed(
        ...     [Outcome("1", "a", outcome_facts())], [asked], beijing_time(2026, 4, 3)
        ... )
        >>> told[0].facts
        Facts(exclusion=PENDING)
    """
    at = instant(at, "at")
    faults = OutcomeFaults()
    given, filed = _matched(outcomes, appeals, faults)
    stages = {key: _stage(each, at, faults.wrong) for key, each in filed.items()}
    # Hosts share the facts of like outcomes, and tallies profit from it: so do these.
    pool: dict[tuple[int, ExclusionReview], Facts] = {}
    made: list[Outcome] = []
    for each in given:
        facts = each.facts
        stage = stages.get((each.ticket, each.unit))
        if facts.values[_EXCLUSION] is not MISSING:
            if stage is not None:
                what = Text(
                    "既有申诉记录，又自行载明剔除申请", "states an exclusion beside an appeal"
                )
                mend = Text("二者只留其一", "keep one of the two")
                path = f"outcomes.{each.ticket} ({each.unit})"
                faults.wrong.append(Fault(path, what, shown(facts.values[_EXCLUSION]), None, mend))
            made.append(each)
            continue
        stage = stage or ExclusionReview.NONE
        key = id(facts), stage
        if key not in pool:
            pool[key] = facts.replace(exclusion=stage)
        made.append(attrs.evolve(each, facts=pool[key]))
    faults.refuse()
    return tuple(made)


# ------------------------------------------------------------------ the window


class LateAppeal(NamedTuple):
    """
    逾期申请: an appeal that was made after its window.

    Attributes:
        appeal: It.
        since: From which instant the window runs.
        deadline: The window, counted.
    """

    appeal: Appeal
    since: CountedBy
    deadline: Deadline

    def explain(self, lang: str = "zh") -> Explanation:
        """From when the window ran, until when, and when the appeal came."""
        one, limit = self.appeal, self.deadline
        start, made = (f"{each:{_DAY_AND_TIME}}" for each in (limit.start, one.at))
        says = Text(
            f"{one.unit} 对工单 {one.ticket} 的申请逾期：{APPEAL_WINDOW.term.zh}{limit.limit.text.zh}，"
            f"自{self.since.zh} {start} 起算，至 {limit.text.zh} 届满，于 {made} 提出",
            f"The appeal of {one.unit} for ticket {one.ticket} is late: {APPEAL_WINDOW.term.en} "
            f"{limit.limit.text.en} from {self.since.en} {start}, until {limit.text.en}; made {made}",
        )
        return Explanation(says, grounds=[each.text for each in limit.grounds], lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """One flat row, in Chinese."""
        return [
            {
                "ticket": self.appeal.ticket,
                "unit": self.appeal.unit,
                "at": f"{self.appeal.at:{_DAY_AND_TIME}}",
                "since": self.since.zh,
                "start": f"{self.deadline.start:{_DAY_AND_TIME}}",
                "limit": self.deadline.limit.text.zh,
                "due": self.deadline.text.zh,
            }
        ]


def late(
    appeals: Iterable[Appeal],
    outcomes: Iterable[Outcome],
    window: TimeLimit | Absent | Provision,
    calendar: WorkCalendar,
    *,
    since: CountedBy,
    counting: Counting = CIVIL_CODE,
) -> tuple[LateAppeal, ...]:
    """
    The appeals that were made after their window, in the order given.

    Whether they are heard all the same is the authority's to say. Where an outcome lacks the instant
    (nobody has rated it yet) its window has not begun, and nothing is late.

    Args:
        appeals: See `appealed`.
        outcomes: See `appealed`.
        window: 申诉时限, or what a rulebook says of `APPEAL_WINDOW`. `SILENT`: the text sets none, so
            nothing is late.
        calendar: The working days.
        since: From which instant of the outcome the window runs, such as `CountedBy.RATED`.
        counting: How it is counted; default 民法典 201-203.

    Raises:
        UnsetError: The window is `UNSET`.
        AssessmentError: See `appealed`; another argument that is none.

    Example:
        >>> from jiesu import beijing_time, outcome_facts, working_days
        >>> one = Outcome("1", "a", outcome_facts(), rated_at=beijing_time(2026, 4, 1, 9))
        >>> asked = Appeal("1", "a", ExclusionGround.OTHER, beijing_time(2026, 4, 9))
        >>> calendar = WorkCalendar.china()
        >>> found = late([asked], [one], working_days(3), calendar, since=CountedBy.RATED)
        >>> print(found[0].explain().says.zh)
        a 对工单 1 的申请逾期：申诉时限3个工作日，自评价时间 2026-04-01 09:00 起算，至 2026-04-07 24:00 届满，于 2026-04-09 00:00 提出
    """
    limit = window.value if isinstance(window, Provision) else window
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("window", limit, TimeLimit | Absent),
            ("calendar", calendar, WorkCalendar),
            ("since", since, CountedBy),
            ("counting", counting, Counting),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    if limit is UNSET:
        if isinstance(window, Provision):
            need(APPEAL_WINDOW, window)
        path = APPEAL_WINDOW.path
        fail(
            UnsetError,
            path,
            Text(
                f"{APPEAL_WINDOW.term.zh}{UNSET.zh}", f"the {APPEAL_WINDOW.term.en} is {UNSET.en}"
            ),
            expected=Text("时限，如 working_days(5)", "a limit, such as working_days(5)"),
            remedy=Text(
                "以 window=working_days(…) 给出；确无此限的，给 SILENT",
                "pass window=working_days(...); where there is none, SILENT",
            ),
        )
    found, made = OutcomeFaults(), tupled(appeals)
    given, filed = _matched(outcomes, made, found)
    found.refuse()
    if not isinstance(limit, TimeLimit):
        return ()
    limits: dict[Key, Deadline] = {}
    for each in given:
        key = each.ticket, each.unit
        start = getattr(each, since.field)
        if key in filed and start is not None:
            limits[key] = due(limit, start, calendar, counting)
    return tuple(
        LateAppeal(each, since, limits[each.key])
        for each in made
        if each.key in limits and limits[each.key].is_late(each.at)
    )


# ------------------------------------------------------------------ what pending ones can move


class Reach(NamedTuple):
    """
    Between what a figure lies while appeals are pending.

    Attributes:
        within: Its bounds where it is assessed at all: ratios of a rate, points of 100 of a score.
            `NOT_ASSESSED` where it cannot be; `UNSET` where nobody published how some outcomes count.
        may_lapse: Whether it may turn out not assessed, or is not for certain.
    """

    within: Bounds | NotAssessed | Absent
    may_lapse: bool = False


class Prospect(NamedTuple):
    """
    What pending appeals can make of one unit.

    Attributes:
        unit: Its identifier.
        name: Its name.
        pending: How many of its outcomes are pending.
        rates: Rate to its bounds, each exact and reached by some decision of all of them.
        score: Bounds of the score in points of 100.
        best: The best rank that it may have; None where it is not ranked in any case.
        worst: The worst, as long as it is ranked.
    """

    unit: str
    name: str
    pending: int
    rates: Mapping[str, Reach]
    score: Reach
    best: int | None = None
    worst: int | None = None


@attrs.frozen(repr=False)
class Prospects:
    """
    审核中申请的影响: between what every figure of a month lies until its appeals are decided.

    Attributes:
        units: Unit to its prospect, in order of the identifiers.
        terms: Rate to its official term, in the order of the rates.
        outer: Whether the bounds of the score, and with them those of the rank, hold and may be wider
            than what can come: one decision moves several rates together, and a formula that chooses
            by bands is taken between the least and the most. Else they are results that may come.
        scopes: Of which periods, as known when.
    """

    units: Mapping[str, Prospect] = attrs.field(converter=mapped)
    terms: Mapping[str, Text] = attrs.field(converter=mapped)
    outer: bool = False
    scopes: frozenset[Scope] = frozenset()

    def __attrs_post_init__(self) -> None:
        kinds = {"units": Mapping, "terms": Mapping, "outer": bool, "scopes": frozenset}
        refuse(AssessmentError, mistyped("prospects", self, **kinds))
        faults = misfits("prospects.units", self.units.values(), Prospect)
        faults += misfits("prospects.terms", self.terms.values(), Text)
        refuse(AssessmentError, faults)

    def __repr__(self) -> str:
        return f"Prospects({len(self.units)} units, {self.pending} pending)"

    def __getitem__(self, unit: str) -> Prospect:
        """
        The prospect of a unit.

        Raises:
            AssessmentError: There is no such unit.
        """
        found = self.units.get(unit) if type(unit) is str else None
        if found is None:
            near = did_you_mean(unit, self.units)
            fail(AssessmentError, "prospects", _NO_UNIT, value=shown(unit), remedy=near)
        return found

    @property
    def pending(self) -> int:
        """How many outcomes are pending."""
        return sum(each.pending for each in self.units.values())

    def explain(self, lang: str = "zh") -> Explanation:
        """Unit by unit, the best first: how many are pending, and how far rates, score and rank reach."""
        number = self.pending
        says = Text(
            f"审核中的剔除申请对考评的影响（承办单位 {len(self.units)} 个，审核中 {number} 件）",
            f"What pending appeals can move ({len(self.units)} units, {number} pending)",
        )
        parts = [Explanation(text) for text in say_scopes(self.scopes)]
        ordered = sorted(self.units.values(), key=lambda each: _standing(each.best, each.worst))
        parts += [self._unit_part(each) for each in ordered]
        parts.append(Explanation(_OUTER if self.outer else _TIGHT))
        return Explanation(says, parts, lang=lang)

    def _unit_part(self, each: Prospect) -> Explanation:
        score = _say(each.score, _say_points)
        zh = f"{each.name}：审核中 {each.pending} 件，得分 {score.zh}"
        en = f"{each.name}: {each.pending} pending, score {score.en}"
        if each.best is not None:
            one = each.best == each.worst
            zh += f"，第 {each.best} 名" if one else f"，第 {each.best} 至 {each.worst} 名"
            en += f", rank {each.best}" if one else f", rank {each.best} to {each.worst}"
        rates = []
        for name, reach in each.rates.items():
            term, said = self.terms[name], _say(reach, percent)
            rates.append(Explanation(Text(f"{term.zh} {said.zh}", f"{term.en} {said.en}")))
        return Explanation(Text(zh, en), rates)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per unit and rate, then one for its score, in Chinese.

        Bounds as printed, and exact as fractions; empty where there are none, with the reason.
        """
        return [row for each in self.units.values() for row in self._rows(each)]

    def _rows(self, each: Prospect) -> Iterator[dict[str, str | int]]:
        told: list[tuple[str, Reach, Callable[[Fraction], Text]]] = [
            (self.terms[name].zh, reach, percent) for name, reach in each.rates.items()
        ]
        for term, reach, say in (*told, ("得分", each.score, _say_points)):
            within, remark = reach.within, ""
            low = high = exact_low = exact_high = ""
            if not isinstance(within, Bounds):
                remark = within.zh
            else:
                low, high = (say(end).zh for end in within)
                exact_low, exact_high = map(written, within)
                remark = f"可能{NOT_ASSESSED.zh}" if reach.may_lapse else ""
            yield {
                "unit": each.unit,
                "name": each.name,
                "rate": term,
                "low": low,
                "high": high,
                "exact_low": exact_low,
                "exact_high": exact_high,
                "pending": each.pending,
                "best": "" if each.best is None else each.best,
                "worst": "" if each.worst is None else each.worst,
                "remark": remark,
            }


_TIGHT = Text(
    "各率、得分和名次的上下限均为可能出现的结果",
    "The bounds of rates, scores and ranks are results that may come about",
)
_OUTER = Text(
    "各率的上下限均为可能出现的结果；得分和名次的上下限由各率推得，实际结果不会超出，但不一定都能达到",
    "The bounds of each rate are results that may come about; those of scores and ranks follow from "
    "them: no result lies outside, but not all of them need be reached",
)


def _standing(best: int | None, worst: int | None) -> tuple[bool, int, int]:
    """What orders units by how well they may stand; those that are not ranked are last."""
    return best is None, best or 0, worst or 0


def _say_points(points: Fraction) -> Text:
    said = rounded(points, 2)
    return Text(f"{said} 分", f"{said}")


def _say(reach: Reach, say: Callable[[Fraction], Text]) -> Text:
    within = reach.within
    if not isinstance(within, Bounds):
        return within.text
    low, high = (say(end) for end in within)
    said = low if within.settled else Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")
    if reach.may_lapse:
        return Text(f"{said.zh}（也可能{NOT_ASSESSED.zh}）", f"{said.en} (or {NOT_ASSESSED.en})")
    return said


def pending(
    tally: Tally,
    exclusions: Table[Any] | None,
    rates: Iterable[Rate],
    formula: Formula,
    *,
    names: Mapping[str, str] | None = None,
    among: Iterable[str] | None = None,
    findings: Mapping[str, Mapping[str, int]] | None = None,
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    base: Mapping[str, Mapping[str, Any]] | None = None,
) -> Prospects:
    """
    Between what rates, scores and ranks lie while appeals are pending.

    Each outcome whose `exclusion` is `PENDING` may be granted or refused, whatever comes of the others.
    What that makes of it is asked of the tables, with the fact set to either. The bounds of a rate are
    exact, those of a score follow from them; see `Prospects.outer`. A rank may be as good as one more
    than the number of units that are better for certain, and as bad as one more than the number of those
    that may be better.

    Args:
        tally: The outcomes; it keeps the fact `exclusion`.
        exclusions: 考评剔除; None: nothing is left out.
        rates: The rates; each needs its table.
        formula: How they are put together.
        names: Unit to its name; default: its identifier.
        among: Which units are ranked against each other; default: all of the tally.
        findings: Unit to finding to number, where the formula counts any: a whole list. None: there is
            no list yet, so that there may be any number.
        figures: Unit to figure to number, where the formula reads any.
        base: Unit to rate or figure of the base period, where the formula reads any.

    Raises:
        SchemaError: The tally lacks a fact that is read, or the formula a rate that is counted.
        UnsetError: Nobody published how some outcomes count, left out or in a rate of the formula.
        AssessmentError: A unit or a finding that nobody knows; another argument that is none.

    Example:
        A granted outcome is left out: without the one that is not resolved all are.

        >>> from jiesu import MET, UNMET, FactSpace, HitPolicy, Resolution, Row
        >>> facts = FactSpace(tuple(map(OUTCOME_FACTS.facts.__getitem__, (6, _EXCLUSION))))
        >>> why = (assumed("示例", "an example"),)
        >>> out = Row("X", {"exclusion": ExclusionReview.GRANTED}, ExclusionGround.GRANTED, why)
        >>> yes = Row("Y", {"resolved": Resolution.RESOLVED}, MET, why)
        >>> rest = (Resolution.PARTLY, Resolution.UNRESOLVED, MISSING)
        >>> no = Row("N", {"resolved": rest}, UNMET, why)
        >>> rate = Rate("solved", Text("解决率", "resolution rate"), Table("t", facts, (yes, no)))
        >>> month = Tally(
        ...     facts,
        ...     {
        ...         ("a", Resolution.RESOLVED, ExclusionReview.NONE): 3,
        ...         ("a", Resolution.UNRESOLVED, ExclusionReview.PENDING): 1,
        ...     },
        ... )
        >>> exclusions = Table("x", facts, (out,), HitPolicy.COLLECT)
        >>> told = pending(month, exclusions, (rate,), Formula({"solved": 1}))
        >>> told["a"].rates["solved"].within
        Bounds(low=Fraction(3, 4), high=Fraction(1, 1))
    """
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("tally", tally, Tally),
            ("exclusions", exclusions, Table | None),
            ("formula", formula, Formula),
            ("names", names, Mapping | None),
            ("findings", findings, Mapping | None),
            ("figures", figures, Mapping | None),
            ("base", base, Mapping | None),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    refuse(AssessmentError, misfits("names", (names or {}).values(), str))
    units = tally.units
    ranked = units if among is None else tupled(among)
    refuse(AssessmentError, misfits("among", ranked, str))
    _need_known("among", ranked, units, _NO_UNIT)
    _need_known("findings", findings or (), units, _NO_UNIT)
    for unit, listed in (findings or {}).items():
        if isinstance(listed, Mapping):  # else the formula refuses it
            what = Text("公式没有这一项", "the formula counts no such finding")
            _need_known(f"findings[{shown(unit)}]", listed, formula.findings, what)
    given = tupled(rates)
    waiting = _waiting(tally)
    settled = count(tally - waiting, exclusions, given)
    kinds = tuple(dict.fromkeys(profile[1:] for profile in waiting.counts))
    decided = (
        _as_decided(waiting, kinds, ExclusionReview.GRANTED, exclusions, given),
        _as_decided(waiting, kinds, ExclusionReview.REFUSED, exclusions, given),
    )
    for counts in (settled, *decided):
        counts.need_settled(formula.rates)
    choices = [_choices(decided, kind) for kind in range(len(kinds))]
    held: dict[str, list[tuple[int, int]]] = {unit: [] for unit in units}
    number_of = {kind: place for place, kind in enumerate(kinds)}
    for profile, number in waiting.counts.items():
        held[str(profile[0])].append((number_of[profile[1:]], number))
    made = {}
    for unit in units:
        reach = _rates_of(unit, held[unit], settled, choices)
        more = {
            "findings": None if findings is None else findings.get(unit, {}),
            "figures": (figures or {}).get(unit, {}),
            "base": (base or {}).get(unit, {}),
        }
        score = _score_of(formula, reach, more)
        waits = sum(number for _, number in held[unit])
        made[unit] = Prospect(unit, (names or {}).get(unit, unit), waits, reach, score)
    terms = {rate.name: rate.term for rate in given}
    loose = _is_loose(formula) or bool(formula.findings and findings is None)
    return Prospects(_with_ranks(made, ranked), terms, loose, tally.scopes)


def _is_loose(formula: Formula) -> bool:
    """Whether the bounds of a formula may be wider than what its rates can come to."""
    nodes = tuple(formula.tree.walk())
    rates = sum(isinstance(node, OfRate) for node in nodes)
    return rates > 1 or any(isinstance(node, Choose) for node in nodes)


def _need_known(path: str, given: Iterable[str], known: Iterable[str], what: Text) -> None:
    """Refuse names that nobody knows; all of them."""
    names = tuple(known)
    strangers = [
        Fault(path, what, shown(each), remedy=did_you_mean(each, names))
        for each in given
        if each not in names
    ]
    refuse(AssessmentError, strangers)


def _place(tally: Tally) -> int:
    """Where a profile of a tally says how far its appeal is."""
    kept = tallied(tally.facts, ("exclusion",)).facts[0]
    if kept != OUTCOME_FACTS.facts[_EXCLUSION]:
        what = Text("同名而取值不同", "another fact of that name")
        fail(SchemaError, "tally.facts.exclusion", what, value=shown(kept.values))
    return tally.facts.index("exclusion") + 1


def _waiting(tally: Tally) -> Tally:
    """The outcomes of a tally that are pending."""
    place = _place(tally)
    counts = {
        profile: number
        for profile, number in tally.counts.items()
        if profile[place] is ExclusionReview.PENDING
    }
    return Tally(tally.facts, counts, tally.as_of, tally.scopes)


def _as_decided(
    waiting: Tally,
    kinds: tuple[tuple[Hashable, ...], ...],
    stage: ExclusionReview,
    exclusions: Table[Any] | None,
    rates: tuple[Rate, ...],
) -> Counts:
    """
    What the outcomes of each kind would count if all were decided alike, by the number of the kind.

    Counted as if each kind were a unit, so that no table is read in another way than for the board.
    """
    place = _place(waiting) - 1
    numbers: dict[tuple[Hashable, ...], int] = {}
    for profile, number in waiting.counts.items():
        numbers[profile[1:]] = numbers.get(profile[1:], 0) + number
    counts = {
        (str(at), *kind[:place], stage, *kind[place + 1 :]): numbers[kind]
        for at, kind in enumerate(kinds)
    }
    return count(Tally(waiting.facts, counts, waiting.as_of), exclusions, rates)


_Share = tuple[Fraction, Fraction]
"""What something adds to the numerator and to the denominator of a rate."""
_Choice = tuple[_Share, _Share]
"""What it adds if it is granted, and if it is refused."""
_NOTHING = Ratio(0, 0)


def _choices(decided: tuple[Counts, Counts], kind: int) -> tuple[_Choice | None, ...]:
    """For each rate what one outcome of a kind adds; None where nobody published it."""
    unit = str(kind)
    open_ = {name for counts in decided for name in counts.unsettled((unit,))}
    granted, refused = (counts.units[unit] for counts in decided)
    several = Fraction(1, granted.total + granted.excluded)
    return tuple(
        None if rate.name in open_ else (_scaled(one, several), _scaled(two, several))
        for rate, one, two in zip(decided[0].rates, granted.ratios, refused.ratios, strict=True)
    )


def _scaled(share: tuple[int | Fraction, int | Fraction], by: int | Fraction) -> _Share:
    return share[0] * Fraction(by), share[1] * Fraction(by)


def _rates_of(
    unit: str,
    held: list[tuple[int, int]],
    settled: Counts,
    choices: list[tuple[_Choice | None, ...]],
) -> dict[str, Reach]:
    """The reach of each rate of a unit, of which it holds so many of each kind pending."""
    fixed = settled.units.get(unit)
    open_ = settled.unsettled((unit,)) if fixed else {}
    found = {}
    for place, rate in enumerate(settled.rates):
        # Kinds differ in what this rate does not read: of them all few choices are left.
        alike: dict[_Choice | None, int] = {}
        for kind, number in held:
            choice = choices[kind][place]
            alike[choice] = alike.get(choice, 0) + number
        if rate.name in open_ or None in alike:
            found[rate.name] = Reach(UNSET)
            continue
        pairs = [
            (_scaled(choice[0], number), _scaled(choice[1], number))
            for choice, number in alike.items()
            if choice is not None
        ]
        found[rate.name] = _reach(fixed.ratios[place] if fixed else _NOTHING, pairs)
    return found


def _reach(fixed: Ratio, choices: list[_Choice]) -> Reach:
    """The least and the most that a ratio may be if of each choice either share is added."""
    most = fixed.denominator + sum(max(one[1], two[1]) for one, two in choices)
    if not most:
        return Reach(NOT_ASSESSED, may_lapse=True)
    least = fixed.denominator + sum(min(one[1], two[1]) for one, two in choices)
    ends = Bounds(_extreme(fixed, choices, -1), _extreme(fixed, choices, 1))
    return Reach(ends, may_lapse=not least)


def _extreme(fixed: Ratio, choices: list[_Choice], sign: int) -> Fraction:
    """
    The largest ratio (*sign* 1) or the least (-1), by Dinkelbach's method.

    For a ratio in hand, of each choice that share is taken which adds most to ``numerator - ratio *
    denominator``: an outcome whose credit lies below the ratio is left out to raise it. If that comes to
    more than nothing, what was taken is a better ratio (over something, since a numerator never exceeds
    its denominator); else there is none. Every turn is exact and strictly better, so that it ends.
    """
    top, bottom = _added(fixed, [max(each, key=lambda share: share[1]) for each in choices])
    while True:
        ratio = top / bottom

        def gain(share: _Share, ratio: Fraction = ratio) -> Fraction:
            return sign * (share[0] - ratio * share[1])

        top, bottom = _added(fixed, [max(each, key=gain) for each in choices])
        if gain((top, bottom)) <= 0:
            return ratio


def _added(fixed: Ratio, shares: list[_Share]) -> _Share:
    top = sum((share[0] for share in shares), Fraction(fixed.numerator))
    return top, sum((share[1] for share in shares), Fraction(fixed.denominator))


def _score_of(formula: Formula, reach: Mapping[str, Reach], more: Mapping[str, Any]) -> Reach:
    """
    The reach of a score, by the bounds of the formula.

    A rate that may lapse is tried both ways, since a formula may say what then becomes of the others.
    """
    read = {name: reach[name] for name in formula.rates}
    ways = [
        (each.within, NOT_ASSESSED)
        if each.may_lapse and each.within is not NOT_ASSESSED
        else (each.within,)
        for each in read.values()
    ]
    found = [formula.bounds(dict(zip(read, way, strict=True)), **more) for way in product(*ways)]
    ends = [each for each in found if isinstance(each, Bounds)]
    if not ends:
        return Reach(NOT_ASSESSED, may_lapse=True)
    return Reach(Bounds.over(ends), may_lapse=len(ends) < len(found))


def _with_ranks(made: Mapping[str, Prospect], ranked: Iterable[str]) -> dict[str, Prospect]:
    """Prospects with the best and the worst rank among some units."""
    scores = {unit: made[unit].score for unit in ranked}
    ends = {unit: s.within for unit, s in scores.items() if isinstance(s.within, Bounds)}
    # One that may drop out of the ranking is better than nobody for certain.
    sure = sorted(each.low for unit, each in ends.items() if not scores[unit].may_lapse)
    maybe = sorted(each.high for each in ends.values())
    found = dict(made)
    for unit, (low, high) in ends.items():
        better = len(sure) - bisect_right(sure, high)
        # Its own best is above its own worst, and it is no rival of itself.
        may_be = len(maybe) - bisect_right(maybe, low) - (high > low)
        found[unit] = made[unit]._replace(best=1 + better, worst=1 + may_be)
    return found
