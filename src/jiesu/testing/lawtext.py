"""
条文: the text of a statute as 条, 条-款 and 条-款-项, to check citations against the words.

Whoever holds the text reads the file; these functions only take it apart.
"""

import re
from collections.abc import Iterable, Mapping

from ..errors import InvalidValueError, fail, misfit, misfits, refuse, shown, tupled
from ..labels import Text

_NUMERALS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ARTICLE = re.compile(r"^第([零一二三四五六七八九十百千]+)条[\s　]*(.*)$")
_ITEM = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)](.*)$")
_SECTION = re.compile(r"^([一二三四五六七八九十]+)、")


def number(numerals: str) -> int:
    """
    A Chinese numeral below ten thousand.

    Raises:
        InvalidValueError: Something else.

    Example:
        >>> number("一千二百五十九"), number("十二")
        (1259, 12)
    """
    total, digit = 0, 0
    for sign in numerals if isinstance(numerals, str) else "?":
        if sign in _NUMERALS:
            digit = _NUMERALS.index(sign)
        elif sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            what = Text("不是中文数字", "no Chinese numeral")
            fail(InvalidValueError, "numerals", what, value=shown(numerals))
    return total + digit


def articles(text: str) -> dict[str, str]:
    r"""
    Every 条, 条-款 and 条-款-项 of a statute, with its words.

    Lines that begin with ``#`` or ``<`` are headings and remarks of whoever stored the text.

    Args:
        text: The statute, a paragraph a line.

    Raises:
        InvalidValueError: No text.

    Example:
        >>> read = articles("第二条　有下列情形之一的：\n（一）甲；\n（二）乙。\n另有规定的除外。")
        >>> list(read)
        ['2-1', '2', '2-1-1', '2-1-2', '2-2']
        >>> read["2-1-2"], read["2-2"]
        ('（二）乙。', '另有规定的除外。')
    """
    found: dict[str, str] = {}
    article = paragraph = 0
    for line in _lines(text):
        if not line or line.startswith(("#", "<")):
            continue
        head, item = _ARTICLE.match(line), _ITEM.match(line)
        if head:
            article, paragraph = number(head[1]), 1
        elif article and item:
            _add(found, f"{article}-{paragraph}-{number(item[1])}", line)
        else:
            paragraph += 1
        if article:
            words = head[2] if head else line
            _add(found, f"{article}-{paragraph}", words)
            _add(found, str(article), words)
    return found


def sections(text: str) -> dict[str, str]:
    r"""
    Every 部分（项） of a policy document, with its words.

    Args:
        text: The document, a paragraph a line.

    Raises:
        InvalidValueError: No text.

    Example:
        >>> sections("三、主要任务\n（一）完善机制。\n及时办理。")
        {'三（一）': '（一）完善机制。及时办理。'}
    """
    found: dict[str, str] = {}
    section = item = ""
    for line in (each.strip("* 　") for each in _lines(text)):
        if match := _SECTION.match(line):
            section, item = match[1], ""
        elif match := _ITEM.match(line):
            item = match[1]
        if section and item:
            _add(found, f"{section}（{item}）", line)
    return found


def leaves(locators: Iterable[str] | Mapping[str, str]) -> tuple[str, ...]:
    """
    The locators that have none below them.

    Every word of a text stands in one of them, but for the heads of lists.

    Raises:
        InvalidValueError: No locators, or one that is no text.

    Example:
        >>> leaves(["2-1", "2", "2-1-1", "2-1-2", "2-2", "3"])
        ('2-1-1', '2-1-2', '2-2', '3')
    """
    given = tuple(locators) if isinstance(locators, Mapping) else tupled(locators, "locators")
    refuse(InvalidValueError, misfits("locators", given, str))
    above = {each.rpartition("-")[0] for each in given}
    return tuple(each for each in given if each not in above)


def _lines(text: str) -> list[str]:
    if type(text) is not str:
        raise InvalidValueError(misfit("text", text, str))
    return [line.strip() for line in text.splitlines()]


def _add(found: dict[str, str], locator: str, line: str) -> None:
    found[locator] = found.get(locator, "") + line
