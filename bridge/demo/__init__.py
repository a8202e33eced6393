"""The incident that `make demo` plays: its people, script and voices, the stage, and what is measured."""
