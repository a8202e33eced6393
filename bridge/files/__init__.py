"""Sound at rest: sealed if there is a key, looked after by policy, every access written down."""
