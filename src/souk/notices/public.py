"""What other domains may call."""

from souk.notices.actions import Said, post_notice
from souk.notices.rules import Tone

__all__ = ["Said", "Tone", "post_notice"]
