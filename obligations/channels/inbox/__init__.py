from obligations.channels.inbox.transport import InboxChannel

__all__ = ["InboxChannel"]
