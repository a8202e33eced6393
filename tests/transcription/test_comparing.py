"""The comparison of two versions of a line loses no word and marks only what differs."""

from hypothesis import given, strategies as st

from transcription.comparing import Kind, compare

some_words = st.lists(st.sampled_from(["roll", "back", "Back", "now", "the", "cash", "cache"]), max_size=12)


def words(parts, *kinds: Kind) -> list[str]:
    return [word for part in parts if part.kind in kinds for word in part.words]


@given(some_words, some_words)
def test_both_versions_can_be_read_out_of_the_comparison(before: list[str], after: list[str]) -> None:
    parts = compare(before, after)
    assert words(parts, Kind.SAME, Kind.NEW) == after
    old = words(parts, Kind.SAME, Kind.GONE)
    assert [word.casefold() for word in old] == [word.casefold() for word in before]


@given(some_words)
def test_the_same_words_differ_in_nothing(said: list[str]) -> None:
    assert all(part.kind is Kind.SAME for part in compare(said, said))


def test_what_is_gone_stands_before_what_came_in_its_place() -> None:
    parts = compare(["we", "clear", "the", "cash", "now"], ["we", "clear", "the", "cache", "right", "now"])
    assert [(part.kind.value, part.text) for part in parts] == [
        ("same", "we clear the"),
        ("gone", "cash"),
        ("new", "cache right"),
        ("same", "now"),
    ]
