"""The codes and severities of problems."""
