"""Neural Turing Machines: a network with a memory that it addresses itself, against an LSTM."""
