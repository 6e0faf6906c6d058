"""Where the statutes lie beside the repository, and what reads them into 条-款-项."""

from functools import cache
from pathlib import Path

from jiesu.testing.lawtext import articles, sections

__all__ = ["LAW", "SHARED", "WITHIN_THE_FIGURE", "articles", "sections", "texts"]

SHARED = Path(__file__).parents[2] / "shared"
LAW = {
    "ay-2021": "law/anyang-government-services-2021-10-25.md",
    "bj-2020": "seeds/000_503f22b5eb4c526a.txt",
    "bj-2021": "law/beijing-jiesujiban-2021-09-24.md",
    "civil-code": "law/civil-code-periods-200-204.md",
    "jn-2018": "law/jinan-12345-2018-07-27.md",
    "jn-business-2022": "law/jinan-business-environment-2022-01-21.md",
    "licensing": "law/administrative-licensing-2019-04-23.md",
    "market-regulation": "law/market-regulation-complaints-2022-03-24.md",
    "penalty": "law/administrative-penalty-2021-01-22.md",
    "petitions": "law/petitions-2022-02-25.md",
    "reconsideration": "law/administrative-reconsideration-2023-09-01.md",
    "wf-2021": "law/weifang-12345-2021-12-06.md",
}
"""The file of each text that is beside the repository, by the id of its source."""
WITHIN_THE_FIGURE = (
    "第一千二百五十九条 民法所称的“以上”、“以下”、“以内”、“届满”，包括本数；"
    "所称的“不满”、“超过”、“以外”，不包括本数。"
)
"""民法典 1259, which is not among the texts beside the repository."""


@cache
def texts() -> dict[str, dict[str, str]]:
    """The words of each text by the id of its source; none where they are not at hand."""
    if not (SHARED / "law").is_dir():
        return {}
    read = {name: (SHARED / path).read_text(encoding="utf-8") for name, path in LAW.items()}
    read["civil-code"] += "\n" + WITHIN_THE_FIGURE
    return {
        name: (sections if name == "bj-2020" else articles)(text) for name, text in read.items()
    }
