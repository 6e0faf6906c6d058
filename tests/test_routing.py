"""分类处理与派单 under Beijing's rules, over the illustrative catalogue and directory."""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

import attrs
import illustrative
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import (
    MISSING,
    TICKET_FACTS,
    Catalogue,
    CatalogueEntry,
    Directory,
    DispatchMode,
    Disposition,
    Duty,
    EarlierCase,
    EmergencyLine,
    Fact,
    Holding,
    Hotline,
    JiesuError,
    LossReason,
    Obstacle,
    Place,
    PlaceRole,
    RequestType,
    ResponsibleBody,
    Routing,
    Row,
    Secrecy,
    StatutoryChannel,
    StatutoryStanding,
    StatutoryStep,
    Table,
    Territory,
    Text,
    Ticket,
    TimeClass,
    Unit,
    UnitKind,
    WorkCalendar,
    assumed,
    beijing_time,
    ticket_facts,
    working_days,
)
from jiesu.decisions import Preference
from jiesu.errors import (
    InvalidValueError,
    NaiveDatetimeError,
    OutOfCoverageError,
    RulebookError,
    UnknownFactError,
)
from jiesu.routing import INTAKE_FACTS
from jiesu.rules import beijing
from jiesu.units import PUBLIC_SECURITY

HOTLINE = illustrative.hotline()
AT = beijing_time(2024, 5, 6, 9, 30)
DONGHUAMEN = "110101001"
COMPLAINT, REPORT = RequestType.COMPLAINT, RequestType.REPORT
SANITATION, PROPERTY, GAS, PREPAID = "0201", "0301", "0105", "0501"


def ticket(leaf: str | None = SANITATION, *places: str, **more: Any) -> Ticket:
    """A complete complaint in 东华门, unless told otherwise."""
    facts: dict[str, Any] = {"request_type": COMPLAINT, "contact": True, **more}
    accused = facts.pop("accused", None)
    return Ticket(
        "T",
        ticket_facts(**{name: value for name, value in facts.items() if value is not None}),
        leaf,
        (Place(places or (DONGHUAMEN,)),),
        AT,
        "示例",
        accused=accused,
    )


def route(leaf: str | None = SANITATION, *places: str, **more: Any) -> Routing:
    """Route such a ticket."""
    return HOTLINE.route(ticket(leaf, *places, **more), at=AT)


def duties(routing: Routing) -> list[Duty]:
    """The duties collected beside a route."""
    return [each.then for each in routing.duties]


class TestInquiry:
    """条例 11-1: 咨询 能够即时答复的，即时答复；不能即时答复的，派单至承办单位."""

    def test_answered(self) -> None:
        """An answerable inquiry is answered and goes to no unit."""
        routing = route(None, request_type=RequestType.INQUIRY, answerable=True)
        assert routing.disposition is Disposition.ANSWER
        assert routing.lead is None
        assert routing.deadlines == ()

    def test_dispatched(self) -> None:
        """Any other inquiry is dispatched."""
        routing = route(request_type=RequestType.INQUIRY, answerable=False)
        assert routing.disposition is Disposition.DISPATCH
        assert routing.lead is not None
        assert routing.lead.id == DONGHUAMEN


class TestSixRoutes:
    """条例 11-3: six cases are handled in their own way, and not dispatched."""

    @pytest.mark.parametrize(
        ("facts", "disposition", "item"),
        [
            ({"emergency": EmergencyLine.FIRE}, Disposition.TRANSFER_EMERGENCY, "11-3-1"),
            (
                {"statutory": StatutoryStanding.ENTERED_PETITION},
                Disposition.GUIDE_STATUTORY,
                "11-3-2",
            ),
            (
                {"earlier": EarlierCase.FINISHED, "new_grounds": False},
                Disposition.TELL_PROGRESS,
                "11-3-3",
            ),
            ({"secrecy": Secrecy.PRIVACY}, Disposition.EXPLAIN_SECRECY, "11-3-4"),
            ({"beyond_duty": True}, Disposition.GUIDE_ELSEWHERE, "11-3-5"),
            ({"unlawful": True}, Disposition.DISSUADE, "11-3-6"),
        ],
    )
    def test_each(self, facts: Mapping[str, Any], disposition: Disposition, item: str) -> None:
        """Each of the six, with its item cited and no unit."""
        routing = route(**facts)
        assert routing.disposition is disposition
        assert routing.triage.grounds[0].locator == item
        assert routing.lead is None

    @pytest.mark.parametrize("channel", StatutoryChannel)
    @pytest.mark.parametrize("step", StatutoryStep)
    def test_petition_only_where_entered(
        self, step: StatutoryStep, channel: StatutoryChannel
    ) -> None:
        """11-3-(二): 诉讼 and the like should go or entered; 信访 only where already entered."""
        routing = route(statutory=StatutoryStanding.of(step, channel))
        petition_to_come = (step, channel) == (StatutoryStep.SHOULD_GO, StatutoryChannel.PETITION)
        guided = routing.disposition is Disposition.GUIDE_STATUTORY
        assert guided is not petition_to_come

    def test_new_grounds_are_dispatched(self) -> None:
        """11-3-(三) bars repetition only without 新情况、新理由."""
        assert route(earlier=EarlierCase.FINISHED, new_grounds=True).lead is not None

    def test_unrecorded_grounds_do_not_bar(self) -> None:
        """Where nobody recorded whether there is anything new, the ticket goes out, as assumed."""
        routing = route(earlier=EarlierCase.FINISHED)
        assert routing.disposition is Disposition.DISPATCH
        assert any("新情况" in each.text.zh for each in routing.assumptions)

    def test_beyond_duty_may_be_referred(self) -> None:
        """11-3-(五): 可以交由有关单位履行监督、指导等职责: a permission."""
        assert Duty.REFER_SUPERVISION in duties(route(beyond_duty=True))
        assert Duty.REFER_SUPERVISION.optional

    def test_emergency_is_recorded_and_may_be_a_ticket(self) -> None:
        """Art. 10 records an emergency too; a two-hour leaf is dispatched beside the transfer."""
        gas = route(GAS, emergency=EmergencyLine.FIRE)
        assert gas.disposition is Disposition.TRANSFER_EMERGENCY
        assert {Duty.RECORD, Duty.PARALLEL_TICKET} <= set(duties(gas))
        assert gas.lead is not None
        assert [each.limit.text.zh for each in gas.deadlines] == ["2小时"]
        assert route(SANITATION, emergency=EmergencyLine.POLICE).lead is None


class TestOrder:
    """No text orders the special routes: where several fit, the decision says so."""

    def test_what_was_passed_over(self) -> None:
        """The rows that fit too are named, on the assumed order."""
        routing = route(secrecy=Secrecy.STATE_SECRET, body=ResponsibleBody.CENTRAL)
        assert routing.disposition is Disposition.EXPLAIN_SECRECY
        assert [row.then for row in routing.passed_over] == [Disposition.INFORM_BODY]
        assert any("先后" in each.text.zh for each in routing.assumptions)

    def test_nothing_where_one_case_holds(self) -> None:
        """A single case rests on no order."""
        routing = route(secrecy=Secrecy.STATE_SECRET)
        assert routing.passed_over == ()
        assert not any("先后" in each.text.zh for each in routing.assumptions)

    def test_a_type_that_excludes_a_row_asks_for_nothing(self) -> None:
        """A complaint does not rest on whether an inquiry could be answered."""
        assert "answerable" not in [fact.name for fact in route().stand_ins]

    def test_emergency_beside_a_bar(self) -> None:
        """What would not be dispatched is not dispatched beside an emergency either."""
        for bar in (
            {"territory": Territory.OUTSIDE},
            {"secrecy": Secrecy.STATE_SECRET},
            {"body": ResponsibleBody.CENTRAL},
            {"statutory": StatutoryStanding.ENTERED_LITIGATION},
        ):
            routing = route(GAS, emergency=EmergencyLine.FIRE, **bar)
            assert routing.disposition is Disposition.TRANSFER_EMERGENCY
            assert routing.lead is None
        central = route(GAS, emergency=EmergencyLine.FIRE, body=ResponsibleBody.CENTRAL)
        assert Duty.INFORM_BODY in duties(central)


class TestPins:
    """A decision can be re-derived from what it pins."""

    def test_the_digest_is_that_of_the_day(self) -> None:
        """The rulebook of the day of the decision has the digest that is pinned."""
        routing = route()
        assert routing.pins.rulebook.endswith(HOTLINE.rulebook(AT.date()).digest)
        assert routing.pins.as_of is routing.pins.known_at is None

    def test_the_axes_are_pinned(self) -> None:
        """Another day and another state of knowledge are part of the pins, and are told."""
        day, known = date(2022, 3, 1), date(2024, 1, 1)
        routing = HOTLINE.route(ticket(), at=AT, as_of=day, known_at=known)
        assert (routing.pins.as_of, routing.pins.known_at) == (day, known)
        assert "2022-03-01" in routing.explain()

    def test_a_single_rulebook_answers_for_its_day(self) -> None:
        """Another day is refused, with the way to ask for it."""
        rules = beijing.TIMELINE.on(date(2024, 5, 1))
        hotline = Hotline(rules, HOTLINE.catalogue, HOTLINE.directory, HOTLINE.calendar)
        assert hotline.route(ticket(), at=AT).lead is not None
        with pytest.raises(InvalidValueError, match="Timeline"):
            hotline.route(ticket(), at=AT, as_of=date(2021, 1, 1))

    def test_broken_rules_are_refused_when_built(self) -> None:
        """A timeline whose tables do not fit does not wait for the first ticket."""
        wrong = Table("t", TICKET_FACTS, (Row("R1", {}, Duty.RECORD, (assumed("示例", "x"),)),))
        broken = beijing.TIMELINE.with_({"routing.triage": wrong})
        with pytest.raises(RulebookError, match="R1"):
            Hotline(broken, HOTLINE.catalogue, HOTLINE.directory, HOTLINE.calendar)


class TestOtherRoutes:
    """条例 2, 21, 22 and the 2020 opinion: matters that are not the city's own."""

    @pytest.mark.parametrize(
        ("facts", "disposition"),
        [
            ({"territory": Territory.OUTSIDE}, Disposition.OUT_OF_TERRITORY),
            ({"territory": Territory.NEIGHBOUR}, Disposition.PASS_TO_NEIGHBOUR),
            ({"body": ResponsibleBody.CENTRAL}, Disposition.INFORM_BODY),
            ({"body": ResponsibleBody.MILITARY}, Disposition.INFORM_BODY),
        ],
    )
    def test_each(self, facts: Mapping[str, Any], disposition: Disposition) -> None:
        """Each goes its own way, to no unit of the city."""
        routing = route(**facts)
        assert routing.disposition is disposition
        assert routing.lead is None

    def test_linked_services_are_served(self) -> None:
        """21: 异地养老、医疗报销、交通出行等 across the region is served, not passed away."""
        routing = route("0601", territory=Territory.NEIGHBOUR, cross_region=True)
        assert routing.triage.then is Disposition.DISPATCH

    def test_abuse_does_not_drop_the_substance(self) -> None:
        """9-3 and 37: an abusive caller is dissuaded; the matter is dispatched all the same."""
        routing = route(abusive=True)
        assert Duty.DISSUADE_REQUESTER in duties(routing)
        assert routing.lead == route().lead
        assert routing.deadlines == route().deadlines


class TestDispatch:
    """条例 12: 直派 where the unit is clear, 派区 where only the district is."""

    def test_direct_to_subdistrict_is_copied(self) -> None:
        """12-1-(一): 直接派单至街道办事处、乡镇人民政府的，同时送区人民政府."""
        routing = route()
        assert routing.mode is DispatchMode.DIRECT
        assert [unit.name for unit in routing.copied_to] == ["东城区人民政府"]

    def test_direct_to_department_is_not_copied(self) -> None:
        """The copy is owed for 街乡 only."""
        routing = route("0106")
        assert routing.mode is DispatchMode.DIRECT
        assert routing.copied_to == ()

    def test_candidates_of_one_district(self) -> None:
        """Of two streets of one district neither is certain; the district is: 12-1-(二)."""
        routing = route(SANITATION, DONGHUAMEN, "110101002")
        assert routing.mode is DispatchMode.TO_DISTRICT
        assert routing.lead is not None
        assert routing.lead.name == "东城区人民政府"
        assert Obstacle.SEVERAL_PLACES in routing.obstacles
        assert routing.dispatch is not None
        assert routing.dispatch.grounds[0].locator == "12-1-2"

    def test_candidates_of_two_districts(self) -> None:
        """Without a district nothing can be sent: 12-2 permits a conference."""
        routing = route(SANITATION, DONGHUAMEN, "110102001")
        assert routing.disposition is Disposition.COORDINATE
        assert routing.lead is None
        assert routing.dispatch is not None
        assert routing.dispatch.grounds[0].locator == "12-2"

    def test_citywide_unit_needs_no_place(self) -> None:
        """A unit that serves the whole city leads wherever the matter is."""
        unplaced = attrs.evolve(ticket("0101"), places=())
        routing = HOTLINE.route(unplaced, at=AT)
        assert routing.lead is not None
        assert routing.lead.id == "供水"

    @pytest.mark.parametrize(
        ("leaf", "places", "obstacle"),
        [
            (None, (DONGHUAMEN,), Obstacle.LEAF_MISSING),
            ("9999", (DONGHUAMEN,), Obstacle.LEAF_UNKNOWN),
            ("0901", (DONGHUAMEN,), Obstacle.NO_DUTY),
            (SANITATION, ("999",), Obstacle.PLACE_UNKNOWN),
            ("0101", ("999",), Obstacle.PLACE_UNKNOWN),
            (SANITATION, ("110101",), Obstacle.NO_HOLDER),
        ],
    )
    def test_awkward_tickets_are_results(
        self, leaf: str | None, places: tuple[str, ...], obstacle: Obstacle
    ) -> None:
        """An unknown leaf, a place outside the tree, no holder: a result that says so."""
        routing = route(leaf, *places)
        assert obstacle in routing.obstacles
        known_district = places != ("999",)
        assert (routing.mode is DispatchMode.TO_DISTRICT) is known_district
        assert obstacle.zh in routing.explain()

    def test_jurisdiction_by_the_catalogue(self) -> None:
        """The catalogue says which place decides: 登记地 for a prepaid card."""
        facts = ticket_facts(request_type=COMPLAINT, contact=True)
        shop = Place(("110105001",), PlaceRole.REGISTERED)
        routing = HOTLINE.route(
            Ticket("T", facts, PREPAID, (Place((DONGHUAMEN,)), shop), AT, "卡"), at=AT
        )
        assert routing.lead is not None
        assert routing.lead.name.startswith("朝阳区")

    def test_every_dispatch_carries_a_limit(self) -> None:
        """条例 13-1: the limit is stated on the ticket; the level is the catalogue's."""
        everywhere = tuple(Place((DONGHUAMEN,), role) for role in PlaceRole)
        for entry in HOTLINE.catalogue.entries:
            routing = HOTLINE.route(attrs.evolve(ticket(entry.code), places=everywhere), at=AT)
            assert routing.lead is not None
            (stage,) = routing.deadlines
            level = entry.time_class or TimeClass.ORDINARY
            expected = {"URGENT": "2小时", "DAY": "24小时", "ORDINARY": "7日", "COMPLEX": "15日"}
            assert stage.limit.text.zh == expected[level.name]
            assert stage.deadline is not None
            assert Duty.STATE_LIMIT in duties(routing)

    def test_seven_days(self) -> None:
        """民法典 201-1, 203-2: day one is the next day, the last ends at 24:00; no roll assumed."""
        (stage,) = route().deadlines
        assert stage.deadline is not None
        assert stage.deadline.due == beijing_time(2024, 5, 14)
        assert stage.deadline.text.zh == "2024-05-13 24:00"

    def test_co_handlers(self) -> None:
        """条例 14-2: the first receiver leads, others cooperate."""
        routing = route(PROPERTY)
        assert [unit.name for unit in routing.co_handlers] == ["东城区住房城乡建设委（示例）"]
        assert Duty.LEAD_COOPERATION in duties(routing)


class TestRisk:
    """意见 三（十）, 条例 29: sudden, mass and extreme matters."""

    @given(st.booleans(), st.booleans(), st.booleans())
    def test_double_dispatch_once(self, sudden: bool, mass: bool, extreme: bool) -> None:
        """Any of the three is dispatched to public security too, and reported; each once."""
        routing = route(sudden=sudden, mass=mass, extreme=extreme)
        expected = int(sudden or mass or extreme)
        assert duties(routing).count(Duty.DOUBLE_DISPATCH) == expected
        assert duties(routing).count(Duty.WARN) == expected
        assert [unit.name for unit in routing.also_dispatched_to] == (
            ["东城区公安分局（示例）"] if expected else []
        )

    def test_locality_is_added_to_a_department(self) -> None:
        """双派单 goes to 公安部门 and 属地; a lead that is neither has both beside it."""
        names = [unit.name for unit in route("0106", mass=True).also_dispatched_to]
        assert names == ["东城区公安分局（示例）", "东城区人民政府"]

    @pytest.mark.parametrize(
        "facts",
        [
            {"statutory": StatutoryStanding.ENTERED_LITIGATION},
            {"unlawful": True},
            {"body": ResponsibleBody.CENTRAL},
            {"beyond_duty": True},
            {"request_type": RequestType.INQUIRY, "answerable": True},
            {"earlier": EarlierCase.FINISHED, "new_grounds": False},
        ],
    )
    def test_people_at_risk_are_seen_whatever_the_route(self, facts: Mapping[str, Any]) -> None:
        """三（十） has no exception: the substance is guided, the people go to police and locality."""
        routing = route(None, extreme=True, **facts)
        assert routing.lead is None
        names = [unit.name for unit in routing.also_dispatched_to]
        assert names == ["东城区公安分局（示例）", "东城区人民政府"]
        assert routing.deadlines
        assert "东城区公安分局" in routing.explain()

    def test_not_outside_the_territory(self) -> None:
        """The city's police are not sent beyond it."""
        assert route(extreme=True, territory=Territory.OUTSIDE).also_dispatched_to == ()

    def test_doubled_without_a_lead(self) -> None:
        """On a boundary of two districts both get it, though no unit can lead."""
        routing = route(SANITATION, DONGHUAMEN, "110102001", mass=True)
        assert routing.disposition is Disposition.COORDINATE
        assert {unit.division for unit in routing.also_dispatched_to} == {"110101", "110102"}

    def test_where_it_happens_and_where_it_belongs(self) -> None:
        """属地 is the place of the event and the place that decides jurisdiction."""
        shop = Place(("110105001",), PlaceRole.REGISTERED)
        one = attrs.evolve(ticket(PREPAID, mass=True), places=(Place((DONGHUAMEN,)), shop))
        divisions = {unit.division for unit in HOTLINE.route(one, at=AT).also_dispatched_to}
        assert divisions == {"110101", "110105"}

    def test_unknown_police_is_said(self) -> None:
        """A directory without 公安部门 is told, not passed over."""
        hotline = _small(("street", "d", DONGHUAMEN), kinds={"street": STREET}, entry=ENTRY)
        routing = hotline.route(ticket(mass=True), at=AT)
        assert Obstacle.POLICE_UNKNOWN in routing.obstacles

    def test_sudden_matters_are_urgent(self) -> None:
        """三（四）: by urgency; a sudden matter is of the two-hour level whatever its leaf."""
        assert [each.limit.text.zh for each in route("0301", sudden=True).deadlines] == ["2小时"]

    def test_disruption_goes_to_the_police(self) -> None:
        """国办函〔2025〕66号 (二), from its day on: the lead is passed on; the substance stays."""
        later = HOTLINE.route(ticket(disrupts=True), at=beijing_time(2026, 3, 2, 9))
        assert Duty.REFER_TO_POLICE in duties(later)
        assert later.lead is not None
        assert Duty.REFER_TO_POLICE not in duties(route(disrupts=True))

    def test_risk_alone_is_reported(self) -> None:
        """条例 29: a risk is reported; it is not dispatched twice."""
        found = duties(route(risk=True))
        assert Duty.REPORT_RISK in found
        assert Duty.DOUBLE_DISPATCH not in found


class TestRecord:
    """条例 10: time, matter and contact are recorded."""

    def test_lacking_elements_are_named(self) -> None:
        """What is missing is to be supplemented; the ticket goes out all the same."""
        bare = Ticket(
            "T", ticket_facts(request_type=COMPLAINT), SANITATION, (Place((DONGHUAMEN,)),)
        )
        routing = HOTLINE.route(bare, at=AT)
        assert Duty.SUPPLEMENT_RECORD in duties(routing)
        assert "诉求提出的时间、诉求事项、联系方式" in routing.explain()
        assert routing.lead is not None

    def test_complete_record(self) -> None:
        """Nothing to supplement where nothing lacks."""
        assert Duty.SUPPLEMENT_RECORD not in duties(route())


class TestOpinionOf2020:
    """Before the regulations the opinion of 2020-10-28 decides."""

    THEN = beijing_time(2021, 3, 1, 10)

    def routed(self, **facts: Any) -> Routing:
        """Route on a day before the regulations."""
        return HOTLINE.route(ticket(**facts), at=self.THEN)

    def test_no_copy_to_the_district(self) -> None:
        """The copy came with 条例 12-1-(一)."""
        assert self.routed().copied_to == ()

    def test_repetition_is_not_a_ground(self) -> None:
        """The opinion knows no rule like 11-3-(三)."""
        routing = self.routed(earlier=EarlierCase.FINISHED, new_grounds=False)
        assert routing.disposition is Disposition.DISPATCH

    def test_as_of_and_known_at(self) -> None:
        """The rules may be asked for another day, or as they were known."""
        now = HOTLINE.route(ticket(), at=AT, as_of=date(2021, 3, 1))
        assert now.triage == self.routed().triage
        unaware = HOTLINE.route(ticket(), at=beijing_time(2021, 10, 1), known_at=date(2021, 9, 1))
        assert unaware.triage == now.triage

    def test_before_all_rules(self) -> None:
        """The error says from which day on rules are known."""
        with pytest.raises(OutOfCoverageError, match="2020-10-28"):
            HOTLINE.route(ticket(), at=beijing_time(2020, 10, 27, 23, 59))


def _small(
    *holdings: tuple[str, str, str], kinds: Mapping[str, UnitKind], entry: CatalogueEntry
) -> Hotline:
    """A hotline over 东城区 with the units and holdings given."""
    divisions = Directory.divisions_by_prefix(
        [
            {"code": "11", "name": "北京市"},
            {"code": "110101", "name": "东城区"},
            {"code": DONGHUAMEN, "name": "东华门街道"},
            {"code": f"{DONGHUAMEN}001", "name": "多福巷社区"},
        ]
    )
    places = {unit: division for unit, _, division in holdings}
    units = [
        Unit(id=name, name=name, kind=kind, division=places.get(name, "110101"))
        for name, kind in kinds.items()
    ]
    held = [Holding(unit=unit, duty=duty, division=where) for unit, duty, where in holdings]
    directory = Directory(
        id="small", version="1", divisions=divisions, units=tuple(units), holdings=tuple(held)
    )
    catalogue = Catalogue(id="small", version="1", entries=(entry,))
    return Hotline(beijing.TIMELINE, catalogue, directory, HOTLINE.calendar)


ENTRY = CatalogueEntry(code=SANITATION, path=("环境", "卫生", "垃圾"), duty="d")
STREET, BUREAU, GOVERNMENT = UnitKind.SUBDISTRICT, UnitKind.DISTRICT_DEPARTMENT, "gov"


class TestCandidates:
    """The result lists the units that hold the duty, and why each lost."""

    def test_the_nearest_leads(self) -> None:
        """属地管理: the nearest holder leads; the others lose to it."""
        hotline = _small(
            ("street", "d", DONGHUAMEN),
            ("bureau", "d", "110101"),
            kinds={"street": STREET, "bureau": BUREAU},
            entry=ENTRY,
        )
        routing = hotline.route(ticket(), at=AT)
        assert routing.lead is not None
        assert routing.lead.id == "street"
        assert [(loss.unit, loss.reason) for loss in routing.losses] == [
            ("bureau", LossReason.LESS_PREFERRED)
        ]
        wide = Hotline(
            beijing.TIMELINE.with_({"routing.preference": Preference.WIDEST}),
            hotline.catalogue,
            hotline.directory,
            hotline.calendar,
        )
        led = wide.route(ticket(), at=AT).lead
        assert led is not None
        assert led.id == "bureau"

    def test_the_accused_never_leads(self) -> None:
        """A unit reported gives way to the next, and the ticket is kept from it."""
        hotline = _small(
            ("street", "d", DONGHUAMEN),
            ("bureau", "d", "110101"),
            kinds={"street": STREET, "bureau": BUREAU},
            entry=ENTRY,
        )
        routing = hotline.route(ticket(accused="street", request_type=REPORT), at=AT)
        assert routing.lead is not None
        assert routing.lead.id == "bureau"
        assert routing.losses[0].reason is LossReason.ACCUSED
        assert Duty.KEEP_FROM_ACCUSED in duties(routing)

    def test_accused_district_government(self) -> None:
        """派区 does not send a ticket to the district government that it accuses."""
        hotline = _small(kinds={GOVERNMENT: UnitKind.DISTRICT_GOVERNMENT}, entry=ENTRY)
        routing = hotline.route(ticket(accused=GOVERNMENT, request_type=REPORT), at=AT)
        assert routing.disposition is Disposition.COORDINATE
        assert routing.losses[0].reason is LossReason.ACCUSED

    @pytest.mark.parametrize(
        ("listed", "assists", "leads"),
        [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
    )
    def test_community_limits(self, listed: bool, assists: bool, leads: bool) -> None:
        """17-2: no matter off the 社区职责清单, no lead for 协助政府工作; it does not bar every lead."""
        entry = attrs.evolve(ENTRY, community_listed=listed, assists_government=assists)
        hotline = _small(
            ("community", "d", f"{DONGHUAMEN}001"),
            ("street", "d", DONGHUAMEN),
            kinds={"community": UnitKind.COMMUNITY, "street": STREET},
            entry=entry,
        )
        routing = hotline.route(ticket(SANITATION, f"{DONGHUAMEN}001"), at=AT)
        assert routing.lead is not None
        assert (routing.lead.id == "community") is leads
        if not leads:
            (loss,) = routing.losses
            assert loss.reason is (LossReason.NOT_MAIN if listed else LossReason.OFF_LIST)
            assert loss.grounds[0].locator == "17-2"
            assert ("主责" in loss.grounds[0].quote) is listed
        else:
            assert Duty.COPY_DISTRICT in duties(routing)

    def test_two_holders_of_one_level(self) -> None:
        """Several holders: neither leads, the district is known, so 派区; both losses are told."""
        hotline = _small(
            ("a", "d", "110101"),
            ("b", "d", "110101"),
            kinds={"a": BUREAU, "b": BUREAU, GOVERNMENT: UnitKind.DISTRICT_GOVERNMENT},
            entry=ENTRY,
        )
        routing = hotline.route(ticket(), at=AT)
        assert routing.mode is DispatchMode.TO_DISTRICT
        assert routing.obstacles == (Obstacle.SEVERAL_HOLDERS,)
        assert {loss.reason for loss in routing.losses} == {LossReason.SHARED}

    def test_a_tie_is_not_broken_from_afar(self) -> None:
        """A single holder at a wider level does not decide between two nearer ones."""
        hotline = _small(
            ("a", "d", DONGHUAMEN),
            ("b", "d", DONGHUAMEN),
            ("bureau", "d", "110101"),
            kinds={"a": BUREAU, "b": BUREAU, "bureau": BUREAU},
            entry=ENTRY,
        )
        routing = hotline.route(ticket(), at=AT)
        assert routing.lead is None
        assert {loss.unit: loss.reason for loss in routing.losses} == {
            "a": LossReason.SHARED,
            "b": LossReason.SHARED,
            "bureau": LossReason.LESS_PREFERRED,
        }

    def test_no_unit_loses_to_itself(self) -> None:
        """A unit that holds the duty at two levels leads, and is not among the losses."""
        hotline = _small(
            ("bureau", "d", DONGHUAMEN),
            ("bureau", "d", "110101"),
            kinds={"bureau": BUREAU},
            entry=ENTRY,
        )
        routing = hotline.route(ticket(), at=AT)
        assert routing.losses == ()
        assert routing.dispatch is not None
        assert routing.dispatch.holding is not None
        assert routing.dispatch.holding.division == DONGHUAMEN

    def test_the_accused_gets_no_copy(self) -> None:
        """A district government that is complained of gets no copy of the ticket either."""
        routing = route(accused="gov-110101", request_type=REPORT)
        assert routing.lead is not None
        assert routing.copied_to == ()
        assert Obstacle.COPY_WITHHELD in routing.obstacles
        doubled = route(
            "0106", accused="gov-110101", mass=True, request_type=REPORT
        ).also_dispatched_to
        assert "gov-110101" not in [unit.id for unit in doubled]

    def test_the_source_of_a_holding_is_a_ground(self) -> None:
        """依据 of a duty (三定规定) is told, and counts among the assumptions where it is assumed."""
        hotline = _small(("street", "d", DONGHUAMEN), kinds={"street": STREET}, entry=ENTRY)
        ground = assumed("按历史派单推定", "inferred from earlier dispatches")
        held = Holding(unit="street", duty="d", division=DONGHUAMEN, source=ground)
        directory = attrs.evolve(hotline.directory, holdings=(held,))
        routing = Hotline(hotline.rules, hotline.catalogue, directory, hotline.calendar).route(
            ticket(), at=AT
        )
        assert ground in routing.assumptions
        assert "按历史派单推定" in routing.explain()

    def test_a_central_body_is_no_handler(self) -> None:
        """22: a central body is informed, not dispatched to, whatever a directory says."""
        hotline = _small(
            ("ministry", "d", "110101"), kinds={"ministry": UnitKind.CENTRAL_BODY}, entry=ENTRY
        )
        routing = hotline.route(ticket(), at=AT)
        assert routing.lead is None
        assert routing.losses[0].reason is LossReason.NOT_A_HANDLER

    def test_a_holding_that_ended(self) -> None:
        """A duty that was given up is a loss on that day."""
        hotline = _small(("street", "d", DONGHUAMEN), kinds={"street": STREET}, entry=ENTRY)
        directory = attrs.evolve(
            hotline.directory,
            holdings=(
                Holding(unit="street", duty="d", division=DONGHUAMEN, until=date(2024, 5, 6)),
            ),
        )
        ended = Hotline(hotline.rules, hotline.catalogue, directory, hotline.calendar)
        assert ended.route(ticket(), at=AT).losses[0].reason is LossReason.NOT_IN_FORCE
        assert ended.route(ticket(), at=beijing_time(2024, 5, 5, 23, 59)).lead is not None

    def test_a_complaint_goes_to_the_unit_complained_of(self) -> None:
        """Only a report is kept from the unit: a complaint is that unit's to handle (11-2, 14-1)."""
        routing = route(accused=DONGHUAMEN)
        assert routing.lead is not None
        assert routing.lead.id == DONGHUAMEN
        assert Duty.KEEP_FROM_ACCUSED not in duties(routing)

    def test_the_duty_follows_the_guard(self) -> None:
        """Where an overlay keeps no type from its unit, the decision does not claim to."""
        rules = beijing.TIMELINE.with_({"routing.recusal": frozenset()})
        hotline = Hotline(rules, HOTLINE.catalogue, HOTLINE.directory, HOTLINE.calendar)
        routing = hotline.route(ticket(accused=DONGHUAMEN, request_type=REPORT), at=AT)
        assert routing.lead is not None
        assert routing.lead.id == DONGHUAMEN
        assert Duty.KEEP_FROM_ACCUSED not in duties(routing)

    @pytest.mark.parametrize("name", ["110101001", "东华门街道办事处"])
    def test_the_accused_by_id_or_name(self, name: str) -> None:
        """A report names its unit by identifier or by name."""
        routing = route(accused=name, request_type=REPORT)
        assert routing.lead is not None
        assert routing.lead.name == "东城区人民政府"

    def test_an_unknown_accused_is_said(self) -> None:
        """Whom the directory does not know nobody can be kept from."""
        routing = route(accused="某街道", request_type=REPORT)
        assert Obstacle.ACCUSED_UNKNOWN in routing.obstacles

    def test_a_community_may_assist(self) -> None:
        """17-1, 17-2: 协助政府工作 bars the lead, not assistance; off-list matters bar both."""
        entry = attrs.evolve(ENTRY, co_duties=("help",), assists_government=True)
        for listed in (True, False):
            hotline = _small(
                ("street", "d", DONGHUAMEN),
                ("community", "help", f"{DONGHUAMEN}001"),
                kinds={"community": UnitKind.COMMUNITY, "street": STREET},
                entry=attrs.evolve(entry, community_listed=listed),
            )
            routing = hotline.route(ticket(SANITATION, f"{DONGHUAMEN}001"), at=AT)
            assert [unit.id for unit in routing.co_handlers] == (["community"] if listed else [])
            assert routing.dispatch is not None
            reasons = [loss.reason for loss in routing.dispatch.co_losses]
            assert reasons == ([] if listed else [LossReason.OFF_LIST])

    def test_a_silent_guard_is_said(self) -> None:
        """In 2020 no text limits communities: the guard does not apply, and the decision says so."""
        hotline = _small(
            ("community", "d", f"{DONGHUAMEN}001"),
            kinds={"community": UnitKind.COMMUNITY},
            entry=ENTRY,
        )
        one = ticket(SANITATION, f"{DONGHUAMEN}001")
        routing = hotline.route(one, at=beijing_time(2021, 3, 1, 10))
        assert routing.lead is not None
        assert Obstacle.GUARD_SILENT in routing.obstacles
        assert Obstacle.GUARD_SILENT not in hotline.route(one, at=AT).obstacles

    def test_an_entry_that_was_replaced(self) -> None:
        """A leaf with one successor is routed by it; with none it is an obstacle."""
        old = attrs.evolve(
            ENTRY, code="old", path=("旧",), until=date(2024, 1, 1), successors=("new",)
        )
        new = attrs.evolve(ENTRY, code="new", path=("新",), since=date(2024, 1, 1))
        small = _small(("street", "d", DONGHUAMEN), kinds={"street": STREET}, entry=ENTRY)
        both = attrs.evolve(small.catalogue, entries=(old, new))
        hotline = Hotline(small.rules, both, small.directory, small.calendar)
        routing = hotline.route(ticket("old"), at=AT)
        assert routing.entry == new
        alone = attrs.evolve(small.catalogue, entries=(attrs.evolve(old, successors=()),))
        hotline = Hotline(small.rules, alone, small.directory, small.calendar)
        assert Obstacle.LEAF_ENDED in hotline.route(ticket("old"), at=AT).obstacles


def by_the_text(facts: Mapping[str, Any]) -> Disposition:
    """条例 11 read top down by hand, in the order that the rulebook assumes: the oracle."""
    get = facts.get
    if get("emergency", EmergencyLine.NONE) is not EmergencyLine.NONE:
        return Disposition.TRANSFER_EMERGENCY
    if get("secrecy", Secrecy.NONE).name in {"STATE_SECRET", "TRADE_SECRET", "PRIVACY"}:
        return Disposition.EXPLAIN_SECRECY
    standing = get("statutory", StatutoryStanding.NONE).name
    if standing.startswith("ENTERED") or (
        standing.startswith("SHOULD_GO") and not standing.endswith("PETITION")
    ):
        return Disposition.GUIDE_STATUTORY
    if get("unlawful"):
        return Disposition.DISSUADE
    if get("request_type") is RequestType.INQUIRY and get("answerable"):
        return Disposition.ANSWER
    if get("territory") is Territory.NEIGHBOUR:
        served = get("cross_region", False)
        return Disposition.DISPATCH if served else Disposition.PASS_TO_NEIGHBOUR
    if get("territory") is Territory.OUTSIDE:
        return Disposition.OUT_OF_TERRITORY
    if get("body", ResponsibleBody.LOCAL) is not ResponsibleBody.LOCAL:
        return Disposition.INFORM_BODY
    repeats = get("earlier", EarlierCase.NONE) is not EarlierCase.NONE
    if repeats and get("new_grounds") is False:
        return Disposition.TELL_PROGRESS
    if get("beyond_duty"):
        return Disposition.GUIDE_ELSEWHERE
    return Disposition.DISPATCH


FACTS = st.fixed_dictionaries(
    {}, optional={fact.name: st.sampled_from(fact.values) for fact in TICKET_FACTS.facts}
)
LEAVES = st.sampled_from([entry.code for entry in HOTLINE.catalogue.entries] + ["9999", None])
CODES = st.sampled_from([each.code for each in HOTLINE.directory.divisions] + ["999"])
PLACES = st.lists(CODES, min_size=1, max_size=3).map(lambda codes: (Place(tuple(codes)),))
TICKETS = st.builds(
    Ticket,
    st.text(min_size=1, max_size=5),
    FACTS.map(lambda facts: ticket_facts(**facts)),
    LEAVES,
    st.one_of(st.just(()), PLACES),
    st.one_of(st.none(), st.just(AT)),
    st.text(max_size=5),
    st.none(),
    st.one_of(st.none(), st.sampled_from([each.id for each in HOTLINE.directory.units])),
)


class TestLaws:
    """What holds for every ticket."""

    @given(FACTS)
    def test_triage_equals_the_text(self, facts: dict[str, Any]) -> None:
        """The table answers as the article read by hand."""
        routing = HOTLINE.route(Ticket("T", ticket_facts(**facts)), at=AT)
        assert routing.triage.then is by_the_text(facts)

    @given(TICKETS)
    def test_total_and_consistent(self, one: Ticket) -> None:
        """Every ticket has a result, and its parts agree."""
        routing = HOTLINE.route(one, at=AT)
        sent = routing.lead is not None or routing.also_dispatched_to != ()
        assert sent == (routing.deadlines != ())
        assert (routing.lead is None) == (routing.mode is None)
        assert (routing.disposition is Disposition.COORDINATE) <= (routing.lead is None)
        reported = one.facts.get("request_type") is RequestType.REPORT
        kept = {one.accused} if reported and one.accused else set()
        if routing.lead is not None:
            assert routing.lead.kind.handles
            assert routing.lead.id not in kept
            assert all(each.deadline and each.deadline.due > AT for each in routing.deadlines)
        lost = [loss.unit for loss in routing.losses]
        assert len(set(lost)) == len(lost)
        assert routing.lead is None or routing.lead.id not in lost
        touched = [*routing.co_handlers, *routing.also_dispatched_to, *routing.copied_to]
        assert routing.lead not in touched
        assert not kept.intersection(unit.id for unit in touched)
        for duty in routing.duties:
            assert duty.grounds

    @given(TICKETS)
    def test_explanation_is_the_computation(self, one: Ticket) -> None:
        """What the explanation says is what the result is; each of its rows tests true."""
        routing = HOTLINE.route(one, at=AT)
        trace = HOTLINE.rulebook(AT.date())["routing.triage"].explain(one.facts)
        assert trace.hits == (routing.triage,)
        told = routing.explain()
        assert routing.triage.then.zh in told
        if routing.lead:
            assert routing.lead.name in told
        for lang in ("zh", "en"):
            for form in (told.text, told.markdown, told.html):
                assert form(lang)
        assert routing.to_rows()

    @given(st.lists(TICKETS, max_size=6), st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, many: list[Ticket], random: Any) -> None:
        """Routing many is routing each; permuting tickets permutes results."""
        one_by_one = [HOTLINE.route(each, at=AT) for each in many]
        assert list(HOTLINE.route_many(many, at=AT).results) == one_by_one
        order = list(range(len(many)))
        random.shuffle(order)
        shuffled = HOTLINE.route_many([many[place] for place in order], at=AT)
        assert list(shuffled.results) == [one_by_one[place] for place in order]


class TestManyAndBad:
    """An impossible argument is an error; among many rows the good ones survive."""

    def test_good_rows_survive(self) -> None:
        """What is no ticket is a fault with its place; the others are routed."""
        results, faults = HOTLINE.route_many([ticket(), "工单", ticket(None)], at=AT)  # type: ignore[list-item]
        assert len(results) == 2
        assert [fault.place for fault in faults] == [1]
        assert "tickets[1]" in str(faults[0].error)

    def test_out_of_coverage_is_a_fault_of_the_row(self) -> None:
        """A deadline beyond the calendar spoils its own row only."""
        far = beijing_time(HOTLINE.calendar.last.year, 12, 31, 12)
        rules = beijing.TIMELINE.with_({"routing.limits": _working_limits()})
        hotline = Hotline(rules, HOTLINE.catalogue, HOTLINE.directory, HOTLINE.calendar)
        answered = ticket(None, request_type=RequestType.INQUIRY, answerable=True)
        results, faults = hotline.route_many([ticket(), answered], at=far)
        assert [each.disposition for each in results] == [Disposition.ANSWER]
        assert isinstance(faults[0].error, OutOfCoverageError)

    def test_naive_instant(self) -> None:
        """The error names the way to build an instant."""
        naive = AT.replace(tzinfo=None)
        with pytest.raises(NaiveDatetimeError, match="beijing_time"):
            HOTLINE.route(ticket(), at=naive)
        with pytest.raises(NaiveDatetimeError, match="beijing_time"):
            HOTLINE.route_many([ticket()], at=naive)

    def test_wrong_parts(self) -> None:
        """All wrong arguments are told together."""
        with pytest.raises(InvalidValueError) as caught:
            Hotline(beijing.TIMELINE, None, None, None)  # type: ignore[arg-type]
        assert {fault.path for fault in caught.value.faults} == {
            "catalogue",
            "directory",
            "calendar",
        }

    def test_other_zone_is_converted(self) -> None:
        """The same instant in another zone gives the same decision."""
        assert HOTLINE.route(ticket(), at=AT.astimezone(UTC)) == route()


class TestCityFacts:
    """A city's own fact enters through its `FactSpace`, not by editing tickets."""

    SPACE = TICKET_FACTS.extend(Fact("smoking", Text("控烟", "smoking control"), (True, False)))

    def test_a_row_on_a_new_fact(self) -> None:
        """A rulebook decides on the new fact; tickets without it are refused with a remedy."""
        triage = beijing.TIMELINE.on(AT.date())["routing.triage"]
        ground = (assumed("示例", "an example"),)
        first = Row("T0", {"smoking": True}, Disposition.INFORM_BODY, ground)
        table = Table(triage.name, self.SPACE, (first, *triage.as_rows()), triage.policy)
        hotline = Hotline(
            beijing.TIMELINE.with_({"routing.triage": table}),
            HOTLINE.catalogue,
            HOTLINE.directory,
            HOTLINE.calendar,
        )
        facts = self.SPACE.make(request_type=COMPLAINT, smoking=True)
        assert hotline.route(Ticket("T", facts), at=AT).disposition is Disposition.INFORM_BODY
        assert (
            hotline.route(Ticket("T", facts.replace(smoking=MISSING)), at=AT).disposition
            is Disposition.COORDINATE
        )
        with pytest.raises(UnknownFactError, match="smoking"):
            hotline.route(ticket(), at=AT)

    def test_a_duty_on_a_new_fact(self) -> None:
        """A city's fact may stand in the duties alone; it is asked of every ticket then."""
        duties_ = beijing.TIMELINE.on(AT.date())["routing.duties"]
        space = INTAKE_FACTS.extend(self.SPACE.facts[-1])
        extra = Row("D99", {"smoking": True}, Duty.REPORT_RISK, (assumed("示例", "an example"),))
        table = Table(duties_.name, space, (*duties_.as_rows(), extra), duties_.policy)
        hotline = Hotline(
            beijing.TIMELINE.with_({"routing.duties": table}),
            HOTLINE.catalogue,
            HOTLINE.directory,
            HOTLINE.calendar,
        )
        facts = self.SPACE.make(request_type=COMPLAINT, smoking=True)
        found = hotline.route(Ticket("T", facts), at=AT).duties
        assert "D99" in [each.id for each in found]
        with pytest.raises(UnknownFactError, match="smoking"):
            hotline.route(ticket(), at=AT)

    def test_tables_that_do_not_fit(self) -> None:
        """Wrong facts, hit policy and outcome are told together, each with its path."""
        rules = beijing.TIMELINE.on(AT.date())
        ground = (assumed("示例", "an example"),)
        wrong = Table("t", TICKET_FACTS, (Row("R1", {}, Duty.RECORD, ground),))
        broken = rules.with_({"routing.triage": wrong, "routing.duties": wrong})
        with pytest.raises(RulebookError) as caught:
            Hotline(broken, HOTLINE.catalogue, HOTLINE.directory, HOTLINE.calendar)
        paths = [fault.path for fault in caught.value.faults]
        assert paths == ["routing.triage.R1", "routing.duties", "routing.duties"]

    def test_extended_tickets_under_plain_rules(self) -> None:
        """More facts than the rulebook asks for do no harm."""
        facts = self.SPACE.make(request_type=COMPLAINT, contact=True, smoking=True)
        routing = HOTLINE.route(Ticket("T", facts, SANITATION, (Place((DONGHUAMEN,)),)), at=AT)
        assert routing.lead is not None


def _working_limits() -> Table[Any]:
    limits = beijing.TIMELINE.on(AT.date())["routing.limits"]
    rows = [
        attrs.evolve(row, then=(row.then[0]._replace(limit=working_days(5)),))
        for row in limits.as_rows()
    ]
    return Table(limits.name, limits.space, rows)


class TestPublicSecurity:
    """双派单 finds 公安部门 by a well-known duty."""

    def test_the_key_is_a_duty_of_the_directory(self) -> None:
        """Every district of the illustrative directory has one."""
        districts = {each.code for each in HOTLINE.directory.divisions if len(each.code) == 6}
        assert all(HOTLINE.directory.holders(PUBLIC_SECURITY, code) for code in districts)

    def test_hotline_check_names_duties_nobody_holds(self) -> None:
        """Catalogue and directory are checked against each other."""
        assert HOTLINE.check() == ()
        bare = Directory(id="bare", version="1")
        hotline = Hotline(beijing.TIMELINE, HOTLINE.catalogue, bare, WorkCalendar.china())
        assert hotline.check()
        assert isinstance(hotline.route(ticket(), at=AT), Routing)

    def test_errors_are_of_one_family(self) -> None:
        """Whatever is refused is a `JiesuError`."""
        with pytest.raises(JiesuError):
            HOTLINE.route("工单", at=AT)  # type: ignore[arg-type]
