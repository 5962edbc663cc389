"""Slices of their own, which import the core and never one another."""
