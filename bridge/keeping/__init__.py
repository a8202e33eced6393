"""How long things are kept, and how somebody is erased on request."""
