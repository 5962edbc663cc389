"""Codes and severities of problems."""
