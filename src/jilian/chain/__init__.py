"""What breaks if a firm, a town or an input fails; what a second source would save."""
