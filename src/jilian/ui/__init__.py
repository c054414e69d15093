"""Page frame, components, drawings and vendored assets; knows nothing of the domain."""
