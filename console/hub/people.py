"""People: adding reps, supervisors and administrators, and changing what they may do."""

from collections.abc import Iterable

import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotFound
from console.domain.ids import QueueId, RepId
from console.domain.people import Role
from console.domain.texts import _
from console.hub import audit
from console.hub.audit import Action
from console.hub.own_numbers import own_queue_id
from console.hub.passwords import Passwords, refuse_weak
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction

_rep, _member, _token = schema.rep, schema.queue_member, schema.token


async def add(
    store: Store,
    passwords: Passwords,
    *,
    user_name: str,
    password: str,
    name: str = "",
    role: Role = Role.REP,
    queues: Iterable[str] = (),
    capacity: int = 5,
    languages: tuple[str, ...] = (),
    rep_id: RepId | None = None,
    by: Principal | str = audit.COMMAND_LINE,
) -> RepId:
    """The new person's id; `queues` are ids or names.

    Raises:
        InvalidInput: the user name is taken or the password too weak.
        NotFound: there is no such queue.
    """
    user_name = user_name.strip().casefold()
    if not user_name or any(letter.isspace() for letter in user_name):
        raise InvalidInput(_("The user name must be one word."))
    refuse_weak(password, user_name)
    hashed = await passwords.hashed(password)
    async with store.transaction() as tx:
        if await tx.row(sa.select(_rep.c.id).where(_rep.c.user_name == user_name)):
            words = _("There is somebody named {name} already. Choose another.")
            raise InvalidInput(words.format(name=user_name))
        new_id = rep_id or RepId(tx.new_id())
        await tx.execute(
            _rep.insert().values(
                id=new_id,
                user_name=user_name,
                name=name.strip() or user_name.title(),
                role=role.value,
                password_hash=hashed,
                capacity=capacity,
                languages=list(languages),
            )
        )
        joined = await _join(tx, new_id, queues)
        said = f"{role.value}, {joined}"
        audit.append(tx, Action.PERSON_ADDED, f"rep:{new_id}", by=by, why=said)
        tx.tell("rep", new_id, [EVERYONE])
    return new_id


async def change(
    store: Store,
    rep_id: RepId,
    *,
    role: Role | None = None,
    queues: Iterable[str] | None = None,
    disabled: bool | None = None,
    by: Principal | str = audit.COMMAND_LINE,
) -> None:
    """The person has this role and these queues; a changed role or disabling signs them out."""
    changes: dict[str, object] = {}
    if role is not None:
        changes["role"] = role.value
    if disabled is not None:
        changes["disabled"] = disabled
    async with store.transaction() as tx:
        if changes:
            await tx.execute(_rep.update().where(_rep.c.id == rep_id).values(changes))
            await tx.execute(
                _token.update()
                .where(_token.c.rep_id == rep_id, _token.c.revoked_at.is_(None))
                .values(revoked_at=tx.now)
            )
            _record(tx, rep_id, role, disabled=disabled, by=by)
        if queues is not None:
            of_old = sa.and_(
                _member.c.rep_id == rep_id, _member.c.queue_id != own_queue_id(rep_id)
            )
            await tx.execute(_member.delete().where(of_old))
            joined = await _join(tx, rep_id, queues)
            audit.append(tx, Action.QUEUES_CHANGED, f"rep:{rep_id}", by=by, why=joined)
        tx.tell("rep", rep_id, [EVERYONE])


def _record(
    tx: Transaction,
    rep_id: RepId,
    role: Role | None,
    *,
    disabled: bool | None,
    by: Principal | str,
) -> None:
    if role is not None:
        audit.append(tx, Action.ROLE_CHANGED, f"rep:{rep_id}", by=by, why=role.value)
    if disabled is not None:
        action = Action.PERSON_DISABLED if disabled else Action.PERSON_ENABLED
        audit.append(tx, action, f"rep:{rep_id}", by=by)


async def set_password(
    store: Store, passwords: Passwords, user_name: str, password: str
) -> None:
    """The person has this password and is signed out everywhere; for the command line.

    Raises:
        NotFound: nobody has this user name.
        InvalidInput: the password is too weak.
    """
    user_name = user_name.strip().casefold()
    refuse_weak(password, user_name)
    hashed = await passwords.hashed(password)
    async with store.transaction() as tx:
        row = await tx.row(sa.select(_rep.c.id).where(_rep.c.user_name == user_name))
        if row is None:
            words = _("There is nobody with the user name {name}.")
            raise NotFound(words.format(name=user_name))
        await give_password(tx, RepId(row["id"]), hashed, by=audit.COMMAND_LINE)


async def give_password(
    tx: Transaction,
    rep_id: RepId,
    hashed: str,
    *,
    by: Principal | str,
    formerly: str | None = None,
    but: str = "",
) -> bool:
    """Whether the person has the new password, and no sign-in any more except `but`.

    Not if the hash isn’t `formerly` any more: another change was faster. `but` is the hash of
    a token.
    """
    new = _rep.update().where(_rep.c.id == rep_id).values(password_hash=hashed)
    if formerly is not None:
        new = new.where(_rep.c.password_hash == formerly)
    if (await tx.execute(new)).rowcount == 0:
        return False
    ended = await tx.execute(
        _token.update()
        .where(_token.c.rep_id == rep_id, _token.c.revoked_at.is_(None), _token.c.hash != but)
        .values(revoked_at=tx.now)
    )
    said = f"sign-ins ended: {ended.rowcount}"
    audit.append(tx, Action.PASSWORD_CHANGED, f"rep:{rep_id}", by=by, why=said)
    tx.tell("rep", rep_id, [EVERYONE])
    return True


async def _join(tx: Transaction, rep_id: RepId, queues: Iterable[str]) -> str:
    """What is said of it."""
    joined = []
    for wanted in queues:
        queue = schema.queue
        row = await tx.row(
            sa.select(queue.c.id).where(sa.or_(queue.c.id == wanted, queue.c.name == wanted))
        )
        if row is None:
            raise NotFound(_("There is no queue named {name}.").format(name=wanted))
        await tx.execute(_member.insert().values(queue_id=QueueId(row["id"]), rep_id=rep_id))
        joined.append(f"queue:{row['id']}")
    return " ".join(joined) or "no queue"


async def has_administrator(store: Store) -> bool:
    """Whether anybody can administer this hub."""
    query = sa.select(_rep.c.id).where(
        _rep.c.role == Role.ADMIN.value, _rep.c.disabled.is_(False)
    )
    async with store.reading() as connection:
        return (await connection.execute(query.limit(1))).first() is not None


async def name_of(tx: Transaction, rep_id: RepId | None) -> str:
    """A rep's name, or nothing."""
    if rep_id is None:
        return ""
    row = await tx.row(sa.select(_rep.c.name).where(_rep.c.id == rep_id))
    return "" if row is None else str(row["name"])
