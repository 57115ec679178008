"""Auth: signing in and out, and who stands behind a token."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.errors import InvalidInput, NotAllowed, NotSignedIn, TooMany
from console.domain.ids import DeskId, RepId
from console.domain.people import Role
from console.domain.texts import _, ngettext
from console.hub import access, audit, jobs, throttle
from console.hub.audit import Action
from console.hub.passwords import Passwords
from console.hub.principal import Principal
from console.hub.proving import Proving, Shown
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.store import Store
from console.hub.store.transaction import (
    EVERYONE,
    Transaction,
)
from console.hub.used_proofs import UsedProofs
from console.wire.requests import DPOP, SignedIn, SignIn

_log = logging.getLogger(__name__)
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
TRIES_A_NAME, TRIES_AN_ADDRESS = 5, 30
_RENEWED_EVERY = timedelta(hours=1)
LONGEST_PASSWORD = 1024

_rep, _desk, _token, _member = schema.rep, schema.desk, schema.token, schema.queue_member
_LIVING = (
    sa.select(_token, _rep.c.name, _rep.c.role, _desk.c.name.label("desk_name"))
    .join(_rep, _rep.c.id == _token.c.rep_id)
    .join(_desk, _desk.c.id == _token.c.desk_id)
    .where(
        _token.c.hash.in_(sa.bindparam("hashes", expanding=True)),
        _token.c.revoked_at.is_(None),
        _token.c.expires_at > sa.bindparam("present", type_=Moment),
        _desk.c.rep_id == _token.c.rep_id,
        _rep.c.disabled.is_(False),
    )
)
_MEMBERS = sa.select(_member).where(_member.c.rep_id.in_(sa.bindparam("reps", expanding=True)))


class Auth:
    """The hub's one gatekeeper."""

    def __init__(self, store: Store, passwords: Passwords | None = None) -> None:
        self._store = store
        self.passwords = passwords or Passwords()
        self._proving = Proving()
        self._used = UsedProofs(store)

    async def sign_in(
        self, request: SignIn, address: str, shown: Shown | None = None
    ) -> SignedIn:
        """A new token for this person at this desk, bound to the key that is shown.

        Raises:
            NotSignedIn: name and password don't match; says how many tries are left.
            TooMany: tried too often, from this address or with this name.
        """
        if not request.desk_id or len(request.password) > LONGEST_PASSWORD:
            raise InvalidInput(_("password: it is too long. Correct it and send it again."))
        key = self._proving.key_of(shown) if shown else ""
        row = await self._rep_named(request.user_name)
        keys = (await self._key(row, request), f"address:{address}")
        # charged before the check, so that a hundred at once are not all looked at
        tries = await throttle.charge(self._store, keys[0], tries=TRIES_A_NAME)
        await throttle.charge(self._store, keys[1], tries=TRIES_AN_ADDRESS)
        kept = None if row is None or row["disabled"] else str(row["password_hash"])
        if not await self.passwords.match(kept, request.password) or row is None:
            await self._refuse(row, request, address)
            raise _mismatch(tries)
        await throttle.forgive(self._store, *keys)
        return await self._admit(row, request, address, key)

    async def _refuse(self, row: sa.RowMapping | None, request: SignIn, address: str) -> None:
        """It is on record; not the name that was typed, which may be a password."""
        known = "" if row is None else f"rep:{row['id']}"
        why = "unknown name" if row is None else "wrong password"
        if row is not None and row["disabled"]:
            why = "disabled"
        async with self._store.transaction() as tx:
            audit.record(
                tx,
                Action.SIGN_IN_REFUSED,
                known,
                actor="",
                desk=request.desk_id,
                why=f"{why}, from {address}" if address else why,
            )

    async def _rep_named(self, user_name: str) -> sa.RowMapping | None:
        query = sa.select(_rep).where(_rep.c.user_name == user_name.strip().casefold())
        async with self._store.reading() as connection:
            return (await connection.execute(query)).mappings().first()

    async def _key(self, row: sa.RowMapping | None, request: SignIn) -> str:
        """What tries are counted by: a rep's own desk apart, so that others can't lock it."""
        name = request.user_name.strip().casefold()
        if row is not None:
            query = sa.select(_desk.c.id).where(
                _desk.c.id == request.desk_id, _desk.c.rep_id == row["id"]
            )
            async with self._store.reading() as connection:
                if (await connection.execute(query)).first() is not None:
                    return f"desk:{name}:{request.desk_id}"
        return f"name:{name}"

    async def _admit(
        self, row: sa.RowMapping, request: SignIn, address: str, key: str
    ) -> SignedIn:
        token = secrets.token_urlsafe(32)
        how = "" if key else "with a token that no desk is bound to"
        if not key:
            _log.info("a desk or program signed in without a key: its token is a bearer token")
        async with self._store.transaction() as tx:
            await _refuse_outdated(tx, row)
            await _seat(tx, RepId(row["id"]), request)
            expires_at = tx.now + IDLE * self._store.clock.rate
            await tx.execute(
                _token.insert().values(
                    hash=token_hash(token),
                    rep_id=row["id"],
                    desk_id=request.desk_id,
                    created_at=tx.now,
                    expires_at=expires_at,
                    key=key,
                )
            )
            audit.record(
                tx,
                Action.SIGNED_IN,
                f"rep:{row['id']}",
                actor=row["id"],
                desk=request.desk_id,
                why=", ".join(filter(None, (f"from {address}" if address else "", how))),
            )
        return SignedIn(
            token=token,
            expires_at=expires_at,
            rep_id=RepId(row["id"]),
            name=row["name"],
            role=Role(row["role"]),
            token_type=DPOP if key else "Bearer",
        )

    async def principal(self, shown: Shown) -> Principal:
        """Who this token stands for, at the desk it was given to.

        Raises:
            NotSignedIn: it is unknown, expired or revoked, or comes from elsewhere.
        """
        known = token_hash(shown.token)
        async with self._store.reading() as connection:
            found = await principals(connection, [known], self._store.clock.now())
        if known not in found:
            raise NotSignedIn(_("You were signed out. Sign in again to go on."))
        who, renew_before, key = found[known]
        await self._used.use(self._proving.check(shown, key), shown.method)
        if self._store.clock.now() >= renew_before:
            await self._renew(known)
        return who

    async def _renew(self, known: str) -> None:
        async with self._store.transaction() as tx:
            row = await tx.row(sa.select(_token.c.created_at).where(_token.c.hash == known))
            if row is not None:
                until = min(row["created_at"] + LONGEST, tx.now + IDLE * self._store.clock.rate)
                await tx.execute(
                    _token.update().where(_token.c.hash == known).values(expires_at=until)
                )

    async def sign_out(self, shown: Shown) -> None:
        """The token is worth nothing any more and its desk is gone."""
        known = token_hash(shown.token)
        key = sa.select(_token.c.key).where(_token.c.hash == known)
        async with self._store.reading() as connection:
            proof = self._proving.check(shown, (await connection.execute(key)).scalar() or "")
        await self._used.use(proof, shown.method)
        async with self._store.transaction() as tx:
            row = await tx.row(
                _token.update()
                .where(_token.c.hash == known, _token.c.revoked_at.is_(None))
                .values(revoked_at=tx.now)
                .returning(_token.c.rep_id, _token.c.desk_id)
            )
            if row is None:
                return
            await tx.execute(
                _desk.update()
                .where(_desk.c.id == row["desk_id"], _desk.c.reachable_until > tx.now)
                .values(reachable_until=tx.now)
            )
            await jobs.put(tx, "rep_lost", row["rep_id"])
            audit.record(
                tx,
                Action.SIGNED_OUT,
                f"rep:{row['rep_id']}",
                actor=row["rep_id"],
                desk=row["desk_id"],
            )
            tx.tell("rep", row["rep_id"], [EVERYONE])


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Living(NamedTuple):
    """A token that counts: whose it is, when it wants renewing, the key it is bound to."""

    who: Principal
    renew_before: datetime
    key: str


async def principals(
    connection: AsyncConnection, hashes: list[str], now: datetime
) -> dict[str, Living]:
    """The living ones of these tokens."""
    present = {"hashes": hashes, "present": now}
    rows = list((await connection.execute(_LIVING, present)).mappings())
    reps = sorted({row["rep_id"] for row in rows})
    members = await connection.execute(_MEMBERS, {"reps": reps})
    of = [(row.rep_id, row.queue_id) for row in members]
    found: dict[str, Living] = {}
    for row in rows:
        queues = [queue for rep, queue in of if rep == row["rep_id"]]
        renew_before = row["expires_at"] - IDLE + _RENEWED_EVERY
        found[row["hash"]] = Living(_principal(row, queues), renew_before, row["key"])
    return found


def _principal(row: sa.RowMapping, queues: list[str]) -> Principal:
    role = Role(row["role"])
    return Principal(
        rep_id=RepId(row["rep_id"]),
        desk_id=DeskId(row["desk_id"]),
        name=row["name"],
        desk_name=row["desk_name"],
        role=role,
        scopes=access.scopes(RepId(row["rep_id"]), role, queues),
    )


async def _refuse_outdated(tx: Transaction, row: sa.RowMapping) -> None:
    """Nobody comes in with what was their password a moment ago."""
    query = sa.select(_rep.c.password_hash, _rep.c.disabled).where(_rep.c.id == row["id"])
    present = await tx.row(query.with_for_update())
    if (
        present is None
        or present["disabled"]
        or present["password_hash"] != row["password_hash"]
    ):
        raise NotSignedIn(_("Your password was changed elsewhere. Sign in again."))


async def _seat(tx: Transaction, rep_id: RepId, request: SignIn) -> None:
    """The desk is this rep's; whoever was signed in there no longer is."""
    name = request.desk_name
    row = await tx.add_or_lock(_desk, id=request.desk_id, rep_id=rep_id, name=name)
    if row["rep_id"] != rep_id:
        if row["reachable_until"] is not None and row["reachable_until"] > tx.now:
            raise NotAllowed(_("Somebody else is signed in at this desk. Sign them out first."))
        await tx.execute(
            _token.update()
            .where(_token.c.desk_id == request.desk_id, _token.c.revoked_at.is_(None))
            .values(revoked_at=tx.now)
        )
        audit.record(
            tx,
            Action.TOKENS_REVOKED,
            f"rep:{row['rep_id']}",
            actor=rep_id,
            desk=request.desk_id,
            why="somebody else signed in at this desk",
        )
        tx.tell("rep", row["rep_id"], [EVERYONE])
    await tx.execute(
        _desk.update().where(_desk.c.id == request.desk_id).values(rep_id=rep_id, name=name)
    )


def _mismatch(tries: throttle.Tries) -> NotSignedIn | TooMany:
    pause = throttle.spoken(tries.next_pause)
    if tries.left == 0:
        words = _("User name and password don’t match. Wait {pause} before the next try.")
        wait_s = int(tries.next_pause.total_seconds())
        return TooMany(words.format(pause=pause), retry_after_s=wait_s)
    words = ngettext(
        "User name and password don’t match. {count} try left, then a pause of {pause}.",
        "User name and password don’t match. {count} tries left, then a pause of {pause}.",
        tries.left,
    )
    return NotSignedIn(words.format(count=tries.left, pause=pause), tries_left=tries.left)
