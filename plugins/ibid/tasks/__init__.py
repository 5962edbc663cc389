"""What stands behind tasks.py: new posts, builds as processes of their own, the preview, publishing."""
