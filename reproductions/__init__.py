"""Papers of the knowledge base as code that anyone can run, and the record of what running them measured."""
