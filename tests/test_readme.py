"""The README's code, pasted as it stands, prints what the README says."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
class TestReadme:
    """Both languages, the same code."""

    def test_code_prints_what_follows(self, name: str) -> None:
        """Each text block is what the code block before it prints, or how that begins."""
        names: dict[str, Any] = {}
        printed = ""
        compared = 0
        for kind, body in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")):
            if kind == "python":
                with redirect_stdout(StringIO()) as out:
                    exec(body, names)  # noqa: S102 -- our own README
                printed = out.getvalue()
            else:
                assert printed.startswith(body.rstrip("\n"))
                compared += 1
        assert compared == 2

    def test_links_lead_somewhere(self, name: str) -> None:
        """Relative links name files that exist."""
        text = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            assert (ROOT / link).exists(), link

    def test_stays_short(self, name: str) -> None:
        """The first example routes a ticket in fifteen lines."""
        text = (ROOT / name).read_text(encoding="utf-8")
        first = BLOCK.search(text)
        assert first is not None
        assert len([line for line in first[2].splitlines() if line]) <= 15
