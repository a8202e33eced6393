"""Pages to read and to print: who may do what, the keys of the telephone, the directory and who has tested."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bridge.console.rendering import render
from bridge.console.signed_in import signed_in
from bridge.node import Node
from bridge.storage.phone_numbers import readable
from roles.menus.card import CARD, COMMAND, EVERYBODY, OFFERS_WORDS
from roles.permissions import TABLE, Capability


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("guides", __name__)

    @found.get("/permissions")
    @signed_in(node)
    def permissions() -> ResponseReturnValue:
        """The one table that every door asks."""
        return render("console/permissions.html", roles=tuple(TABLE), capabilities=tuple(Capability), table=TABLE)

    @found.get("/phone-card")
    @signed_in(node)
    def phone_card() -> ResponseReturnValue:
        return render(
            "console/phone_card.html",
            everybody=[row for row in CARD if row.who == EVERYBODY],
            command=[row for row in CARD if row.who == COMMAND],
            offers=OFFERS_WORDS,
            shown_number=readable(node.settings.phone_number),
        )

    @found.get("/people")
    @signed_in(node)
    def people() -> ResponseReturnValue:
        """The directory without a number in it: whom the bridge knows, and whose phone was tried."""
        everybody = node.directory.all()
        return render(
            "console/people.html",
            people=everybody,
            names={person.person_id: person.name for person in everybody},
            checks=node.phone_checks.newest(),
            test_number=readable(node.settings.test_number),
        )

    return found
