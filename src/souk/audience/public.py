"""What other domains may call of the audience."""

from souk.audience.actions.ensuring import ContactMention, Ensured, ensure_contacts

__all__ = ["ContactMention", "Ensured", "ensure_contacts"]
