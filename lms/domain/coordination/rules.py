"""How a person's standing in a programme is named. Pure functions, no database."""


def standing_of(*, modules: int, started: int, completed: int) -> str:
    """Say how somebody stands who is enrolled in so many modules, for lists and figures alike."""
    if modules and completed >= modules:
        return "completed"
    if started or completed:
        return "started"
    return "not-started"
