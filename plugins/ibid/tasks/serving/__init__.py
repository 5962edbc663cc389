"""The preview of `invoke serve`."""
