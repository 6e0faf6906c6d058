import re
from html.parser import HTMLParser

import one_case
import pytest

from jiesu import Move
from jiesu.events import Closed, Dispatched

CITIES = {city: one_case.read(city) for city in one_case.CITIES}


class TestOneCase:
    """The case of the example: from the call to the archive, under the rules of three cities."""

    def test_course(self) -> None:
        """It goes through what it promises to go through, in this order."""
        promised = [
            *(Move.RECEIVED, Move.DISPATCHED, Move.SIGNED, Move.OBJECTED, Move.ADJUDICATED),
            *(Move.CALLED_OUT, Move.RESPONDED, Move.JOINED, Move.REPORTED, Move.EXTENDED),
            *(Move.REPORTED, Move.REPLIED, Move.FOLLOWED_UP, Move.REHANDLED, Move.REPLIED),
            *(Move.FOLLOWED_UP, Move.CLOSED, Move.ARCHIVED),
        ]
        course = iter(event.move for event in CITIES["北京"].case.history)
        assert all(move in course for move in promised)

    @pytest.mark.parametrize("city", CITIES)
    def test_who_answers(self, city: str) -> None:
        """The subdistrict answers at every step from the dispatch to the closing, nobody before or after."""
        case = CITIES[city].case
        (sent,) = [each.at for each in case.history if isinstance(each, Dispatched)]
        (closed,) = [each.at for each in case.history if isinstance(each, Closed)]
        for event in case.history:
            expected = one_case.STREET if sent <= event.at < closed else None
            assert case.as_at(event.at).answerable() == expected

    @pytest.mark.parametrize(
        ("city", "found"),
        [
            (
                "北京",
                [
                    ("RESPONDED", "第十六条第二款"),
                    ("EXTENDED", "第十五条第一款第（二）项"),
                    ("EXTENDED", "第十五条第一款第（二）项"),
                    ("REPORTED", "第十四条第二款"),
                ],
            ),
            ("潍坊", [("ADJUDICATED", "第二十二条第二款"), ("EXTENDED", "第二十条第一款")]),
            ("安阳", []),
        ],
    )
    def test_what_differs(self, city: str, found: list[tuple[str, str]]) -> None:
        """The same course breaks four rules in Beijing, two in Weifang, none in Anyang."""
        breaches = CITIES[city].case.breaches
        assert [each.event.move.name for each in breaches] == [move for move, _ in found]
        for each, (_, article) in zip(breaches, found, strict=True):
            assert any(article in ground.text.zh for ground in each.grounds)

    def test_given_back(self) -> None:
        """条例 14-1 bars a return, 潍坊 22-1 asks for an application, 安阳 50-2 takes it late all the same."""
        told = {city: one_case.returned(city) for city in CITIES}
        assert "不得推诿" in told["北京"]
        assert "应当申请退回" in told["潍坊"]
        assert told["安阳"] == "可以，但超过24小时退回；此后由市民热线服务工作机构负责"

    def test_objecting_again(self) -> None:
        """潍坊 22-2 bars it after 研究确定; in Beijing the number is not public, so nothing bars it."""
        told = {city: one_case.again(city) for city in CITIES}
        assert told["潍坊"].startswith("不得：经研究确定或者直接指定的承办单位不得退回")
        assert told["北京"].startswith("可以（异议、退单期限未载明或者未公布，准予办理")
        assert told["安阳"] == "可以"

    def test_page(self) -> None:
        """The page needs nothing beside itself and shows the picture and what every city makes of it."""
        page = one_case.page(list(CITIES.values()))
        tags: list[tuple[str, list[tuple[str, str | None]]]] = []

        class Reader(HTMLParser):
            def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
                tags.append((tag, attrs))

        Reader().feed(page)
        assert [tag for tag, _ in tags].count("svg") == 1
        assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags}
        assert not re.search(r"(?:src|href|url)\s*[=(]", page)
        for told in CITIES.values():
            assert told.city in page
            assert all(each in page for each in told.wrong)

    def test_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It prints every step with the body that answers after it."""
        one_case.main()
        lines = capsys.readouterr().out.splitlines()
        steps = lines[1 : 1 + len(CITIES["北京"].case.history)]
        assert sum(line.endswith("→ 东华门街道办事处") for line in steps) == len(steps) - 4
