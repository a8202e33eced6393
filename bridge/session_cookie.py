"""The cookie of a signed-in browser: `web` sets it, `web` and `live` check it alike. Its value is a random token."""

SESSION_COOKIE = "bridge_session"
