"""Plan it, post it once, on time."""
