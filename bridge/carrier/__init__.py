"""Twilio: webhooks in, TwiML back, REST out, and the comparison of both with the log."""
