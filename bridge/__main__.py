"""`python -m bridge`: the same commands as `incident-bridge`."""

from bridge.loading import all_at_once

with all_at_once():
    from bridge.cli import main

if __name__ == "__main__":
    main()
