"""What differs between two artworks, as values: no Django, no picture."""
