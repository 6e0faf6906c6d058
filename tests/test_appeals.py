"""申诉与剔除申请: what is known of appeals at a cut-off."""

import pickle
from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CALENDAR, CITED

from jiesu import (
    MISSING,
    SILENT,
    UNSET,
    CountedBy,
    ExclusionGround,
    ExclusionReview,
    Outcome,
    Resolution,
    beijing_time,
    hours,
    outcome_facts,
    working_days,
)
from jiesu.appeals import (
    SEVERAL,
    Appeal,
    AppealDecision,
    appealed,
    docket,
    late,
    stage_at,
)
from jiesu.errors import (
    AssessmentError,
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    UnsetError,
)
from jiesu.labels import Label
from jiesu.scoring import APPEAL_WINDOW
from jiesu.sources import Basis, Provision

START = beijing_time(2026, 4, 1, 9)
NONE, PENDING, GRANTED, REFUSED = ExclusionReview
LANGUAGES = ("zh", "en")


class Own(Label):
    """A ground that an imaginary city knows."""

    FLOOD = "汛期集中诉求", "of the flood"


def day(number: int) -> datetime:
    """So many days after the first."""
    return START + timedelta(days=number)


def decided(number: int, *, granted: bool, reason: str = "") -> AppealDecision:
    """A decision of an imaginary authority."""
    return AppealDecision(day(number), "虚拟市政务服务中心", granted, reason)


def appeal(number: int = 0, decision: AppealDecision | None = None, **more: Any) -> Appeal:
    """An appeal of one ticket."""
    given: dict[str, Any] = {"ticket": "1", "unit": "street", "ground": Own.FLOOD}
    return Appeal(**(given | more), at=day(number), decision=decision)


def outcome(ticket: str = "1", unit: str = "street", **stated: Any) -> Outcome:
    """An outcome of one ticket."""
    return Outcome(ticket, unit, outcome_facts(**stated), rated_at=START)


@st.composite
def appeals(draw: st.DrawFn) -> list[Appeal]:
    """Appeals of one ticket and unit, no two decided in the same instant."""
    count_of = draw(st.integers(0, 4))
    instants = draw(st.permutations(range(2 * count_of)))
    made = []
    for number in range(count_of):
        asked, answered = sorted(instants[2 * number : 2 * number + 2])
        decision = decided(answered, granted=draw(st.booleans()))
        made.append(appeal(asked, draw(st.sampled_from((None, decision)))))
    return made


class TestAppeal:
    """申请与决定: an appeal names ticket, unit and ground; nothing is decided before it is asked."""

    def test_explain(self) -> None:
        """Both languages say who asked what, on which evidence, and what came of it."""
        made = decided(3, granted=False, reason="未提供佐证")
        one = appeal(0, made, evidence="附件〔2026〕3号")

        assert str(one.explain()).splitlines() == [
            "street 于 2026-04-01 09:00 申请剔除工单 1：汛期集中诉求",
            "一、佐证材料：附件〔2026〕3号",
            "二、虚拟市政务服务中心于 2026-04-04 09:00 决定不予剔除，理由：未提供佐证",
        ]
        assert "decided on 2026-04-04 09:00: refused: 未提供佐证" in one.explain("en")
        assert "尚未决定" in appeal().explain()
        assert one.to_rows()[0]["decision"] == "不予剔除"
        assert appeal().to_rows()[0] | {"at": ""} == {
            "ticket": "1",
            "unit": "street",
            "ground": "汛期集中诉求",
            "at": "",
            "evidence": "",
            "decided_at": "",
            "authority": "",
            "decision": "审核中",
            "reason": "",
        }
        assert "street" in one._repr_html_()
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 -- our own bytes

    def test_faults(self) -> None:
        """Every fault of an appeal is told at once, each where it is."""
        with pytest.raises(AssessmentError) as caught:
            Appeal("", 1, ExclusionGround.COUNTED, day(3), None, decided(2, granted=True))  # type: ignore[arg-type]
        assert [fault.path for fault in caught.value.faults] == [
            "appeal.unit",
            "appeal.evidence",
            "appeal.ticket",
            "appeal.ground",
            "appeal.decision.at",
        ]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("ticket", 1), ("unit", ""), ("ground", "汛期"), ("decision", True), ("evidence", b"")],
    )
    def test_mistyped(self, field: str, value: Any) -> None:
        """A field of another type is refused by its name."""
        with pytest.raises(AssessmentError, match=rf"appeal\.{field}"):
            attrs.evolve(appeal(), **{field: value})

    @pytest.mark.parametrize(
        ("field", "value"), [("authority", ""), ("granted", 1), ("reason", None)]
    )
    def test_decision(self, field: str, value: Any) -> None:
        """A decision says who decided, and yes or no."""
        with pytest.raises(AssessmentError, match=rf"decision\.{field}"):
            attrs.evolve(decided(1, granted=True), **{field: value})

    def test_instants(self) -> None:
        """Instants are aware, and kept in legal time."""
        naive = datetime(2026, 4, 1)  # noqa: DTZ001 -- the fault that is looked for
        with pytest.raises(NaiveDatetimeError, match=r"appeal\.at"):
            attrs.evolve(appeal(), at=naive)
        with pytest.raises(NaiveDatetimeError, match=r"decision\.at"):
            attrs.evolve(decided(1, granted=True), at=naive)
        with pytest.raises(InvalidValueError, match=r"appeal\.at"):
            attrs.evolve(appeal(), at="2026-04-01")  # type: ignore[arg-type]


class TestStage:
    """审核进度: pending while any appeal is undecided, else the last decision counts (assumed)."""

    @given(appeals(), st.integers(-1, 9), st.randoms())
    def test_replayed(self, made: list[Appeal], at: int, random: Any) -> None:
        """It is what a clerk has in hand who files each paper as it comes, in whatever order given."""
        papers: list[tuple[datetime, int, bool | None]] = []
        for number, each in enumerate(made):
            papers.append((each.at, number, None))
            if each.decision:
                papers.append((each.decision.at, number, each.decision.granted))
        undecided, stage = set(), NONE
        for when, number, granted in sorted(papers, key=lambda paper: paper[0]):
            if when > day(at):
                continue
            if granted is None:
                undecided.add(number)
            else:
                undecided.remove(number)
                stage = GRANTED if granted else REFUSED
        random.shuffle(made)

        assert stage_at(made, day(at)) is (PENDING if undecided else stage)

    def test_docket(self) -> None:
        """What is known at the cut-off is told in order, and that no text says what counts of several."""
        two = appeal(2, decided(4, granted=True)), appeal(0, decided(1, granted=False))

        assert SEVERAL.basis is Basis.ASSUMED
        assert str(docket(two, day(3))).splitlines() == [
            "工单 1（street）的剔除申请：审核中",
            f"依据：{SEVERAL.text.zh}",
            "一、street 于 2026-04-01 09:00 申请剔除工单 1：汛期集中诉求",
            "    （一）虚拟市政务服务中心于 2026-04-02 09:00 决定不予剔除",
            "二、street 于 2026-04-03 09:00 申请剔除工单 1：汛期集中诉求",
            "    （一）尚未决定",
        ]
        assert "依据" not in docket(two, day(1))
        assert str(docket(two, day(-1), "en")) == "Appeals of ticket 1 (street): none"
        with pytest.raises(AssessmentError, match="there is no appeal"):
            docket((), day(1))

    def test_one_instant(self) -> None:
        """Of decisions of one instant the later application's counts; contradictions are refused."""
        yes, no = decided(5, granted=True), decided(5, granted=False)

        assert stage_at((appeal(2, no), appeal(1, yes)), day(5)) is REFUSED
        assert stage_at((appeal(1, yes), appeal(1, yes)), day(5)) is GRANTED
        with pytest.raises(AssessmentError, match="contradict each other"):
            stage_at((appeal(1, yes), appeal(1, no)), day(5))
        assert stage_at((appeal(1, yes), appeal(1, no)), day(4)) is PENDING

    def test_faults(self) -> None:
        """Appeals of other tickets or units are refused, and what is no appeal."""
        with pytest.raises(AssessmentError, match="another ticket or unit") as caught:
            stage_at((appeal(), appeal(ticket="2"), appeal(unit="b")), day(1))
        assert [fault.path for fault in caught.value.faults] == ["appeals[1]", "appeals[2]"]
        for wrong in ((None,), "appeals", 5, (appeal(), "x")):
            with pytest.raises(JiesuError):
                stage_at(wrong, day(1))  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError, match="at"):
            stage_at((), "today")  # type: ignore[arg-type]


class TestAppealed:
    """剔除申请计入事实: the fact `exclusion` of each outcome is what the appeals make it."""

    @given(appeals(), appeals(), st.integers(-1, 9))
    def test_stage(self, one: list[Appeal], two: list[Appeal], at: int) -> None:
        """Each outcome gets the stage of its own appeals, and nothing else of it changes."""
        two = [attrs.evolve(each, unit="roads") for each in two]
        month = [outcome(resolved=Resolution.PARTLY), outcome(unit="roads"), outcome("2")]
        found = appealed(iter(month), iter(one + two), day(at))

        stages = stage_at(one, day(at)), stage_at(two, day(at)), NONE
        assert [each.facts.get("exclusion") for each in found] == list(stages)
        for before, after in zip(month, found, strict=True):
            bare = attrs.evolve(after, facts=after.facts.replace(exclusion=MISSING))
            assert bare == before

    def test_stated(self) -> None:
        """An outcome keeps what it states where nobody appealed."""
        month = [outcome(exclusion=GRANTED), outcome("2")]
        found = appealed(month, [appeal(ticket="2")], day(1))

        assert found[0] is month[0]
        assert found[1].facts.get("exclusion") is PENDING

    def test_shared(self) -> None:
        """Like outcomes share their facts, as before: a tally asks each of them once."""
        facts = outcome_facts(resolved=Resolution.RESOLVED)
        month = [Outcome(str(number), "a", facts) for number in range(50)]
        found = appealed(month, [appeal(ticket="7", unit="a")], day(0))

        assert len({id(each.facts) for each in found}) == 2

    def test_faults(self) -> None:
        """Strangers, appeals without an outcome, and two words on one exclusion: all at once."""
        month: list[Any] = [outcome(exclusion=NONE), outcome("3"), outcome("3"), "outcome"]
        torn = decided(5, granted=True)
        with pytest.raises(AssessmentError) as caught:
            appealed(
                month,
                [
                    appeal(),
                    appeal(ticket="11"),
                    appeal(ticket="3", decision=torn),
                    appeal(ticket="3", decision=attrs.evolve(torn, granted=False)),
                    None,  # type: ignore[list-item]
                ],
                day(5),
            )
        told = "\n".join(map(str, caught.value.faults))
        assert len(caught.value.faults) == 6
        for words in (
            "states an exclusion beside an appeal",
            "there is no such outcome",
            "did you mean 1",
            "several outcomes of one ticket and unit",
            "contradict each other",
            "outcomes[3]",
            "appeals[4]",
        ):
            assert words in told
        for wrong in (None, 5):
            with pytest.raises(JiesuError):
                appealed(wrong, [], day(1))  # type: ignore[arg-type]
            with pytest.raises(JiesuError):
                appealed([], wrong, day(1))  # type: ignore[arg-type]


class TestWindow:
    """申诉时限: no text gives one; one that is given is counted as every limit is."""

    def limited(self, made: Any, month: Any, window: Any, **more: Any) -> Any:
        """What is late of a window from rating."""
        given: dict[str, Any] = {"calendar": CALENDAR, "since": CountedBy.RATED}
        return late(made, month, window, **(given | more))

    @given(st.integers(0, 400), st.integers(1, 300))
    def test_hours(self, asked: int, window: int) -> None:
        """Late is strictly after so many hours from the instant stated."""
        one = attrs.evolve(appeal(), at=START + timedelta(hours=asked))
        found = self.limited(iter([one]), iter([outcome()]), hours(window))

        assert [each.appeal for each in found] == ([one] if asked > window else [])

    def test_from(self) -> None:
        """From which instant is the caller's to say; one that is not there yet starts no window."""
        closed = Outcome("1", "street", outcome_facts(), closed_at=day(-20))
        asked = [appeal(1)]

        assert not self.limited(asked, [closed], working_days(3))
        found = self.limited(asked, [closed], working_days(3), since=CountedBy.CLOSED)
        assert found[0].since is CountedBy.CLOSED
        assert found[0].deadline.start == day(-20)

    def test_explain(self) -> None:
        """It says from when the window ran, until when, and when the appeal came."""
        (found,) = self.limited([appeal(8)], [outcome()], working_days(3))

        said = str(found.explain())
        assert said.startswith(
            "street 对工单 1 的申请逾期：申诉时限3个工作日，自评价时间 2026-04-01 09:00 起算，"
            "至 2026-04-07 24:00 届满，于 2026-04-09 09:00 提出\n依据："
        )
        assert "3 working days from rated 2026-04-01 09:00" in found.explain("en")
        assert found.to_rows() == [
            {
                "ticket": "1",
                "unit": "street",
                "at": "2026-04-09 09:00",
                "since": "评价时间",
                "start": "2026-04-01 09:00",
                "limit": "3个工作日",
                "due": "2026-04-07 24:00",
            }
        ]
        assert "street" in found._repr_html_()

    def test_absent(self) -> None:
        """Where a text sets none nothing is late; where none is known, that is an error with a remedy."""
        assert self.limited([appeal(300)], [outcome()], SILENT) == ()
        with pytest.raises(
            UnsetError, match=r"assessment\.appeal_window.*window=working_days"
        ) as e:
            self.limited([appeal(300)], [outcome()], UNSET)
        assert "申诉时限未设定" in e.value.to("zh")
        assert APPEAL_WINDOW.kind.__name__ == "TimeLimit"

    def test_of_rules(self) -> None:
        """What a rulebook says is taken as it says it: a limit, none, or an error with its ground."""

        def found(value: Any) -> int:
            said = Provision(value=value, citations=(CITED,))
            return len(self.limited([appeal(300)], [outcome()], said))

        assert (found(working_days(3)), found(SILENT)) == (1, 0)
        with pytest.raises(UnsetError, match=r"assessment\.appeal_window.*Example rules"):
            found(UNSET)
        with pytest.raises(AssessmentError, match="window"):
            found(5)

    def test_faults(self) -> None:
        """Appeals without an outcome are faults here too; so is each argument that is none."""
        with pytest.raises(AssessmentError, match="no such outcome"):
            self.limited([appeal(ticket="9")], [outcome()], SILENT)
        with pytest.raises(AssessmentError) as caught:
            late([], [], 3, None, since="rated", counting=())  # type: ignore[arg-type]
        assert [fault.path for fault in caught.value.faults] == [
            "window",
            "calendar",
            "since",
            "counting",
        ]
