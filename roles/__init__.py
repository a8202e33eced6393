"""The incident itself: who is here, who leads, what was ordered; pure decisions, no input or output."""
