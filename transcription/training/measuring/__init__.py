"""How well a speech model hears: word error rates by voice, speed, size, and how it behaves without words."""
