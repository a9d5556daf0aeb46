"""Draft a migration from the difference between the tables in code and an upgraded empty database.

`python tools/new_migration.py "add achievements"`; read and mend what it wrote.
"""

import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from lms.foundation import migrating


def main() -> None:
    """Write migrations/versions/<date>_<time>_<revision>_<what>.py."""
    message = sys.argv[1]
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        migrating.upgrade(url)
        with create_engine(url).connect() as connection:
            config = migrating._config(connection)
            script = command.revision(config, message=message, autogenerate=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d_%H%M")
    path = Path(script.path)
    path.rename(path.with_name(f"{stamp}_{script.revision}_{slug}.py"))


if __name__ == "__main__":
    main()
