"""How notices reach people. One folder a channel; a new one is its folder and its line here."""

from obligations.channels.base import Channel, NotDeliverable, absolute
from obligations.channels.email import EmailChannel
from obligations.channels.inbox import InboxChannel
from obligations.models import Notice

CHANNELS: dict[str, Channel] = {
    Notice.Channel.INBOX.value: InboxChannel(),
    Notice.Channel.EMAIL.value: EmailChannel(),
}

__all__ = ["CHANNELS", "Channel", "NotDeliverable", "absolute"]
