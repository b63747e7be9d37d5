"""Secrets: where they come from, and how they are sealed before the database sees them."""
