"""What is missing in a chain, who could fill it, and the firms that are brought in."""
