"""LINK: assigns numbers, turns citations into links, and links publications back to topics, posts and pages."""
