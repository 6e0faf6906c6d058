"""The generated pages of the repository are those that its rules make."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "rulebooks"
PAGES: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()


class TestRulebookPages:
    """What stands in ``docs/rulebooks`` is made, whole, and current."""

    @pytest.mark.parametrize("name", PAGES)
    def test_current(self, name: str) -> None:
        """Each page is what the rules make of it today."""
        path = FOLDER / name
        current = path.exists() and path.read_text(encoding="utf-8") == PAGES[name]
        assert current, f"{name} is out of date: run `python docs/generate.py`, or `make docs`"

    def test_none_is_left_over(self) -> None:
        """No page is of a rulebook that is gone, or written by hand."""
        assert {path.name for path in FOLDER.iterdir()} == set(PAGES)

    def test_every_page_is_led_to(self) -> None:
        """The page that sets rulebooks side by side, and the site's navigation, lead to each."""
        nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        assert set(re.findall(r"rulebooks/([\w.]+)", nav)) == set(PAGES)
        led = set(re.findall(r"\]\((\w+\.md)\)", PAGES["index.md"]))
        assert led == set(PAGES) - {"index.md"}
