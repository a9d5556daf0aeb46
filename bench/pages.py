"""Pages and deeds of a signed-in person, each against the floor."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import create_engine

from bench import people
from bench.figures import TURNS, against_floor, fire
from bench.load import Load
from bench.table import Row, Table

QUIZ = "/lt/modules/{module}/quizzes/final"
_ratios: dict[str, float] = {}


@dataclass
class Site:
    """A running server with people in its database, and the floor beside it."""

    database_url: str
    secret: str
    port: int
    server: int
    floor: tuple[int, int]
    quick: bool = False
    cookies: list[str] = field(default_factory=list)
    coordinator: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)

    def settle(self, count: int) -> None:
        """Fill the database with people and let them sign in."""
        engine = create_engine(self.database_url)
        with engine.connect() as connection:
            ids = people.fill(connection, count)
            people.appoint(connection, ids[-1], "coordinator")
            self.cookies = people.cookies_for(connection, self.secret, ids[:2_000])
            self.coordinator = people.cookies_for(connection, self.secret, ids[-1:])
            self.modules = people.module_slugs(connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()

    @property
    def requests(self) -> int:
        """How many requests a turn has."""
        return 300 if self.quick else 1500

    def compare(self, name: str, turns: list[Load], budget: float, aim: float) -> Row:
        """Measure turns of a load against the floor."""
        fire(turns[0].__class__(**{**turns[0].__dict__, "requests": 20})) if turns[0].forms is None else None
        floor_load = Load(self.floor[1], ["/"], 2000 if self.quick else 4000, 8, [])
        page, ratio = against_floor(self.server, self.floor[0], floor_load, turns, None)
        _ratios[name] = page.cpu_ms
        beside = f"{page.cpu_ms:.2f} ms CPU, {page.per_second:.0f}/s, p95 {page.p95_ms:.0f} ms"
        return Row(name, ratio, "×", budget, aim, beside=beside)

    def get(self, path: str, cookies: list[str], requests: int | None = None) -> list[Load]:
        """Return turns that read a page."""
        number = requests or self.requests
        return [Load(self.port, [path], number, connections, cookies) for connections in (8,) * TURNS]

    def post(self, paths: list[str], forms: list[dict[str, str]]) -> list[Load]:
        """Return turns that post, each person once in a turn."""
        number = min(self.requests, len(self.cookies))
        return [
            Load(self.port, [paths[turn]], number, 8, self.cookies, [forms[turn]], expected=303)
            for turn in range(TURNS)
        ]


def all_rows(site: Site, table: Table) -> Iterator[Row]:
    """Measure the learner's pages and deeds, and the coordinator's page."""
    first = site.modules[0]
    token = {"csrf_token": "bench"}
    figures: list[tuple[str, Callable[[], list[Load]], float, float]] = [
        ("lesson page", lambda: site.get(f"/lt/modules/{first}/first", site.cookies), 10, 7),
        ("My learning, 12 modules", lambda: site.get("/lt/my", site.cookies, site.requests // 2), 22, 12),
        (
            "mark a lesson read",
            lambda: site.post(
                [f"/lt/modules/{first}/{lesson}/read" for lesson in ("second", "third", "fourth")],
                [token] * 3,
            ),
            16,
            12,
        ),
        ("answer a quiz question", lambda: _answering(site, first), 16, 12),
        (
            "hand in an assignment",
            lambda: site.post(
                [f"/lt/modules/{module}/assignments/work" for module in site.modules[:3]],
                [{**token, "text": "Mano darbas. " * 120, "hand-in": "1"}] * 3,
            ),
            30,
            18,
        ),
        (
            "coordinator's page, 25 of 2,200",
            lambda: site.get("/lt/coordinate/people", site.coordinator, site.requests // 3),
            50,
            25,
        ),
    ]
    for name, turns, budget, aim in figures:
        if table.wants(name):
            yield site.compare(name, turns(), budget, aim)
    for connections in (1, 8, 32):
        if table.wants("lesson page"):
            result = fire(
                Load(site.port, [f"/lt/modules/{first}/first"], site.requests, connections, site.cookies)
            )
            speed = site.requests / result["seconds"]
            print(f"  lesson page at {connections:>2}: {speed:.0f}/s, p95 {1000 * result['p95']:.1f} ms")


def _answering(site: Site, module: str) -> list[Load]:
    begin = Load(
        site.port,
        [QUIZ.format(module=module)],
        len(site.cookies),
        8,
        site.cookies,
        [{"csrf_token": "bench"}],
        303,
    )
    fire(begin)
    paths = [f"{QUIZ.format(module=module)}/answers/q{number}" for number in (1, 2, 3)]
    return site.post(paths, [{"csrf_token": "bench", "answer": "a"}] * 3)


def large_rows(site: Site, table: Table) -> Iterator[Row]:
    """Measure the coordinator's page among very many people, against the same among few."""
    name = "the same of 100,000, against 2,200"
    small = _ratios.get("coordinator's page, 25 of 2,200")
    if table.wants(name) and small:
        row = site.compare(
            name, site.get("/lt/coordinate/people", site.coordinator, site.requests // 3), 1.3, 1.1
        )
        yield Row(name, _ratios[name] / small, "×", 1.3, 1.1, beside=row.beside)


all_rows.names = [  # type: ignore[attr-defined]
    "lesson page", "My learning, 12 modules", "mark a lesson read", "answer a quiz question",
    "hand in an assignment", "coordinator's page, 25 of 2,200", "full CSV",
]  # fmt: skip
large_rows.names = ["the same of 100,000, against 2,200"]  # type: ignore[attr-defined]
