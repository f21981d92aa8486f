"""Who wakes the work up."""
