"""The ways out: each takes a letter and returns the provider's id, or raises a class of `messaging.errors`."""
