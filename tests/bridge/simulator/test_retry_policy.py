"""Retry fragments of webhook URLs, and what of a URL is requested and signed."""

from hypothesis import given, strategies as st

from bridge.simulator.retry_policy import retry_policy, sent_url, signed_url


def test_without_a_fragment_only_a_failed_connection_is_tried_again_once():
    policy = retry_policy("https://host/path")
    assert (policy.retries, policy.on, policy.total_ms) == (1, frozenset({"ct"}), 15000)


def test_the_fragment_is_read():
    policy = retry_policy("https://host/path?x=1#rc=3&rp=5xx,rt&ct=200&tt=99999")
    assert (policy.retries, policy.on, policy.connect_ms, policy.total_ms) == (3, {"5xx", "rt"}, 200, 15000)
    assert retry_policy("https://host#rp=all").on == {"4xx", "5xx", "ct", "rt"}


@given(st.text())
def test_any_fragment_gives_a_policy_within_twilios_ranges(fragment):
    policy = retry_policy(f"https://host/#{fragment}")
    assert 0 <= policy.retries <= 5
    assert 100 <= policy.total_ms <= 15000


def test_fragment_and_credentials_are_never_sent_and_the_port_of_https_is_not_signed():
    url = "https://user:pass@host:8443/path?x=1#rc=2"
    assert sent_url(url) == "https://host:8443/path?x=1"
    assert signed_url(url) == "https://host/path?x=1"
    assert signed_url("http://127.0.0.1:8080/path") == "http://127.0.0.1:8080/path"
