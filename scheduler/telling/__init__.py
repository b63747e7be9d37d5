"""Where people are told: a signed webhook, what apprise reaches, and a heartbeat for an outside monitor."""
