"""What other domains may call."""

from souk.notices.actions import Said, Tone, post_notice

__all__ = ["Said", "Tone", "post_notice"]
