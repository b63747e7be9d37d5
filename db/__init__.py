"""The database: the only place that speaks SQL. ``db.store.open_store`` is its front door."""
