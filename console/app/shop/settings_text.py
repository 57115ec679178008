"""The shop's settings as the text of a hub.toml, for the hub that runs as a child."""

import json

from console.hub.settings import ChannelSettings, Settings


def hub_toml(settings: Settings) -> str:
    """What `console hub --config` reads as these settings."""
    parts = [
        _table(
            "[hub]",
            name=settings.name,
            listen="127.0.0.1:0",
            data_folder=str(settings.data_folder),
            graph_base_url=settings.graph_base_url,
            graph_version=settings.graph_version,
        )
    ]
    money = settings.money
    parts.append(
        _table(
            "[money]",
            time_zone=money.time_zone,
            wallet=money.wallet,
            allowance=money.allowance,
        )
    )
    parts += [
        _table("[[queue]]", name=queue.name, offer_timeout_s=queue.offer_timeout_s)
        for queue in settings.queues
    ]
    parts += [_channel(channel) for channel in settings.channels]
    parts += [
        _table("[[quick_reply]]", shortcut=one.shortcut, title=one.title, text=one.text)
        for one in settings.quick_replies
    ]
    return "\n".join(parts)


def _channel(channel: ChannelSettings) -> str:
    return _table(
        "[[channel]]",
        kind=channel.kind,
        name=channel.name,
        phone_number_id=channel.phone_number_id,
        waba_id=channel.waba_id,
        display_number=channel.display_number,
        queue=channel.queue,
        access_token=channel.access_token.reveal(),
        app_secret=channel.app_secrets[0].reveal(),
        verify_token=channel.verify_token.reveal(),
    )


def _table(head: str, **values: str | int) -> str:
    # TOML writes numbers, and strings in double quotes, as JSON does
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()
    ]
    return "\n".join([head, *lines, ""])
