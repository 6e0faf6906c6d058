"""
考评结果预览: what one unit sees of its assessment before it is published, and of no other unit a word.

It prints as bulletins print, and says of its figures what they say; tickets are told as the worksheet
tells them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from .appeals import Appeal, stage_at
from .bulletins import (
    BOARD,
    NOT_PUBLIC,
    Bulletin,
    BulletinKind,
    Column,
    Figures,
    Section,
    alike,
    cut_off_of,
    digest_said,
    how_counted,
    need_kinds,
    period_said,
    points_said,
    printing,
    shown_of,
)
from .counts import percent
from .errors import AssessmentError, misfits, refuse, tupled
from .exact import Rounded, plain
from .explain import Explanation
from .labels import Text
from .legal_time import instant
from .outcomes import ExclusionReview
from .rates import left_out
from .scoring import Scoreboard
from .worksheets import Line, Marked, Standing

_TICKET = Column("ticket", Text("工单", "ticket"))
_RATE = Column("rate", Text("指标", "rate"))
_RULE = Column("rule", Text("规则", "rule"))
_GROUND = Column("ground", Text("条款项", "article"))
_HOW = Column("how", Text("计法", "how it counts"))
_STAGE = Column("stage", Text("剔除申请", "application"))


def preview(
    unit: str,
    lines: Iterable[Line],
    board: Scoreboard,
    *,
    appeals: Iterable[Appeal] = (),
    at: datetime | None = None,
    period: Text | None = None,
    title: Text | None = None,
    rounding: Rounded | None = None,
) -> Bulletin:
    """
    考评结果预览: what one unit sees of its assessment before it is published; of no other unit a word.

    It shows the rates and the score with the reckoning, the tickets that count for less than they
    might, what is left out, what may still be appealed, and what is pending.

    Args:
        unit: Its identifier.
        lines: Lines of a worksheet; those of other units are passed over.
        board: The scores.
        appeals: 剔除申请 as they are on file; default: as the fact `exclusion` says. Those of other
            units are passed over.
        at: 截止时点, by which appeals are looked at; default: the latest of the counts.
        period: In words; default: what the counts say.
        title: Default: the kind, and the name of the unit.
        rounding: How figures are printed; default: the score as the formula rounds it, rates as it
            rounds them, else two decimals, half up. Where they are printed otherwise the score is
            told with its formula alone.

    Raises:
        AssessmentError: Nothing was counted of the unit; what is no line or no appeal.
        InvalidValueError: Appeals, and no cut-off.
    """
    need_kinds(
        unit=(unit, str),
        board=(board, Scoreboard),
        period=(period, Text | None),
        title=(title, Text | None),
        rounding=(rounding, Rounded | None),
    )
    filed, given = tupled(appeals), tupled(lines)
    faults = misfits("lines", given, Line) + misfits("appeals", filed, Appeal)
    refuse(AssessmentError, faults)
    shown_ = shown_of(board, (unit,))
    own = [line for line in given if line.unit == unit]
    stages = _stages(own, [each for each in filed if each.unit == unit], at, board)
    reckoned = Figures.of(board.formula)
    how = reckoned if rounding is None else Figures(rounding, rounding)
    cut_off = None if at is None else instant(at, "at")
    against = [line for line in own if line.against]
    open_ = [line for line in against if stages[line.ticket] is ExclusionReview.NONE]
    waiting = [line for line in own if stages[line.ticket] is ExclusionReview.PENDING]
    sections = [
        _own_rates(shown_, unit, how, reckoned),
        _against(against, stages),
        _left_out(own),
        _tickets(
            Text("可以申请剔除的工单", "Tickets that may be appealed"),
            open_,
            Text(
                "未足额计入、也未申请剔除的工单；申请的时限和事由以考评规则为准，本页不作判断",
                "tickets that count for less than they might and were not appealed; within what time "
                "and on which grounds is for the rules to say, and not judged here",
            ),
        ),
        _tickets(
            Text("剔除申请审核中的工单", "Tickets whose application is pending"),
            waiting,
            Text(
                "审核结果可能改变以上各率和得分",
                "what is decided of them may change rates and score",
            ),
        ),
        *_unsettled(own),
    ]
    basis = Explanation(
        Text("口径说明", "How the figures were made"),
        [
            how_counted(board, (unit,), how.rates, cut_off),
            printing(*how),
            digest_said(BOARD, board.digest),
        ],
    )
    kind = BulletinKind.PREVIEW
    name = board.name(unit)
    usual = Text(f"{name}{kind.zh}", f"{kind.en}: {name}")
    return Bulletin(kind, title or usual, period or period_said(shown_), sections, basis, 1)


def _stages(
    lines: Iterable[Line], filed: list[Appeal], at: datetime | None, board: Scoreboard
) -> dict[str, ExclusionReview]:
    """How far the application for each ticket has come: as it is on file, else as the facts say."""
    by_ticket: dict[str, list[Appeal]] = {}
    for each in filed:
        by_ticket.setdefault(each.ticket, []).append(each)
    moment = cut_off_of(at, board.counts.scopes) if filed else None
    found = {}
    for line in lines:
        stage = ExclusionReview.NONE
        if moment is not None and line.ticket in by_ticket:
            stage = stage_at(by_ticket[line.ticket], moment)
        elif "exclusion" in line.facts.space.names:
            said = line.facts.get("exclusion")
            stage = said if isinstance(said, ExclusionReview) else stage
        found[line.ticket] = stage
    return found


def _own_rates(board: Scoreboard, unit: str, how: Figures, reckoned: Figures) -> Section:
    """
    The rates and the score of a unit, and how the score was reckoned.

    A reckoning prints in its own way: on a page that prints otherwise the formula stands for it.
    """
    counts, score = board.counts, board[unit]
    open_ = counts.unsettled((unit,))
    rows = []
    for rate, ratio in zip(counts.rates, counts.unit(unit).ratios, strict=True):
        known = rate.name not in open_
        rows.append(
            {
                "rate": rate.term,
                "numerator": alike(plain(ratio.numerator)) if known else NOT_PUBLIC,
                "denominator": alike(plain(ratio.denominator)) if known else NOT_PUBLIC,
                "value": percent(ratio.value, how.rates.places, how.rates.rule)
                if known
                else NOT_PUBLIC,
            }
        )
    rows.append({"rate": Text("得分", "score"), "value": points_said(score.points, how.score)})
    columns = (
        _RATE,
        Column("numerator", Text("分子", "numerator"), figure=True),
        Column("denominator", Text("分母", "denominator"), figure=True),
        Column("value", Text("结果", "result"), figure=True),
    )
    same = [(each.places, each.rule) for each in how] == [(e.places, e.rule) for e in reckoned]
    told = list(_sentences(score.explain())) if same else [score.formula.explain().says]
    return Section(Text("各率和得分", "Rates and score"), told, columns, rows)


def _sentences(told: Explanation) -> Iterator[Text]:
    yield told.says
    for each in told.parts:
        yield from _sentences(each)


def _against(lines: list[Line], stages: Mapping[str, ExclusionReview]) -> Section:
    """What counts for less than it might, rate by rate."""
    rows = [
        _marked(line, each) | {"stage": stages[line.ticket].text}
        for line in lines
        for each in line.against
    ]
    note = Text(f"未足额计入的 {len(lines)} 件", f"{len(lines)} count for less than they might")
    columns = (_TICKET, _RATE, _RULE, _HOW, _STAGE, _GROUND) if rows else ()
    return Section(Text("影响得分的工单", "Tickets that lower the score"), (note,), columns, rows)


def _marked(line: Line, each: Marked) -> dict[str, Text]:
    return {
        "ticket": alike(line.ticket),
        "rate": each.term,
        "rule": alike(each.row.id if each.row else ""),
        "how": each.text,
        "ground": Text(
            "；".join(ground.text.zh for ground in each.grounds),
            "; ".join(ground.text.en for ground in each.grounds),
        ),
    }


def _left_out(lines: Iterable[Line]) -> Section:
    """What is left out, and on which ground."""
    out = [line for line in lines if line.standing is Standing.LEFT_OUT]
    rows = [
        {
            "ticket": alike(line.ticket),
            "rule": alike(row.id),
            "how": row.then.text,
            "ground": Text(
                "；".join(ground.text.zh for ground in row.grounds),
                "; ".join(ground.text.en for ground in row.grounds),
            ),
        }
        for line in out
        for row in left_out(line.rows)[0]
    ]
    note = Text(f"已剔除 {len(out)} 件", f"{len(out)} left out")
    columns = (_TICKET, _RULE, attrs.evolve(_HOW, title=Text("事由", "ground")), _GROUND)
    return Section(
        Text("已剔除的工单", "Tickets left out"), (note,), columns if rows else (), rows
    )


def _tickets(title: Text, lines: Iterable[Line], note: Text) -> Section:
    names = [line.ticket for line in lines]
    said = Text("、".join(names), ", ".join(names)) if names else Text("无", "none")
    return Section(title, (said, note) if names else (said,))


def _unsettled(lines: Iterable[Line]) -> list[Section]:
    """The tickets of which nobody published how they count."""
    wanted = (Standing.UNSURE, Standing.UNSET)
    rows = [
        _marked(line, each) for line in lines for each in line.marks if each.standing in wanted
    ]
    if not rows:
        return []
    title = Text("计法未公布的工单", "Tickets of which nobody published how they count")
    return [Section(title, (), (_TICKET, _RATE, _RULE, _HOW, _GROUND), rows)]
