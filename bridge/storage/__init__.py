"""What is kept: the event log with its outbox, and the small tables around it, on SQLite and on PostgreSQL."""
