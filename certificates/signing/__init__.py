"""Signing of certificates: the only part of the product that reads a signing key, and only in a worker."""
