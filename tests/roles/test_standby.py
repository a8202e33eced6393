"""Hot standby: the commander drops, is rung, and the deputy takes over with one key; nobody else is moved."""

from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.next_step import KeyMenu, next_step
from roles.people import Role

DEPUTY = call_sid("dev")


def commander(story: Story) -> str | None:
    return story.incident.roster.holder(Role.INCIDENT_COMMANDER)


def test_the_deputy_hears_of_the_drop_at_once_and_the_commander_is_rung() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    assert story.said(DEV) == ["Ana Ruiz, who is in command, dropped. Press star, then 1, to take command."]
    assert [event.person_id for event in story.events if isinstance(event, e.RingOrdered)] == ["ana"]
    assert commander(story) == "ana"
    assert not any("Ana" in text for text in story.said()[1:] if "dropped" in text)


def test_the_deputy_takes_command_with_one_key_after_a_pin_given_before() -> None:
    story = with_command(pins_keyed=False)
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="dev"), ANA)
    story.call_over(call_sid("ana"))
    story.presses_star(DEPUTY)
    step = next_step(story.incident, story.leg(DEV))
    assert isinstance(step, KeyMenu)
    assert step.question == "Ana Ruiz dropped."
    assert step.options == (("1", "take command"), ("2", "not now"))
    story.presses(DEPUTY, "1")
    assert commander(story) == "ana"
    story.keys_pin(DEPUTY, "dev")
    assert commander(story) == "dev"
    assert story.said()[-1] == "Dev Rao is now incident commander, after Ana Ruiz."
    assert story.incident.commander_dropped is None


def test_a_pin_given_when_the_deputy_role_was_accepted_makes_the_takeover_one_key() -> None:
    story = with_command(pins_keyed=False)
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), ANA)
    story.do(c.ProposeRole(role=Role.DEPUTY, person_id="dev"), ANA)
    story.presses_star(DEPUTY)
    story.presses(DEPUTY, "1")
    story.keys_pin(DEPUTY, "dev")
    assert story.incident.roster.holder(Role.DEPUTY) == "dev"
    story.joined(DEPUTY)
    story.call_over(call_sid("ana"))
    story.presses_star(DEPUTY, "m9")
    story.presses(DEPUTY, "1", "m9")
    assert commander(story) == "dev"


def test_the_commander_who_comes_back_commands_as_before_and_the_offer_is_over() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    story.later(10)
    story.answers_ring(ANA, number=2)
    assert story.incident.commander_dropped is None
    assert commander(story) == "ana"
    story.presses_star(DEPUTY)
    step = next_step(story.incident, story.leg(DEV))
    assert isinstance(step, KeyMenu)
    assert step.question == ""


def test_a_second_leg_of_the_commander_is_no_drop_and_the_end_of_the_call_neither() -> None:
    story = with_command()
    story.on_the_line(ANA, number=2)
    story.call_over(call_sid("ana"))
    assert story.incident.commander_dropped is None
    story.do(c.EndCall(), DEV)
    story.call_over(call_sid("ana", 2))
    assert not any(isinstance(event, e.CommanderDropped) for event in story.events)


def test_only_the_deputy_is_offered_the_command_and_a_responder_cannot_take_it() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    assert story.said(OMAR) == []
    story.presses_star(call_sid("omar"))
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.question == ""


def test_without_a_commander_a_minute_after_the_first_join_the_bridge_asks_once() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(OMAR)
    assert not any(isinstance(event, e.CommandAsked) for event in story.ticks(58))
    story.ticks(300)
    assert story.said() == [
        "Nobody is in command. Whoever is trained takes it with star, then 1.",
        "Nobody has taken command. Anybody may take it now with star, then 1.",
    ]
    story.presses_star(call_sid("ana"))
    story.presses(call_sid("ana"), "1")
    story.keys_pin(call_sid("ana"), "ana")
    assert commander(story) == "ana"


def test_a_minute_after_the_question_anybody_identified_may_take_command_and_the_log_says_untrained() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(MAX)
    story.ticks(125)
    (taken, *_) = story.do(c.TakeCommand(), MAX)
    assert isinstance(taken, e.RoleTaken)
    assert taken.untrained
    assert commander(story) == "max"


def test_somebody_more_senior_who_joins_changes_nothing() -> None:
    story = Story().opened()
    story.on_the_line(DEV)
    story.do(c.TakeCommand(), DEV)
    story.on_the_line(ANA)
    story.ticks(90)
    assert commander(story) == "dev"
    assert not any(isinstance(event, e.CommandAsked) for event in story.events)


def test_not_now_leaves_everything_and_the_command_stays_on_its_key() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    assert story.keys(DEPUTY, "2") == "Not now."
    assert commander(story) == "ana"
    story.presses_star(DEPUTY, "m2")
    story.presses(DEPUTY, "0", "m2")
    menu = story.leg(DEV).menu
    assert menu is not None
    assert dict(menu.options)["6"] == "take_command"
