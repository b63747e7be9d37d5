"""Cards: pictures of excerpts. ``card`` says what one is, ``compose`` lays it out, ``render`` draws it."""
