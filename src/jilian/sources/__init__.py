"""Where a record came from: document, upload, inference or person."""
