"""The desk pages of buildings and their apartments."""
