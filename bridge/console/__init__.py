"""The live desks: pages, actions, and the fragments that keep them up to date."""
