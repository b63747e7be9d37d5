"""The daemon: an alarm clock, a guard, and a worker for each account that has something to do."""
