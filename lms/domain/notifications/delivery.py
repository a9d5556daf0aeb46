"""One worker's round: mails are claimed with a lease, sent one by one, and marked after the server's yes.

No transaction is open while a mail server answers. If the worker dies, the lease runs
out and another takes up what was left; only mails that the server had already taken
and that were not yet marked go out twice then, under the same Message-ID.
"""

import logging
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from lms.domain.notifications import carrier, letters, queries, rules, summaries
from lms.domain.notifications.queries import Letter, Outcome
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


class Round:
    """A batch of mails in the hands of one worker."""

    def __init__(self, mailer: Mailer, holder: str) -> None:
        self._mailer = mailer
        self._holder = holder
        self._left: list[list[Letter]] = []  # each entry leaves as one mail
        self._outcomes: list[Outcome] = []
        self._lease_until = clock.now()
        self._group_began = time.monotonic()
        self.sent = 0
        self.may_be_more = True

    def take(self) -> bool:
        """Claim what is due, in a short transaction of its own; tell whether there was anything."""
        now = clock.now()
        self._lease_until = now + LEASE
        with db.unit_of_work():
            ids = queries.claim(
                now, self._lease_until, self._holder, BATCH, carrier.new_message_id, letters.URGENT_KINDS
            )
            self._left = _mails_of(queries.list_letters(ids), now) if ids else []
        self.may_be_more = len(ids) >= BATCH
        return bool(ids)

    def send(self) -> None:
        """Send what was taken; raise ServerAway if the mail server is not there at all."""
        try:
            while self._left and self._still_ours():
                letters_of_mail = self._left.pop(0)
                self._outcomes += self._handle(letters_of_mail)
                self._mark_group()
        except BaseException:
            # Whatever ends the round, nothing waits for the lease to run out.
            self._outcomes += [_given_back(letter) for letter in chain.from_iterable(self._left)]
            self._left = []
            raise
        finally:
            self._mark()

    def _handle(self, mail: list[Letter]) -> list[Outcome]:
        """Send one mail, whether it tells one thing or is a summary of many."""
        letter = mail[0]
        if not letter.is_wanted or not letter.address:
            return [_dropped(each, "the account is closed") for each in mail]
        if min(each.tries for each in mail) > rules.MOST_TRIES:
            return [replace(_outcome(each, "failed"), failure="given up after many tries") for each in mail]
        now = clock.now()
        later = rules.mail_due_at(now, letter.hours, is_urgent=letters.is_urgent(letter))
        if later > now:
            # It has waited so long that the hours of its recipient are over for today.
            return [replace(_given_back(each), mail_due_at=later) for each in mail]
        over = [each for each in mail if letters.is_over(each, now)]
        news = [each for each in mail if each not in over]
        outcomes = [_dropped(each, "what it tells of is over") for each in over]
        if news:
            outcomes += self._summarise(news) if letter.digest else self._tell(letter)
        return outcomes

    def _tell(self, letter: Letter) -> list[Outcome]:
        if letters.was_read_meanwhile(letter):
            return [_dropped(letter, "read before the letter left")]
        try:
            mail = letters.compose(letter)
        except letters.NothingToSay:
            return [_dropped(letter, "its link leads nowhere any more")]
        except letters.Unwritable as problem:
            return [_set_aside(letter, problem)]
        return self._hand_over([letter], mail)

    def _summarise(self, mail: list[Letter]) -> list[Outcome]:
        """Send what is still news; what was read meanwhile, or cannot be written, is left out of it."""
        outcomes = [_dropped(each, "read before the summary left") for each in mail if each.read_at]
        news = []
        for each in (each for each in mail if not each.read_at):
            try:
                news.append(summaries.item_of(each))
            except letters.Unwritable as problem:
                outcomes.append(_set_aside(each, problem))
        if not news:
            return outcomes
        told = [item.letter for item in news]
        try:
            written = summaries.compose(news)
        except letters.Unwritable as problem:
            return outcomes + [_set_aside(each, problem) for each in told]
        return outcomes + self._hand_over(told, written)

    def _hand_over(self, told: list[Letter], mail: OutgoingMail) -> list[Outcome]:
        try:
            self._mailer.send(mail)
        except MailRefused as refusal:
            return [replace(_outcome(each, "failed"), failure=refusal.reason) for each in told]
        except MailUnavailable as trouble:
            if trouble.everyone:
                self._see_whether_anybody_is_there(told, trouble)
            # One pause for all: what is one mail is tried again as one.
            chance = random.random()
            return [_put_off(each, trouble, chance) for each in told]
        self.sent += 1
        return [replace(_outcome(each, "sent"), sent_at=clock.now()) for each in told]

    def _see_whether_anybody_is_there(self, told: list[Letter], trouble: MailUnavailable) -> None:
        """A server that hangs up at one mail and still answers is not away: others must not wait for it."""
        try:
            self._mailer.check()
        except MailUnavailable as away:
            waiting = (replace(_given_back(each), failure=trouble.reason) for each in told)
            self._outcomes += [_bound(each, trouble, of) for each, of in zip(waiting, told, strict=True)]
            raise ServerAway(away.reason) from away

    def _still_ours(self) -> bool:
        """Keep the lease long enough for one more mail; what others have taken up meanwhile is theirs."""
        if self._lease_until - clock.now() < LONGEST_CONVERSATION:
            until = clock.now() + LEASE
            self._mark()
            with db.unit_of_work():
                held = [letter.id for letter in chain.from_iterable(self._left)]
                ours = queries.prolong(held, self._holder, until)
            self._left = [mail for mail in self._left if all(letter.id in ours for letter in mail)]
            self._lease_until = until
        return bool(self._left)

    def _mark_group(self) -> None:
        if len(self._outcomes) >= GROUP or time.monotonic() - self._group_began >= GROUP_SECONDS:
            self._mark()

    def _mark(self) -> None:
        """Write down what became of the mails, and learn from the same visit whether letters are paused."""
        outcomes, self._outcomes = self._outcomes, []
        self._group_began = time.monotonic()
        if outcomes and _write_down(self._holder, outcomes):
            self._obey_a_pause()

    def _obey_a_pause(self) -> None:
        """Give back what is still in hand, but for what leaves even in a pause."""
        held = [mail for mail in self._left if mail[0].kind not in letters.URGENT_KINDS]
        self._left = [mail for mail in self._left if mail[0].kind in letters.URGENT_KINDS]
        self._outcomes += [_given_back(letter) for letter in chain.from_iterable(held)]


def put_off_all(reason: str) -> None:
    """Leave the mail server alone for a while: all due mail waits, and nothing of it counts as tried."""
    log.warning("the mail server is away", extra={"reason": reason})
    now = clock.now()
    with db.unit_of_work():
        queries.put_off(now, now + rules.server_pause(random.random()))


def _write_down(holder: str, outcomes: Sequence[Outcome]) -> bool:
    """Since the mail server has said yes, a database that is away for a while is waited for.

    Tell whether letters are paused by now.
    """
    pauses = iter(PAUSES_WITHOUT_DATABASE)
    while True:
        try:
            with db.unit_of_work():
                queries.write_down(holder, outcomes)
                return queries.is_paused()
        except db.DatabaseError as problem:
            pause = next(pauses, None)
            if pause is None or not db.is_unreachable(problem):
                raise
            log.warning("the database is away while mails are marked", exc_info=problem)
            time.sleep(pause)


def _mails_of(claimed: Sequence[Letter], now: datetime) -> list[list[Letter]]:
    """Put together what leaves as one mail, in the order in which it was taken."""
    mails: dict[str, list[Letter]] = {}
    for each in claimed:
        letter = replace(each, is_early=each.mail_due_at > now)
        mails.setdefault(letter.digest or letter.message_id, []).append(letter)
    return list(mails.values())


def _outcome(letter: Letter, mail: str) -> Outcome:
    return Outcome(
        letter.id,
        mail,
        letter.mail_due_at,
        letter.tries,
        digest=letter.digest,
        is_alone=letter.is_alone,
    )


def _dropped(letter: Letter, why: str) -> Outcome:
    return replace(_outcome(letter, "dropped"), failure=why)


def _set_aside(letter: Letter, problem: Exception) -> Outcome:
    log.error("a mail could not be written", exc_info=problem, extra={"notice": letter.id})
    return replace(_outcome(letter, "failed"), failure=str(problem)[:300], digest=None)


def _waiting(letter: Letter) -> Outcome:
    """What nobody can have taken yet is free to leave with others; what somebody may have, is not."""
    return replace(_outcome(letter, "waiting"), digest=letter.digest if letter.is_alone else None)


def _bound(outcome: Outcome, trouble: MailUnavailable, letter: Letter) -> Outcome:
    """Where the server may have the mail, it goes out again only as it was, under the same name."""
    return replace(outcome, is_alone=True, digest=letter.digest) if trouble.may_be_taken else outcome


def _given_back(letter: Letter) -> Outcome:
    """As if it had never been taken."""
    counted = 0 if letter.is_early else 1
    return replace(_waiting(letter), tries=max(letter.tries - counted, 0))


def _put_off(letter: Letter, trouble: MailUnavailable, chance: float) -> Outcome:
    if letter.is_early:
        return _bound(replace(_waiting(letter), failure=trouble.reason), trouble, letter)
    if rules.gives_up_after(letter.tries):
        return replace(_outcome(letter, "failed"), failure=trouble.reason)
    due_at = rules.next_try_at(clock.now(), letter.tries, chance)
    waiting = replace(_waiting(letter), mail_due_at=due_at, failure=trouble.reason)
    return _bound(waiting, trouble, letter)
