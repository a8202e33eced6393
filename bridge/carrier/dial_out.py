"""Whom the bridge may call: people of the directory only, in allowed countries, so many an hour."""

from dataclasses import dataclass
from datetime import datetime

from bridge.storage.calls import Calls
from bridge.storage.directory import Directory
from bridge.storage.phone_numbers import country_of


class DialOutRefused(Exception):
    """Not called; the text is a sentence for the person who asked."""


@dataclass(frozen=True)
class DialOut:
    """`countries`: ISO codes; empty means the country of `own_number` alone. `per_hour`: all calls together."""

    directory: Directory
    calls: Calls
    own_number: str
    countries: frozenset[str]
    per_hour: int

    def number_for(self, person_id: str, earlier_rings: int, ring_key: str, now: datetime) -> str:
        """The number to call: each further ring takes the person's next one. Counts the call, a ring once.

        Raises DialOutRefused.
        """
        person = self.directory.get(person_id)
        if person is None:
            raise DialOutRefused("This person is not in the directory.")
        if not person.phones:
            raise DialOutRefused(f"The directory has no number of {person.name}.")
        number = person.phones[earlier_rings % len(person.phones)]
        allowed = self.countries or frozenset({country_of(self.own_number)})
        if country_of(number) not in allowed:
            raise DialOutRefused(
                f"{person.name}'s number is in {country_of(number) or 'an unknown country'}, which the bridge may not "
                "call. Add it to BRIDGE_DIAL_OUT_COUNTRIES."
            )
        if not self.calls.dial_out_counted(ring_key, self.per_hour, now):
            raise DialOutRefused(
                f"The bridge has made {self.per_hour} calls within an hour, the limit of BRIDGE_DIAL_OUT_PER_HOUR."
            )
        return number
