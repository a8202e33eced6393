"""Who holds which role: given, accepted, handed over, taken after a drop; eligibility and the ladder."""
