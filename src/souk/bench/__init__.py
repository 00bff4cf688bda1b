"""How fast it is here, against what else could be done: each in a scratch database of its own."""
