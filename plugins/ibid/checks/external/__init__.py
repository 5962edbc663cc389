"""`invoke check --external`: whether the rest of the web is still where the site's links lead."""
