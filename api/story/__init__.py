"""A story played on the real engine, told in the terminal."""

from api.story.play import play

__all__ = ["play"]
