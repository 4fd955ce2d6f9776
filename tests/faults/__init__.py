"""Kills, hangs and floods: what is promised holds when things go wrong."""
