"""The adapters, tried over their own wire."""
