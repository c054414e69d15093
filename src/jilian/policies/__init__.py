"""Who qualifies for what, line by line; applications; benefits without application."""
