"""The desk pages of the people in a building."""
