"""One folder per outside world: chat platforms and web pages."""
