"""Acceptance scenarios: files in the users' words, played on the real engine."""
