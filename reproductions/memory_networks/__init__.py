"""Memory Networks (Weston, Chopra, Bordes, 2014): answers from statements looked up in a memory."""
