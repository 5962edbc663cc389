"""`invoke publish`: a strict build that replaces the published site completely or not at all."""
