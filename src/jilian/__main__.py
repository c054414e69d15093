"""``python -m jilian`` is the command ``jilian``."""

from jilian.cli import main

main()
