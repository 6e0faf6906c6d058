"""
期间的计算: every choice that turns a limit into an instant, each under its name and on its ground.

`CIVIL_CODE` holds the choices of 民法典 201-203; a rulebook states its own by `Counting.with_`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, Self

import attrs

from .errors import Fault, InvalidValueError, did_you_mean, refuse, wrong_type
from .explain import Explanation
from .labels import Label, Text
from .sources import Citation, Rank, Reading, Source, assumed


class StartsAt(Label):
    """起算事件: which event starts the count; whoever calls `due` passes its instant."""

    RECEIVED = "收到", "receipt"
    DISPATCHED = "派单", "dispatch"
    SIGNED = "签收", "signing for it"
    JOINED = "确定为协办单位", "being made a co-handler"
    RESUMED = "再次办理", "being sent back or opened again"


class HoursFrom(Label):
    """按小时计的起算: from when a limit in hours runs."""

    MOMENT = "自该时刻起连续计算", "from that moment on, day and night"
    NEXT_OPENING = "自办公时间起算", "from the next office hours on"


class Intake(Label):
    """非办公时间收到的: on which day a limit in days starts that came after office hours."""

    SAME_DAY = "以当日为开始之日", "the day itself"
    NEXT_WORKING_DAY = "以下一办公时间所在日为开始之日", "the day of the next office hours"


class End(Label):
    """截止时间: at what time of the last day a limit in days or months ends."""

    END_OF_DAY = "最后一日二十四时截止", "at 24:00 of the last day"
    CLOSE_OF_BUSINESS = "最后一日停止业务活动时截止", "when business closes on the last day"
    SAME_CLOCK_TIME = "最后一日的同一钟点截止", "at the same time of day as the start"


class Roll(Label):
    """顺延: what happens to a last day of rest."""

    NONE = "最后一日为休息日的，不顺延", "a last day of rest stands"
    NEXT = (
        "最后一日为休息日的，顺延至下一工作日",
        "a last day of rest rolls to the next working day",
    )


class OnReassign(Label):
    """改派后的时限: what a limit does when the matter goes to another unit: `Clock.reassigned`."""

    RESTART = "改派后重新计算", "starts anew for the next unit"
    CONTINUE = "改派后继续计算", "runs on"


class HeldDays(Label):
    """
    中止与日数: which days a hold takes out of a count of days.

    A hold of a minute takes a day out by `TOUCHED`, none by the others; one from nine to nine of the
    next day takes two by `TOUCHED`, one by `FROM_NEXT_DAY`, none by `COVERED`.
    """

    FROM_NEXT_DAY = (
        "中止的当日计入，自下一日至恢复之日不计入",
        "the day on which it begins is counted, the next up to the day on which it ends are not",
    )
    TOUCHED = "中止所及之日均不计入", "no day that a hold touches is counted"
    COVERED = "全日中止的方不计入", "only a day wholly on hold is not counted"


_CHOICES: dict[str, tuple[type, Text]] = {
    "starts_at": (StartsAt, Text("起算", "starts at")),
    "first_day": (bool, Text("开始的当日", "day of the start")),
    "hours_from": (HoursFrom, Text("按小时", "hours")),
    "intake": (Intake, Text("非办公时间收到", "after office hours")),
    "end": (End, Text("截止", "ends")),
    "roll": (Roll, Text("顺延", "roll")),
    "on_reassign": (OnReassign, Text("改派", "on reassignment")),
    "held_days": (HeldDays, Text("中止", "on hold")),
}


class Choice(NamedTuple):
    """
    One choice of how periods are counted.

    Attributes:
        name: Its name among the attributes of `Counting`.
        term: What it is about.
        says: What is chosen, in words.
        ground: 依据; None where none was given.
    """

    name: str
    term: Text
    says: Text
    ground: Citation | None


def _grounds(value: object) -> tuple[tuple[str, Citation], ...]:
    pairs = value if isinstance(value, (tuple, list)) else (value,)
    for pair in pairs:
        if not (
            isinstance(pair, (tuple, list))
            and len(pair) == 2
            and pair[0] in _CHOICES
            and isinstance(pair[1], Citation)
        ):
            expected = Text("(选项名, Citation)", "(name of a choice, Citation)")
            raise InvalidValueError(wrong_type("counting.grounds", pair, expected))
    return tuple((name, ground) for name, ground in pairs)


@attrs.frozen(kw_only=True)
class Counting:
    """
    期间的计算方法: every choice that turns a limit into an instant, each under its name.

    Derive one from another with `with_`; a rulebook states its own.

    Attributes:
        starts_at: The event that starts the count.
        first_day: Whether the day of the start is counted as the first.
        hours_from: From when a limit in hours runs.
        intake: On which day a limit in days or months starts that came after office hours.
        end: At what time of the last day it ends.
        roll: Whether a last day of rest rolls to the next working day. For natural days and months;
            the last of a number of working days is one.
        on_reassign: What the limit does when the matter goes to another unit.
        held_days: Which days a hold takes out of a count of days.
        grounds: 依据: pairs of a choice's name and its citation.

    Raises:
        InvalidValueError: A choice of another type.

    Example:
        >>> CIVIL_CODE.end.zh, CIVIL_CODE.ground("end").locator
        ('最后一日二十四时截止', '203-2')
    """

    starts_at: StartsAt
    first_day: bool
    hours_from: HoursFrom
    intake: Intake
    end: End
    roll: Roll
    on_reassign: OnReassign
    held_days: HeldDays
    grounds: tuple[tuple[str, Citation], ...] = attrs.field(default=(), converter=_grounds)

    def __attrs_post_init__(self) -> None:
        refuse(
            InvalidValueError,
            (
                wrong_type(
                    f"counting.{name}", getattr(self, name), Text(kind.__name__, kind.__name__)
                )
                for name, (kind, _) in _CHOICES.items()
                if not isinstance(getattr(self, name), kind)
            ),
        )

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # Deadlines are stored by the million: only the grounds that are not the Code's go along.
        choices = tuple(getattr(self, name) for name in _CHOICES)
        own = tuple(pair for pair in self.grounds if pair not in _CODE_GROUNDS)
        shared = tuple(name for name, ground in self.grounds if (name, ground) in _CODE_GROUNDS)
        return _restored, (choices, tuple(name for name, _ in self.grounds), own, shared)

    def ground(self, choice: str) -> Citation | None:
        """The citation of a choice, by its name; None where none was given."""
        return next((ground for name, ground in self.grounds if name == choice), None)

    def with_(self, ground: Citation, /, **choices: Label | bool) -> Self:
        """
        The same counting with other choices, and the ground that they rest on.

        Args:
            ground: Where the choices come from; `jiesu.sources.assumed` where no text gives them.
            choices: By name.

        Raises:
            InvalidValueError: An unknown name, or a choice of another type.

        Example:
            >>> reading = assumed("当日有效", "the day itself counts")
            >>> CIVIL_CODE.with_(reading, first_day=True).ground("first_day").basis.name
            'ASSUMED'
        """
        refuse(
            InvalidValueError,
            (
                Fault(
                    f"counting.{name}",
                    Text("没有这一选项", "no such choice"),
                    remedy=did_you_mean(name, _CHOICES),
                )
                for name in choices
                if name not in _CHOICES
            ),
        )
        kept = tuple(pair for pair in self.grounds if pair[0] not in choices)
        grounds = kept + tuple((name, ground) for name in choices)
        return attrs.evolve(self, grounds=grounds, **choices)  # type: ignore[arg-type]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """
        Each choice in words, with its ground.

        Example:
            >>> CIVIL_CODE.choices[5].says.zh
            '最后一日为休息日的，顺延至下一工作日'
        """
        return tuple(
            Choice(name, term, self._says(name), self.ground(name))
            for name, (_, term) in _CHOICES.items()
        )

    @property
    def text(self) -> Text:
        """All choices in words."""
        said = [self._says(choice) for choice in _CHOICES]
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))

    def _says(self, choice: str) -> Text:
        value = getattr(self, choice)
        if isinstance(value, Label):
            return value.text
        return (
            Text("开始的当日计入", "the day of the start is counted")
            if value
            else Text("开始的当日不计入", "the day of the start is not counted")
        )

    def _explained(self, choice: str) -> Explanation:
        ground = self.ground(choice)
        return Explanation(self._says(choice), grounds=(ground.text,) if ground else ())


CIVIL_CODE_SOURCE = Source(
    id="civil-code",
    title="中华人民共和国民法典",
    title_en="Civil Code of the People's Republic of China",
    rank=Rank.STATUTE,
    published=date(2020, 5, 28),
    since=date(2021, 1, 1),
    reading=Reading.PART,
    remark=Text(
        "已核第二百条至第二百零四条、第一千二百五十九条", "read: art. 200 to 204 and art. 1259"
    ),
)
"""民法典: periods are counted by art. 200-204 unless another law or an agreement says otherwise."""

WITHIN = CIVIL_CODE_SOURCE.cite("1259", "包括本数")
"""民法典 1259: 以内 includes the figure, so that late is strictly after the deadline."""

MONTHS_END = CIVIL_CODE_SOURCE.cite(
    "202", "到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日"
)
"""民法典 202: on which day a limit in months ends."""

_CODE_GROUNDS = (
    (
        "starts_at",
        assumed(
            "民法典未规定以何事件起算，承办单位自派单时方知其事",
            "the Code names no event; a unit learns of the matter by dispatch",
        ),
    ),
    ("first_day", CIVIL_CODE_SOURCE.cite("201-1", "开始的当日不计入，自下一日开始计算")),
    (
        "hours_from",
        CIVIL_CODE_SOURCE.cite(
            "201-2",
            "自法律规定或者当事人约定的时间开始计算",
            note=Text("读作昼夜连续计算", "read as running day and night"),
        ),
    ),
    (
        "intake",
        assumed("民法典不区分当日的钟点", "the Code makes no difference of the time of day"),
    ),
    (
        "end",
        CIVIL_CODE_SOURCE.cite(
            "203-2",
            "期间的最后一日的截止时间为二十四时",
            note=Text(
                "同款另规定有业务时间的以停止业务活动为截止，各地热线办公时间未统一，不采",
                "the same paragraph lets business hours end it; no text gives units common hours",
            ),
        ),
    ),
    (
        "roll",
        CIVIL_CODE_SOURCE.cite(
            "203-1",
            "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日",
            note=Text(
                "法定休假日读作工作日历上的休息日，含周末与调休",
                "read as any day of rest of the calendar, weekends and swapped days included",
            ),
        ),
    ),
    (
        "on_reassign",
        assumed(
            "民法典无改派之规定；自派单起算者，再次派单即重新起算",
            "the Code knows no reassignment; what runs from dispatch starts with the next one",
        ),
    ),
    (
        "held_days",
        assumed(
            "未见条文；比照第二百零一条第一款，中止的期间亦自下一日开始计算",
            "no text found; by analogy with art. 201(1) a hold too is counted from the next day on",
        ),
    ),
)

CIVIL_CODE = Counting(
    starts_at=StartsAt.DISPATCHED,
    first_day=False,
    hours_from=HoursFrom.MOMENT,
    intake=Intake.SAME_DAY,
    end=End.END_OF_DAY,
    roll=Roll.NEXT,
    on_reassign=OnReassign.RESTART,
    held_days=HeldDays.FROM_NEXT_DAY,
    grounds=_CODE_GROUNDS,
)
"""
The default: 民法典 201-203.

The day of the start is not counted (201-1), hours run from the moment (201-2), the last day ends at
24:00 (203-2) and rolls if it is a day of rest (203-1). What the Code leaves open is marked assumed
in `Counting.grounds`: the event that starts the count, reassignment, intake at night, and holds.
"""


def _restored(
    choices: tuple[Any, ...],
    order: tuple[str, ...],
    own: tuple[tuple[str, Citation], ...],
    shared: tuple[str, ...],
) -> Counting:
    known = dict(own) | {name: ground for name, ground in _CODE_GROUNDS if name in shared}
    return Counting(
        **dict(zip(_CHOICES, choices, strict=True)),
        grounds=tuple((name, known[name]) for name in order),
    )
