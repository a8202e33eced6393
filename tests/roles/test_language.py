"""In which language a leg is written down: its person's, else the call's; told once, and anew when it changes."""

from dataclasses import replace

from story import ANA, DEV, OMAR, Story, call_sid, with_command

from bridge.read_model.facts import fact_line
from roles import commands as c, events as e
from roles.people import BRIDGE
from roles.record.language import language_of


def test_a_persons_language_goes_before_that_of_the_call() -> None:
    story = Story()
    opening = c.OpenIncident(incident_id="i1", title="x", severity=1, room="room-1", language="fr")
    story.do(opening, BRIDGE)
    story.on_the_line(replace(DEV, language="de"))
    story.on_the_line(ANA)
    assert language_of(story.incident, call_sid("dev")) == "de"
    assert language_of(story.incident, call_sid("ana")) == "fr"
    assert language_of(story.incident, "CA-nobody") == "fr"


def test_without_any_the_bridges_own_is_meant() -> None:
    assert language_of(with_command().incident, call_sid("ana")) == ""


def test_what_came_of_it_is_told_once_and_a_missing_model_stands_on_the_page_as_an_alarm() -> None:
    story = with_command()
    story.on_the_line(OMAR)
    told = c.ReportLanguage(call_sid=call_sid("omar"), wanted="de", heard="en")
    story.do(told, BRIDGE)
    story.do(told, BRIDGE)
    chosen = [event for event in story.events if isinstance(event, e.LanguageChosen)]
    assert len(chosen) == 1
    line = fact_line(story.incident, 7, chosen[0])
    assert line is not None
    assert line.weight == "alarm"
    assert line.text == (
        "Omar Haddad speaks German, for which there is no speech model: their words are written down as English"
    )
    story.do(replace(told, heard="de"), BRIDGE)
    line = fact_line(story.incident, 8, story.events[-1])
    assert line is not None
    assert (line.weight, line.text) == ("", "what Omar Haddad says is written down in German")
