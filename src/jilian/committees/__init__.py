"""Setting up a cluster organisation step by step: replies, seats, terms, papers."""
