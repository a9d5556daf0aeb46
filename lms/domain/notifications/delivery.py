"""One worker's round: mails are claimed with a lease, sent one by one, and marked after the server's yes.

No transaction is open while a mail server answers. If the worker dies, the lease runs
out and another takes up what was left; only mails that the server had already taken
and that were not yet marked go out twice then, under the same Message-ID.
"""

import logging
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from lms.domain.notifications import letters, queries, rules
from lms.domain.notifications.queries import Letter
from lms.foundation import clock, db
from lms.foundation.mail import Mailer, MailRefused, MailUnavailable, OutgoingMail

log = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(seconds=90)
# A conversation with a mail server that does not answer may take this long.
LONGEST_CONVERSATION = timedelta(seconds=65)
GROUP = 25  # so many mails, or so many seconds' worth, are marked together
GROUP_SECONDS = 0.2
PAUSES_WITHOUT_DATABASE = (0.2, 0.5, 1, 2, 4, 8, 15, 15)


class ServerAway(Exception):
    """The mail server itself does not answer; trying other mails would be of no use."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail."""

    id: int
    mail: str
    mail_due_at: datetime
    tries: int
    sent_at: datetime | None = None
    failure: str | None = None


class Round:
    """A batch of mails in the hands of one worker."""

    def __init__(self, mailer: Mailer, holder: str) -> None:
        self._mailer = mailer
        self._holder = holder
        self._left: list[Letter] = []
        self._outcomes: list[Outcome] = []
        self._lease_until = clock.now()
        self._group_began = time.monotonic()
        self.sent = 0

    def take(self) -> bool:
        """Claim what is due, in a short transaction of its own; tell whether there was anything."""
        now = clock.now()
        self._lease_until = now + LEASE
        with db.unit_of_work():
            ids = queries.claim(now, self._lease_until, self._holder, BATCH)
            self._left = queries.list_letters(ids) if ids else []
        return bool(ids)

    def send(self) -> None:
        """Send what was taken; raise ServerAway if the mail server is not there at all."""
        try:
            while self._left and self._still_ours():
                letter = self._left.pop(0)
                self._outcomes.append(self._handle(letter))
                self._mark_group()
        except BaseException:
            # Whatever ends the round, nothing waits for the lease to run out.
            self._outcomes += [_given_back(letter) for letter in self._left]
            self._left = []
            raise
        finally:
            self._mark()

    def _handle(self, letter: Letter) -> Outcome:
        now = clock.now()
        if not letter.is_wanted or not letter.address:
            return replace(_outcome(letter, "dropped"), failure="the account is closed")
        if letter.tries > rules.MOST_TRIES:
            return replace(_outcome(letter, "failed"), failure="given up after many tries")
        later = rules.mail_due_at(now, letter.hours, is_urgent=letters.is_urgent(letter.kind))
        if later > now:
            # It has waited so long that the hours of its recipient are over for today.
            return replace(_given_back(letter), mail_due_at=later)
        try:
            mail = letters.compose(letter)
        except letters.NothingToSay:
            return replace(_outcome(letter, "dropped"), failure="its link leads nowhere any more")
        except letters.Unwritable as problem:
            log.error("a mail could not be written", exc_info=problem, extra={"notice": letter.id})
            return replace(_outcome(letter, "failed"), failure=str(problem)[:300])
        return self._hand_over(letter, mail)

    def _hand_over(self, letter: Letter, mail: OutgoingMail) -> Outcome:
        try:
            self._mailer.send(mail)
        except MailRefused as refusal:
            return replace(_outcome(letter, "failed"), failure=refusal.reason)
        except MailUnavailable as trouble:
            if trouble.everyone:
                self._see_whether_anybody_is_there(letter, trouble)
            return _put_off(letter, trouble.reason)
        self.sent += 1
        return replace(_outcome(letter, "sent"), sent_at=clock.now())

    def _see_whether_anybody_is_there(self, letter: Letter, trouble: MailUnavailable) -> None:
        """A server that hangs up at one mail and still answers is not away: others must not wait for it."""
        try:
            self._mailer.check()
        except MailUnavailable as away:
            waiting = replace(_given_back(letter), failure=trouble.reason)
            self._outcomes.append(waiting)
            raise ServerAway(away.reason) from away

    def _still_ours(self) -> bool:
        """Keep the lease long enough for one more mail; what others have taken up meanwhile is theirs."""
        if self._lease_until - clock.now() < LONGEST_CONVERSATION:
            until = clock.now() + LEASE
            self._mark()
            with db.unit_of_work():
                ours = queries.prolong([letter.id for letter in self._left], self._holder, until)
            self._left = [letter for letter in self._left if letter.id in ours]
            self._lease_until = until
        return bool(self._left)

    def _mark_group(self) -> None:
        if len(self._outcomes) >= GROUP or time.monotonic() - self._group_began >= GROUP_SECONDS:
            self._mark()

    def _mark(self) -> None:
        """Write down what became of the mails."""
        outcomes, self._outcomes = self._outcomes, []
        self._group_began = time.monotonic()
        if outcomes:
            _write_down(self._holder, outcomes)


def put_off_all(reason: str) -> None:
    """Leave the mail server alone for a while: all due mail waits, and nothing of it counts as tried."""
    log.warning("the mail server is away", extra={"reason": reason})
    now = clock.now()
    with db.unit_of_work():
        queries.put_off(now, now + rules.server_pause(random.random()))


def _write_down(holder: str, outcomes: Sequence[Outcome]) -> None:
    """Since the mail server has said yes, a database that is away for a while is waited for."""
    for pause in (*PAUSES_WITHOUT_DATABASE, None):
        try:
            with db.unit_of_work():
                queries.write_down(holder, [asdict(outcome) for outcome in outcomes])
            return
        except db.DatabaseError as problem:
            if pause is None or not db.is_unreachable(problem):
                raise
            log.warning("the database is away while mails are marked", exc_info=problem)
            time.sleep(pause)


def _outcome(letter: Letter, mail: str) -> Outcome:
    return Outcome(letter.id, mail, letter.mail_due_at, letter.tries)


def _given_back(letter: Letter) -> Outcome:
    """As if it had never been taken."""
    return Outcome(letter.id, "waiting", letter.mail_due_at, max(letter.tries - 1, 0))


def _put_off(letter: Letter, reason: str) -> Outcome:
    if rules.gives_up_after(letter.tries):
        return replace(_outcome(letter, "failed"), failure=reason)
    due_at = rules.next_try_at(clock.now(), letter.tries, random.random())
    return replace(_outcome(letter, "waiting"), mail_due_at=due_at, failure=reason)
