"""Formats in which others keep references and which we only read, one a file.

A module has EXTENSION, ``recognises(text)`` and ``read(text)``. Put one here and `kb import` takes its files.
"""
