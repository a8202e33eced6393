"""Everything that touches the world: Twilio, the database, long connections, the console, the local carrier."""
