"""Stands in for the `ombud` command: the same sub-commands, nothing but processes.

`api` answers /readyz and has children of its own; the worker's grandchild has even left its session. STAND_IN_FAILS
names a sub-command that ends with exit code 3; STAND_IN_DEAF one that ignores SIGTERM, STAND_IN_SLOW one that
takes its time.
"""

import http.server
import json
import os
import signal
import subprocess
import sys
import time

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


def main(command: str, *arguments: str) -> None:
    sys.stderr.write(f"{command} begins {' '.join(arguments)}".strip() + "\n")
    if os.environ.get("STAND_IN_FAILS") == command:
        sys.exit(3)
    if os.environ.get("STAND_IN_SLOW") == command:
        time.sleep(600)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if os.environ.get("STAND_IN_DEAF") == command else signal.SIG_DFL)
    match command:
        case "db":
            return
        case "local-setup":
            key = os.environ.get("OMBUD_LOCAL_SITE_KEY", "made-by-setup")
            sys.stdout.write(json.dumps({"site_key": key, "desk_login_url": None}) + "\n")
        case "api":
            subprocess.Popen(SLEEP)
            http.server.HTTPServer((os.environ["OMBUD_HOST"], int(os.environ["OMBUD_PORT"])), Ready).serve_forever()
        case _:
            subprocess.Popen(SLEEP)
            subprocess.Popen(SLEEP, start_new_session=True)
            time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
