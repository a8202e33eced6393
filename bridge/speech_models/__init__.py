"""Speech models on disk: vosk's catalogue, installing from it, which one is used, what it can do on this machine."""
