"""Outbox: sends each message at most once unless a person says otherwise, and owns up to it."""

from collections.abc import Callable
from dataclasses import dataclass

from console.channels.whatsapp import faults, sends
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Accepted, Failure
from console.channels.whatsapp.sends import NotSendable
from console.domain.delivery import Delivery, may_start_attempt
from console.domain.ids import MessageId
from console.domain.messages import TemplateMessage
from console.domain.texts import N_
from console.hub import attempts, dead_letters, holds, jobs, outage, outgoing, pace, settling
from console.hub.gateway import Gateway, NotReached, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.outgoing import Files
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.uploads import Uploads

PACED = N_(
    "Many messages to this customer in a short time: WhatsApp takes one every 6 seconds. "
    "This one goes by itself."
)
SLOWED = N_("WhatsApp slows this number down, so templates wait. This one goes by itself.")
_message = schema.message


@dataclass(frozen=True, slots=True)
class _Started:
    """An attempt is on record and its call may be made."""

    number: int
    number_id: str
    call: GraphCall


class Outbox:
    """Sends what is queued; one message at a time to each customer, in order.

    `chance` gives random numbers from 0 to 1 that spread retries.
    """

    def __init__(
        self, store: Store, gateway: Gateway, uploads: Uploads, chance: Callable[[], float]
    ) -> None:
        self._store = store
        self._gateway = gateway
        self._uploads = uploads
        self._chance = chance

    async def send(self, job: Job) -> None:
        """Handles one `send` job; its key is the message's id.

        The attempt is on record before the call is made. Should the hub die in between, the
        message is found `sending`, which means that it may have gone.
        """
        files = await outgoing.files_of(self._store, self._uploads, MessageId(job.key))
        until = self._store.clock.now() + jobs.LEASE
        async with self._store.transaction() as tx:
            if not await jobs.renew(tx, job):
                raise LostClaim
            started = await self._start(tx, job, files)
        if started is None:
            return
        if self._store.clock.now() >= until:
            raise LostClaim  # stood still meanwhile: somebody else has called it unknown
        outcome = await self._call(started)
        await self._settle(job, started, outcome)

    async def _settle(self, job: Job, started: _Started, outcome: Accepted | Failure) -> None:
        """Puts the outcome on record; through an outage too, or it would never be known."""
        clock = self._store.clock
        until = clock.now() + jobs.LEASE
        while True:
            try:
                async with self._store.transaction() as tx:
                    await settling.settle(tx, job, started.number, outcome, self._chance())
            except outage.FAULTS as error:
                if not outage.is_outage(error) or clock.now() >= until:
                    raise
                await clock.sleep(outage.PAUSE_S * clock.rate)
            else:
                return

    async def _call(self, started: _Started) -> Accepted | Failure:
        answer = await self._gateway.call(started.call, number_id=started.number_id)
        if isinstance(answer, Reply):
            return faults.of_answer(answer.status, answer.raw, answer.headers)
        if isinstance(answer, NotReached):
            return faults.not_reached(answer.detail)
        return faults.lost(answer.detail)

    async def _start(self, tx: Transaction, job: Job, files: Files) -> _Started | None:
        """The attempt to make, or None after the job was settled without one."""
        message = await outgoing.load(tx, MessageId(job.key))
        state = Delivery(message.state) if message else Delivery.CANCELED
        if message is None or not may_start_attempt(state):
            await self._not_again(tx, job, state)
            return None
        since = await attempts.waiting_since(tx, message, job.attempts)
        hindrance = outgoing.hindrance(message, tx.now, since)
        if hindrance is not None:
            await settling.close(tx, job, hindrance.state, hindrance.words)
            return None
        if message.channel_trouble:
            await settling.wait(tx, job, message.channel_trouble, settling.CHANNEL_WAIT)
            return None
        if isinstance(message.body, TemplateMessage):
            until = (await holds.of_numbers(tx.connection)).get(message.channel_id)
            if until is not None and until > tx.now:
                await settling.wait(tx, job, SLOWED, until - tx.now)
                return None
        if not await self._has_turn(tx, job, message):
            return None
        return await self._begin(tx, job, message, files)

    async def _has_turn(self, tx: Transaction, job: Job, message: outgoing.Message) -> bool:
        """Whether customer and number may be written to now; else the job comes back then."""
        if pace.is_kept_turn(job):
            return True
        wait = await pace.customers_turn(tx, message.conversation_id)
        if wait:
            await settling.wait(tx, job, PACED, wait)
            return False
        wait = await pace.numbers_turn(tx, message.channel_id)
        if wait:
            due_at = tx.now + wait
            await jobs.again(tx, job, due_at, pace.turn(due_at))
        return not wait

    async def _begin(
        self, tx: Transaction, job: Job, message: outgoing.Message, files: Files
    ) -> _Started | None:
        made: GraphCall | NotSendable | Failure
        if isinstance(files, Failure):
            made = files
        else:
            made = sends.call_for(await outgoing.complete(tx, message, files))
        number = await attempts.start(tx, message.message_id)
        await tx.execute(
            _message.update()
            .where(_message.c.id == message.message_id)
            .values(
                state=Delivery.SENDING.value,
                state_at=tx.now,
                retry_at=None,
                trouble="",
                trouble_code="",
            )
        )
        tx.tell("message", message.message_id)
        if isinstance(made, NotSendable):
            made = Failure(code=0, kind=faults.Class.NEVER, words=made.words)
        if isinstance(made, Failure):
            await settling.settle(tx, job, number, made, self._chance())
            return None
        return _Started(number, message.number_id, made)

    async def _not_again(self, tx: Transaction, job: Job, state: Delivery) -> None:
        if state is Delivery.SENDING:
            # the replica that made the call died, or the answer came too late to matter
            await attempts.lose(tx, MessageId(job.key))
            await settling.unknown(tx, job, attempts.HUB_STOPPED)
        elif not await jobs.finish(tx, job):
            raise LostClaim
        elif state is Delivery.UNKNOWN:
            await dead_letters.unconfirmed(tx, MessageId(job.key))
