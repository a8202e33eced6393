"""The files of a Vosk model directory: network, transition model, decoding graph, configuration."""
