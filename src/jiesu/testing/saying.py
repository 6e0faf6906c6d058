"""
How an outcome reads: the words that a worked case expects, and that vectors carry.

A value of a rulebook may be a label, a limit, a table, a yes or no, or several of these.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from ..decisions import StageLimit
from ..labels import Label, Text
from ..tables import Table


def say(value: object) -> Text:
    """
    A value or an outcome in words.

    Several are joined by ``；``; members of a set stand in the order of their kind.

    Args:
        value: What a parameter has for a value, or a row for an outcome.

    Example:
        >>> from jiesu import hours, working_days
        >>> from jiesu.decisions import Stage
        >>> say(hours(24)).zh, say(True).zh
        ('24小时', '适用')
        >>> say((StageLimit(Stage.HANDLE, working_days(5)),)).zh
        '办理并反馈：5个工作日'
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, Label):
        return value.text
    if isinstance(value, StageLimit):
        stage, limit = value.stage, value.limit.text
        return Text(f"{stage.zh}：{limit.zh}", f"{stage.en}: {limit.en}")
    if isinstance(value, Table):
        return Text(f"表，{len(value.rows)} 行", f"table of {len(value.rows)} rows")
    if isinstance(value, bool):
        return Text("适用", "applies") if value else Text("不适用", "does not apply")
    if isinstance(value, AbstractSet):
        return _joined(map(say, sorted(value, key=_order)), "、", ", ")
    if isinstance(value, Mapping):
        pairs = ((say(key), say(each)) for key, each in value.items())
        return _joined(
            (Text(f"{key.zh}：{each.zh}", f"{key.en}: {each.en}") for key, each in pairs),
            "；",
            "; ",
        )
    if isinstance(value, (tuple, list)):
        return _joined(map(_named, value), "；", "; ")
    text = getattr(value, "text", None)
    return text if isinstance(text, Text) else Text(str(value), str(value))


def _named(value: object) -> Text:
    """One of several: a list of units is told by its name, not by its rule."""
    name = getattr(value, "name", None)
    return name if isinstance(name, Text) else say(value)


def _order(value: object) -> tuple[int, str]:
    return (list(type(value)).index(value) if isinstance(value, Label) else 0), str(value)


def _joined(told: Iterable[Text], zh: str, en: str) -> Text:
    texts = list(told)
    return Text(zh.join(each.zh for each in texts), en.join(each.en for each in texts))
