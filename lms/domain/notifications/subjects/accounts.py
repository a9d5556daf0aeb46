"""Letters about one's own account; the table is in `notices`."""

from collections.abc import Callable

from lms.domain.accounts import queries as accounts
from lms.domain.accounts.events import LetterRequested
from lms.domain.notifications.kinds import About, NoticeKind, Told, Way

NO_TOPIC = "other"  # nobody chooses whether to have them, so it is never asked for


def account_letter(kind: str, endpoint: str, *, has_key: bool = False) -> NoticeKind:
    """A letter that somebody has just asked for, or that warns them: it leaves at once, and only by mail."""

    def leads_to(about: About) -> Way | None:
        if not has_key:
            return endpoint, {}
        key = accounts.get_letter_key(about["token_id"])
        return (endpoint, {"token": key}) if key else None

    tell = _letter_of(kind)
    return NoticeKind(kind, NO_TOPIC, LetterRequested, tell, leads_to, is_urgent=True, is_in_app=False)


def _letter_of(kind: str) -> Callable[[LetterRequested], Told | None]:
    def tell(event: LetterRequested) -> Told | None:
        if event.kind != kind:
            return None
        return Told(
            recipients=[event.user_id],
            subject=f"user:{event.user_id}",
            occasion=event.occasion,
            address=event.address,
            language=event.language,
            about={"token_id": event.token_id} if event.token_id else {},
        )

    return tell
