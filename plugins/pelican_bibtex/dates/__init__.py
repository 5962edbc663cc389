"""Dates of publications."""
