"""What the training needs besides Python, and the Debian packages that have it."""

import shutil
from collections.abc import Iterable

DEBIAN_PACKAGES = {
    "flite": "flite",
    "espeak-ng": "espeak-ng",
    "festival": "festival",
    "text2wave": "festival",
    "pico2wave": "libttspico-utils",
    "RHVoice-test": "rhvoice",
    "fstcompile": "libfst-tools",
    "fstarcsort": "libfst-tools",
    "fstconvert": "libfst-tools",
}
NON_FREE = frozenset({"libttspico-utils", "rhvoice", "rhvoice-english"})
"""Free of charge and of limits on what they say, but Debian 12 has them in its section non-free."""


class MissingNeed(Exception):
    """Something that the training needs is not installed; the text says what to install."""


def program(name: str) -> str:
    """Its path. Raises MissingNeed with the Debian package."""
    found = shutil.which(name)
    if found is None:
        raise MissingNeed(f"The program {name} is not installed. {install([DEBIAN_PACKAGES[name]])}")
    return found


def install(packages: Iterable[str]) -> str:
    """The command that installs these Debian packages, as a sentence."""
    wanted = sorted(set(packages))
    told = f"On Debian 12: apt-get install {' '.join(wanted)}"
    outside = [package for package in wanted if package in NON_FREE]
    return told + (f" ({', '.join(outside)} from the section non-free)" if outside else "")
