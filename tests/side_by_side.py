"""Which file of tests goes to which process, where several run side by side.

Every other process takes the journeys and the rest all else, as long as there is both: a browser with its
house keeps more than one processor busy, and two at once only get in each other's way. The longest files
come first, so that no process is left with one of them while the others have nothing to do.
"""

from typing import Any

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"
LONGEST = (
    "tests/journeys/test_pages_are_accessible.py",
    "tests/web/test_faults.py",
    "tests/journeys/test_without_connection.py",
    "tests/journeys/test_attacks.py",
    "tests/journeys/test_killed_while_grading.py",
    "tests/journeys/test_killed.py",
    "tests/journeys/test_story.py",
    "tests/cli/test_demo.py",
    "tests/journeys/test_handing_in.py",
    "tests/journeys/test_looks.py",
    "tests/web/test_access_matrix.py",
    "tests/cli/test_worker.py",
    "tests/domain/coordination/test_waiting_at_random.py",
    "tests/domain/content/test_alignment.py",
    "tests/journeys/test_open_questions.py",
    "tests/journeys/test_before_the_end.py",
    "tests/journeys/test_faults.py",
    "tests/journeys/test_reading.py",
    "tests/journeys/test_links.py",
    "tests/journeys/test_killed_in_a_quiz.py",
    "tests/journeys/test_two_graders.py",
    "tests/journeys/test_kinds_of_questions.py",
    "tests/journeys/test_ten_by_keys.py",
)


class SideBySide(LoadFileScheduling):
    """Gives whole files of tests to processes, of the kind that each of them takes."""

    def _assign_work_unit(self, node: Any) -> None:
        takes_journeys = self.nodes.index(node) % 2 == 0
        best = min(
            self.workqueue, key=lambda file: (file.startswith(JOURNEYS) != takes_journeys, _place(file))
        )
        self.workqueue.move_to_end(best, last=False)
        super()._assign_work_unit(node)


def _place(file: str) -> int:
    """Return where a file stands among the longest; the others keep their order, the most tests first."""
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
