"""What JSON comes in and goes out as, noun by noun."""
