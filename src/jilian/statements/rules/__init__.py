"""What may be said about the figures of a text without asking anything but the text."""
