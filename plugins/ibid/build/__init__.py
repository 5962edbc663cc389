"""Pelican's side of each step. Nothing else imports Pelican."""
