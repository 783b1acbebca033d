"""What OpenAlex, Semantic Scholar, Crossref and arXiv say about the works here: asked once, then stored.

One file a service: what it is asked under, how it is asked (over its own well-kept library) and how its
answer is read. Reading a stored answer needs nothing but Python; asking needs the extra ``sources`` and a
network. Nothing here changes a fact: what differs is proposed.
"""
