"""Init: a hub's first settings file and its first administrator."""

import os
from pathlib import Path

from console.domain.errors import InvalidInput
from console.domain.ids import RepId
from console.domain.people import Role
from console.domain.texts import _
from console.hub import people, sealing
from console.hub.clock import WallClock
from console.hub.furnish import furnish
from console.hub.passwords import Passwords
from console.hub.settings import Settings
from console.hub.store.migrate import migrate
from console.hub.store.store import Store

TEMPLATE = """\
# Settings of a Rep Console hub. Start it with: python3 -m console hub --config {name}
# A secret is given directly, or by NAME_env (an environment variable) or NAME_file (a file
# beside this one). app_secret may be a list of two while one is being replaced. Secrets that
# stand here are encrypted by: python3 -m console hub seal --config {name}

[hub]
name = "Rep Console"
listen = "127.0.0.1:8740"            # host and port; put a TLS proxy in front for others
# public_url = "https://hub.example.com"
data_folder = "data"                 # database, files; relative to this file
# reserve_mib = 100                  # kept free for the hub to end cleanly on a full disk
# database_url = "postgresql://user:password@host/database"   # instead of the built-in one
# graph_base_url = "https://graph.facebook.com"
# graph_version = "v26.0"

[[queue]]
name = "Everyone"
# priority = 0                       # higher goes first
# rule = "least_active"              # or "most_available"
# offer_timeout_s = 30
# auto_accept = false

# What happens when a customer goes quiet; seconds. Can be repeated within a channel.
[inactivity]
# nudge_s = 900
# nudge_text = "Are you still there?"
quiet_s = 1800
end_s = 86400

# What messages cost. Months begin in the time zone of the account at Meta; a channel may have
# a time_zone of its own. With a wallet each delivered message takes credits, and at zero
# templates wait; answers don't unless hold_answers is true.
# [money]
# time_zone = "Europe/Amsterdam"
# free_each_month = 1000             # answers of each number that cost nothing
# wallet = true
# allowance = 5000                   # credits that each month brings
# warn_below = [20, 5]               # per cent of the allowance
# hold_answers = false
#
# When customers are written to first, by the clocks where they are; twice the same: all day.
# [notifications]
# opens = "08:00"
# closes = "20:00"

# One block for each WhatsApp number; take the ids from Meta's WhatsApp Manager. Let Meta
# post to <public_url>/webhooks/whatsapp and subscribe to “messages” and the template and
# account fields. STOP and START (in German STOPP and ANMELDEN) stop offers and take them again;
# a block of keywords gives a language other words.
# [[channel]]
# kind = "whatsapp"
# name = "Shop"
# phone_number_id = "123456789012345"
# waba_id = "123456789012345"
# display_number = "+31 20 123 45 67"
# queue = "Everyone"
# access_token_env = "SHOP_ACCESS_TOKEN"
# app_secret_file = "app-secret.txt"
# verify_token_env = "SHOP_VERIFY_TOKEN"
# consent = "implicit"               # what offers need; or "explicit", or "double" (asks twice)

# [[keywords]]
# language = "fr"
# opt_in = ["commencer"]
# confirm = ["oui"]
# opt_out = ["arrêt", "stop"]
# opted_in = "Vous recevrez de nouveau nos messages. Écrivez ARRÊT pour les arrêter."
# please_confirm = "Répondez OUI si vous voulez recevoir nos messages."
# opted_out = "Vous ne recevrez plus nos messages."

# [[quick_reply]]
# shortcut = "hi"
# title = "Greeting"
# text = "Hello {{{{first_name}}}}, how can I help?"
"""


def write_settings(path: Path) -> None:
    """A commented settings file that only its owner may read, and a key to seal it with.

    Raises:
        InvalidInput: there is one already, or it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InvalidInput(
            _("{path} is there already and stays as it is.").format(path=path)
        ) from None
    except OSError as error:
        raise InvalidInput(
            _("{path} can’t be written ({reason}).").format(path=path, reason=error.strerror)
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(TEMPLATE.format(name=path.name))
    if sealing.keys(path.parent, os.environ) is None:
        sealing.write_keys(path.parent, sealing.new_key())


async def add_person(
    settings: Settings,
    *,
    user_name: str,
    password: str,
    name: str = "",
    role: Role = Role.REP,
    queues: tuple[str, ...] = (),
    only_first: bool = False,
) -> RepId:
    """The new person's id; the database is made if it isn't there.

    Raises:
        InvalidInput: `only_first` and there is an administrator already; and as `people.add`.
    """
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(settings.database_url, clock=WallClock())
    try:
        await migrate(store)
        await furnish(store, settings)
        if only_first and await people.has_administrator(store):
            raise InvalidInput(_("This hub has an administrator already. Let them add people."))
        return await people.add(
            store,
            Passwords(),
            user_name=user_name,
            password=password,
            name=name,
            role=role,
            queues=queues,
        )
    finally:
        await store.close()
