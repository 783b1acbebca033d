"""Generative adversarial networks (Goodfellow et al., 2014): the game, its training, its measurements."""
