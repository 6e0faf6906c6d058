"""
Text in two languages, and enumerations that carry it.

Every word that an official or an auditor reads exists in Chinese and in English, side by side,
so that neither is a translation made later.
"""

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, Self

_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Halves of characters, and what XML has no way to write down, not even escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""
    Text as it may be printed anywhere: on one line, and without what nobody can write down.

    A half of a character (a lone surrogate) has no bytes in UTF-8, a control character no place in HTML.

    Example:
        >>> printable("a\nb"), len(printable("\ud800").encode())
        ('a b', 3)
    """
    return _UNWRITABLE.sub("\ufffd", _BREAKS.sub(" ", text))


class Text(NamedTuple):
    """
    A piece of text in Chinese and in English.

    Example:
        >>> Text("投诉", "complaint").to("zh")
        '投诉'
    """

    zh: str
    en: str

    def to(self, lang: str) -> str:
        """The text in *lang*; whatever is not ``"en"`` is read as Chinese, the first language."""
        return self.en if lang == "en" else self.zh


class Label(Enum):
    """
    Base of every enumeration: a member is its Chinese term and its English term.

    Members hash by identity: they are singletons, and a decision looks them up several times
    per ticket. They are no strings, so that a label never passes for a member by accident.

    Example:
        >>> class Colour(Label):
        ...     RED = "红", "red"
        >>> Colour.RED.zh, Colour.RED.en, Colour.find("红") is Colour.RED
        ('红', 'red', True)
    """

    zh: str
    en: str

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en

    __hash__ = object.__hash__

    def __setattr__(self, name: str, value: object) -> None:
        # The last thing that Enum sets of a new member is its place; from then on it stands still.
        if "_sort_order_" in self.__dict__:
            raise AttributeError(f"{self!r} cannot be changed")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{self!r} cannot be changed")

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __reduce_ex__(self, _protocol: Any) -> tuple[Callable[..., Any], tuple[type[Self], str]]:
        # By name, so that a bettered wording does not break what was stored.
        return getattr, (type(self), self.name)

    @property
    def text(self) -> Text:
        """Both terms."""
        return Text(self.zh, self.en)

    @classmethod
    def find(cls, word: str) -> Self | None:
        """The member whose name, Chinese or English term is *word*; None where there is none."""
        for member in cls:
            if word in (member.name, member.zh, member.en):
                return member
        return None
