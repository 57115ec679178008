"""Own password: a person changes theirs; the old one is asked for and tries are counted."""

import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotAllowed, NotSignedIn, TooMany
from console.domain.texts import _, ngettext
from console.hub import audit, people, throttle
from console.hub.audit import Action
from console.hub.auth import LONGEST_PASSWORD, TRIES_A_NAME
from console.hub.passwords import Passwords, refuse_weak
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import ChangePassword

_rep = schema.rep


async def change(
    store: Store, passwords: Passwords, who: Principal, token_hash: str, asked: ChangePassword
) -> None:
    """The person has the new password and stays signed in with this token alone.

    Raises:
        NotAllowed: the old password isn't theirs; says how many tries are left.
        InvalidInput: the new one is too weak, or the same.
        TooMany: a pause is running.
    """
    if max(len(asked.old), len(asked.new)) > LONGEST_PASSWORD:
        raise InvalidInput(_("password: it is too long. Correct it and send it again."))
    query = sa.select(_rep.c.user_name, _rep.c.password_hash).where(_rep.c.id == who.rep_id)
    async with store.reading() as connection:
        row = (await connection.execute(query)).one()
    refuse_weak(asked.new, row.user_name)
    key = f"desk:{row.user_name}:{who.desk_id}"  # signing in at this desk counts with it
    tries = await throttle.charge(store, key, tries=TRIES_A_NAME)
    if not await passwords.match(row.password_hash, asked.old):
        await _on_record(store, who)
        raise _mismatch(tries)
    await throttle.forgive(store, key)
    if asked.new == asked.old:
        raise InvalidInput(_("This is the password you have. Choose another."))
    hashed = await passwords.hashed(asked.new)
    async with store.transaction() as tx:
        if not await people.give_password(
            tx, who.rep_id, hashed, by=who, formerly=row.password_hash, but=token_hash
        ):
            raise NotSignedIn(_("Your password was changed elsewhere. Sign in again."))


async def _on_record(store: Store, who: Principal) -> None:
    async with store.transaction() as tx:
        audit.append(tx, Action.PASSWORD_REFUSED, f"rep:{who.rep_id}", by=who)


def _mismatch(tries: throttle.Tries) -> NotAllowed | TooMany:
    pause = throttle.spoken(tries.next_pause)
    if tries.left == 0:
        words = _("That isn’t your password. Wait {pause} before the next try.")
        wait_s = int(tries.next_pause.total_seconds())
        return TooMany(words.format(pause=pause), retry_after_s=wait_s)
    words = ngettext(
        "That isn’t your password. {count} try left, then a pause of {pause}.",
        "That isn’t your password. {count} tries left, then a pause of {pause}.",
        tries.left,
    )
    return NotAllowed(words.format(count=tries.left, pause=pause), tries_left=tries.left)
