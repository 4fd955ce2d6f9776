"""Klantritme, the application: command line, configuration, composition, ticker and web listener."""

__version__ = "0.1.0"
