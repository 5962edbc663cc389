"""Problems with their location, their reports, and stopping a build. Both plugins use this."""
