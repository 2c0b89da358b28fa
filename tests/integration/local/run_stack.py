"""Run `up` with the stand-in. Arguments: the data folder, the port."""

import os
import sys
from pathlib import Path

from ombud.local.errors import LocalStackError
from ombud.local.up import Plan, up

if __name__ == "__main__":
    stand_in = (sys.executable, str(Path(__file__).with_name("stand_in.py")))
    try:
        up(
            Plan(
                Path(sys.argv[1]),
                port=int(sys.argv[2]),
                database_url=os.environ.get("OMBUD_DATABASE_URL"),
                ready_json=True,
                program=stand_in,
            )
        )
    except LocalStackError as error:
        sys.exit(str(error))
