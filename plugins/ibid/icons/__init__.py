"""The site's icon in every size that browsers and telephones ask for, from one image, and the web manifest."""
