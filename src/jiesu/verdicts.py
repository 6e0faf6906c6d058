"""
诉求人评价: what the requester said, each time, and which of it counts.

A requester is asked by the hotline body, by the unit, and may rate of its own accord. Every word stays on
record with its instant; a rule, and nothing else, picks the one that an outcome states.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime

import attrs

from .errors import (
    Fault,
    FrozenMap,
    InvalidValueError,
    did_you_mean,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .facts import MISSING
from .labels import Label, Text
from .legal_time import instant
from .outcomes import OUTCOME_FACTS, REQUESTERS_WORD, FollowUp
from .sources import Parameter, Selector


class AskedBy(Label):
    """由谁询问: how the requester's word came (条例 23: by telephone, text message or network)."""

    HOTLINE = "热线回访", "asked by the hotline body"
    UNIT = "承办单位回访", "asked by the unit"
    ONLINE = "网上评价", "rated of its own accord, on the network"


class CountingVerdict(Label):
    """以哪次评价为准: which of several verdicts counts; no text of Beijing says so publicly."""

    FIRST = "以首次评价为准", "the first one counts"
    LAST = "以末次评价为准", "the last one counts"
    LAST_OF_HOTLINE = "以热线末次回访为准", "the last one that the hotline asked for counts"


VERDICT = Parameter(
    "assessment.verdict",
    Text("以哪次评价为准", "which verdict counts"),
    CountingVerdict,
    selected_by=Selector.PERIOD_END,
)


@attrs.frozen
class Verdict:
    """
    一次评价: what the requester said once, or why nothing could be asked.

    Attributes:
        at: When, aware.
        asked_by: How it came.
        facts: What was said, by fact: any of ``follow_up``, ``responded``, ``resolved``,
            ``satisfied``, ``grade`` of `OUTCOME_FACTS`; what is missing is left out.

    Raises:
        InvalidValueError: A field of another type, or another fact; all at once.
        NaiveDatetimeError: An instant without a zone.
        UnknownFactError: A value that the fact does not have.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> from jiesu.outcomes import Resolution
        >>> said = {"resolved": Resolution.PARTLY}
        >>> Verdict(beijing_time(2026, 3, 9), AskedBy.HOTLINE, said).speaks
        True
    """

    at: datetime
    asked_by: AskedBy
    facts: Mapping[str, Hashable]

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "at", instant(self.at, "verdict.at"))
        faults = mistyped("verdict", self, asked_by=AskedBy, facts=Mapping)
        if isinstance(self.facts, Mapping):
            faults += [
                Fault(
                    "verdict.facts",
                    Text("不是诉求人评价的事实", "no fact that the requester gives"),
                    shown(name),
                    remedy=did_you_mean(name, REQUESTERS_WORD),
                )
                for name in self.facts
                if not isinstance(name, str) or name not in REQUESTERS_WORD
            ]
        refuse(InvalidValueError, faults)
        OUTCOME_FACTS.make(**self.facts)
        said = {
            name: self.facts[name]
            for name in REQUESTERS_WORD
            if self.facts.get(name, MISSING) is not MISSING
        }
        object.__setattr__(self, "facts", FrozenMap(said))

    @property
    def speaks(self) -> bool:
        """Whether it is a word: an attempt that reached nobody is none, nor is a form left empty."""
        if "follow_up" in self.facts:
            return self.facts["follow_up"] is FollowUp.REACHED
        return bool(self.facts)


def verdict_that_counts(verdicts: Iterable[Verdict], which: CountingVerdict) -> Verdict | None:
    """
    The verdict that counts, by a rule; None where there is none of the kind.

    An attempt that reached nobody takes no word's place. Where no word was said, it is the attempt
    that counts, which tells why.

    Args:
        verdicts: In any order; of those of one instant the later in the list is the later.
        which: The rule.

    Raises:
        InvalidValueError: What is no verdict, or no rule; all at once.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> first = Verdict(beijing_time(2026, 3, 9), AskedBy.HOTLINE, {"responded": True})
        >>> last = Verdict(beijing_time(2026, 3, 10), AskedBy.UNIT, {"responded": False})
        >>> verdict_that_counts([last, first], CountingVerdict.LAST).asked_by.zh
        '承办单位回访'
        >>> verdict_that_counts([last, first], CountingVerdict.LAST_OF_HOTLINE).asked_by.zh
        '热线回访'
    """
    given = tupled(verdicts)
    faults = misfits("verdicts", given, Verdict)
    if not isinstance(which, CountingVerdict):
        faults.append(misfit("which", which, CountingVerdict))
    refuse(InvalidValueError, faults)
    if which is CountingVerdict.LAST_OF_HOTLINE:
        given = tuple(each for each in given if each.asked_by is AskedBy.HOTLINE)
    spoken = [each for each in given if each.speaks] or given
    in_order: list[Verdict] = sorted(spoken, key=lambda each: each.at)
    if not in_order:
        return None
    return in_order[0 if which is CountingVerdict.FIRST else -1]
