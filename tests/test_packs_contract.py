"""Every rulebook of the library keeps the contract of `jiesu.testing`."""

from collections.abc import Callable
from typing import Any

import pytest
from conforming import script
from lawtext import texts

from jiesu.rulebook import Timeline
from jiesu.testing.contract import RulebookContract

MAKE = script("make")
PACKS: dict[str, Timeline] = MAKE.packs()


@pytest.fixture(autouse=True)
def _counted(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    """Passes the number of worked cases on to the summary of the run: see conftest."""
    if request.node.name == "test_worked_cases_hold":
        record_property("worked cases", (request.cls.timeline.id, len(request.cls.cases)))


def contract(pack: str, timeline: Timeline) -> type[RulebookContract]:
    """The contract of one rulebook, with its worked cases and the texts at hand."""
    given: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"{pack}: the rules keep what every rulebook promises.",
        "timeline": timeline,
        "cases": MAKE.read_cases_of(pack).cases,
        "articles": MAKE.articles_of(source.id for source in timeline.sources),
        "texts": texts(),
    }
    return type(f"Test{pack.title()}", (RulebookContract,), given)


globals().update({each.__name__: each for each in (contract(*named) for named in PACKS.items())})


class TestFiles:
    """The files of worked cases are well formed, and belong to rulebooks that exist."""

    def test_every_row_is_read(self) -> None:
        """No row of any file has a fault; every rulebook has a file, and every file a rulebook."""
        for pack in PACKS:
            assert [each.to("zh") for each in MAKE.read_cases_of(pack).faults] == []
        named = {path.stem for path in (MAKE.HERE / "cases").glob("*.csv")}
        assert named == set(PACKS)
