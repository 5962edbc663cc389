"""What Ibid's own developers use: timings and the lists of dependencies. Not part of the package."""
