"""
An illustrative hotline for Beijing: real divisions, invented units, duties and catalogue.

The 16 districts and 343 subdistricts and townships are real; who holds which duty is made up, since
neither the dispatch catalogue nor the duties are public. Examples read files; the library does not.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from jiesu import Catalogue, Directory, Holding, Hotline, Unit, UnitKind, WorkCalendar
from jiesu.rules import beijing
from jiesu.units import PUBLIC_SECURITY

DATA = Path(__file__).parent / "data"

CITY_UNITS = {
    "供水": ("市供水企业（示例）", UnitKind.PUBLIC_SERVICE_ENTERPRISE),
    "供热": ("市供热企业（示例）", UnitKind.PUBLIC_SERVICE_ENTERPRISE),
    "供电": ("市供电企业（示例）", UnitKind.PUBLIC_SERVICE_ENTERPRISE),
    "燃气": ("市燃气企业（示例）", UnitKind.PUBLIC_SERVICE_ENTERPRISE),
    "道路照明": ("市照明管理单位（示例）", UnitKind.AUTHORISED_ORGANISATION),
    "社会保险经办": ("市社保经办机构（示例）", UnitKind.AUTHORISED_ORGANISATION),
    "特种设备监管": ("市特种设备监管部门（示例）", UnitKind.CITY_DEPARTMENT),
    "水务": ("市水务部门（示例）", UnitKind.CITY_DEPARTMENT),
    "城市管理": ("市城市管理部门（示例）", UnitKind.CITY_DEPARTMENT),
    "交通": ("市交通部门（示例）", UnitKind.CITY_DEPARTMENT),
    "住房城乡建设": ("市住房城乡建设部门（示例）", UnitKind.CITY_DEPARTMENT),
    "规划自然资源": ("市规划自然资源部门（示例）", UnitKind.CITY_DEPARTMENT),
    "生态环境": ("市生态环境部门（示例）", UnitKind.CITY_DEPARTMENT),
    "市场监管": ("市市场监管部门（示例）", UnitKind.CITY_DEPARTMENT),
    "人力社保": ("市人力社保部门（示例）", UnitKind.CITY_DEPARTMENT),
}
DISTRICT_DUTIES = {
    "道路养护": "城市管理委",
    "物业监管": "住房城乡建设委",
    "施工噪声": "生态环境局",
    "规划": "规划自然资源分局",
    "消费维权": "市场监管局",
    "食品安全": "市场监管局",
    "劳动监察": "人力社保局",
    PUBLIC_SECURITY: "公安分局",
}
STREET_DUTIES = ("环境卫生", "街面秩序", "物业管理", "社区事务")


def read(name: str) -> list[dict[str, str]]:
    """The rows of a file under ``examples/data``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def catalogue() -> Catalogue:
    """The illustrative dispatch catalogue."""
    rows = read("illustrative_catalogue.csv")
    return Catalogue.from_rows(rows, id="illustrative", version="1")


def directory() -> Directory:
    """The real divisions of Beijing with invented units and duties."""
    streets = [row for row in read("beijing_streets.csv") if row["is_343"] == "1"]
    districts = {row["district_code"]: row["district"] for row in streets}
    divisions = Directory.divisions_by_prefix(
        [
            {"code": "11", "name": "北京市"},
            *({"code": code, "name": name} for code, name in districts.items()),
            *({"code": row["code"], "name": row["name"]} for row in streets),
        ]
    )
    units: list[Unit] = []
    holdings: list[Holding] = []
    for unit, duties in _staffed(districts, streets):
        units.append(unit)
        holdings += [Holding(unit=unit.id, duty=duty, division=unit.division) for duty in duties]
    return Directory(
        id="illustrative",
        version="1",
        divisions=divisions,
        units=tuple(units),
        holdings=tuple(holdings),
    )


def _staffed(
    districts: dict[str, str], streets: list[dict[str, str]]
) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Every unit with the duties that it holds in its division."""
    yield (
        Unit(
            id="hotline",
            name="市民热线服务中心（示例）",
            kind=UnitKind.HOTLINE_BODY,
            division="11",
        ),
        (),
    )
    for duty, (name, kind) in CITY_UNITS.items():
        yield Unit(id=duty, name=name, kind=kind, division="11"), (duty,)
    for code, district in districts.items():
        yield (
            Unit(
                id=f"gov-{code}",
                name=f"{district}人民政府",
                kind=UnitKind.DISTRICT_GOVERNMENT,
                division=code,
            ),
            (),
        )
        for name in dict.fromkeys(DISTRICT_DUTIES.values()):
            duties = tuple(duty for duty, holder in DISTRICT_DUTIES.items() if holder == name)
            kind = UnitKind.DISTRICT_DEPARTMENT
            full = f"{district}{name}（示例）"
            yield Unit(id=f"{code}-{duties[0]}", name=full, kind=kind, division=code), duties
    for row in streets:
        township = row["kind"] in {"乡", "镇"}
        name = f"{row['name']}人民政府" if township else f"{row['name']}办事处"
        kind = UnitKind.TOWNSHIP if township else UnitKind.SUBDISTRICT
        yield Unit(id=row["code"], name=name, kind=kind, division=row["code"]), STREET_DUTIES


def hotline() -> Hotline:
    """Beijing's rules over the illustrative catalogue and directory."""
    return Hotline(beijing.TIMELINE, catalogue(), directory(), WorkCalendar.china())
