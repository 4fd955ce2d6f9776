"""The klantpet."""
