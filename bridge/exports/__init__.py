"""An incident as a file for others: JSON for programs, Markdown for the post-mortem."""
