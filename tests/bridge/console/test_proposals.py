"""From speech to action on the page: who sees a proposal, what confirming gives, how a wrong one goes."""

from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl

import pytest
from desk_office import Browser, Office

from bridge.console.live_updates import Update, update
from bridge.console.viewer import Viewer
from bridge.drafting import Drafting
from bridge.record import codec
from roles import commands as c
from roles.people import BRIDGE, Person, Role
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord
from transcription.timeline.proposals import Proposed
from transcription.vocabulary import NO_TERMS

TASK = "omar please roll back the last deploy and report back in five minutes"


@dataclass
class Call:
    """Ana commands, Dev is deputy, Omar is on the line; what they say is drafted at once."""

    office: Office
    spoken: int = 0

    def says(self, name: str, text: str) -> None:
        office = self.office
        office.later(5)
        self.spoken += 1
        person_id, utterance_id = office.id_of(name), f"u{self.spoken}"
        legs = office.node.service.incident("i1").legs.values()
        words = tuple(SpokenWord(word=word, start=office.now, end=office.now, confidence=0.9) for word in text.split())
        piece = t.HearPiece(
            utterance_id=utterance_id,
            call_sid=next(leg.call_sid for leg in legs if leg.person_id == person_id),
            person_id=person_id,
            start=office.now,
            end=office.now,
            text=text,
            words=words,
            confidence=0.9,
        )
        for command in (piece, t.CloseUtterance(utterance_id=utterance_id)):
            office.node.service.handle("i1", command, BRIDGE)
        Drafting(office.node.service).run("i1")

    def tick(self, seconds: float = 0) -> None:
        self.office.later(seconds)
        self.office.do(c.Tick())

    def proposals(self) -> list[Proposed]:
        with self.office.node.service.reading("i1") as record:
            return record.timeline.proposals.all()

    def only(self) -> Proposed:
        (found,) = self.proposals()
        return found

    def has_role(self, name: str, role: Role) -> None:
        self.office.do(c.AssignRole(role=role, person_id=self.office.id_of(name)), by="Ana Ruiz")


@pytest.fixture
def call(on_a_call: Office) -> Call:
    return Call(on_a_call)


def button(browser: Browser, proposal: Proposed, key: str) -> tuple[str, dict[str, str]] | None:
    """The order of this key of a proposal on the page, and with what its question begins."""
    page = browser.get("/incidents/i1").text
    _, _, rest = page.partition(f'id="proposal-{proposal.proposal_id}"')
    mine = rest.partition("</div>")[0]
    for part in mine.split("<button")[1:]:
        if f'data-key="{key}"' in part:
            order = unescape(part.partition('value="')[2].partition('"')[0])
            asks = unescape(part.partition('data-fields="')[2].partition('"')[0])
            return order, dict(parse_qsl(asks))
    return None


def press(browser: Browser, proposal: Proposed, key: str, **answers: str) -> None:
    found = button(browser, proposal, key)
    assert found is not None
    order, asked = found
    answer = browser.act("i1", order, **{**asked, **answers})
    assert answer.status_code == 200, answer.text


def sees(office: Office, name: str, proposal: Proposed) -> bool:
    return f'id="proposal-{proposal.proposal_id}"' in office.signed_in(name).get("/incidents/i1").text


def test_a_spoken_task_is_a_timer_for_who_may_give_time_boxes_with_the_words_it_comes_from(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    page = call.office.signed_in("Dev Rao").get("/incidents/i1").text
    assert "Proposal to you · Timer" in page
    assert "Omar Haddad: Roll back the last deploy, 5 min" in page
    assert f'<q class="source">{TASK}</q>' in page
    assert sees(call.office, "Ana Ruiz", call.only())
    assert not sees(call.office, "Omar Haddad", call.only())
    assert call.office.node.service.incident("i1").timers.boxes == {}, "it never acts by itself"


def test_one_key_confirms_it_by_the_command_of_the_acts_own_button_and_says_who(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    dev = call.office.signed_in("Dev Rao")
    press(dev, call.only(), "a")
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert (box.owner, box.task) == (call.office.id_of("Omar Haddad"), "Roll back the last deploy")
    assert call.only().how == "confirmed"
    assert "Proposal, confirmed by Dev Rao" in call.office.signed_in("Ana Ruiz").get("/incidents/i1").text


def test_of_two_who_confirm_the_first_wins_and_it_is_done_once(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    found = button(call.office.signed_in("Dev Rao"), call.only(), "a")
    assert found is not None
    call.office.signed_in("Dev Rao").act("i1", found[0])
    second = call.office.signed_in("Ana Ruiz").act("i1", found[0])
    assert second.status_code == 409
    assert "Dev Rao confirmed this proposal first." in second.get_json()["reason"]
    assert len(call.office.node.service.incident("i1").timers.boxes) == 1


def test_a_wrong_proposal_costs_one_key_and_can_be_had_again(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    dev = call.office.signed_in("Dev Rao")
    press(dev, call.only(), "d")
    assert (call.only().how, call.office.node.service.incident("i1").timers.boxes) == ("dismissed", {})
    assert "Proposal, dismissed by Dev Rao" in dev.get("/incidents/i1").text
    dev.act("i1", "undo")
    assert call.only().waits
    press(dev, call.only(), "d")
    press(dev, call.only(), "a")
    assert call.only().waits, "brought back from what was dropped"


def test_what_is_not_known_is_asked_and_never_guessed(call: Call) -> None:
    call.says("Ana Ruiz", "scribe please write up the timeline so far and report back in five minutes")
    proposal = call.only()
    assert proposal.made.owner == "scribe"
    dev = call.office.signed_in("Dev Rao")
    found = button(dev, proposal, "a")
    assert found is not None
    assert "person_id" not in found[0]
    assert "person_id" not in found[1]
    assert dev.act("i1", found[0], **found[1]).get_json() == {"reason": "The person is missing."}
    assert proposal.waits
    press(dev, proposal, "a", person_id=call.office.id_of("Omar Haddad"), minutes="7")
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert (box.due_at - box.started_at).total_seconds() == 420


def test_it_can_be_changed_before_it_is_confirmed(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    press(call.office.signed_in("Dev Rao"), call.only(), "e", minutes="12")
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert (box.task, (box.due_at - box.started_at).total_seconds()) == ("Roll back the last deploy", 720)


def test_a_correction_supersedes_the_proposal_and_keeps_its_task(call: Call) -> None:
    call.says("Ana Ruiz", TASK.replace("five", "ten"))
    call.says("Ana Ruiz", "no make that five")
    first, second = call.proposals()
    assert (first.how, second.waits) == ("superseded", True)
    assert (second.made.task, second.made.minutes) == ("Roll back the last deploy", 5)


def confirmed(call: Call, minutes: str = "ten") -> None:
    """Ana gave Omar a task, Dev confirmed its timer."""
    call.says("Ana Ruiz", TASK.replace("five", minutes))
    press(call.office.signed_in("Dev Rao"), call.proposals()[-1], "a")


def spans(call: Call) -> list[float]:
    """Minutes that are left of each open time box."""
    boxes = call.office.node.service.incident("i1").timers.open_boxes()
    return [(box.due_at - call.office.now).total_seconds() / 60 for box in boxes]


def test_a_correction_after_the_timer_was_confirmed_changes_the_time_of_the_one_that_runs(call: Call) -> None:
    confirmed(call)
    call.tick(60)
    call.says("Ana Ruiz", "no make that five")
    dev = call.office.signed_in("Dev Rao")
    page = dev.get("/incidents/i1").text
    assert "Omar Haddad: Roll back the last deploy, 5 min from now, instead of what is left" in page
    press(dev, call.proposals()[-1], "a")
    assert spans(call) == [5]
    assert [found.how for found in call.proposals()] == ["confirmed", "confirmed"]
    assert "Omar Haddad has 5 min from now for Roll back the last deploy, changed by Dev Rao" in unescape(
        dev.get("/incidents/i1").text
    )


def test_a_second_correction_changes_the_same_timer_and_understood_is_about_it(call: Call) -> None:
    confirmed(call)
    dev = call.office.signed_in("Dev Rao")
    for minutes in ("five", "seven"):
        call.says("Ana Ruiz", f"no make that {minutes}")
        press(dev, call.proposals()[-1], "a")
    assert spans(call) == [7]
    call.says("Omar Haddad", "understood")
    press(call.office.signed_in("Omar Haddad"), call.proposals()[-1], "a")
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert box.acknowledged


def test_the_new_time_can_be_changed_before_it_is_confirmed(call: Call) -> None:
    confirmed(call)
    call.says("Ana Ruiz", "no make that five")
    press(call.office.signed_in("Dev Rao"), call.proposals()[-1], "e", minutes="6")
    assert spans(call) == [6]


def test_a_page_drawn_before_the_timer_ran_cannot_start_a_second_one(call: Call) -> None:
    confirmed(call)
    call.says("Ana Ruiz", "no make that five")
    dev, proposal = call.office.signed_in("Dev Rao"), call.proposals()[-1]
    omar = call.office.id_of("Omar Haddad")
    old = dev.act(
        "i1", f"time_box?proposal_id={proposal.proposal_id}", person_id=omar, minutes="5", text="Roll back"
    )  # fmt: skip
    assert "does not fit the proposal" in old.get_json()["reason"]
    other = dev.act("i1", f"new_time?proposal_id={proposal.proposal_id}", box_id="box-of-somebody", minutes="5")
    assert "does not fit the proposal" in other.get_json()["reason"]
    assert call.proposals()[-1].waits
    assert len(spans(call)) == 1


@pytest.mark.parametrize("order", [("said", "by hand"), ("by hand", "said")])
def test_a_timer_that_was_started_by_hand_is_the_one_that_a_correction_changes(
    call: Call, order: tuple[str, str]
) -> None:
    dev, omar = call.office.signed_in("Dev Rao"), call.office.id_of("Omar Haddad")
    for step in order:
        if step == "said":
            call.says("Ana Ruiz", TASK.replace("five", "ten"))
        else:
            assert dev.act("i1", "time_box", person_id=omar, minutes="10", text="Roll back").status_code == 200
    call.says("Ana Ruiz", "no make that five")
    press(dev, call.proposals()[-1], "a")
    assert spans(call) == [5]


@pytest.mark.parametrize("how", ["done", "dropped"])
def test_a_correction_of_a_task_that_is_done_is_over_and_of_one_that_was_dropped_starts_anew(
    call: Call, how: str
) -> None:
    confirmed(call)
    call.says("Ana Ruiz", "no make that five")
    dev, proposal = call.office.signed_in("Dev Rao"), call.proposals()[-1]
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert dev.act("i1", f"close_task?box_id={box.box_id}&how={how}").status_code == 200
    call.tick()
    if how == "done":
        assert call.proposals()[-1].how == "done"
        return
    press(dev, proposal, "a")
    assert spans(call) == [5]


def test_understood_is_proposed_as_acknowledgement_once_the_timer_runs_also_to_its_owner(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    call.says("Omar Haddad", "understood")
    timer, answer = call.proposals()
    assert not sees(call.office, "Dev Rao", answer)
    press(call.office.signed_in("Dev Rao"), timer, "a")
    assert sees(call.office, "Dev Rao", answer)
    press(call.office.signed_in("Omar Haddad"), answer, "a")
    (box,) = call.office.node.service.incident("i1").timers.open_boxes()
    assert box.acknowledged


def test_a_timer_that_is_dismissed_takes_its_acknowledgement_with_it(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    call.says("Omar Haddad", "wilco")
    press(call.office.signed_in("Dev Rao"), call.proposals()[0], "d")
    call.tick()
    assert [found.how for found in call.proposals()] == ["dismissed", "superseded"]


def test_the_next_check_in_is_a_cadence(call: Call) -> None:
    call.says("Ana Ruiz", "status report the errors are coming down next check in in fifteen minutes")
    press(call.office.signed_in("Dev Rao"), call.only(), "a")
    assert call.office.node.service.incident("i1").timers.cadence_minutes == 15


def test_a_page_goes_to_the_internal_liaison_and_the_deputy_and_rings_who_is_on_call(call: Call) -> None:
    call.has_role("Omar Haddad", Role.INTERNAL_LIAISON)
    call.says("Ana Ruiz", "omar please page the storage on call")
    proposal = next(found for found in call.proposals() if found.made.kind == "page")
    assert sees(call.office, "Omar Haddad", proposal)
    assert sees(call.office, "Dev Rao", proposal)
    assert not sees(call.office, "Ana Ruiz", proposal)
    omar = call.office.signed_in("Omar Haddad")
    found = button(omar, proposal, "a")
    assert found is not None
    assert "person_id" not in found[0], "nobody here is known to be on call for storage"
    call.office.node.directory.import_yaml(
        "people:\n  - {name: Pia Mendes, phones: ['+12025550104'], teams: [storage]}"
    )
    people = omar.get("/incidents/i1/directory").get_json()["people"]
    assert "Pia Mendes" in [name for _, name in people]
    press(omar, proposal, "a", person_id=call.office.id_of("Pia Mendes"))
    (ring,) = call.office.node.service.incident("i1").rings.by_id.values()
    assert ring.person_id == call.office.id_of("Pia Mendes")


def test_who_may_not_ring_is_told_nothing_of_the_directory(call: Call) -> None:
    assert call.office.signed_in("Omar Haddad").get("/incidents/i1/directory").get_json() == {"people": []}


def test_a_handover_of_command_is_for_the_commander_and_asks_the_other(call: Call) -> None:
    call.says("Ana Ruiz", "dev is taking over as incident commander")
    assert sees(call.office, "Ana Ruiz", call.only())
    assert not sees(call.office, "Dev Rao", call.only()), "command is handed over by its holder"
    press(call.office.signed_in("Ana Ruiz"), call.only(), "a")
    roster = call.office.node.service.incident("i1").roster
    assert roster.proposal(Role.INCIDENT_COMMANDER, call.office.id_of("Dev Rao")) is not None
    assert roster.holder(Role.INCIDENT_COMMANDER) == call.office.id_of("Ana Ruiz")


def test_what_is_refused_leaves_the_proposal_as_it_was(call: Call) -> None:
    omar = call.office.id_of("Omar Haddad")
    call.office.do(c.SetObserver(person_id=omar, observer=True), by="Dev Rao")
    call.says("Ana Ruiz", "omar you are the scribe")
    dev = call.office.signed_in("Dev Rao")
    found = button(dev, call.only(), "a")
    assert found is not None
    refused = dev.act("i1", found[0])
    assert refused.status_code == 409
    assert refused.get_json()["reason"].startswith("Omar Haddad listens only.")
    assert call.only().waits
    call.office.do(c.SetObserver(person_id=omar, observer=False), by="Dev Rao")
    press(dev, call.only(), "e", how="give")
    assert call.office.node.service.incident("i1").roster.holder(Role.SCRIBE) == omar


def test_a_role_that_is_given_aloud_is_offered(call: Call) -> None:
    call.says("Ana Ruiz", "omar you are the scribe")
    press(call.office.signed_in("Dev Rao"), call.only(), "a")
    incident = call.office.node.service.incident("i1")
    assert incident.roster.proposal(Role.SCRIBE, call.office.id_of("Omar Haddad")) is not None


def test_the_window_for_objections_begins_with_what_was_proposed(call: Call) -> None:
    call.says("Ana Ruiz", "the proposal is to fail over the database are there any strong objections")
    press(call.office.signed_in("Ana Ruiz"), call.only(), "a")
    poll = call.office.node.service.incident("i1").poll
    assert poll is not None
    assert poll.question == "fail over the database"


def test_a_severity_is_for_who_may_describe_the_incident_and_goes_when_it_is_so(call: Call) -> None:
    call.has_role("Omar Haddad", Role.SCRIBE)
    call.says("Ana Ruiz", "i am calling this a sev two")
    assert sees(call.office, "Omar Haddad", call.only())
    call.office.signed_in("Dev Rao").act("i1", "describe?severity=2")
    call.tick()
    assert call.only().how == "done"
    assert "Proposal, was so already" in call.office.signed_in("Omar Haddad").get("/incidents/i1").text


def test_what_is_so_already_is_not_proposed(call: Call) -> None:
    call.says("Ana Ruiz", "i am calling this a sev one")
    assert call.office.node.service.incident("i1").severity == 1
    assert call.proposals() == []


def test_can_someone_is_a_cue_to_whoever_said_it_alone_and_gives_a_task(call: Call) -> None:
    call.says("Ana Ruiz", "can someone look at the queue")
    proposal = call.only()
    assert sees(call.office, "Ana Ruiz", proposal)
    assert not sees(call.office, "Dev Rao", proposal)
    refused = call.office.signed_in("Dev Rao").act("i1", f"dismiss?proposal_id={proposal.proposal_id}")
    assert refused.status_code == 409
    omar = call.office.id_of("Omar Haddad")
    press(call.office.signed_in("Ana Ruiz"), proposal, "a", person_id=omar, text="look at the queue", minutes="5")
    assert len(call.office.node.service.incident("i1").timers.open_boxes(omar)) == 1


def test_nobody_confirms_it_in_time_so_it_goes_and_can_be_had_again(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    call.tick(599)
    assert call.only().waits
    call.tick(2)
    assert call.only().how == "expired"
    dev = call.office.signed_in("Dev Rao")
    press(dev, call.only(), "a")
    call.tick()
    assert call.only().waits


def test_another_act_does_not_confirm_it_and_somebody_without_the_right_does_not_settle_it(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    proposal_id = call.only().proposal_id
    wrong = call.office.signed_in("Dev Rao").act("i1", f"mute_all?proposal_id={proposal_id}")
    assert "does not fit the proposal" in wrong.get_json()["reason"]
    assert call.office.node.service.incident("i1").floor.muted_all_by is None
    omar = call.office.signed_in("Omar Haddad").act("i1", f"dismiss?proposal_id={proposal_id}")
    assert omar.get_json()["reason"].startswith("You may not give tasks a time box.")
    assert call.only().waits


def test_a_process_that_was_just_started_goes_on_with_the_same_proposals(call: Call) -> None:
    """Each utterance is drafted by a new process here."""
    call.says("Ana Ruiz", "omar please page the storage on call")
    call.says("Ana Ruiz", "omar i need the storage team paged please")
    assert [found.made.kind for found in call.proposals()] == ["page"]


def test_the_words_of_the_call_are_text_whatever_they_look_like(call: Call) -> None:
    hostile = 'the proposal is to <img src=x onerror="alert(1)"> are there any strong objections'
    call.says("Ana Ruiz", hostile)
    page = call.office.signed_in("Ana Ruiz").get("/incidents/i1").text
    assert "<img" not in page
    assert "Proposal to you" in page


def test_who_is_on_call_by_the_plan_is_rung_without_a_question(call: Call) -> None:
    call.office.node.directory.import_yaml(
        "people:\n  - {name: Pia Mendes, phones: ['+12025550104'], teams: [storage]}"
    )
    pia = Person(person_id=call.office.id_of("Pia Mendes"), name="Pia Mendes", on_call_for=("storage",))
    call.office.do(c.IntroducePerson(person=pia))
    call.says("Ana Ruiz", "omar please page the storage on call")
    proposal = next(found for found in call.proposals() if found.made.kind == "page")
    assert "Page storage: Pia Mendes" in call.office.signed_in("Dev Rao").get("/incidents/i1").text
    press(call.office.signed_in("Dev Rao"), proposal, "a")
    assert call.office.node.service.incident("i1").rings.going_on(pia.person_id) is not None


def changed_page(call: Call, name: str, since: int) -> Update:
    """What an open page of this person is sent for everything after event `since`."""
    office = call.office
    stored = office.node.service.events_after("i1", since)
    events = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored]
    with office.node.service.reading("i1") as record:
        return update(record, Viewer(person_id=office.id_of(name), name=name), events, NO_TERMS)


def seq(call: Call) -> int:
    with call.office.node.service.reading("i1") as record:
        return record.seq


def test_open_pages_get_a_proposal_and_lose_it_as_roles_and_decisions_change(call: Call) -> None:
    before = seq(call)
    call.says("Ana Ruiz", "i am calling this a sev two")
    element = f"proposal-{call.only().proposal_id}"
    assert element in [placed.element_id for placed in changed_page(call, "Dev Rao", before).entries]
    assert element in changed_page(call, "Omar Haddad", before).gone

    before = seq(call)
    call.has_role("Omar Haddad", Role.SCRIBE)
    found = changed_page(call, "Omar Haddad", before)
    assert element in [placed.element_id for placed in found.entries]
    assert "<span data-drafts>2</span> to look at" in found.panels["timeline-head"], "the line and the proposal"
    assert "TODO" in found.panels["timeline-foot"]

    before = seq(call)
    press(call.office.signed_in("Dev Rao"), call.only(), "d")
    (placed,) = [one for one in changed_page(call, "Omar Haddad", before).entries if one.element_id == element]
    assert "dismissed by Dev Rao" in placed.html

    before = seq(call)
    call.office.signed_in("Dev Rao").act("i1", "undo")
    (placed,) = changed_page(call, "Omar Haddad", before).entries
    assert "Proposal to you" in placed.html


def test_when_the_call_ends_nothing_is_left_to_confirm(call: Call) -> None:
    call.says("Ana Ruiz", TASK)
    call.office.do(c.EndCall(), by="Ana Ruiz")
    call.tick()
    assert call.only().how == "expired"
    assert button(call.office.signed_in("Dev Rao"), call.only(), "a") is None
