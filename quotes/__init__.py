"""From a statement to its excerpts and their cards: pure functions, no network, no clock, no database.

``statement`` reads and normalises, ``excerpt`` finds what is worth posting, ``verbatim`` shows it and
checks it, ``guesses`` reads what a text says about itself, ``cards`` draws. Importing the package loads
none of them.
"""
