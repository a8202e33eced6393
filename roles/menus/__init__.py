"""The private key menus: what each level offers, what each key does, and one visit from star to back."""
