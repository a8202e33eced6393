"""What is recorded and written down: the recording guard, streams, hearing, off the record."""
