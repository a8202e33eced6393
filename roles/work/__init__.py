"""The work itself: tasks with a time box, sub-teams, what the liaisons hear."""
