from obligations.channels.email.transport import EmailChannel

__all__ = ["EmailChannel"]
