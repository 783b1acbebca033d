"""The explorer on a server: who may connect, who may run, the way to a login, what the search box asks."""
