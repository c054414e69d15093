"""Files of this area: figures as tables, states that offices send."""
