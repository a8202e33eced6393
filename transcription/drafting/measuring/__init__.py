"""How well and how fast annotated calls are drafted: reading them, scoring, false timers, the table."""
