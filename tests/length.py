"""How long a test run is to be: `make test` runs short, seeded versions, `make prove` the full ones."""

import os

PROVE = os.environ.get("OMBUD_PROVE") == "1"
