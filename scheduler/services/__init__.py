"""What can be asked for, one module a concern; called by every face alike."""
