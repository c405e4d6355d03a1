"""Filings to 政务一网通: JSON over HTTP, signed like the pushes. A department without an interface gets none."""

from .webhook import is_open, send

__all__ = ["is_open", "send"]
