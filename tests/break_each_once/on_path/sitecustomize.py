"""Read by Python when a process of the bridge starts with this folder on its path: lets its decisions be broken."""

import os
import sys
from pathlib import Path

if "serve" in sys.orig_argv:
    from bridge import service
    from tests.break_each_once.breaking import VARIABLE, Switch, breakable

    service.decide = breakable(service.decide, Switch(Path(os.environ[VARIABLE])))
