"""
How an outcome reads: the words that a worked case expects, and that vectors carry.

What `jiesu.tables.say_value` says of a value is said here too of limits and of mappings.
"""

from collections.abc import Iterable, Mapping

from ..decisions import StageLimit
from ..labels import Text
from ..tables import say_value


def say(value: object) -> Text:
    """
    A value of a parameter, or the outcome of a row, in words.

    Several are joined by ``；``, and told by their names where they have one.

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
    if isinstance(value, StageLimit):
        return _pair(value.stage.text, value.limit.text)
    if isinstance(value, Mapping):
        return _joined(_pair(say(key), say(each)) for key, each in value.items())
    if isinstance(value, (tuple, frozenset)) and not value:
        return Text("无", "none")
    if isinstance(value, tuple):
        named = ((each, getattr(each, "name", None)) for each in value)
        return _joined(name if isinstance(name, Text) else say(each) for each, name in named)
    return say_value(value)


def _pair(key: Text, value: Text) -> Text:
    return Text(f"{key.zh}：{value.zh}", f"{key.en}: {value.en}")


def _joined(told: Iterable[Text]) -> Text:
    texts = list(told)
    return Text("；".join(each.zh for each in texts), "; ".join(each.en for each in texts))
