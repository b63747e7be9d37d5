"""The rules: states, gates, times, words, checks. No input or output, and no clock."""
