"""One folder per ritual, and the engine they share."""
