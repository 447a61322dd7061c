"""Frozen dataclasses and pure functions: what a plan is and what follows from it; standard library only."""
