"""
申诉与剔除申请: what units ask to have left out, and how far it has come.

An `Appeal` is an application with its decision, each with its instant, so that every cut-off sees what
was known then.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import attrs

from .calendars import WorkCalendar
from .counting import CIVIL_CODE, Counting
from .deadlines import Deadline, TimeLimit, due
from .errors import (
    AssessmentError,
    Fault,
    UnsetError,
    did_you_mean,
    fail,
    fits,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .explain import Explanation
from .facts import MISSING, Facts
from .labels import Label, Text
from .legal_time import instant
from .outcomes import OUTCOME_FACTS, CountedBy, ExclusionReview, Outcome
from .rates import ExclusionGround
from .scoring import APPEAL_WINDOW
from .sources import UNSET, Absent, Provision, assumed, need
from .tallies import OutcomeFaults, need_outcomes

SEVERAL = assumed(
    "同一工单多次申请的，尚有未决的按审核中，都已决定的以最后作出的决定为准",
    "of several appeals of one ticket: pending while any is undecided, else the last decision counts",
)
"""依据 of what counts where a unit appealed more than once; no text says."""

_EXCLUSION = OUTCOME_FACTS.index("exclusion")
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
