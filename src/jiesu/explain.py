"""
One tree for every explanation; text, Markdown and HTML are three ways to print it.

Engines build the tree from the rows and reasons that a result carries, so that an explanation
cannot disagree with the answer. Escaping lives here and nowhere else: pictures are made of `element`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

import attrs

from .errors import InvalidValueError, fail, misfits, mistyped, refuse, shown, tupled
from .labels import Text, printable
from .sources import chinese_number

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$])")
_TARGET = re.compile(r"(?:https?://|#|[\w.\-]+\.md)[^\s<>()\[\]|\\`\"']*")
_LEVELS = 6
_CSS = (
    ".jiesu{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.7;"
    "max-width:46em}.jiesu ol{list-style:none;padding-left:1.4em;margin:.2em 0}"
    ".jiesu .ground{opacity:.75;font-size:.9em}.jiesu :is(h1,h2,h3,h4,h5,h6){font-size:1.2em;margin:.4em 0}"
    "article.jiesu{max-width:70em}article.jiesu table{border-collapse:collapse;margin:.4em 0}"
    "article.jiesu :is(th,td){border:1px solid;padding:.2em .6em;text-align:left}"
    "article.jiesu th{white-space:nowrap}article.jiesu td{min-width:3.2em}article.jiesu .figure{text-align:right;font-variant-numeric:tabular-nums}"
)


_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def _escaped(text: str) -> str:
    """As `html.escape` has it, without the 2,000 names of characters that `html` brings along."""
    return text.translate(_HTML)


class Markup(str):
    """HTML that is escaped already."""

    __slots__ = ()


def element(tag: str, *content: str, **attributes: str) -> Markup:
    """
    One element of HTML, nothing in it left unescaped.

    Args:
        tag: Its name.
        content: What stands in it: text, which is escaped, or elements.
        attributes: By name; a trailing underscore is dropped (``class_``), others become hyphens.

    Example:
        >>> element("td", "<1>", element("b", "2"), class_="rest")
        '<td class="rest">&lt;1&gt;<b>2</b></td>'
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(_plain(value))}"'
        for name, value in attributes.items()
    )
    inner = "".join(
        each if isinstance(each, Markup) else _escaped(_plain(each)) for each in content
    )
    return Markup(f"<{tag}{given}>{inner}</{tag}>")


STYLE = Markup(f"<style>{_CSS}</style>")
"""How a ``.jiesu`` fragment looks, for one that is put together of several."""


def html_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], figures: AbstractSet[int] = frozenset()
) -> Markup:
    """
    A table in HTML, nothing in it left unescaped.

    Args:
        heads: The titles of its columns.
        rows: A cell for each column.
        figures: The columns that are aligned on the right, from 0.

    Example:
        >>> html_table(["单位"], [["<甲>"]]).removeprefix("<table><thead>")
        '<tr><th scope="col">单位</th></tr></thead><tbody><tr><td>&lt;甲&gt;</td></tr></tbody></table>'
    """
    aligned = [{"class_": "figure"} if at in figures else {} for at in range(len(heads))]
    titles = [
        element("th", head, scope="col", **how) for head, how in zip(heads, aligned, strict=True)
    ]
    body = [
        element("tr", *(element("td", c, **how) for c, how in zip(row, aligned, strict=True)))
        for row in rows
    ]
    return element("table", element("thead", element("tr", *titles)), element("tbody", *body))


def markdown_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], figures: AbstractSet[int] = frozenset()
) -> str:
    r"""
    A table in Markdown; special characters are escaped, but in what is `Marked`. See `html_table`.

    Example:
        >>> print(markdown_table(["单位", "件数"], [["甲|乙", "3"]], {1}))
        | 单位 | 件数 |
        | --- | ---: |
        | 甲\|乙 | 3 |
    """
    lines = [[_marked(cell) for cell in row] for row in (heads, *rows)]
    lines.insert(1, ["---:" if at in figures else "---" for at in range(len(heads))])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Marked(str):
    """Markdown that is escaped already."""

    __slots__ = ()


def _marked(text: str) -> str:
    return text if isinstance(text, Marked) else escape_markdown(text)


def markdown_lines(*lines: str) -> Marked:
    r"""
    What stands in one cell of a table, or in one paragraph, on lines of its own; empty ones are left out.

    Args:
        lines: Text, which is escaped, or what is `Marked` already.

    Example:
        >>> print(markdown_lines("未设定", "", "unset*"))
        未设定<br>unset\*
    """
    return Marked("<br>".join(_marked(line) for line in lines if line))


def markdown_link(words: str, target: str) -> Marked:
    """
    A link in Markdown; the mere words where *target* is not of the web, of a page, or of this page.

    Args:
        words: Text, which is escaped.
        target: ``https://...``, ``beijing.md#routing``, ``#routing``.

    Example:
        >>> print(markdown_link("派单", "#routing"), markdown_link("派单", "javascript:alert(1)"))
        [派单](#routing) 派单
    """
    if not _TARGET.fullmatch(target):
        return Marked(escape_markdown(words))
    return Marked(f"[{escape_markdown(words)}]({target})")


@attrs.frozen
class Explanation:
    """
    A statement, its grounds, and the statements under it.

    Attributes:
        says: The statement.
        parts: What it is made of, in order.
        grounds: 依据, printed beneath it.
        lang: ``"zh"`` or ``"en"``: what ``str()`` and a notebook show.

    Example:
        >>> print(Explanation(Text("处理说明", "Handling"), (Explanation(Text("派单", "sent")),)))
        处理说明
        一、派单
        >>> "派单" in Explanation(Text("派单", "sent"))
        True
    """

    says: Text
    parts: tuple["Explanation", ...] = attrs.field(default=(), converter=tupled)
    grounds: tuple[Text, ...] = attrs.field(default=(), converter=tupled)
    lang: str = attrs.field(default="zh", eq=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("explanation", self, says=Text, lang=str)
        faults += misfits("explanation.parts", self.parts, Explanation)
        faults += misfits("explanation.grounds", self.grounds, Text)
        refuse(InvalidValueError, faults)

    def __str__(self) -> str:
        return self.text(self.lang)

    def __contains__(self, words: str) -> bool:
        return words in self.text(self.lang)

    def _repr_html_(self) -> str:
        return self.html(self.lang)

    def text(self, lang: str | None = None) -> str:
        """
        Plain text, numbered as official documents are: 一、（一）1．（1）, a statement a line.

        Args:
            lang: ``"zh"`` or ``"en"``; default: the explanation's own.
        """
        lang = language(lang, self.lang)
        lines: list[str] = []
        for depth, mark, node in self._walk(lang):
            pad = "    " * max(0, depth - 1)
            lines.append(pad + mark + _plain(node.says.to(lang)))
            pad += "    " if depth else ""
            lines += [pad + line for line in node._ground_lines(lang)]
        return "\n".join(lines)

    def markdown(self, lang: str | None = None, *, heading: int = 3) -> str:
        """Markdown: a heading and nested lists; special characters are escaped. See `html`."""
        lang = language(lang, self.lang)
        _need_level(heading)
        lines: list[str] = []
        for depth, mark, node in self._walk(lang):
            says = escape_markdown(mark + _plain(node.says.to(lang)))
            if depth == 0:
                lines += [f"{'#' * heading} {says}", ""]
                lines += [f"*{escape_markdown(line)}*" for line in node._ground_lines(lang)]
                continue
            pad = "  " * (depth - 1)
            lines.append(f"{pad}- {says}")
            lines += [f"{pad}  *{escape_markdown(line)}*" for line in node._ground_lines(lang)]
        return "\n".join(lines)

    def html(self, lang: str | None = None, *, heading: int = 1, style: bool = True) -> Markup:
        """
        An HTML fragment; nothing in it is left unescaped.

        Args:
            lang: ``"zh"`` or ``"en"``; default: the explanation's own.
            heading: Level of its heading, 1 to 6: what fits the page around it.
            style: Whether it brings its own style; a page that styles ``.jiesu`` itself leaves it out.

        Raises:
            InvalidValueError: No such language or level.
        """
        lang = language(lang, self.lang)
        _need_level(heading)
        code = "en" if lang == "en" else "zh-CN"
        own = STYLE if style else ""
        return Markup(
            f'<div class="jiesu" lang="{code}">{own}{self._html(lang, 0, "", f"h{heading}")}</div>'
        )

    def _html(self, lang: str, depth: int, mark: str, tag: str = "span") -> str:
        out = [f"<{tag}>{_escaped(mark + _plain(self.says.to(lang)))}</{tag}>"]
        out += [f'<div class="ground">{_escaped(line)}</div>' for line in self._ground_lines(lang)]
        if self.parts:
            out.append("<ol>")
            out += [
                f"<li>{part._html(lang, depth + 1, _mark(depth + 1, number, lang))}</li>"
                for number, part in enumerate(self.parts, 1)
            ]
            out.append("</ol>")
        return "".join(out)

    def _ground_lines(self, lang: str) -> list[str]:
        word = "Ground: " if lang == "en" else "依据："
        return [word + _plain(ground.to(lang)) for ground in self.grounds]

    def _walk(
        self, lang: str, depth: int = 0, mark: str = ""
    ) -> Iterator[tuple[int, str, "Explanation"]]:
        yield depth, mark, self
        for number, part in enumerate(self.parts, 1):
            yield from part._walk(lang, depth + 1, _mark(depth + 1, number, lang))


def _need_level(heading: object) -> None:
    if type(heading) is not int or not 1 <= heading <= _LEVELS:
        fail(
            InvalidValueError,
            "heading",
            Text("标题级别须为 1 至 6", "the level of a heading is 1 to 6"),
            value=shown(heading),
        )


def _mark(depth: int, number: int, lang: str) -> str:
    """The number of an item at its depth, as official documents write it."""
    if depth == 1:
        return f"{number}. " if lang == "en" else f"{chinese_number(number)}、"
    if depth == 2:
        return f"({number}) " if lang == "en" else f"（{chinese_number(number)}）"
    if lang == "en":
        return "- "
    return f"{number}．" if depth == 3 else f"（{number}）"


def _plain(text: str) -> str:
    """One line: a line break inside a title must not imitate a new item."""
    return " ".join(printable(text).split())


def escape_markdown(text: str) -> str:
    r"""
    Text that Markdown prints as it is, on one line.

    Example:
        >>> print(escape_markdown("甲*乙\n丙"))
        甲\*乙 丙
    """
    return _MARKDOWN.sub(r"\\\1", _plain(text))


def language(asked: str | None, usual: str = "zh") -> str:
    """
    The language asked for, or the usual one.

    Raises:
        InvalidValueError: Another one than ``"zh"`` or ``"en"``.
    """
    lang = usual if asked is None else asked
    if lang not in ("zh", "en"):
        fail(
            InvalidValueError,
            "lang",
            Text("没有这种语言", "no such language"),
            value=shown(lang),
            expected=Text("zh 或 en", "zh or en"),
        )
    return lang
