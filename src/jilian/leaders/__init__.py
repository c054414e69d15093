"""Leading firms of clusters: tables of measures, decisions, and the rotating chain head."""
