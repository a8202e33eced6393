"""Rounds through everybody: the roll call and what it leads to, CAN reports, strong objections."""
