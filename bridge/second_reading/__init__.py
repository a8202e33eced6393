"""After the call: the kept sound transcribed once more, by another model, when nobody is on a call."""
