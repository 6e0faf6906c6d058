"""Where the statutes lie beside the repository, and what reads them into 条-款-项."""

from pathlib import Path

from jiesu.testing.lawtext import articles, sections

__all__ = ["SHARED", "articles", "sections"]

SHARED = Path(__file__).parents[2] / "shared"
