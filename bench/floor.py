"""The yardstick: an empty Flask view, nothing installed, on the same server with the same processes."""

import sys

from flask import Flask

from lms.cli import serving

app = Flask(__name__, static_folder=None)


@app.get("/")
def empty() -> str:
    """Answer with next to nothing."""
    return "ok"


if __name__ == "__main__":
    serving.serve(app, host="127.0.0.1", port=int(sys.argv[1]), processes=2, threads=4)
