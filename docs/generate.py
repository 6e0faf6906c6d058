"""
Writes the pages of the rulebooks into ``docs/rulebooks``; ``make docs`` runs it.

Everything that is read and written is here and in ``conformance/make.py``; what stands on a page is
made by `jiesu.pages` and `jiesu.comparison`, which are pure.
"""  # noqa: INP001 -- a script

import importlib
import runpy
from datetime import date
from pathlib import Path

from jiesu.comparison import side_by_side
from jiesu.labels import Text
from jiesu.pages import index_page, rulebook_page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "rulebooks"
DAY = date(2026, 11, 1)
"""The day as of which the pages are told; moved on when the texts have been read anew."""


def name_of(pack: str) -> Text:
    """What the place of a rulebook is called: the first words of its module, and its name."""
    told = importlib.import_module(f"jiesu.rules.{pack}").__doc__ or pack
    return Text(told.strip().partition(":")[0], pack.capitalize())


def pages() -> dict[str, str]:
    """The name of each page, and what stands on it: the whole country first, then place by place."""
    read = runpy.run_path(str(ROOT / "conformance" / "make.py"))
    packs = sorted(read["packs"]().items(), key=lambda pair: (pair[1].place, pair[0]))
    made = {}
    rulebooks = {}
    for pack, timeline in packs:
        name = name_of(pack)
        rulebooks[f"{name.zh} {name.en}"] = timeline.on(DAY)
        made[f"{timeline.id}.md"] = rulebook_page(
            timeline,
            DAY,
            name,
            cases=read["cases_of"](pack),
            articles=read["articles_of"](source.id for source in timeline.sources),
        )
    return {**made, "index.md": index_page(side_by_side(rulebooks), DAY)}


def main() -> None:
    """Write every page, and remove those of rulebooks that are gone."""
    made = pages()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
