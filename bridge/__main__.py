"""`python -m bridge`: the same commands as `incident-bridge`."""

from bridge.cli import main

if __name__ == "__main__":
    main()
