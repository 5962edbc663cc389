"""The part of each build step that works with Pelican. Nothing else imports Pelican."""
