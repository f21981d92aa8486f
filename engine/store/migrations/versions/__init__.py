"""The steps, dated."""
