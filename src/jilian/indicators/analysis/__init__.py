"""The bridge to the engine: tables of a world, measured values, the records behind a value."""
