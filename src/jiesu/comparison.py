"""
规则集并列: what several rulebooks say of the same things, side by side.

Limits, return, extension, responsibility, follow-up, assessment, counting, stopping: each read from
the parameters and the rows of the rulebooks themselves, each with its article. Two cities may stand
side by side, or a city before and after a reform.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from .errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    fail,
    misfits,
    refuse,
    shown,
    tupled,
)
from .explain import (
    STYLE,
    Explanation,
    Markup,
    element,
    escape_markdown,
    html_table,
    language,
    markdown_lines,
    markdown_table,
)
from .headings import TOPICS, Cell, Said, State, stated, unset_rows
from .labels import Text
from .rulebook import Rulebook
from .sources import Absent, Basis, Parameter, Selector
from .tables import joined


class Compared(NamedTuple):
    """
    One heading, and what each rulebook says under it.

    Attributes:
        title: The heading.
        cells: A cell for each rulebook.
    """

    title: Text
    cells: tuple[Cell, ...]


class Topic(NamedTuple):
    """Headings that belong together."""

    title: Text
    compared: tuple[Compared, ...]


class Stated(NamedTuple):
    """
    One parameter, and what each rulebook makes of it.

    Attributes:
        parameter: The parameter.
        states: For each rulebook its basis, or why there is no value; None: not stated.
        unset_rows: For each rulebook, of a table: how many of its rows are unset.
    """

    parameter: Parameter
    states: tuple[Basis | Absent | None, ...]
    unset_rows: tuple[int, ...]

    def words(self, lang: str) -> list[str]:
        """A word for each rulebook."""
        return [
            _state_word(state, unset).to(lang)
            for state, unset in zip(self.states, self.unset_rows, strict=True)
        ]


def _state_word(state: Basis | Absent | None, unset: int) -> Text:
    if state is None:
        return Text("—", "—")
    if isinstance(state, Absent) or state.told:
        word = Text(state.zh, state.en.partition(" (")[0].partition(":")[0])
    else:
        word = State.SET.text
    if not unset:
        return word
    return Text(f"{word.zh}（{unset} 行未设定）", f"{word.en} ({unset} rows unset)")


@attrs.frozen(repr=False)
class SideBySide:
    """
    规则集并列: made by `side_by_side`.

    Attributes:
        names: What the rulebooks are called here.
        labels: Identifier, version and day of each.
        topics: What they say.
        parameters: Which parameters they state at all.
    """

    names: tuple[str, ...] = attrs.field(converter=tupled)
    labels: tuple[str, ...] = attrs.field(converter=tupled)
    topics: tuple[Topic, ...] = attrs.field(converter=tupled)
    parameters: tuple[Stated, ...] = attrs.field(converter=tupled)

    def __repr__(self) -> str:
        return f"SideBySide({', '.join(self.labels)})"

    def cell(self, title: str, name: str) -> Cell:
        """
        What one rulebook says under one heading.

        Args:
            title: The heading, in Chinese or in English.
            name: The rulebook.

        Raises:
            InvalidValueError: There is no such heading or rulebook.
        """
        compared = [each for topic in self.topics for each in topic.compared]
        found = next((each for each in compared if title in each.title), None)
        if found is not None and name in self.names:
            return found.cells[self.names.index(name)]
        faults = []
        if found is None:
            what = Text("没有这一项", "no such heading")
            near = did_you_mean(title, [word for each in compared for word in each.title])
            faults.append(Fault("title", what, shown(title), remedy=near))
        if name not in self.names:
            what = Text("没有这个规则集", "no such rulebook")
            faults.append(Fault("name", what, shown(name), remedy=did_you_mean(name, self.names)))
        raise InvalidValueError(*faults)

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row for each thing that a rulebook says, or does not, in Chinese."""
        return [
            {
                "topic": topic.title.zh,
                "heading": each.title.zh,
                "rulebook": name,
                "state": cell.state.zh,
                "says": one.text.zh,
                "basis": one.basis.zh,
                "grounds": "；".join(ground.text.zh for ground in one.grounds),
            }
            for topic in self.topics
            for each in topic.compared
            for name, cell in zip(self.names, each.cells, strict=True)
            for one in cell.said or (_NOTHING,)
        ]

    def parameter_rows(self) -> list[dict[str, str]]:
        """A flat row for each parameter: what each rulebook makes of it, in Chinese."""
        return [
            {
                "path": each.parameter.path,
                "term": each.parameter.term.zh,
                **dict(zip(self.names, each.words("zh"), strict=True)),
            }
            for each in self.parameters
        ]

    def explain(self, lang: str = "zh") -> Explanation:
        """Topic, heading, rulebook: what it says, and where."""
        parts = [
            Explanation(
                topic.title,
                [
                    Explanation(
                        each.title,
                        [
                            _explained(name, cell)
                            for name, cell in zip(self.names, each.cells, strict=True)
                        ],
                    )
                    for each in topic.compared
                ],
            )
            for topic in self.topics
        ]
        labels = "、".join(self.labels), ", ".join(self.labels)
        title = Text(f"规则集并列：{labels[0]}", f"Rulebooks side by side: {labels[1]}")
        return Explanation(title, parts, lang=lang)

    def __str__(self) -> str:
        return str(self.explain())

    def markdown(self, lang: str = "zh", *, heading: int = 2) -> str:
        """
        A table for each topic, a rulebook a line; then the parameters, a rulebook a column.

        Args:
            lang: ``"zh"`` or ``"en"``.
            heading: Level of the titles.

        Raises:
            InvalidValueError: No such language or level.
        """
        lang = language(lang)
        if type(heading) is not int or not 1 <= heading <= 6:
            what = Text("没有这一级标题", "no such level of headings")
            levels = Text("1 至 6 的整数", "a whole number from 1 to 6")
            fail(InvalidValueError, "heading", what, value=shown(heading), expected=levels)
        lines: list[str] = []
        for topic in self.topics:
            rows = [
                [name, *(markdown_lines(*each.cells[at].lines(lang)) for each in topic.compared)]
                for at, name in enumerate(self.names)
            ]
            lines += [f"{'#' * heading} {escape_markdown(topic.title.to(lang))}", ""]
            lines += [markdown_table(self._heads(topic, lang), rows), ""]
        lines += [f"{'#' * heading} {escape_markdown(_PARAMETERS.to(lang))}", ""]
        lines += [markdown_table(*self._stated(lang)), ""]
        return "\n".join(lines)

    def html(self, lang: str = "zh") -> Markup:
        """
        The same tables as one article of HTML; nothing in it is left unescaped.

        Raises:
            InvalidValueError: No such language.
        """
        lang = language(lang)
        parts: list[Markup] = []
        for topic in self.topics:
            rows = [
                [
                    name,
                    *(
                        Markup(
                            "".join(element("div", line) for line in each.cells[at].lines(lang))
                        )
                        for each in topic.compared
                    ),
                ]
                for at, name in enumerate(self.names)
            ]
            parts += [element("h2", topic.title.to(lang))]
            parts += [html_table(self._heads(topic, lang), rows)]
        parts += [element("h2", _PARAMETERS.to(lang)), html_table(*self._stated(lang))]
        code = "en" if lang == "en" else "zh-CN"
        return element("article", STYLE, *parts, class_="jiesu", lang=code)

    def _heads(self, topic: Topic, lang: str) -> list[str]:
        return [_RULEBOOK.to(lang), *(each.title.to(lang) for each in topic.compared)]

    def _stated(self, lang: str) -> tuple[list[str], list[list[str]]]:
        rows = [
            [each.parameter.term.to(lang), each.parameter.path, *each.words(lang)]
            for each in self.parameters
        ]
        return [*(each.to(lang) for each in _PARAMETER), *self.names], rows

    def _repr_html_(self) -> str:
        return self.html()


_NOTHING = Said(Text("", ""), Absent.SILENT, ())
_RULEBOOK = Text("规则集", "Rulebook")
_PARAMETER = Text("参数", "Parameter"), Text("路径", "Path")
_PARAMETERS = Text("各规则集设定了哪些参数", "Which parameters each rulebook sets")


def _explained(name: str, cell: Cell) -> Explanation:
    if not cell.said:
        state = cell.state
        return Explanation(Text(f"{name}：{state.zh}", f"{name}: {state.en}"))
    grounds = tuple(dict.fromkeys(each.text for one in cell.said for each in one.grounds))
    words = joined([one.text for one in cell.said])
    return Explanation(Text(f"{name}：{words.zh}", f"{name}: {words.en}"), grounds=grounds)


def side_by_side(rulebooks: Iterable[Rulebook] | Mapping[str, Rulebook]) -> SideBySide:
    """
    What rulebooks say of the same things, side by side.

    Everything is read from their parameters and rows: a rulebook of your own stands beside the
    packs, and a reform beside what it reforms.

    Args:
        rulebooks: The rulebooks, called by their identifiers; or each under a name of its own.

    Raises:
        InvalidValueError: No rulebook, something else than rulebooks, or two under one name.

    Example:
        >>> from datetime import date
        >>> from jiesu.rules import anyang, weifang
        >>> day = date(2024, 5, 1)
        >>> made = side_by_side([anyang.TIMELINE.on(day), weifang.TIMELINE.on(day)])
        >>> made.cell("延期上限", "anyang").said[0].text.zh
        '5个工作日'
        >>> made.cell("延期上限", "weifang").state
        State.SILENT
    """
    named = _named(rulebooks)
    books = tuple(named.values())
    topics = [
        Topic(
            title,
            tuple(Compared(each.title, tuple(map(each.read, books))) for each in aspects),
        )
        for title, aspects in TOPICS
    ]
    labels = [each.label for each in books]
    return SideBySide(list(named), labels, topics, _parameters(books))


def _named(rulebooks: object) -> dict[str, Rulebook]:
    if isinstance(rulebooks, Mapping):
        pairs = list(rulebooks.items())
    else:
        given = tupled(rulebooks, "rulebooks")
        refuse(InvalidValueError, misfits("rulebooks", given, Rulebook))
        pairs = [(each.id, each) for each in given]
    faults = misfits("rulebooks", tuple(key for key, _ in pairs), str)
    faults += misfits("rulebooks", tuple(each for _, each in pairs), Rulebook)
    if not pairs:
        faults.append(Fault("rulebooks", Text("没有规则集", "no rulebooks"), shown(rulebooks)))
    names = [key for key, _ in pairs]
    faults += [
        Fault(
            "rulebooks",
            Text("名称重复", "two of one name"),
            name,
            remedy=Text("请以名称到规则集的映射给出", "pass a mapping of names to rulebooks"),
        )
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    refuse(InvalidValueError, faults)
    return dict(pairs)


def _parameters(books: Sequence[Rulebook]) -> Iterator[Stated]:
    known = {
        parameter.path: parameter for rules in books for parameter, _ in rules.provisions.values()
    }
    order = list(Selector)
    for parameter in sorted(known.values(), key=lambda each: order.index(each.selected_by)):
        states: list[Basis | Absent | None] = []
        unset: list[int] = []
        for rules in books:
            provision = stated(rules, parameter)
            if provision is None:
                states.append(None)
                unset.append(0)
                continue
            value = provision.value
            states.append(value if isinstance(value, Absent) else provision.basis)
            unset.append(unset_rows(provision))
        yield Stated(parameter, tuple(states), tuple(unset))
