"""The coordinator's full file against a bare SELECT written with csv."""

import csv
import io
import resource
from collections.abc import Iterator

from sqlalchemy import create_engine

from bench.figures import measure
from bench.load import Load
from bench.pages import Site
from bench.table import Row, Table
from lms.domain.coordination.queries import stream_export
from lms.domain.coordination.scope import Scope
from lms.foundation import db


def rows(site: Site, table: Table) -> Iterator[Row]:
    """Measure the file of all people, a few times, and the same rows without our words and dates."""
    name = "full CSV, 2,200 people × every module"
    if not table.wants("full CSV"):
        return
    load = Load(site.port, ["/lt/coordinate/export.csv"], 3, 1, site.coordinator, [{"csrf_token": "bench"}])
    ours = measure(site.server, load)
    bare = _bare(site)
    yield Row(name, ours.cpu_ms / bare, "×", 2, beside=f"{ours.cpu_ms:.0f} ms against {bare:.0f} ms CPU")


def _bare(site: Site) -> float:
    """Return the processor time in milliseconds of the same SELECT written with csv."""
    engine = create_engine(site.database_url)
    db.use(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    with engine.connect() as connection:
        programmes = frozenset(connection.exec_driver_sql("SELECT id FROM programmes").scalars())
    scope = Scope(programmes=programmes, institutions=frozenset())
    spent = []
    for _turn in range(3):
        began = resource.getrusage(resource.RUSAGE_SELF)
        db.begin_streaming()
        csv.writer(io.StringIO()).writerows(stream_export(scope))
        db.session.remove()
        ended = resource.getrusage(resource.RUSAGE_SELF)
        spent.append(ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime)
    engine.dispose()
    return 1000 * min(spent)
