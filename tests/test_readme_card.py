"""The card of the telephone in the README is the one that the menus follow."""

from pathlib import Path

from roles.menus.card import CARD

README = Path(__file__).parents[1] / "README.md"


def test_every_row_of_the_card_stands_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    for row in CARD:
        assert f"| `{row.keys}` | {row.what} |" in text
