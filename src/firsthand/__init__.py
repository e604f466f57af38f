"""Firsthand: who said it, through whom it reached this page, how many origins stand behind it."""
