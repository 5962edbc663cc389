"""The theme's own words and dates, in the language of the page that shows them."""
