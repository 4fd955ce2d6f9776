"""The Teams adapter on the stand-in for Teams."""
