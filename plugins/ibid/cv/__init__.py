"""The CV: `cv.yml` read, its citations linked, its publications drawn from the bibliography."""
