"""Check-in at the doors: what devices are given, what they send, and what is doubtful of it."""
