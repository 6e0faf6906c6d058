"""Reads the statutes beside the repository into 条-款-项, to check citations against them."""

import re
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"

_NUMERALS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"^第([零一二三四五六七八九十百千]+)条[\s　]*(.*)$")
_ITEM = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)](.*)$")


def number(numerals: str) -> int:
    """A Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for sign in numerals:
        if sign in _NUMERALS:
            digit = _NUMERALS.index(sign)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
    return total + digit


def articles(text: str) -> dict[str, str]:
    """Every 条, 条-款 and 条-款-项 of a statute, with its words."""
    found: dict[str, str] = {}
    article = paragraph = 0
    for line in (each.strip() for each in text.splitlines()):
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
    """Every 部分（项） of the 2020 opinion, with its words."""
    found: dict[str, str] = {}
    section = item = ""
    for line in (each.strip("* 　\n") for each in text.splitlines()):
        if match := re.match(r"^([一二三四五])、", line):
            section, item = match[1], ""
        elif match := _ITEM.match(line):
            item = match[1]
        if section and item:
            _add(found, f"{section}（{item}）", line)
    return found


def _add(found: dict[str, str], locator: str, line: str) -> None:
    found[locator] = found.get(locator, "") + line
