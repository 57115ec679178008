"""What the shop's hub runs by, and what it and the platform know each other by."""

from pathlib import Path

from console.app.shop.stories import Story
from console.domain.money_rule import MoneyRule
from console.hub.secret import Secret
from console.hub.settings import ChannelSettings, QueueSettings, Settings, sqlite_url
from console.wire.views import QuickReply

SCENARIO = "furniture-shop"
WEBHOOKS = "/webhooks/whatsapp"
PHONE_NUMBER_ID, WABA_ID = "106540352242922", "102290129340398"
DISPLAY_NUMBER = "+31 85 012 3456"
ACCESS_TOKEN, APP_SECRET = "simulated-access-token", "simulated-app-secret"
VERIFY_TOKEN = "simulated-verify-token"
GRAPH_VERSION = "v25.0"
CREDITS_A_MONTH = 1000


def settings(story: Story, data_folder: Path, *, database_url: str = "") -> Settings:
    """What the shop's hub runs by; the platform's address is still to be put in."""
    channel = ChannelSettings(
        kind="whatsapp",
        name=story.channel,
        phone_number_id=PHONE_NUMBER_ID,
        waba_id=WABA_ID,
        display_number=DISPLAY_NUMBER,
        queue=story.queues[0].name,
        access_token=Secret(ACCESS_TOKEN),
        app_secrets=(Secret(APP_SECRET),),
        verify_token=Secret(VERIFY_TOKEN),
    )
    return Settings(
        name=story.channel,
        data_folder=data_folder,
        database_url=database_url or sqlite_url(data_folder),
        graph_version=GRAPH_VERSION,
        queues=tuple(QueueSettings(name=queue.name) for queue in story.queues),
        channels=(channel,),
        quick_replies=tuple(QuickReply(**reply) for reply in story.quick_replies),
        money=MoneyRule(time_zone="Europe/Amsterdam", wallet=True, allowance=CREDITS_A_MONTH),
    )
