"""End-to-end memory networks (Sukhbaatar et al., 2015): the network, its training, its measurements."""
