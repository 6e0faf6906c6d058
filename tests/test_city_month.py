"""The month of an invented Beijing: its numbers against counts by hand, its page against them."""

from collections import Counter
from fnmatch import fnmatchcase
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import attrs
import city_month
import illustrative
import pytest
from city_month import CUT_OFF, OTHER_WEIGHTS, OWN, PERIOD, Handling, calls, lines, main, month
from month_page import CITY, MARK, OWN_MARK, RATES, Month, aside, page

from jiesu import (
    Disposition,
    ExclusionReview,
    Formula,
    Hotline,
    Outcome,
    Resolution,
    Routing,
    Satisfaction,
    Timeliness,
    UnitKind,
    rounded,
)
from jiesu.sources import Absent
from jiesu.tables import Table

SIZE, SEED = 500, 7
_VOID = {"meta"}


class _Page(HTMLParser):
    """The page as elements: refuses what is not balanced, and gathers the tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: dict[str, str] = {}
        self._rows: list[list[str]] = []
        self._words: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        if tag in {"caption", "th", "td", "strong", "span"}:
            self._words = []

    def handle_data(self, data: str) -> None:
        # What an SVG calls itself is no part of the cell around it.
        if "svg" not in self._open:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        said = "".join(self._words)
        if tag == "caption":
            self.tables[said] = self._rows
        elif tag in {"th", "td"}:
            self._rows[-1].append(said)
        elif tag == "strong":
            self.figures["?"] = said
        elif tag == "span" and "?" in self.figures:
            self.figures[said] = self.figures.pop("?")

    def table(self, words: str) -> list[list[str]]:
        """The rows of the one table whose caption has some words, without its head."""
        (found,) = [rows for caption, rows in self.tables.items() if words in caption]
        return found[1:]


@pytest.fixture(scope="module")
def made() -> Month:
    """A small month."""
    return month(SIZE, SEED)


@pytest.fixture(scope="module")
def read(made: Month) -> _Page:
    """Its page."""
    return _Page(page(made))


@pytest.fixture(scope="module")
def hotline() -> Hotline:
    """The rules as published."""
    return illustrative.hotline()


@pytest.fixture(scope="module")
def routings(hotline: Hotline) -> list[Routing]:
    """The decisions of the same month, taken apart from it."""
    return [hotline.route(ticket, at=at) for ticket, at in calls(SIZE, SEED, hotline.catalogue)]


@pytest.fixture(scope="module")
def outcomes(routings: list[Routing]) -> list[Outcome]:
    """What became of them."""
    handling = Handling(SEED)
    return [handling.outcome(each) for each in routings if each.lead]


class TestSeed:
    """The seed is all that a month depends on."""

    def test_same_again(self, made: Month) -> None:
        """The same seed gives the same page and the same print."""
        again = month(SIZE, SEED)
        assert page(again) == page(made)
        assert list(lines(again)) == list(lines(made))

    @pytest.mark.slow
    def test_another(self, made: Month) -> None:
        """Another seed gives another month."""
        other = month(SIZE, SEED + 1)
        assert other.board != made.board
        assert page(other) != page(made)

    def test_tickets(self, hotline: Hotline) -> None:
        """As many as asked for, of distinct ids, received in order within the month."""
        given = list(calls(1000, SEED, hotline.catalogue))
        received = [ticket.received_at for ticket, _ in given]
        assert len({ticket.id for ticket, _ in given}) == len(given) == 1000
        assert all(at and PERIOD.start <= at < PERIOD.end for at in received)
        assert received == sorted(at for at in received if at)
        assert all(ticket.received_at and at > ticket.received_at for ticket, at in given)


class TestNumbers:
    """What was counted, against the decisions and outcomes themselves."""

    def test_triage(self, made: Month, routings: list[Routing]) -> None:
        """Every ticket goes somewhere, once."""
        assert made.dispositions == Counter(each.disposition for each in routings)
        assert sum(made.dispositions.values()) == made.tickets == SIZE
        assert made.modes == Counter(each.mode for each in routings if each.mode)
        assert Disposition.ANSWER in made.dispositions

    def test_every_dispatched_ticket_of_the_period(
        self, made: Month, outcomes: list[Outcome]
    ) -> None:
        """By day, by timeliness, assessed or left out: always the same tickets."""
        within = [each for each in outcomes if _in_march(each)]
        counts = made.board.counts
        assert sum(made.dispatched.values()) == len(within)
        assert sum(made.timeliness.values()) == len(within)
        assert counts.total + counts.excluded == len(within)

    def test_timeliness(self, made: Month, outcomes: list[Outcome]) -> None:
        """By comparing instants."""
        within = [each for each in outcomes if _in_march(each)]
        open_ = [each for each in within if each.closed_at is None]
        closed = [(each.closed_at, each.due) for each in within]
        overdue = [each for each in open_ if each.due and each.due < CUT_OFF]
        assert made.timeliness[Timeliness.OVERDUE] == len(overdue) > 0
        assert made.timeliness[Timeliness.OPEN] == len(open_) - len(overdue)
        late = sum(bool(at and due and at > due) for at, due in closed)
        assert made.timeliness[Timeliness.LATE] == late > 0
        assert {each.ticket for each in made.overdue} <= {each.ticket for each in overdue}

    def test_follow_up(self, outcomes: list[Outcome]) -> None:
        """Nobody is asked before the limit has run out (条例 art. 23), nor before the end."""
        rated = [each for each in outcomes if each.rated_at]
        assert rated
        for each in rated:
            assert each.rated_at
            assert each.due
            assert each.closed_at
            assert each.rated_at > max(each.due, each.closed_at)
            assert each.rated_at <= CUT_OFF

    def test_rates(self, made: Month, outcomes: list[Outcome]) -> None:
        """The city's three rates by the example's own values, in plain words."""
        credits_ = [_credits(each) for each in outcomes if _in_march(each) and not _out(each)]
        by_hand = {}
        for name in RATES:
            given = [each[name] for each in credits_ if name in each]
            by_hand[name] = sum(given, Fraction(0)) / len(given)
        city = made.city.counts
        assert {name: city.rate(CITY, name) for name in RATES} == by_hand
        score = (
            by_hand["response"] * 20 + by_hand["resolution"] * 40 + by_hand["satisfaction"] * 40
        )
        assert made.city[CITY].points == score

    def test_rolled_up(self, made: Month) -> None:
        """Units, districts and city are the same tickets."""
        whole = {
            (board.counts.total, board.counts.excluded)
            for board in (made.board, made.districts, made.city)
        }
        assert len(whole) == 1
        assert list(made.city.counts.units) == [CITY]

    def test_ranked(self, made: Month, hotline: Hotline) -> None:
        """Only subdistricts and townships that have enough tickets, each once."""
        kinds = {UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP}
        for row in made.league.ranked:
            unit = hotline.directory.unit(row.unit)
            assert unit
            assert unit.kind in kinds
            assert row.volume >= made.league.minimum
        ranked = {row.unit for row in made.league.ranked}
        apart = {row.unit for row in made.league.unranked}
        assert not ranked & apart
        assert len(ranked) + len(apart) == len(made.league.ranked) + len(made.league.unranked)

    @pytest.mark.slow
    @pytest.mark.parametrize("size", [100, 1500])
    def test_sizes(self, size: int) -> None:
        """A month of another size is one too, and its page holds together."""
        other = month(size, SEED)
        assert sum(other.dispositions.values()) == other.tickets == size
        assert _Page(page(other)).figures["受理"] == f"{size:,}"


def _in_march(outcome: Outcome) -> bool:
    return bool(outcome.dispatched_at and PERIOD.start <= outcome.dispatched_at < PERIOD.end)


def _out(outcome: Outcome) -> bool:
    """Whether the example leaves it out."""
    said = outcome.facts.get
    signs = ("void", "unlawful", "unreasonable", "deferred")
    return any(said(s) is True for s in signs) or said("exclusion") is ExclusionReview.GRANTED


def _credits(outcome: Outcome) -> dict[str, Fraction]:
    """What an outcome adds to the rates in which it counts, as the example says."""
    said = outcome.facts.get
    if outcome.closed_at is None and outcome.due and outcome.due < CUT_OFF:
        return dict.fromkeys(RATES, Fraction(0))  # staying open does not pay
    found: dict[str, Fraction] = {}
    if isinstance(responded := said("responded"), bool):
        found["response"] = Fraction(responded)
    if isinstance(resolved := said("resolved"), Resolution) and not isinstance(
        said("adjudicated"), Resolution
    ):
        found["resolution"] = {
            Resolution.RESOLVED: Fraction(1),
            Resolution.PARTLY: Fraction(1, 2),
            Resolution.UNRESOLVED: Fraction(0),
        }[resolved]
    satisfied = said("satisfied")
    if isinstance(satisfied, Satisfaction) and satisfied is not Satisfaction.UNRATED:
        found["satisfaction"] = {
            Satisfaction.SATISFIED: Fraction(1),
            Satisfaction.BASICALLY: Fraction(4, 5),
            Satisfaction.DISSATISFIED: Fraction(0),
        }[satisfied]
    return found


class TestOwnValues:
    """What nobody published is asked for first, then supplied, and marked."""

    def test_all_that_is_unset(self, hotline: Hotline) -> None:
        """The example supplies what scores need and no text sets, and nothing else."""
        rules = hotline.rulebook(PERIOD.last_day)
        unset: set[str] = set()
        for path, (_, provision) in rules.provisions.items():
            if path.startswith(("rates.", "assessment.exclusions")):
                assert isinstance(provision.value, Table)
                unset |= {
                    f"{path}.{row.id}"
                    for row in provision.value.rows
                    if isinstance(row.then, Absent)
                }
        covered = {path for path in unset if any(fnmatchcase(path, own) for own in OWN)}
        assert covered == unset
        own = [path for path in OWN if not any(fnmatchcase(each, path) for each in unset)]
        assert own == ["assessment.counted_by", "scoring.weights"]
        assert isinstance(rules.provision("scoring.weights").value, Absent)

    def test_refused_without(self, made: Month) -> None:
        """What is supplied is what the published rules refuse to guess."""
        refused = [each.path for each in made.refused]
        assert all(any(fnmatchcase(path, own) for own in OWN) for path in refused)
        assert {"assessment.counted_by", "scoring.weights", "rates.response.N1"} <= set(refused)
        assert [each.path for each in made.supplied] == list(OWN)

    def test_marked(self, made: Month, read: _Page) -> None:
        """In print and on the page, more than once."""
        assert "\n".join(lines(made)).count(OWN_MARK) >= 2
        assert page(made).count(OWN_MARK) >= 4
        assert [row[0] for row in read.table("本例补足的取值")] == list(OWN)

    def test_another_formula(self, made: Month) -> None:
        """The ranks that move are those that differ when every unit is scored anew."""
        counts, formula = made.board.counts, Formula(OTHER_WEIGHTS)
        points = {}
        for row in made.league.ranked:
            rates = {name: counts.rate(row.unit, name) for name in RATES}
            points[row.unit] = formula.evaluate(rates).printed()
        moved = sum(
            row.rank != 1 + sum(bool(p and own and p > own) for p in points.values())
            for row in made.league.ranked
            for own in [points[row.unit]]
        )
        assert made.variants[0].moved == moved > 0
        assert made.variants[0].of == len(points)

    def test_other_exclusions(self, made: Month) -> None:
        """What is no longer left out can only bring more units into the ranking."""
        assert [each.read for each in made.variants] == ["沿用原分子分母", "沿用原汇总"]
        assert made.variants[1].of == len(made.league.ranked)


class TestPage:
    """The page says what the scoreboard says, and is whole by itself."""

    def test_figures(self, made: Month, read: _Page) -> None:
        """The key figures."""
        counts = made.city.counts
        score = made.city[CITY].printed()
        assert read.figures["受理"] == str(SIZE)
        assert read.figures["计入考评"] == str(counts.total)
        assert read.figures["剔除"] == str(counts.excluded)
        assert read.figures[f"全市得分（三率加权）{MARK}"] == str(score)

    def test_triage(self, made: Month, read: _Page) -> None:
        """The rows add up to all tickets."""
        rows = read.table("的去向")
        assert {row[0]: int(row[1]) for row in rows} == {
            each.zh: number for each, number in made.dispositions.items()
        }
        assert sum(int(row[1]) for row in rows) == SIZE

    def test_districts(self, made: Month, read: _Page) -> None:
        """Every district's rates and score."""
        rows = {row[0]: row for row in read.table("各区汇总")}
        for each in made.district_league.ranked:
            counts, row = made.districts.counts, rows[each.name]
            rates = [counts.rate(each.unit, name) for name in RATES]
            printed = [f"{rounded(100 * v, 2)}%" for v in rates if isinstance(v, Fraction)]
            assert [*row[1:-1], row[-1].partition("（")[0]] == [
                str(counts.unit(each.unit).total),
                *printed,
                str(made.districts[each.unit].printed()),
                str(each.rank),
            ]

    def test_league(self, made: Month, read: _Page) -> None:
        """Top and bottom, with the scoreboard's scores and the league's ranks."""
        shown = [row for row in read.table("后 10 名") if len(row) > 1]
        top, bottom = made.league.top(10), made.league.bottom(10)
        both = [*top, *(row for row in bottom if row not in top)]
        assert [(row[0].partition("（")[0], row[1], row[6]) for row in shown] == [
            (str(each.rank), each.name, str(made.board[each.unit].printed())) for each in both
        ]

    def test_ledger(self, made: Month, read: _Page) -> None:
        """Every row of the exclusions with its number and its ground."""
        rows = read.table("剔除事由")
        for row, (ruling, number) in zip(rows, made.board.counts.ledger, strict=True):
            assert (row[0], row[3]) == (ruling.id, str(number))
            assert all(ground.text.zh in row[4] for ground in ruling.grounds)
        assert [row[2] for row in rows] == ["剔除"] * 6 + ["照常计入"] + ["剔除"] * 2

    def test_aside(self, made: Month, read: _Page) -> None:
        """What each rate leaves aside and what it counts are all that is assessed."""
        counts = made.city.counts
        *rows, whole = read.table("未计入")
        for place, name in enumerate(RATES, 2):
            beside = [int(row[place]) for row in rows if row[place] != "—"]
            assert sorted(beside) == sorted(number for _, number in aside(counts, name))
            assert int(whole[place]) == sum(beside)
            assert counts.ratio(CITY, name).denominator + sum(beside) == counts.total

    def test_every_name_is_marked(self, made: Month, read: _Page) -> None:
        """No row of scores, ranks or overdue tickets, on paper or screen, without the mark."""
        listed = [
            *(row[1] for row in read.table("后 10 名") if len(row) > 1),
            *(row[0] for row in read.table("各区汇总")),
            *(row[2] for row in read.table("到期最早")),
        ]
        assert len(listed) > 30
        assert all(name.endswith(MARK) for name in listed)
        assert all(row[1].startswith(MARK) for row in read.table("到期最早"))
        for caption in read.tables:
            if any(word in caption for word in ("各区", "名", "逾期")):
                assert MARK in caption
        printed = list(lines(made))
        for row in (*made.league.top(10), *made.league.bottom(10)):
            assert row.name.endswith(MARK)
            score = str(made.league.printed(row.value))
            assert any(MARK in line and score in line for line in printed)
        told = [line for line in printed if " 到期  " in line or "第一 " in line]
        assert told
        assert all(line.count(MARK) == 2 for line in told)

    def test_nothing_from_elsewhere(self, made: Month, read: _Page) -> None:
        """No script, no picture, no style, no link that leads out."""
        assert not read.tags.keys() & {"script", "link", "img", "iframe", "object", "base"}
        for _, given in read.attributes:
            assert not given.keys() & {"src", "href", "onload", "onclick", "srcset"}
        text = page(made)
        assert "http" not in text
        assert "url(" not in text
        assert "@import" not in text

    def test_semantics(self, read: _Page) -> None:
        """One h1; labels lead somewhere; heads of tables have a scope; charts have a name."""
        assert read.tags["h1"] == 1
        assert read.tags["style"] == 1
        assert read.tags["figure"] == 3
        ids = [given["id"] for _, given in read.attributes if "id" in given]
        labels = [g["aria-labelledby"] for _, g in read.attributes if "aria-labelledby" in g]
        assert sorted(labels, key=str) == sorted(ids, key=str)
        assert len(set(ids)) == len(ids)
        assert all("scope" in given for tag, given in read.attributes if tag == "th")
        pictures = [given for tag, given in read.attributes if tag == "svg"]
        named = sum(given.get("role") == "img" for given in pictures)
        hidden = sum(given.get("aria-hidden") == "true" for given in pictures)
        marks = sum(given.get("class") == "mark" for given in pictures)
        assert named + hidden + marks == len(pictures)
        assert read.tags["title"] > named + marks

    def test_text_is_escaped(self, made: Month) -> None:
        """A title, a matter and a name from outside cannot become part of the page."""
        evil = '<script>alert("1")</script>&<b>'
        ticket = attrs.evolve(made.routing.ticket, title=evil)
        row = made.league.ranked[0]._replace(name=evil)
        overdue = tuple(each._replace(matter=evil, unit=evil) for each in made.overdue)
        hostile = attrs.evolve(
            made,
            routing=attrs.evolve(made.routing, ticket=ticket),
            board=attrs.evolve(made.board, names={made.unit: evil}),
            league=attrs.evolve(made.league, ranked=(row, *made.league.ranked[1:])),
            overdue=overdue,
        )
        text = page(hostile)
        assert "<script" not in text
        assert "<b>" not in text
        assert text.count("&lt;script&gt;") >= 4
        _Page(text)


class TestMain:
    """The command."""

    def test_prints_and_writes(
        self, tmp_path: Path, made: Month, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It prints the month, says where the page is, and is silent on stderr if so asked."""
        out = tmp_path / "deep" / "page.html"
        argv = ["--tickets", str(SIZE), "--seed", str(SEED), "--out", str(out), "--quiet"]
        assert main(argv) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert OWN_MARK in printed.out
        assert printed.out.splitlines()[-1] == f"网页 page: {out}"
        assert len(printed.out.splitlines()) <= 120
        assert str(made.routing.explain()).splitlines()[1] in printed.out
        assert out.read_text("utf-8") == page(made)

    def test_progress(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A few short lines on stderr where that is no terminal."""
        assert main(["--tickets", "200", "--out", str(tmp_path / "page.html")]) == 0
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 4
        assert told[-1].startswith("200 / 200  100%")

    def test_too_few(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A month of which nothing could be ranked is refused."""
        with pytest.raises(SystemExit):
            main(["--tickets", "5"])
        assert "--tickets" in capsys.readouterr().err

    def test_default_place(self) -> None:
        """The page goes to out/ beside the examples, which git does not see."""
        root = Path(city_month.__file__).parents[1]
        assert root / "out" / "city-month.html" == city_month.OUT
